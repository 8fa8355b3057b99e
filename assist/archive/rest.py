"""When somebody who has borne a lot should be offered a break, and how long a one. Pure.

What is counted is minutes *borne*: those for which the customer's emotion stood at high or severe
(:func:`assist.report.scorecard.borne`). That is the customer's state, told by rules; nothing is
inferred of what the agent feels.

The suggestion: :data:`LEAST_MS` borne within a running hour call for a break of five minutes, and
half a minute more for each minute beyond ten, up to ten. Five to ten minutes for an hour of close
work is what the British Health and Safety Executive advises (INDG36, *Working with display screen
equipment*: short breaks often, such as 5-10 minutes an hour, rather than long ones seldom). That
anger counts for more than other work, and how much, is our judgement, not a measurement: five
minutes is about one hard call. Ten minutes without a call count as rest, and it begins anew.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

MINUTE_MS = 60_000
WINDOW_MS = 60 * MINUTE_MS
LEAST_MS = 5 * MINUTE_MS
RESTED_MS = 10 * MINUTE_MS
SHORTEST, LONGEST = 5, 10
"""Minutes of a break."""


@dataclass(frozen=True, slots=True)
class Handled:
    """A call that an agent had, from when to when, and how much of it was borne. All in ms."""

    began: int
    ended: int
    borne: int


@dataclass(frozen=True, slots=True)
class Break:
    """A break that was due ``at`` (when a call ended), of so many ``minutes``; ``borne`` (ms) in
    the hour before."""

    at: int
    minutes: int
    borne: int


def breaks(calls: Iterable[Handled]) -> list[Break]:
    """The breaks that one agent's calls of a day ask for, each taken as given."""
    found: list[Break] = []
    recent: deque[Handled] = deque()
    last = 0
    for call in sorted(calls, key=lambda call: call.ended):
        if call.began - last >= RESTED_MS:
            recent.clear()
        last = max(last, call.ended)
        recent.append(call)
        while recent[0].ended <= call.ended - WINDOW_MS:
            recent.popleft()
        borne = sum(each.borne for each in recent)
        if borne >= LEAST_MS:
            found.append(Break(call.ended, minutes(borne), borne))
            recent.clear()
    return found


def minutes(borne: int) -> int:
    """How long a break so many ms borne ask for, in whole minutes."""
    return min(LONGEST, max(SHORTEST, -(-borne // (2 * MINUTE_MS))))
