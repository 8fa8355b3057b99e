"""WhisperLiveKit's own protocol (``/asr``, full updates): a message tells everything anew."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from .convert import Unreadable, clock, said, unknown
from .ears import MONO, Ears, Event
from .format import Format
from .sentences import ends

SILENCE = -2
"""``speaker`` of a line that only marks silence."""


def read(message: Any, ears: Ears) -> Iterator[Event]:
    """A line is what one speaker has said, and only grows; the buffer behind the last may still
    change. Lines are cut into sentences, for they have no other end."""
    kind = message.get("type")
    if kind == "ready_to_stop":
        yield from ears.settle()
        return
    if kind == "config" or message.get("error"):
        return
    if kind is not None:
        raise unknown("type", kind)
    buffer, since = said(message.get("buffer_transcription") or ""), ears.memory.get("line", -1)
    spoken = (line for line in reversed(message["lines"]) if line.get("speaker") != SILENCE)
    news = list(takewhile(lambda line: _began(line) >= since, spoken))
    while len(news) > 1:
        yield from _line(news.pop(), "", ears, over=True)
    yield from _line(news[0], buffer, ears) if news else _hear(buffer, ears, MONO, final=False)


def _line(line: Any, buffer: str, ears: Ears, *, over: bool = False) -> Iterator[Event]:
    text, began, memory = said(line["text"]), _began(line), ears.memory
    lane, end = str(line.get("speaker", MONO)), clock(line.get("end"))
    if memory.get("line") != began:
        memory["line"], memory["at"] = began, 0
    for cut in ends(text, memory["at"], over=over):
        start, piece = None if memory["at"] else began, text[memory["at"] : cut]
        yield from _hear(piece, ears, lane, final=True, start=start, end=end)
        memory["at"], memory["row"] = cut, memory.get("row", 0) + 1
    if not over:
        start, settled = None if memory["at"] else began, text[memory["at"] :].lstrip()
        stable = len(settled) or None
        yield from _hear(settled + buffer, ears, lane, final=False, start=start, stable=stable)


def _hear(text: str, ears: Ears, lane: str, **more: Any) -> list[Event]:
    """What is being said now, whoever it turns out to be."""
    key = f"{ears.name}.{ears.memory.get('row', 0)}"
    return ears.hear(text, lane=lane, key=key, **more)


def _began(line: Any) -> int:
    began = clock(line["start"])
    if began is None:
        raise Unreadable("a line without its start")
    return began


FORMAT = Format(
    name="whisperlivekit",
    title="WhisperLiveKit (own protocol)",
    read=read,
    source="https://github.com/QuentinFuxa/WhisperLiveKit",
    partials=True,
    times="utterance",
    roles="by label",
    ids=False,
    proof="real payload",
    note="Who said what was told already is not told anew. Its /v1/listen is read as deepgram.",
)
