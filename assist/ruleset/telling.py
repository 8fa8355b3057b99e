"""A failed rule test told line by line: the call, what was shown when, and the near misses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from assist.core.hints import (
    Alert,
    EventOut,
    Fact,
    HintClose,
    HintShadow,
    HintShow,
    HintUpdate,
    NeedChange,
)

from .saying import lines
from .testing import Outcome


def tell(outcome: Outcome) -> Iterator[str]:
    """The lines, without colour or markup."""
    test = outcome.test
    yield from (f"  ✗ {failure}" for failure in outcome.failures)
    yield "  the call:"
    for _, line in sorted(_timeline(outcome), key=lambda timed: timed[0]):
        yield f"    {line}"
    for near in outcome.near_misses:
        yield f"  {near['rule']} at {near['by'] / 1000:.1f}s ({near['where']}):"
        yield from (f"    {line}" for line in _near(near))
    if test.context:
        yield f"  context: {dict(test.context)}"


def _timeline(outcome: Outcome) -> Iterator[tuple[int, str]]:
    for line in outcome.test.lines:
        times = f"{line.start / 1000:.1f}-{line.end / 1000:.1f}"
        yield line.start, f"{times:>11}  {line.speaker}: {line.text}"
    for event in outcome.events:
        if what := _said(event):
            yield event.at, f"{event.at / 1000:>11.1f}  → {what}"


def _said(event: EventOut) -> str | None:
    match event:
        case HintShow():
            step = f" (step {event.step.index} of {event.step.of})" if event.step else ""
            why = ", because of " if event.because else ""
            why += " ".join(f"“{quote.text}”" for quote in event.because)
            return f"shown {event.rule} [{event.priority}] {event.text}{step}{why}"
        case HintUpdate():
            return f"{event.change} {event.rule} [{event.priority}] {event.text}"
        case HintClose():
            return f"closed {event.need}: {event.reason}"
        case Alert() | HintShadow():
            what = "alert" if isinstance(event, Alert) else "in shadow"
            return f"{what} {event.state} {event.rule} [{event.priority}] {event.text}"
        case NeedChange():
            return f"need {event.id} {event.state} ({event.rule})"
        case Fact():
            return f"fact {event.name} {event.state}: {event.label} {event.value}"
        case _:
            return None


def _near(near: Mapping[str, Any]) -> Iterator[str]:
    if near["mode"] != "live":
        yield f"its mode is {near['mode']}: it shows nothing"
    yield from lines(near["when"], "en")
    for skipped in near["skipped"]:
        yield f"cued at {skipped['at'] / 1000:.1f}s, but held back by {skipped['why']}"
    for opening in near["openings"]:
        met = f", met at {opening['met'] / 1000:.1f}s" if opening["met"] is not None else ""
        yield f"cued at {opening['cued'] / 1000:.1f}s, now {opening['state']}{met}"
    for trace in near.get("trace", ()):
        yield f"{trace['at'] / 1000:.1f}s {trace['what']} {trace['why']}".rstrip()
