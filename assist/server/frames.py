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
    if len(data) < 6 or data[0] != _TEXT:
        return None
    length, at = data[1] - _MASKED, 2
    if length == _TWO_MORE and len(data) >= 8:
        length, at = data[2] << 8 | data[3], 4
    if len(data) != at + 4 + length or length < 0:
        return None
    return apply_mask(data[at + 4 :], data[at : at + 4])


def text_frame(text: bytes) -> bytes:
    """``text`` (UTF-8) as one unmasked text message."""
    length = len(text)
    if length < _TWO_MORE:
        return bytes((_TEXT, length)) + text
    if length < 1 << 16:
        return b"\x81\x7e" + length.to_bytes(2, "big") + text
    return b"\x81\x7f" + length.to_bytes(8, "big") + text
