"""What the engine needs from text libraries, as protocols; ``assist.text`` implements them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final, Protocol

_MARK: Final = re.compile('[，。！？；：!?;…—\\n“”「」『』‘’"]|[,.:](?![0-9])')


class Folded:
    """Folded text, and for each of its characters the span of the original it came from.

    ``starts[i]``/``ends[i]``: offsets into the original of folded character ``i``; both
    never fall, and ``len(starts) == len(ends) == len(text)``. ``is_same``: folding changed nothing.
    """

    __slots__ = ("_ends", "_marks", "_original", "_starts", "is_same", "text")

    def __init__(
        self,
        text: str,
        starts: Sequence[int] | None = None,
        ends: Sequence[int] | None = None,
        original: str | None = None,
    ) -> None:
        """Without the others, the original is the same text."""
        self.text = text
        self.is_same = original is None
        if original is not None:
            self._original = original
            self._starts = starts
            self._ends = ends
            self._marks: tuple[tuple[int, str], ...] | None = None

    @property
    def starts(self) -> Sequence[int]:
        if self.is_same or self._starts is None:
            return range(len(self.text))
        return self._starts

    @property
    def ends(self) -> Sequence[int]:
        if self.is_same or self._ends is None:
            return range(1, len(self.text) + 1)
        return self._ends

    @property
    def marks(self) -> tuple[tuple[int, str], ...]:
        """The punctuation marks of the original, which folding drops: the offset of the folded
        character behind each, and the mark; rising."""
        if self.is_same:
            return ()
        if self._marks is None:
            found = [(m.start(), m[0]) for m in _MARK.finditer(self._original)]
            starts = list(self.starts) if found else []
            self._marks = tuple((bisect_left(starts, at), mark) for at, mark in found)
        return self._marks

    def before(self, at: int) -> int:
        """How many folded characters come from what stands before ``at`` in the original."""
        return at if self.is_same else bisect_right(self.ends, at)

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original behind folded ``[start, end)``; ``end > start``."""
        if self.is_same:
            return start, end
        return self.starts[start], self.ends[end - 1]

    def folded_span(self, start: int, end: int) -> tuple[int, int]:
        """The folded characters behind ``[start, end)`` of the original; empty where all of it was
        dropped."""
        if self.is_same:
            return start, end
        first = bisect_right(self.ends, start)
        return first, max(first, bisect_left(self.starts, end))


class Sounder(Protocol):
    """How text sounds, so that what a recogniser misheard can be compared."""

    def sounds(self, text: str) -> str:
        """One character for each of folded ``text``, the same for those that may be taken for each
        other; what has no sound of its own stays."""
        ...

    def readings(self, phrase: str) -> tuple[str, ...]:
        """How a folded phrase may sound, in the terms of :meth:`sounds`; ``()`` where a character
        of it has no sound."""
        ...


class Folder(Protocol):
    """Makes text comparable: width, case, script, spoken digits, fillers, punctuation."""

    def fold(self, text: str, before: Folded | None = None, kept: int = 0) -> Folded:
        """Fold a hypothesis. A pure function of ``text``; folding twice changes nothing.

        ``before``: what an earlier hypothesis gave whose first ``kept`` characters are those of
        this one. It changes what folding costs, not what it gives.
        """
        ...

    @property
    def sounder(self) -> Sounder:
        """How what it folds sounds."""
        ...

    def fold_phrase(self, text: str) -> str:
        """Fold a literal of a rule file the same way (no map)."""
        ...


class Tokenizer(Protocol):
    """Finds word borders in folded text."""

    def borders(self, text: str) -> frozenset[int]:
        """Offsets where a word begins or ends, 0 and ``len(text)`` among them."""
        ...
