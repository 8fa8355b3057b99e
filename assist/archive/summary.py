"""What the archive keeps of one call, beside its whole report: what is searched and counted by.

Made in the process that plays calls, so that the server only has to write it down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from assist.core.feelings import GENERAL
from assist.report.model import Feeling, Report
from assist.report.scorecard import borne

LEVELS = ("calm", "mild", "high", "severe")
"""How upset a customer is, from least to most; their numbers are what the archive stores."""
TELLING = 0.25
"""From which on a meter of one feeling names it: where the shipped packs call it mild."""
PRODUCT = "product"
"""The key of a call's context that says what it is about."""


@dataclass(frozen=True, slots=True)
class Summary:
    """``call``: columns of the table of that name; the others are the rows of theirs, without the
    call's number. Times are in ms since the call began."""

    call: dict[str, Any]
    needs: list[list[Any]] = field(default_factory=list)
    hints: list[list[Any]] = field(default_factory=list)
    shadows: list[list[Any]] = field(default_factory=list)
    borne: list[list[Any]] = field(default_factory=list)
    """Which agent bore a customer whose emotion was high or worse, from when to when."""
    lines: list[list[Any]] = field(default_factory=list)


def summary_of(report: Report) -> Summary:
    """What the archive keeps of a report."""
    curve = report.feelings.get("customer", [])
    ended = [need.ended for need in report.needs]
    call = {
        "agent": report.agent,
        "queue": report.queue or "",
        "team": report.group or "",
        "language": report.language,
        "product": str(report.context.get(PRODUCT) or ""),
        "duration": report.duration,
        "held": report.held,
        "reason": report.reason or "",
        "level": max((LEVELS.index(feeling.level) for feeling in curve), default=0),
        "last_level": LEVELS.index(curve[-1].level) if curve else 0,
        **_peak(curve),
        "strain": report.strain,
        "hints": len(report.hints),
        "met": ended.count("unprompted") + ended.count("after_hint"),
        "missed": ended.count("missed"),
        **{layer.name: layer.reached for layer in report.layers},
    }
    return Summary(
        call,
        [[n.id, n.rule, n.ability, n.ended, n.opened, n.met, n.text] for n in report.needs],
        [
            [h.id, h.rule, h.need, h.shown, h.closed, h.reason, " ".join(h.verdicts)]
            for h in report.hints
        ],
        [[shadow.at, shadow.rule] for shadow in report.shadows],
        [list(stretch) for stretch in borne(report)],
        [[line.at, line.speaker, line.text] for line in report.lines],
    )


def _peak(curve: Sequence[Feeling]) -> dict[str, Any]:
    """The highest that a meter of one feeling stood, or any, where none tells; of equal ones the
    first."""
    told = ((value, -f.at, meter) for f in curve for meter, value in f.meters.items())
    _, value, before, meter = max(
        ((v >= TELLING and name not in GENERAL, v, at, name) for v, at, name in told),
        default=(False, 0.0, 0, ""),
    )
    return {"peak": value, "peak_at": -before, "peak_meter": meter}
