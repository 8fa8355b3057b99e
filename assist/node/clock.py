"""A call's received time: milliseconds since the call began, by this node's clock."""

from __future__ import annotations


class CallClock:
    """Never falls, is never behind an event's ``at``, and goes on after a restart.

    The origin is the least ``now - at`` seen: the event that travelled fastest says best when the
    call began. ``now`` is in milliseconds of any clock that never falls; :attr:`last` is the
    latest reading, and :attr:`origin` the ``now`` at which the call began.
    """

    __slots__ = ("last", "origin")

    def __init__(self, now: float, at: int) -> None:
        """``at``: what the clock shall read now (after a restart: the last logged time)."""
        self.origin = now - at
        self.last = at

    def read(self, now: float) -> int:
        """The time now."""
        reading = int(now - self.origin)
        self.last = max(self.last, reading)
        return self.last

    def event(self, now: float, at: int) -> int:
        """The time at which an event sent ``at`` was received."""
        self.origin = min(self.origin, now - at)
        return max(self.read(now), at)

    def due(self, deadline: int) -> float:
        """The ``now`` from which on the clock reads ``deadline`` or more."""
        return self.origin + deadline + 1
