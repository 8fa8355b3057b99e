"""Where the phrases of a guard are heard, for questions that take no longer however often."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate

from .match_sheet import Sheet


class Spans:
    """A set of spans ``[start, end)`` of a sheet."""

    def __init__(self, sheet: Sheet, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._sheet = sheet
        self._starts = [start for start, _ in ordered]
        self._ends = sorted(end for _, end in ordered)
        self._furthest = list(accumulate((end for _, end in ordered), max))

    def covers(self, start: int, end: int) -> bool:
        """Whether one of them holds all of ``[start, end)``."""
        begun = bisect_right(self._starts, start)
        return begun > 0 and self._furthest[begun - 1] >= end

    def overlaps(self, start: int, end: int) -> bool:
        """Whether one of them shares a character with ``[start, end)``."""
        return bisect_left(self._starts, end) > bisect_right(self._ends, start)

    def before(self, start: int, since: int = 0) -> int | None:
        """Distance from the end of the last one that ends before ``start``; None: there is none
        that ends behind ``since``."""
        ended = bisect_right(self._ends, start)
        if not ended or (since and self._ends[ended - 1] <= since):
            return None
        return self._sheet.distance(self._ends[ended - 1], start)

    def after(self, end: int, until: int | None = None) -> int | None:
        """Distance to the beginning of the first one that begins after ``end``; None: there is none
        that begins before ``until``."""
        first = bisect_left(self._starts, end)
        if first == len(self._starts) or (until is not None and self._starts[first] >= until):
            return None
        return self._sheet.distance(end, self._starts[first])

    def within(
        self, start: int, end: int, chars: int, since: int = 0, until: int | None = None
    ) -> bool:
        """Whether one of them touches, overlaps or lies within ``chars`` of ``[start, end)``, not
        before ``since`` nor behind ``until``."""
        before, after = self.before(start, since), self.after(end, until)
        return (
            (before is not None and before <= chars)
            or (after is not None and after <= chars)
            or self.overlaps(start, end)
        )
