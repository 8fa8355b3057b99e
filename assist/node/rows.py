"""One call as a line of the supervisors' table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from assist.core.concern import PRESSING, Reason, complaint_risk, help_wanted
from assist.core.feelings import Stand, named
from assist.core.hints import PRIORITIES
from assist.core.rules import LEVELS

from .alerts import StandingAlert
from .call import LiveCall
from .standing import OpenNeed

STEP_MS = 2_000
POINTS = 30
"""The curve of the last minute: so many values, so far apart; the last of them is now."""
RISE_STEPS = 10
"""A trend is what changed over this many of them, 20 s."""
CALM = Stand("", 0.0, 0)
SEEN = 0.02
"""The least height of a curve that a screen shows."""


Row = dict[str, Any]
"""Wire-ready; specified by :class:`assist.proto.supervise_messages.Row`."""


def row_of(call: LiveCall, now: int, alerts: Sequence[StandingAlert]) -> tuple[Row, bool]:
    """The row, and whether it moves though nothing happens. ``now``: the call's received ms;
    ``alerts``: those of the call that stand raised."""
    standing, state = call.standing, call.engine.state
    curve, told, feeling, meters = _felt(call, now)
    value = curve[-1] if curve else 0.0
    risk, reasons = complaint_risk(standing.came_up(), meters)
    needs = sorted(standing.needs.values(), key=_pressing)
    still = state.still.get("hold", now) if call.held else now
    uncared = [still - n.since for n in needs if n.escalated or n.priority in PRESSING]
    gravest = max(
        (*(n.priority for n in needs), *(a.priority for a in alerts)),
        key=PRIORITIES.index,
        default=None,
    )
    oldest = max(0, *uncared) if uncared else 0
    last = standing.last
    row = {
        "call": call.id,
        "agent": call.agent,
        "queue": state.queue,
        "group": state.group,
        "language": state.language,
        "started": now,
        "held": call.held,
        "exchanged": standing.exchanged_since is not None,
        "input_lost": call.input_lost,
        "muted": call.muted,
        "emotion": {
            "level": LEVELS[feeling.level],
            "meter": feeling.meter or None,
            "value": told[-1] if told else 0.0,
            "spike": standing.spike,
            "curve": told,
        },
        "needs": [_need(need, now) for need in needs],
        "complaint_risk": round(risk, 2),
        "complaint_why": [_reason(reason) for reason in reasons],
        "last_hint": None
        if last is None
        else {
            "id": last.id,
            "text": last.text,
            "priority": last.priority,
            "ago": max(0, now - last.at),
            "count": last.count,
        },
        "hints": len(standing.hints),
        "strain": round(standing.borne(now) / 60_000, 1),
        "alerts": len(alerts),
        "screens": len(call.stream.readers),
        "help": help_wanted(
            gravest=gravest,
            escalated=any(n.escalated and n.priority == gravest for n in needs),
            emotion=value,
            rise=value - curve[-1 - RISE_STEPS] if curve else 0.0,
            risk=risk,
            uncared=oldest,
            life=bool(standing.life),
        ),
    }
    return row, bool(curve) or (bool(uncared) and not call.held)


MOVING = ("started", "last_hint", "needs")
"""What of a row only says how long ago something was: screens count on by themselves."""


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether a screen that has ``one`` and a clock knows all that ``other`` says."""
    return all(
        value == other[key] or (key in MOVING and _stands(value) == _stands(other[key]))
        for key, value in one.items()
    )


def _stands(value: Any) -> Any:
    """A value without how long ago it was."""
    if isinstance(value, dict):
        return {key: each for key, each in value.items() if key not in ("ago", "since")}
    return [_stands(each) for each in value] if isinstance(value, list) else None


def _felt(call: LiveCall, now: int) -> tuple[list[float], list[float], Stand, dict[str, float]]:
    """The customer's last minute (empty where there is nothing to see) over all meters, and of the
    one that names the feeling; how that stands now, and the heights of all."""
    every = call.engine.feelings.curves.values()
    curves = [c for c in every if c.points and c.meter.speaker == "customer"]
    if not curves:
        return [], [], CALM, {}
    time = max([now, *(c.points[-1].time for c in curves)])
    times = range(time - STEP_MS * (POINTS - 1), time + 1, STEP_MS)
    values = {c.meter.name: c.values(times) for c in curves}
    first, *others = values.values()
    highest = _hundredths(map(max, first, *others) if others else first)
    if max(highest) <= SEEN:
        return [], [], CALM, {}
    meters = {name: found[-1] for name, found in values.items()}
    feeling = named(Stand(c.meter.name, *c.stands(time)) for c in curves)
    if max(meters.values()) <= SEEN:
        feeling = CALM
    if not (feeling.level and others):
        return highest, highest, feeling, meters
    return highest, _hundredths(values[feeling.meter]), feeling, meters


def _hundredths(values: Iterable[float]) -> list[float]:
    """Values of 0-1 rounded for the wire. (:func:`round` takes twice as long, and a floor of 500
    calls asks for 30,000 a second.)"""
    return [int(value * 100 + 0.5) / 100 for value in values]


def _pressing(need: OpenNeed) -> tuple[bool, int, int]:
    return (not need.escalated, -PRIORITIES.index(need.priority), need.since)


def _need(need: OpenNeed, now: int) -> dict[str, Any]:
    return {
        "id": need.id,
        "rule": need.rule,
        "text": need.text,
        "state": "escalated" if need.escalated else "open",
        "priority": need.priority,
        "since": max(0, now - need.since),
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {"what": reason.what, "text": reason.text, "weight": round(reason.weight, 2)}
