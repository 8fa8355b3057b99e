"""The phrases of one guard, looked up by what was heard: those that were not heard cost nothing.

A pack's vetoes and exceptions are hundreds of phrases, and a hypothesis holds a literal of two or
three of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .match_phrases import PhrasePlan
from .match_sheet import Sheet


class PhraseGroup:
    """Phrases that are asked about together. Compared by identity: results are kept by it.

    ``literals``: the numbers of all their literals. ``extent``: characters of the longest of
    them, gaps at their widest (a long run of digits is one).
    """

    __slots__ = ("_beginnings", "_completed", "_longest", "_started", "extent", "literals")

    def __init__(self, phrases: Sequence[PhrasePlan]) -> None:
        self.literals = frozenset(
            number for phrase in phrases for piece in phrase.pieces for number in piece.lengths
        )
        self.extent = max((phrase.extent for phrase in phrases), default=0)
        self._completed: dict[int, list[PhrasePlan]] = {}
        self._started: dict[int, list[PhrasePlan]] = {}
        self._beginnings: dict[str, list[PhrasePlan]] = {}
        for phrase in phrases:
            for number in phrase.pieces[-1].lengths:
                self._completed.setdefault(number, []).append(phrase)
            for piece in phrase.pieces[:-1]:
                for number in piece.lengths:
                    self._started.setdefault(number, []).append(phrase)
            for piece in phrase.pieces:
                for literal in piece.texts:
                    for length in range(1, len(literal)):
                        self._beginnings.setdefault(literal[:length], []).append(phrase)
        self._longest = max(map(len, self._beginnings), default=0)

    def spans(self, sheet: Sheet) -> Iterator[tuple[int, int]]:
        """Every place where one of the phrases is heard whole."""
        heard = (phrase for number in sheet.found for phrase in self._completed.get(number, ()))
        for phrase in dict.fromkeys(heard):
            yield from phrase.spans(sheet)

    def begun(self, sheet: Sheet) -> int | None:
        """The leftmost start of a phrase of which more is yet to be heard, if the text goes on."""
        text, found = sheet.text, sheet.found
        open_: set[PhrasePlan] = set()
        for number in self._started.keys() & found.keys():
            open_.update(self._started[number])
        for length in range(1, min(self._longest, len(text)) + 1):
            tail = text[-length:]
            if tail in self._beginnings:
                open_.update(self._beginnings[tail])
        if not open_:
            return None
        starts = (phrase.begun(sheet) for phrase in open_)
        return min((start for start in starts if start is not None), default=None)
