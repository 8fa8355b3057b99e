"""whisper_streaming (UFAL): lines of ``begin end text`` over TCP, committed text only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .convert import Unreadable, ms
from .decode import lines
from .ears import MONO, Ears, Event
from .format import Format
from .sentences import ends

PAUSE_MS = 1_000
"""Silence that ends an utterance."""


def read(message: Any, ears: Ears) -> Iterator[Event]:
    """Each line goes on where the last one stopped, and is never revised."""
    begun, ended, piece = [*message.split(maxsplit=2), "", "", ""][:3]
    start, end = ms(begun), ms(ended)
    if start is None or end is None:
        raise Unreadable("not a line of two times and a text")
    if not piece or not ears.once(f"{start}-{end}"):
        return
    if start - ears.memory.get("end", start) > PAUSE_MS:
        yield from ears.settle()
    so_far = ears.so_far()
    if not so_far:
        ears.memory["start"] = start
    ears.memory["end"] = end
    text = so_far + (" " if _spaced(so_far[-1:], piece[0]) else "") + piece
    yield from ears.hear(
        text, final=False, start=ears.memory["start"], end=end, stable=len(text.strip())
    )
    if any(ends(text)):
        yield from ears.settle(MONO)


def _spaced(left: str, right: str) -> bool:
    """Whether a space belongs between two pieces: not where Chinese or Japanese meet."""
    return left != "" and left < "\u2e80" and right < "\u2e80"


FORMAT = Format(
    name="whisper-streaming",
    title="whisper_streaming (UFAL)",
    read=read,
    source="https://github.com/ufal/whisper_streaming",
    partials=True,
    times="utterance",
    roles="no",
    ids=False,
    proof="documented shape",
    note="Only settled text comes, so hypotheses grow and are never taken back.",
    decode=lines,
)
