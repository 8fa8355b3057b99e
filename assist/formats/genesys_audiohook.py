"""Genesys AudioHook: the transcripts that its server tells the client."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .convert import Unreadable, after, confidence, flag, iso, said, unknown
from .ears import Ears, Event
from .format import Format

QUIET = frozenset({"opened", "pong", "updated", "closing", "open", "ping", "update"})


def read(message: Any, ears: Ears) -> Iterator[Event]:
    """``event`` messages hold transcripts; times are durations in ISO 8601."""
    kind = message["type"]
    if kind == "disconnect" and message["parameters"].get("reason") == "error":
        raise Unreadable("the recogniser reports an error")
    if kind == "closed":
        yield {"type": "call.end"}
    elif kind == "event":
        for entity in message["parameters"]["entities"]:
            if entity["type"] == "transcript":
                yield from _transcript(entity["data"], ears)
    elif kind not in QUIET and kind != "disconnect":
        raise unknown("type", kind)


def _transcript(told: Any, ears: Ears) -> list[Event]:
    heard = told["alternatives"][0]
    start = iso(told.get("offset"))
    return ears.hear(
        said(heard["interpretations"][0]["transcript"]),
        final=flag(told.get("isFinal")),
        lane=str(told["channelId"]),
        key=str(told["id"]),
        start=start,
        end=after(start, iso(told.get("duration"))),
        confidence=confidence(heard.get("confidence")),
    )


FORMAT = Format(
    name="genesys-audiohook",
    title="Genesys AudioHook transcripts",
    read=read,
    source="https://developer.genesys.cloud/devapps/audiohook/protocol-reference",
    partials=True,
    times="utterance",
    roles="yes",
    ids=True,
    proof="real payload",
    speakers={"0": "customer", "1": "agent"},
    call=lambda message: message["id"],
)
