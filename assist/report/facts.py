"""What stands at the head of a case file: whose call it was, when, and why it is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo

from .model import Report
from .words import Words, clock, day_and_time


@dataclass(frozen=True, slots=True)
class Frame:
    """How a case file is written, and for what. ``zone``: whose clock it goes by, None for this
    machine's; ``why``: keys of :attr:`~.words.Words.why`, where it is one of a morning's."""

    words: Words
    zone: tzinfo | None = UTC
    why: Sequence[str] = ()


def facts(report: Report, frame: Frame) -> list[tuple[str, str]]:
    """Names with values, none of them empty."""
    words = frame.words
    product = report.context.get("product")
    told = {
        "why": "; ".join(words.name(words.why, why) for why in frame.why),
        "began": "" if report.began is None else day_and_time(report.began, frame.zone),
        "agent": " → ".join(agent for _, agent in report.agents) or report.agent,
        "queue": report.queue or "",
        "group": report.group or "",
        "product": product if isinstance(product, str) else "",
        "duration": clock(report.duration),
        "held": clock(report.held) if report.held else "",
        "reason": report.reason or "",
    }
    found = [(words.facts[key], value) for key, value in told.items() if value]
    return [*found, (words.strain, clock(round(report.strain * 60_000)))]
