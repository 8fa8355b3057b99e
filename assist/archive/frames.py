"""What passes between a server and its worker: a JSON object, and bytes beside it.

Four bytes each, big-endian, give the length of the object and of the bytes; then come both.
"""

from __future__ import annotations

import asyncio
import struct
from typing import Any, BinaryIO

import orjson

_LENGTHS = struct.Struct("!II")


def frame(told: Any, beside: bytes = b"") -> bytes:
    """One message. ``told``: anything that JSON can carry, dataclasses too."""
    head = orjson.dumps(told)
    return _LENGTHS.pack(len(head), len(beside)) + head + beside


def read(stream: BinaryIO) -> tuple[Any, bytes] | None:
    """The next message; None at the end of the stream. Blocks."""
    start = stream.read(_LENGTHS.size)
    if len(start) < _LENGTHS.size:
        return None
    head, beside = _LENGTHS.unpack(start)
    return orjson.loads(stream.read(head)), stream.read(beside)


async def receive(stream: asyncio.StreamReader) -> tuple[Any, bytes]:
    """The next message. Raises :class:`asyncio.IncompleteReadError` at the end of the stream."""
    head, beside = _LENGTHS.unpack(await stream.readexactly(_LENGTHS.size))
    return orjson.loads(await stream.readexactly(head)), await stream.readexactly(beside)
