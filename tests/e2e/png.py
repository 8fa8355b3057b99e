"""PNG made small for the repository: at most 256 colours, which is what a page of text has."""

from __future__ import annotations

import struct
import zlib
from collections import Counter

MAGIC = b"\x89PNG\r\n\x1a\n"


def smaller(png: bytes) -> bytes:
    """The picture with a palette. Colours that differ by less than 8 levels (16 where there
    are many) may become one, by less than 2 where they are light: a soft shadow shows steps.

    Takes what Chromium writes: 8 bits a channel, RGB, not interlaced.
    """
    chunks = _chunks(png)
    width, height, *kind = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert kind == [8, 2, 0, 0, 0], f"not plain RGB: {kind}"
    pixels = _pixels(zlib.decompress(chunks[b"IDAT"]), width * 3)
    counts = Counter(pixels)
    alike = _alike(counts, 3)
    if len(set(alike.values())) > 256:  # letters in many colours
        alike = _alike(counts, 4)
    palette = {colour: number for number, colour in enumerate(dict.fromkeys(alike.values()))}
    assert len(palette) <= 256, f"{len(palette)} colours: not a page of text"
    number = {colour: palette[alike[colour]] for colour in counts}
    numbers = bytes(number[pixel] for pixel in pixels)
    rows = b"".join(b"\0" + numbers[at : at + width] for at in range(0, len(numbers), width))
    return MAGIC + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", b"".join(palette)),
            _chunk(b"IDAT", zlib.compress(rows, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _alike(counts: Counter[bytes], coarse: int) -> dict[bytes, bytes]:
    """Each colour, and the one that stands for it: the most frequent of those like it."""
    first: dict[bytes, bytes] = {}
    for colour, _ in counts.most_common():
        first.setdefault(_place(colour, coarse), colour)
    return {colour: first[_place(colour, coarse)] for colour in counts}


def _place(colour: bytes, coarse: int) -> bytes:
    """The same for colours that may become one."""
    light = min(colour) >= 224
    return bytes(level >> 1 if light else level >> coarse for level in colour)


def _chunks(png: bytes) -> dict[bytes, bytes]:
    """Contents by type; those of one type joined."""
    found: dict[bytes, bytes] = {}
    at = len(MAGIC)
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        found[kind] = found.get(kind, b"") + png[at + 8 : at + 8 + length]
        at += 12 + length
    return found


def _chunk(kind: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )


def _pixels(raw: bytes, stride: int) -> list[bytes]:
    """Colours, row by row, with the filters of PNG (specification, section 9) undone."""
    above = bytes(stride)
    pixels: list[bytes] = []
    for start in range(0, len(raw), stride + 1):
        row = bytearray(raw[start + 1 : start + 1 + stride])
        for x in range(stride):
            left, corner = (row[x - 3], above[x - 3]) if x >= 3 else (0, 0)
            match raw[start]:
                case 1:
                    row[x] = (row[x] + left) & 255
                case 2:
                    row[x] = (row[x] + above[x]) & 255
                case 3:
                    row[x] = (row[x] + (left + above[x]) // 2) & 255
                case 4:
                    row[x] = (row[x] + _paeth(left, above[x], corner)) & 255
        pixels.extend(bytes(row[x : x + 3]) for x in range(0, stride, 3))
        above = bytes(row)
    return pixels


def _paeth(left: int, above: int, corner: int) -> int:
    guess = left + above - corner
    return min((left, above, corner), key=lambda each: abs(guess - each))
