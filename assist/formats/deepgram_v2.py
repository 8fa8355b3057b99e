"""Deepgram Flux, v2 (``/v2/listen``): turns rather than segments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .convert import Unreadable, confidence, said, seconds, unknown, whole
from .ears import MONO, Ears, Event
from .format import Format

GOING_ON = frozenset({"StartOfTurn", "Update", "EagerEndOfTurn", "TurnResumed"})
"""Of these, ``EagerEndOfTurn`` may be taken back by ``TurnResumed``."""
QUIET = frozenset({"Connected", "ConfigureSuccess"})


def read(message: Any, ears: Ears) -> Iterator[Event]:
    """A turn is an utterance: its number names it, and its end is the end of the turn."""
    kind = message["type"]
    if kind in QUIET:
        return
    if kind in ("Error", "FatalError", "ConfigureFailure"):
        raise Unreadable("the recogniser reports an error")
    if kind != "TurnInfo":
        raise unknown("type", kind)
    event = message["event"]
    if event not in GOING_ON and event != "EndOfTurn":
        raise unknown("event", event)
    if event == "StartOfTurn":
        yield from ears.activity(True)
    final = event == "EndOfTurn"
    yield from ears.hear(
        said(message["transcript"]),
        final=final,
        lane=MONO,
        key=f"{message.get('request_id', '')}:{message['turn_index']}",
        order=whole(message.get("sequence_id")),
        start=seconds(message.get("audio_window_start")),
        end=seconds(message.get("audio_window_end")),
        end_of_turn=True if final else None,
        confidence=_certain(message.get("words")),
    )


def _certain(words: Any) -> float | None:
    """The mean of the words' confidences."""
    found = [confidence(word.get("confidence")) for word in words or ()]
    known = [value for value in found if value is not None]
    return round(sum(known) / len(known), 4) if known else None


FORMAT = Format(
    name="deepgram-v2",
    title="Deepgram Flux, v2",
    read=read,
    source="https://developers.deepgram.com/docs/flux/state",
    partials=True,
    times="utterance",
    roles="no",
    ids=True,
    proof="documented shape",
)
