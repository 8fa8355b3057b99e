"""The two websocket frames (RFC 6455, 5.2) that nearly all traffic is made of, read and written
without a parser's state: a whole short text message, masked by the client or unmasked from us."""

from __future__ import annotations

from websockets.frames import apply_mask  # type: ignore[attr-defined]  # compiled, if it can be

_TEXT = 0x81
"""FIN and the opcode of text; no reserved bit, so no extension."""
_MASKED = 0x80
_TWO_MORE, _EIGHT_MORE = 126, 127
"""Lengths that say how many bytes the length itself takes."""


def whole_text(data: bytes) -> bytes | None:
    """What stands in ``data`` when that is exactly one masked text message of less than 64 KiB;
    None for anything else, which is for a parser to judge. Whether it is UTF-8 is not looked at."""
    size = _size(data, 0)
    if size == 0 or size != len(data):
        return None
    at = 4 if data[1] == _TWO_MORE | _MASKED else 2
    return apply_mask(data[at + 4 :], data[at : at + 4])


def whole_frames(data: bytes) -> list[bytes]:
    """The frames that ``data`` consists of, as many as a busy reader finds at once, when each is
    what :func:`whole_text` reads; else ``data`` as it is."""
    frames, at = [], 0
    while at < len(data):
        size = _size(data, at)
        if size == 0:
            return [data]
        frames.append(data[at : at + size])
        at += size
    return frames


def _size(data: bytes, at: int) -> int:
    """Bytes of the masked text message of less than 64 KiB that begins there; 0 for anything else,
    or when some of it is missing."""
    if len(data) < at + 6 or data[at] != _TEXT:
        return 0
    length, head = data[at + 1] - _MASKED, 6
    if length == _TWO_MORE and len(data) >= at + 8:
        length, head = data[at + 2] << 8 | data[at + 3], 8
    elif not 0 <= length < _TWO_MORE:
        return 0
    return head + length if at + head + length <= len(data) else 0


def text_frame(text: bytes) -> bytes:
    """``text`` (UTF-8) as one unmasked text message."""
    length = len(text)
    if length < _TWO_MORE:
        return bytes((_TEXT, length)) + text
    if length < 1 << 16:
        return b"\x81\x7e" + length.to_bytes(2, "big") + text
    return b"\x81\x7f" + length.to_bytes(8, "big") + text
