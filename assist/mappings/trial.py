"""A sample of messages through a format: what each became. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assist.formats import Format
from assist.formats.leg import Leg


@dataclass(frozen=True, slots=True)
class Trial:
    """``lines``: for people; ``faults``: how many messages could not be read."""

    lines: tuple[str, ...]
    faults: int


def try_out(format_: Format, leg: Leg, sample: str) -> Trial:
    """Read every message of a sample."""
    adapter, lines, finals, faults = leg.adapter(format_), list[str](), 0, 0
    messages = format_.messages(sample)
    for number, message in enumerate(messages, 1):
        reading = adapter.receive(message)
        told = [_line(event) for event in reading.events]
        finals += sum(bool(event.get("final")) for event in reading.events)
        if reading.fault is not None:
            faults += 1
            told.append(f"not read: {reading.fault}")
        lines += [f"{number:>5}  {line}" for line in told or ["nothing new"]]
    lines.append(f"{len(messages)} messages, {finals} finals, {faults} not read")
    return Trial(tuple(lines), faults)


def _line(event: Mapping[str, Any]) -> str:
    if event["type"] != "fragment":
        more = " ".join(f"{k}={v}" for k, v in event.items() if k != "type" and v is not None)
        return f"{event['type']} {more}".rstrip()
    who = event.get("speaker") or f"channel {event['channel']}: nobody's yet"
    times = [event.get("start"), event.get("end")]
    when = (
        ""
        if times == [None, None]
        else " {}-{} ms".format(*("?" if t is None else t for t in times))
    )
    kind = "final" if event["final"] else "hypothesis"
    return f"{kind} [{who}]{when} {event['utterance']}: {event['text']}"
