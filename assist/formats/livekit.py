"""LiveKit: transcription segments, and the text streams that have followed them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .convert import first_of, flag, label, ms, said
from .ears import MONO, Ears, Event
from .format import Format

TOPIC = "lk.transcription"


def read(message: Any, ears: Ears) -> Iterator[Event]:
    """Participants are told apart by identity; who is agent and who customer is yours to say."""
    if "attributes" in message:
        attributes = message["attributes"]
        yield from ears.hear(
            said(message["text"]),
            final=flag(attributes.get("lk.transcription_final")),
            lane=label(first_of(message, "sender_identity", "senderIdentity")) or MONO,
            key=str(attributes["lk.segment_id"]),
        )
        return
    identity = first_of(
        message, "transcribed_participant_identity", "transcribedParticipantIdentity"
    )
    for segment in message["segments"]:
        yield from ears.hear(
            said(segment["text"]),
            final=flag(segment.get("final")),
            lane=label(identity) or MONO,
            key=str(segment["id"]),
            start=ms(first_of(segment, "start_time", "startTime")) or None,  # 0 is not known
            end=ms(first_of(segment, "end_time", "endTime")) or None,
        )


FORMAT = Format(
    name="livekit",
    title="LiveKit transcriptions",
    read=read,
    source="https://docs.livekit.io/agents/build/text/",
    partials=True,
    times="utterance",
    roles="by label",
    ids=True,
    proof="documented shape",
    note="Text streams have no times.",
)
