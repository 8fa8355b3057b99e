"""A hypothesis laid out for looking things up: its hits by literal, and distances in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from .match_scan import Hit

_LONG_RUN: Final = re.compile("[0-9]{4,}")
_WIDE: Final = "\u2e80"  # from here on (CJK) nothing is written with spaces between words
_MOST_TRIED: Final = 64
"""Of the places where an earlier piece was heard, so many are tried, the nearest first: bounds
the work that a rule of common words with wide gaps can ask for."""


def _parts(edge: str, beside: str) -> bool:
    """Whether a literal may end between ``edge`` (its own) and ``beside``."""
    if edge >= _WIDE or beside >= _WIDE:
        return True
    return not (edge.isalpha() and beside.isalpha()) and not (edge.isdigit() and beside.isdigit())


def whole(text: str, start: int, end: int) -> bool:
    """Whether ``[start, end)`` cuts no Latin word and no number in two at either end."""
    return (start == 0 or _parts(text[start], text[start - 1])) and (
        end == len(text) or _parts(text[end - 1], text[end])
    )


class Sheet:
    """One form of a hypothesis (folded, or as received), and the literals found in it.

    ``found``: literal -> where it was found (as a whole word, if Latin), rising.
    """

    def __init__(self, text: str, hits: Sequence[Hit]) -> None:
        self.text = text
        self.hits = hits
        self.found: dict[int, list[int]] = {}
        for number, start, end in hits:
            if whole(text, start, end):
                self.found.setdefault(number, []).append(start)
        self._offsets: list[int] | None = None
        self._has_runs = _LONG_RUN.search(text) is not None

    def starts(self, literal: int) -> list[int]:
        """Where the literal was found (as a whole word, if Latin), rising."""
        return self.found.get(literal, [])

    def distance(self, start: int, end: int) -> int:
        """Characters from ``start`` to ``end``; a run of four digits or more counts as one."""
        if not self._has_runs:
            return end - start
        if self._offsets is None:
            self._offsets = self._measured()
        return self._offsets[end] - self._offsets[start]

    def before(self, literal: int, length: int, at: int, gap: tuple[int, int]) -> Iterator[int]:
        """Starts of the literal that end ``gap`` (least, most) before ``at``, nearest first."""
        starts = self.starts(literal)
        least, most = gap
        last = bisect_right(starts, at - length)
        for start in reversed(starts[max(0, last - _MOST_TRIED) : last]):
            distance = self.distance(start + length, at)
            if distance > most:
                return
            if distance >= least:
                yield start

    def _measured(self) -> list[int]:
        offsets = list(range(len(self.text) + 1))
        for run in _LONG_RUN.finditer(self.text):
            start, end = run.span()
            first = offsets[start] + 1
            saved = end - start - 1
            offsets[start + 1 : end] = [first] * saved
            offsets[end:] = [offset - saved for offset in offsets[end:]]
        return offsets
