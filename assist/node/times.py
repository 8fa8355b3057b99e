"""Times of events that cannot be meant: their senders are told, and they are not believed."""

from __future__ import annotations

from typing import Final

from assist.core.events import EventIn, Fragment, Gap
from assist.proto.codes import CLOCK_AHEAD, DOUBTFUL_TIMES, ErrorCode

from .clock import AHEAD_MS

SPOKEN: Final = 8
"""Characters from which what was said takes some time to say. Who says it in fewer ms than it has
characters tells seconds: fast Chinese takes 120 ms for one, fast English 50."""


def doubt(event: EventIn, received: int) -> ErrorCode | None:
    """What the event's sender should be told of its times; None where they can be meant."""
    if _is_ahead(event, received):
        return CLOCK_AHEAD
    return DOUBTFUL_TIMES if type(event) is Fragment and _is_hasty(event) else None


def put_right(event: EventIn, received: int) -> EventIn:
    """An event with a :func:`doubt`, as sent when it was received at the latest. When its words
    were said is unknown where it says that they are still to come, were over before they began, or
    were said faster than anybody speaks."""
    told: dict[str, object] = {"at": min(event.at, received)}
    if type(event) is Fragment:
        times = (event.start, event.end)
        if _is_hasty(event) or any(time is not None and time > received for time in times):
            told |= {"start": None, "end": None}
        told["words"] = ()
    elif type(event) is Gap:
        told |= {"start": min(event.start, received), "end": min(event.end, received)}
    return event.model_copy(update=told)


def _is_ahead(event: EventIn, received: int) -> bool:
    if event.at > received:
        return True
    latest = received + AHEAD_MS
    if type(event) is Fragment:
        return (
            (event.end is not None and event.end > latest)
            or (event.start is not None and event.start > latest)
            or (len(event.words) > 0 and (event.words[-1].end or 0) > latest)
        )
    return type(event) is Gap and event.end > latest


def _is_hasty(fragment: Fragment) -> bool:
    start, end = fragment.start, fragment.end
    if start is None or end is None or start == end:
        return False
    said = len(fragment.text)
    return end - start < (said if said >= SPOKEN else 0)
