"""jambonz: the ``transcriptionHook`` of its transcribe verb."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .convert import Unreadable, confidence, flag, said
from .ears import MONO, Ears, Event
from .format import Format

OVER = frozenset({"completed", "failed", "busy", "no-answer"})


def read(message: Any, ears: Ears) -> Iterator[Event]:
    """The vendor behind it is whoever the application chose; jambonz makes them alike."""
    speech = message.get("speech")
    if speech is not None:
        yield {"type": "call.start", "direction": message.get("direction")}
        heard = speech["alternatives"][0]
        yield from ears.hear(
            said(heard["transcript"]),
            final=flag(speech.get("is_final")),
            lane=str(speech.get("channel_tag") or MONO),
            confidence=confidence(heard.get("confidence")),
        )
    elif message.get("call_status") in OVER:
        yield {"type": "call.end"}
    elif "call_status" not in message:
        raise Unreadable("neither speech nor call_status")


FORMAT = Format(
    name="jambonz",
    title="jambonz transcription hook",
    read=read,
    source="https://docs.jambonz.org/verbs/verbs/transcribe",
    partials=True,
    times="none",
    roles="by channel",
    ids=False,
    proof="documented shape",
    pushed=True,
    signed=True,
    websocket=False,
    note="Channel 1 is who called: the customer, unless channels= says otherwise.",
    speakers={"1": "customer", "2": "agent"},
    call=lambda message: message["call_sid"],
)
