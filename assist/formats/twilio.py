"""Twilio real-time transcription: form webhooks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from .convert import Unreadable, confidence, flag, language, said, unknown, whole
from .ears import Ears, Event
from .format import Format

OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})


def read(message: Any, ears: Ears) -> Iterator[Event]:
    """``TranscriptionData`` is JSON in a string, ``Final`` the string "true". Requests may come
    twice or overtake each other: ``SequenceId`` tells."""
    if "CallStatus" in message and "TranscriptionEvent" not in message:  # the call's own callback
        if message["CallStatus"] in OVER:
            yield {"type": "call.end"}
        return
    kind = message["TranscriptionEvent"]
    if kind == "transcription-started":
        yield {"type": "call.start", "language": language(message.get("LanguageCode"))}
    elif kind == "transcription-content":
        data = orjson.loads(message["TranscriptionData"])
        yield from ears.hear(
            said(data["transcript"]),
            final=flag(message.get("Final")),
            lane=str(message["Track"]),
            order=whole(message.get("SequenceId")),
            stream=str(message.get("TranscriptionSid", "")),
            confidence=confidence(data.get("confidence")),
        )
    elif kind == "transcription-error":
        raise Unreadable("the recogniser reports an error")
    elif kind != "transcription-stopped":  # which is no end of the call: it may begin again
        raise unknown("TranscriptionEvent", kind)


FORMAT = Format(
    name="twilio",
    title="Twilio real-time transcription",
    read=read,
    source="https://www.twilio.com/docs/voice/twiml/transcription",
    partials=True,
    times="none",
    roles="yes",
    ids=False,
    proof="documented shape",
    pushed=True,
    signed=True,
    websocket=False,
    note="Tracks are seen from the leg that is transcribed: on an inbound call, the customer's.",
    speakers={"inbound_track": "customer", "outbound_track": "agent"},
    call=lambda message: message["CallSid"],
)
