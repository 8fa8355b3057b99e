"""How the two take turns: one cutting in on the other, and one who goes on and on.

Both are functions of the stretches as they stand, so what a later hypothesis moves or takes back
follows by itself. They are told while the speaker still speaks.
"""

from __future__ import annotations

from .clock import Clock
from .manners import LongTurn
from .stretches import PAUSE_MS, Stretch, Stretches

LEAD_MS = 500
"""Who begins within this of the other begins together with him: nobody interrupts."""
NEARBY = 4
"""Stretches before an utterance among which those that it overlaps are looked for."""


def place(stretches: Stretches, index: int) -> None:
    """Work out which run of the same speaker's utterances a stretch goes on with: back-channels
    are no part of one nor end it; the other's words and a pause of :data:`PAUSE_MS` do."""
    kept = stretches.kept
    stretch = kept[index]
    stretch.run_start = stretch.run_end = stretch.start
    stretch.run_units = 0
    while index > 0:
        index -= 1
        before = kept[index]
        if before.backchannel:
            continue
        if before.speaker == stretch.speaker:
            ends = max(before.end, before.run_end)
            if stretch.start - ends <= PAUSE_MS:
                stretch.run_start, stretch.run_end = before.run_start, ends
                stretch.run_units = before.run_units + before.units
        return


def overlap(stretches: Stretches, index: int) -> int:
    """For how long it goes on while the other, who was speaking first, goes on too, ms; -1 where
    the other was not speaking when it began."""
    kept = stretches.kept
    stretch, longest = kept[index], -1
    for at in range(index - 1, max(-1, index - 1 - NEARBY), -1):
        other = kept[at]
        if other.end <= stretch.start or other.speaker == stretch.speaker:
            continue
        longest = max(longest, 0)
        if not (other.timed and stretch.timed) or other.backchannel or stretch.backchannel:
            continue
        if other.start + LEAD_MS <= stretch.start:
            longest = max(longest, min(other.end, stretch.end) - stretch.start)
    return longest


def moments(wanted: LongTurn, stretch: Stretch, clock: Clock) -> list[int]:
    """Media times within a stretch at which its speaker had gone on for so long, and for so long
    once more; or the one at which so many characters were reached."""
    if stretch.backchannel:
        return []
    if wanted.chars is not None:
        return _reached(wanted.chars - stretch.run_units, stretch)
    if wanted.time is None or not stretch.timed or stretch.end - stretch.run_start < wanted.time:
        return []
    found: list[int] = []
    passed = wanted.time
    while True:
        time = clock.after(stretch.run_start, passed, ("customer", "agent"))
        if time is None or time > stretch.end:
            return found
        if time > stretch.run_end:
            found.append(time)
        passed += wanted.time


def _reached(left: int, stretch: Stretch) -> list[int]:
    if not 0 < left <= stretch.units:
        return []
    return [stretch.start + round(left / stretch.units * (stretch.end - stretch.start))]


def mind(wanted: LongTurn, stretch: Stretch, told: list[int]) -> None:
    """Note on a stretch between which ends and sizes just the moments ``told`` are there."""
    if wanted.chars is not None:
        left = wanted.chars - stretch.run_units
        if told:
            stretch.safe_size = max(stretch.safe_size, left)
        elif left > 0:
            stretch.wake_size = min(stretch.wake_size, left)
        return
    assert wanted.time is not None
    before = (stretch.run_end - stretch.run_start) // wanted.time
    next_one = stretch.run_start + wanted.time * (before + len(told) + 1)
    stretch.wake_end = min(stretch.wake_end, next_one)
    if told:
        stretch.safe_end = max(stretch.safe_end, told[-1])
