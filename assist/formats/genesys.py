"""Genesys Cloud: transcription notifications."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .convert import after, confidence, flag, ms, said
from .ears import Ears, Event
from .format import Format


def read(message: Any, ears: Ears) -> Iterator[Event]:
    """The topic ``v2.conversations.{id}.transcription``; other topics of the channel (its own
    heartbeat among them) are passed by."""
    body = message.get("eventBody", message)
    if "transcripts" not in body and "topicName" in message:
        return
    for transcript in body["transcripts"]:
        heard = transcript["alternatives"][0]
        start = ms(heard.get("offsetMs"))
        yield from ears.hear(
            said(heard.get("decoratedTranscript") or heard["transcript"]),
            final=flag(transcript.get("isFinal")),
            lane=str(transcript["channel"]),
            key=str(transcript["utteranceId"]),
            start=start,
            end=after(start, ms(heard.get("durationMs"))),
            confidence=confidence(heard.get("confidence")),
        )


FORMAT = Format(
    name="genesys",
    title="Genesys Cloud transcription notifications",
    read=read,
    source="https://developer.genesys.cloud/notificationsalerts/notifications/available-topics",
    partials=False,
    times="utterance",
    roles="yes",
    ids=True,
    proof="documented shape",
    speakers={"EXTERNAL": "customer", "INTERNAL": "agent"},
    call=lambda message: message["eventBody"]["conversationId"],
)
