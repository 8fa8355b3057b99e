"""Who holds the floor: one speaker cutting in on the other, and one who goes on and on.

Both are functions of the stretches as they stand, so what a later hypothesis moves or takes back
follows by itself. They are told while the speaker still speaks.
"""

from __future__ import annotations

from collections.abc import Iterator

from .clock import Clock
from .manners import LongTurn
from .stretches import PAUSE_MS, Stretch, Stretches

LEAD_MS = 500
"""Who begins within this of the other begins together with him: nobody interrupts."""
NEARBY = 8
"""Stretches before an utterance among which those that it overlaps are looked for."""


def place(stretches: Stretches, index: int) -> None:
    """Work out which run of the same speaker's utterances a stretch goes on with: back-channels
    are no part of one nor end it; the other's words and a pause of :data:`PAUSE_MS` do."""
    stretch = stretches.kept[index]
    stretch.run_start = stretch.run_end = stretch.start
    stretch.run_units = 0
    for before in reversed(stretches.kept[:index]):
        if before.backchannel:
            continue
        ends = max(before.end, before.run_end)
        if before.speaker == stretch.speaker and stretch.start - ends <= PAUSE_MS:
            stretch.run_start, stretch.run_end = before.run_start, ends
            stretch.run_units = before.run_units + before.units
        return


def overlap(stretches: Stretches, index: int) -> int:
    """For how long it goes on while the other, who was speaking first, goes on too; ms."""
    stretch = stretches.kept[index]
    if not stretch.timed or stretch.backchannel:
        return 0
    longest = 0
    for other in stretches.kept[max(0, index - NEARBY) : index]:
        if other.end <= stretch.start or other.speaker == stretch.speaker:
            continue
        if other.timed and not other.backchannel and other.start + LEAD_MS <= stretch.start:
            longest = max(longest, min(other.end, stretch.end) - stretch.start)
    return longest


def moments(wanted: LongTurn, stretch: Stretch, clock: Clock) -> Iterator[int]:
    """Media times within a stretch at which its speaker had gone on for so long once more."""
    if stretch.backchannel:
        return
    if wanted.chars is not None:
        yield from _by_units(wanted.chars, stretch)
    if wanted.time is not None and stretch.timed:
        if stretch.end - stretch.run_start < wanted.time:
            return
        passed = 0
        while True:
            passed += wanted.time
            time = clock.after(stretch.run_start, passed, ("customer", "agent"))
            if time is None or time > stretch.end:
                return
            if time > stretch.run_end or stretch.run_end == stretch.start:
                yield time


def _by_units(each: int, stretch: Stretch) -> Iterator[int]:
    first = each * (stretch.run_units // each + 1)
    for reached in range(first, stretch.run_units + stretch.units + 1, each):
        share = (reached - stretch.run_units) / stretch.units
        yield stretch.start + round(share * stretch.duration)
