"""Silences: one speaker has finished, and the other says nothing.

A silence is decided by time, as an absence is: when the watermarks of both speakers have passed
it, at the latest 3 s after it; on hold, while the input is lost and in gaps it does not run. What
arrives late, and was said within it, takes it back.
"""

from __future__ import annotations

from collections.abc import Mapping

from .clock import Clock
from .manners import Silence
from .occurrences import Occurrence
from .stretches import Quiet, Stretch, Stretches

BOTH = ("customer", "agent")
OTHER = {"customer": "agent", "agent": "customer"}
NEARBY = 4
"""The last stretches, among which the one that ended last is looked for."""

Wanted = Mapping[str, tuple[tuple[str, Silence], ...]]
"""Silent speaker -> (signal, how long), the shortest first."""


def follow(wanted: Wanted, stretches: Stretches) -> None:
    """Bring ``stretches.quiet`` into line with what was heard last."""
    last = _ended_last(stretches)
    if last is None or last.backchannel or stretches.speaking:
        stretches.quiet = None
        return
    if not all(stretch.final for stretch in stretches.kept[-NEARBY:]):
        stretches.quiet = None  # somebody is speaking still
        return
    silent = OTHER[last.speaker]
    if silent not in wanted or silent not in stretches.growing:
        stretches.quiet = None
        return
    since = max((last.end, *stretches.voiced.values()))
    after = f"{last.speaker}/{last.utterance}"
    quiet = stretches.quiet
    if quiet is None or quiet.after != after or quiet.since != since:
        stretches.quiet = Quiet(after, since)


def _ended_last(stretches: Stretches) -> Stretch | None:
    return max(stretches.kept[-NEARBY:], key=_end, default=None)


def _end(stretch: Stretch) -> int:
    return stretch.end


def pending(wanted: Wanted, quiet: Quiet | None, clock: Clock) -> tuple[str, int] | None:
    """The next signal that the silence under way will give, and the media time of it."""
    if quiet is None:
        return None
    for name, silence in wanted[silent_speaker(quiet)]:
        if name not in quiet.told:
            time = clock.after(quiet.since, silence.longer_than, BOTH)
            return None if time is None else (name, time)
    return None


def silent_speaker(quiet: Quiet) -> str:
    """Who says nothing."""
    return OTHER[quiet.after.partition("/")[0]]


def occurrence(name: str, time: int, stretches: Stretches) -> Occurrence:
    """The signal that nothing was said until ``time``; behind it, the words left unanswered."""
    last = _ended_last(stretches)
    assert last is not None
    silent = OTHER[last.speaker]
    words = Occurrence(last.end, name, last.speaker, last.utterance, quote=last.quote)
    return Occurrence(time, name, silent, last.utterance, roots=(words,))


def source(quiet: Quiet) -> str:
    """Under which the signals of a silence stand in the history."""
    return f"quiet/{quiet.after}@{quiet.since}"
