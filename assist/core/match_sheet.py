"""A hypothesis laid out for looking things up: its hits by literal, and distances in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from .match_scan import Hit, Scanner

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


def has_narrow_edge(literal: str) -> bool:
    """Whether the literal could cut a Latin word or a number in two."""
    return any(edge < _WIDE and edge.isalnum() for edge in (literal[0], literal[-1]))


class Change(NamedTuple):
    """What a hypothesis did to a sheet: all hits that end within ``kept`` characters stayed,
    these are the first ``old``; ``touched``: literals of hits that went or came."""

    kept: int
    old: int
    touched: list[int]


def _word_start(text: str, at: int) -> int:
    """Where the Latin word or the number begins that ``at`` lies in or ends; else ``at``."""
    while at and text[at - 1] < _WIDE and text[at - 1].isalnum():
        at -= 1
    return at


class Sheet:
    """One form of a hypothesis (folded, or as received), and the literals found in it, kept up
    to date with what the recogniser rewrites.

    ``wanted``: the literals that are looked for, and whether each must not cut a word.
    ``hits``: in order of their ends. ``found``: literal -> where it was found, rising.
    """

    __slots__ = ("_offsets", "_runs", "_scanner", "found", "hits", "text", "wanted")

    def __init__(self, scanner: Scanner | None, wanted: Mapping[int, bool]) -> None:
        self.text = ""
        self.hits: list[Hit] = []
        self.found: dict[int, list[int]] = {}
        self.wanted = wanted
        self._scanner = scanner if wanted else None
        self._offsets: list[int] | None = None
        self._runs: bool | None = None

    def rewrite(self, text: str, kept: int) -> Change:
        """Take the next text, which has ``kept`` leading characters in common with the last."""
        self._offsets = self._runs = None
        kept = _word_start(text, kept)
        self.text = text
        hits, found, wanted = self.hits, self.found, self.wanted
        touched: list[int] = []
        while hits and hits[-1][2] > kept:
            number = hits.pop()[0]
            found[number].pop()
            if not found[number]:
                del found[number]
            touched.append(number)
        old = len(hits)
        if self._scanner is None:
            return Change(kept, old, touched)
        begin, scanned = self._scanner.scan(text, kept)
        least = kept - begin
        for number, start, end in scanned:
            if end <= least:
                continue
            must_be_whole = wanted.get(number)
            if must_be_whole is None:
                continue
            start += begin  # noqa: PLW2901
            end += begin  # noqa: PLW2901
            if must_be_whole and not whole(text, start, end):
                continue
            hits.append((number, start, end))
            if number in found:
                found[number].append(start)
            else:
                found[number] = [start]
            touched.append(number)
        return Change(kept, old, touched)

    def clear(self) -> None:
        """Forget what was found: nothing will follow."""
        self.hits.clear()
        self.found.clear()

    @property
    def has_runs(self) -> bool:
        """Whether there is a run of four digits or more."""
        if self._runs is None:
            self._runs = _LONG_RUN.search(self.text) is not None
        return self._runs

    def starts(self, literal: int) -> list[int]:
        """Where the literal was found (as a whole word, if Latin), rising."""
        return self.found.get(literal, [])

    def distance(self, start: int, end: int) -> int:
        """Characters from ``start`` to ``end``; a run of four digits or more counts as one."""
        if not self.has_runs:
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
