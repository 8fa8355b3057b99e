"""Telnyx: ``call.transcription`` webhooks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from .convert import confidence, flag, said, unknown
from .ears import MONO, Ears, Event
from .format import Format

DIRECTIONS = {"incoming": "inbound", "outgoing": "outbound"}


def read(message: Any, ears: Ears) -> Iterator[Event]:
    """Events come twice, or overtake each other: ``id`` and ``occurred_at`` tell. An application's
    other events (``call.answered`` …) come to the same address, and are passed by."""
    data = message["data"]
    kind, payload = data["event_type"], data["payload"]
    if kind == "call.initiated":
        yield {"type": "call.start", "direction": DIRECTIONS.get(str(payload.get("direction")))}
    elif kind == "call.hangup":
        yield {"type": "call.end"}
    elif kind == "call.transcription":
        if not ears.once(str(data["id"])):
            return
        heard = payload["transcription_data"]
        yield from ears.hear(
            said(heard["transcript"]),
            final=flag(heard.get("is_final")),
            lane=str(heard.get("transcription_track") or MONO),
            order=_order(data.get("occurred_at")),
            confidence=confidence(heard.get("confidence")),
        )
    elif not str(kind).startswith("call."):
        raise unknown("event_type", kind)


def _order(when: Any) -> int | None:
    """Microseconds since 1970."""
    try:
        return int(datetime.fromisoformat(when).timestamp() * 1_000_000)
    except (OverflowError, TypeError, ValueError):
        return None


FORMAT = Format(
    name="telnyx",
    title="Telnyx call transcription",
    read=read,
    source="https://developers.telnyx.com/api-reference/callbacks/transcription",
    partials=True,
    times="none",
    roles="by channel",
    ids=False,
    proof="documented shape",
    pushed=True,
    signed=True,
    websocket=False,
    note="The track is told by transcription engine B only.",
    speakers={"inbound": "customer", "outbound": "agent"},
    call=lambda message: message["data"]["payload"]["call_session_id"],
)
