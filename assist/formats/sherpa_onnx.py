"""sherpa-onnx streaming servers, in Python and in C++."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .convert import Unreadable, flag, said, seconds, whole
from .decode import marked
from .ears import Ears, Event
from .format import Format

DONE = "Done!"
"""The C++ server's last frame, bare."""


def read(message: Any, ears: Ears) -> Iterator[Event]:
    """The Python server never says that a segment is final: the next one's first message does."""
    if message == DONE:
        yield from ears.settle()
        return
    text, segment = said(message["text"]), whole(message["segment"])
    if segment is None:
        raise Unreadable("the segment is no number")
    key = ears.numbered(segment)
    if ears.is_closed(key):
        return
    if key != ears.memory.get("key"):
        yield from ears.settle()
        ears.memory["key"] = key
    times, began = message.get("timestamps") or [], seconds(message.get("start_time", 0)) or 0
    first, last = (seconds(times[0]), seconds(times[-1])) if times else (None, None)
    yield from ears.hear(
        text,
        final=flag(message.get("is_final")),
        key=key,
        start=None if first is None else began + first,
        end=None if last is None else began + last,
    )
    if flag(message.get("is_eof")):
        yield from ears.settle()


FORMAT = Format(
    name="sherpa-onnx",
    title="sherpa-onnx streaming servers (Python and C++)",
    read=read,
    source="https://k2-fsa.github.io/sherpa/onnx/websocket/online-websocket.html",
    partials=True,
    times="utterance",
    roles="no",
    ids=True,
    proof="documented shape",
    note="Times from the C++ server only.",
    decode=marked(DONE),
)
