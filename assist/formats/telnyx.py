"""Telnyx: ``call.transcription`` webhooks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from .convert import confidence, flag, label, said, unknown
from .ears import MONO, Ears, Event
from .format import Format

DIRECTIONS = {"incoming": "inbound", "outgoing": "outbound"}
MOST = 32
"""Legs of a call told apart: it is over when the last has hung up."""


def read(message: Any, ears: Ears) -> Iterator[Event]:
    """Events come twice, or overtake each other: ``id`` and ``occurred_at`` tell. An application's
    other events (``call.answered`` …) come to the same address, and are passed by."""
    data = message["data"]
    kind, payload, memory = data["event_type"], data["payload"], ears.memory
    legs = memory.setdefault("legs", [])
    leg = label(payload.get("call_leg_id"))
    if leg is not None and leg not in legs and len(legs) < MOST:
        legs.append(leg)
    if kind == "call.initiated":
        memory.setdefault("direction", DIRECTIONS.get(str(payload.get("direction"))))
    elif kind == "call.hangup":
        legs[:] = [other for other in legs if other != leg]
        if not legs:
            yield {"type": "call.end"}
    elif kind == "call.transcription":
        if not ears.once(str(data["id"])):
            return
        if ears.count == 0:
            yield {"type": "call.start", "direction": memory.get("direction")}
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
