"""Amazon Connect Contact Lens: real-time contact analysis segments (Kinesis)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .convert import felt, language, ms, said, unknown
from .ears import NAME, Ears, Event
from .format import Format

KEPT = 32
"""Transcripts awaited at once, and utterances folded into one."""


def read(message: Any, ears: Ears) -> Iterator[Event]:
    """Several utterances are folded into one transcript, which replaces them."""
    kind = message["EventType"]
    if kind == "STARTED":
        yield {"type": "call.start", "language": language(message["LanguageCode"])}
    elif kind == "COMPLETED":
        yield {"type": "call.end"}
    elif kind != "SEGMENTS":  # FAILED, for one
        raise unknown("EventType", kind)
    for segment in message.get("Segments") or ():
        if "Utterance" in segment:
            yield from _piece(segment["Utterance"], ears)
        elif "Transcript" in segment:
            yield from _whole(segment["Transcript"], ears)


def _piece(told: Any, ears: Ears) -> list[Event]:
    whole = str(told["TranscriptId"])
    if ears.is_closed(whole):
        return []
    pieces = ears.memory.setdefault("pieces", {})
    ids = pieces.setdefault(whole, [])
    piece = str(told["Id"])[-NAME:]
    if piece and piece not in ids and len(ids) < KEPT:
        ids.append(piece)
    while len(pieces) > KEPT:
        del pieces[next(iter(pieces))]
    return _hear(told["PartialContent"], told, ears, final=False)


def _whole(told: Any, ears: Ears) -> list[Event]:
    folded = ears.memory.get("pieces", {}).pop(str(told["Id"]), [])
    for piece in folded:
        ears.fold(piece)
    return _hear(told["Content"], told, ears, final=True, supersedes=folded or None)


def _hear(text: Any, told: Any, ears: Ears, *, final: bool, **more: Any) -> list[Event]:
    return ears.hear(
        said(text),
        final=final,
        lane=str(told["ParticipantRole"]),
        key=str(told["Id"]),
        start=ms(told.get("BeginOffsetMillis")),
        end=ms(told.get("EndOffsetMillis")),
        prosody=felt(told.get("Sentiment")),
        **more,
    )


FORMAT = Format(
    name="contact-lens",
    title="Amazon Connect Contact Lens segments",
    read=read,
    source="https://docs.aws.amazon.com/connect/latest/adminguide/real-time-contact-analysis-segment-streams.html",
    partials=True,
    times="utterance",
    roles="yes",
    ids=True,
    emotion=True,
    proof="documented shape",
    speakers={"AGENT": "agent", "CUSTOMER": "customer", "SYSTEM": "ivr"},
    call=lambda message: message["ContactId"],
)
