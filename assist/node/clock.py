"""A call's received time: milliseconds since the call began, by this node's clock."""

from __future__ import annotations

AHEAD_MS = 600_000
"""How far ahead of the call's clock a time of an event is believed. Words of one sender are rarely
further apart, also where a call is played faster than it was spoken; clocks that count from
something else than the call's beginning are mostly off by more."""


class CallClock:
    """Never falls, is never behind an ``at`` that is believed, and goes on after a restart.

    The origin is the least ``now - at`` seen: the event that travelled fastest says best when the
    call began. ``now`` is in milliseconds of any clock that never falls; :attr:`last` is the
    latest reading, and :attr:`origin` the ``now`` at which the call began.
    """

    __slots__ = ("last", "origin")

    def __init__(self, now: float, at: int) -> None:
        """``at``: what the clock shall read now (after a restart: the last logged time)."""
        self.origin = now - at
        self.last = at

    def go_on(self, now: float, reading: int) -> None:
        """After a restart: it has run on, and shows ``reading`` now."""
        self.origin = now - reading

    def read(self, now: float) -> int:
        """The time now."""
        reading = int(now - self.origin)
        self.last = max(self.last, reading)
        return self.last

    def event(self, now: float, at: int, *, adrift: bool = False) -> int:
        """The time at which an event sent ``at`` was received: now, where ``at`` is too far ahead
        to be believed. ``adrift``: this clock itself may be behind by any time, so that it is."""
        reading = self.read(now)
        if at > reading and (adrift or at <= reading + AHEAD_MS):
            self.origin = min(self.origin, now - at)
            self.last = at
        return self.last

    def due(self, deadline: int) -> float:
        """The ``now`` from which on the clock reads ``deadline`` or more."""
        return self.origin + deadline + 1
