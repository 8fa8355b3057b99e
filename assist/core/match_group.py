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
    them, gaps at their widest (a long run of digits is one). ``head``: characters of the
    longest beginning of a literal that is not all of it.
    """

    __slots__ = ("_completed", "_gapped", "_heads", "_openers", "extent", "head", "literals")

    def __init__(self, phrases: Sequence[PhrasePlan]) -> None:
        self.literals = frozenset(
            number for phrase in phrases for piece in phrase.pieces for number in piece.lengths
        )
        self.extent = max((phrase.extent for phrase in phrases), default=0)
        self._completed: dict[int, list[PhrasePlan]] = {}
        for phrase in phrases:
            for number in phrase.pieces[-1].lengths:
                self._completed.setdefault(number, []).append(phrase)
        self._gapped = tuple(phrase for phrase in phrases if phrase.gaps)
        self._openers = frozenset(
            number for phrase in phrases for piece in phrase.pieces[:-1] for number in piece.lengths
        )
        self._heads = frozenset(
            literal[:length]
            for phrase in phrases
            for literal in phrase.pieces[0].texts
            for length in range(1, len(literal))
        )
        self.head = max(map(len, self._heads), default=0)

    def spans(self, sheet: Sheet) -> Iterator[tuple[int, int]]:
        """Every place where one of the phrases is heard whole."""
        heard = (phrase for number in sheet.found for phrase in self._completed.get(number, ()))
        for phrase in dict.fromkeys(heard):
            yield from phrase.spans(sheet)

    def has_begun(self, sheet: Sheet, start: int) -> bool:
        """Whether, at ``start`` or before it, a phrase began of which more is yet to be heard, if
        the text goes on."""
        text = sheet.text
        for at in range(max(0, len(text) - self.head), min(start + 1, len(text))):
            if text[at:] in self._heads:
                return True
        if not self._gapped or self._openers.isdisjoint(sheet.found):
            return False
        for phrase in self._gapped:
            begun = phrase.begun(sheet)
            if begun is not None and begun <= start:
                return True
        return False
