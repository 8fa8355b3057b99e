"""Azure Communication Services: real-time transcription; ACS opens the websocket."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zlib import crc32

from .convert import after, confidence, felt, language, said, ticks, unknown
from .ears import Ears, Event
from .format import Format

PEOPLE = {"4": "phone", "8": "user", "28": "bot"}
"""What the head of a participant's raw id says. The rest of it may be a telephone number."""
MOST = 32
"""Participants told apart."""


def read(message: Any, ears: Ears) -> Iterator[Event]:
    """Only the first message names the call. Offsets are in ticks."""
    kind = message["kind"]
    if kind == "TranscriptionMetadata":
        told = message["transcriptionMetadata"]
        yield {"type": "call.start", "language": language(told.get("locale"))}
        return
    if kind != "TranscriptionData":
        raise unknown("kind", kind)
    told = message["transcriptionData"]
    start, sentiment = ticks(told.get("offset")), told.get("sentimentAnalysisResult") or {}
    yield from ears.hear(
        said(told["text"]),
        final=str(told["resultStatus"]).lower() == "final",
        lane=_participant(str(told.get("participantRawID", "")), ears),
        start=start,
        end=after(start, ticks(told.get("duration"))),
        confidence=confidence(told.get("confidence")),
        prosody=felt(sentiment.get("sentiment")),
    )


def _participant(raw: str, ears: Ears) -> str:
    """``phone``, ``user``, ``phone-2`` …, in the order in which they first speak."""
    known = ears.memory.setdefault("people", {})
    mark = str(crc32(raw.encode()))
    if mark not in known:
        kind = PEOPLE.get(raw.partition(":")[0], "other")
        already = sum(name.partition("-")[0] == kind for name in known.values())
        if len(known) >= MOST:
            return "other"
        known[mark] = f"{kind}-{already + 1}" if already else kind
    return str(known[mark])


FORMAT = Format(
    name="azure-acs",
    title="Azure Communication Services real-time transcription",
    read=read,
    source="https://learn.microsoft.com/azure/communication-services/concepts/call-automation/real-time-transcription",
    partials=True,
    times="utterance",
    roles="yes",
    ids=False,
    emotion=True,
    proof="documented shape",
    pushed=True,
    note="Who telephones in counts as the customer, a user of ACS or Teams as the agent.",
    speakers={"phone": "customer", "user": "agent", "bot": "ivr"},
    call=lambda message: message["transcriptionMetadata"]["callConnectionId"],
)
