"""How fast one connection may send."""

from __future__ import annotations

WARNINGS = 10
"""Seconds in a row that a connection may send too much, after a warning each."""
REFUSED_WEIGHT = 20
"""A refused item is answered at once and helps nobody: it counts as this many."""


class Pace:
    """Counts what came within each second; ``rate`` is how much may."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._began = float("-inf")
        self._spent = 0
        self._warned = False
        self._warnings = 0

    @property
    def exceeded(self) -> bool:
        """Whether the warnings have been ignored for too long."""
        return self._warnings > WARNINGS

    def fits(self, now: float) -> bool:
        """Whether one item more, not refused, is within the rate."""
        return self._spent < self._rate or now - self._began >= 1

    def spend_one(self, now: float) -> None:
        """Count an item that :meth:`fits`."""
        if now - self._began < 1:
            self._spent += 1
        else:
            self.spend(now, 1, 0)

    def spend(self, now: float, items: int, refused: int) -> float:
        """Count a frame that came at ``now`` (seconds). More than 0: a warning is due, and nothing
        more should be read for that many seconds."""
        if now - self._began >= 1:
            if not self._warned or now - self._began >= 2:
                self._warnings = 0
            self._began, self._spent, self._warned = now, 0, False
        self._spent += items + REFUSED_WEIGHT * refused
        if self._spent <= self._rate or self._warned:
            return 0.0
        self._warned = True
        self._warnings += 1
        return self._began + 1 - now
