"""vosk-server: what Kaldi's recogniser gives, one JSON object a message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .convert import Unreadable, confidence, said, seconds, timed
from .ears import Ears, Event
from .format import Format


def read(message: Any, ears: Ears) -> Iterator[Event]:
    """Hypotheses repeat; finals may come twice, or be empty (vosk-server issues 40, 155)."""
    if "partial" in message:
        yield from ears.hear(said(message["partial"]), final=False)
        return
    if "alternatives" in message:
        message = message["alternatives"][0]
    if "text" not in message:
        raise Unreadable("neither partial nor text")
    words = message.get("result") or []
    yield from ears.hear(
        said(message["text"]),
        final=True,
        start=seconds(words[0].get("start")) if words else None,
        end=seconds(words[-1].get("end")) if words else None,
        confidence=confidence(message.get("confidence")),
        words=timed(words),
        repeats=True,
    )


FORMAT = Format(
    name="vosk",
    title="vosk-server",
    read=read,
    source="https://alphacephei.com/vosk/server",
    partials=True,
    times="final only",
    roles="no",
    ids=False,
    proof="real payload",
    note="Finals without times, spoken twice in a row with no hypothesis between, count once.",
)
