"""A hypothesis laid out for looking things up: its hits by literal, and distances in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from .match_scan import ANCHOR, Hit, Scanner

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
    if start and (not _parts(text[start], text[start - 1]) or _is_point(text, start - 1)):
        return False
    return end == len(text) or (_parts(text[end - 1], text[end]) and not _is_point(text, end))


def _is_point(text: str, at: int) -> bool:
    """Whether the character is the point of a decimal number."""
    return text[at] == "." and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()


def has_narrow_edge(literal: str) -> bool:
    """Whether the literal could cut a Latin word or a number in two."""
    first, last = literal[0], literal[-1]
    return (first < _WIDE and first.isalnum()) or (last < _WIDE and last.isalnum())


def _word_start(text: str, at: int) -> int:
    """Where the Latin word or the number begins that ``at`` lies in or ends; else ``at``."""
    while at and text[at - 1] < _WIDE and (text[at - 1].isalnum() or text[at - 1] == "."):
        at -= 1
    return at


class Sheet:
    """One form of a hypothesis (folded, or as received), and the literals found in it, kept up
    to date with what the recogniser rewrites.

    ``hits``: in order of their ends. ``found``: literal's number -> where it was found, rising.
    Of the last rewrite: all hits that end within ``kept`` characters stayed, these are the first
    ``old``; ``touched``: numbers of the literals of hits that went or came.
    """

    __slots__ = (
        "_offsets",
        "_runs",
        "_scanner",
        "found",
        "hits",
        "kept",
        "old",
        "text",
        "touched",
    )

    def __init__(self, scanner: Scanner | None) -> None:
        self.text = ""
        self.hits: list[Hit] = []
        self.found: dict[int, list[int]] = {}
        self.kept = self.old = 0
        self.touched: list[int] = []
        self._scanner = scanner
        self._offsets: list[int] | None = None
        self._runs: bool | None = False

    def passes_over(self, text: str, kept: int) -> bool:
        """Take the next text as :meth:`rewrite` does, if nothing was heard in the last one and
        nothing can be in this one; else leave it."""
        ends = None if self._scanner is None else self._scanner.ends
        if self.hits or ends is None or (kept and text[kept - 1] < _WIDE):
            return False
        if ends.search(text, kept) is not None:
            return False
        self.text = text
        self._offsets = self._runs = None
        return True

    def rewrite(self, text: str, kept: int) -> None:
        """Take the next text, which has ``kept`` leading characters in common with the last."""
        if kept and text[kept - 1] < _WIDE:
            kept = _word_start(text, kept)
        self.text = text
        if self._runs is not False or not text[kept:].isalpha():
            self._offsets = self._runs = None
        self.kept = kept
        self.touched = touched = []
        hits, found = self.hits, self.found
        while hits and hits[-1][2] > kept:
            number = hits.pop()[0].number
            touched.append(number)
            starts = found[number]
            if len(starts) > 1:
                starts.pop()
            else:
                del found[number]
        self.old = len(hits)
        scanner = self._scanner
        if scanner is None:
            return
        begin = kept - ANCHOR + 1
        begin = max(begin, 0)
        under, texts = scanner.under, scanner.texts
        for anchor, _, end in scanner.find(text[begin:] if begin else text, True):
            end += begin  # noqa: PLW2901
            if end <= kept:
                continue
            literals, lengths = under[anchor]
            for length in lengths:
                if length <= end:
                    literals += texts.get(text[end - length : end], ())
            for literal in literals:
                start = end - literal.length
                if literal.must_be_whole and not whole(text, start, end):
                    continue
                number = literal.number
                hits.append((literal, start, end))
                touched.append(number)
                if number in found:
                    found[number].append(start)
                else:
                    found[number] = [start]

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
