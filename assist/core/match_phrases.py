"""Phrases over a sheet: pieces in order, with gaps between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from .match_sheet import Sheet
from .rules import Phrase

_MOST_STARTS = 16
"""Of the places where a phrase with gaps may have begun, so many are kept, the leftmost."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Alternative literals: their texts, and by number their lengths."""

    texts: tuple[str, ...]
    lengths: Mapping[int, int]

    def heard(self, sheet: Sheet) -> Iterator[tuple[int, int]]:
        """Those of the literals that the sheet has at all: number and length. Cheap when, as
        mostly, there are none."""
        for number in self.lengths.keys() & sheet.found.keys():
            yield number, self.lengths[number]


@dataclass(frozen=True, slots=True, eq=False)
class PhrasePlan:
    """A phrase whose literals have numbers. Compared by identity: results are kept by it."""

    pieces: tuple[Piece, ...]
    gaps: tuple[tuple[int, int], ...]
    variant: str | None

    @classmethod
    def of(cls, phrase: Phrase, number: Callable[[str], int]) -> PhrasePlan:
        """Raises :class:`ValueError` for a phrase with an empty piece or a gap too few."""
        if not phrase.pieces or len(phrase.gaps) != len(phrase.pieces) - 1:
            raise ValueError(f"phrase {phrase.source!r} needs a gap between each two pieces")
        pieces = []
        for alternatives in phrase.pieces:
            if not alternatives or not all(alternatives):
                raise ValueError(f"phrase {phrase.source!r} has a piece with nothing to hear")
            lengths = {number(literal): len(literal) for literal in alternatives}
            pieces.append(Piece(alternatives, lengths))
        return cls(tuple(pieces), phrase.gaps, phrase.variant)

    @property
    def extent(self) -> int:
        """The most characters that it may span, a long run of digits counted as one."""
        longest = sum(max(map(len, piece.texts)) for piece in self.pieces)
        return longest + sum(most for _, most in self.gaps)

    def starts(self, sheet: Sheet, piece: int, at: int) -> list[int]:
        """Where the phrase may have begun, if its ``piece``-th begins at ``at``; rising."""
        if piece == 0:
            return [at]
        reached = {at}
        for index in range(piece - 1, -1, -1):
            earlier: set[int] = set()
            for number, length in self.pieces[index].heard(sheet):
                for begin in reached:
                    earlier.update(sheet.before(number, length, begin, self.gaps[index]))
            reached = set(sorted(earlier)[:_MOST_STARTS])
        return sorted(reached)

    def spans(self, sheet: Sheet) -> Iterator[tuple[int, int]]:
        """Every place where the whole phrase is heard."""
        last = len(self.pieces) - 1
        for at, end in self._heard(sheet, last):
            for start in self.starts(sheet, last, at):
                yield start, end

    def _heard(self, sheet: Sheet, piece: int) -> Iterator[tuple[int, int]]:
        for number, length in self.pieces[piece].heard(sheet):
            for start in sheet.starts(number):
                yield start, start + length

    def begun(self, sheet: Sheet) -> int | None:
        """The leftmost start of a phrase of which more is yet to be heard, if the text goes on."""
        begun = [
            start
            for index in range(len(self.pieces))
            for at in self._unfinished(sheet, index)
            for start in self.starts(sheet, index, at)[:1]
        ]
        for index in range(len(self.pieces) - 1):
            most = self.gaps[index][1]
            for at, end in self._heard(sheet, index):
                if sheet.distance(end, len(sheet.text)) <= most:
                    begun += self.starts(sheet, index, at)[:1]
        return min(begun, default=None)

    def _unfinished(self, sheet: Sheet, piece: int) -> Iterator[int]:
        """Where the text's end is the beginning, but not all, of a literal of the piece."""
        text = sheet.text
        for literal in self.pieces[piece].texts:
            for at in range(max(0, len(text) - len(literal) + 1), len(text)):
                if literal.startswith(text[at:]):
                    yield at
