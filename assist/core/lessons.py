"""What examples taught: how likely it is that words mean what those that people marked meant.

A lesson is a linear model over runs of characters (of words, in Latin script): each run that a
text holds weighs for or against, by how rare it is; the weights come from a regression over
example utterances, made by ``assist rules learn``. A text is judged by all it holds and its
length counts for nothing: ``p = 1 / (1 + exp(-(bias + sum(rarity * weight) / norm)))`` with
``norm = sqrt(sum(rarity ** 2))`` over the runs that the lessons know, each counted once (binary
presence, inverse document frequency, L2 norm; Salton & Buckley 1988, logistic regression).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

RUN: Final = 4
"""Units in the longest run."""
_UNIT: Final = re.compile(r"[a-z0-9']+|[^\sa-z0-9']")

JUDGED: Final = 4
"""Units without which a text says too little to be judged."""
WHOLE: Final = 10
"""Units without which a text is too short to mean something by itself, whatever it is like: what
is said in fewer words means what was said before it."""
FAMILIAR: Final = 0.5
"""A text of whose units the lessons know fewer than this share is of another language, or of other
things than they were learned from: they say nothing of it."""

Weights = Mapping[int, float]
"""Number of the lesson -> weight."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """The lessons of one pack about one speaker.

    ``names``: of the lessons, by number; ``biases``: likewise. ``runs``: run -> its rarity, and
    what it weighs in which lesson; a run's units are joined by spaces.
    """

    names: tuple[str, ...]
    biases: tuple[float, ...]
    runs: Mapping[str, tuple[float, Weights]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Span:
    """Of folded text: ``[start, end)``."""

    start: int
    end: int


def units(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, unit) of folded text: a word in Latin script or digits, else one character."""
    for found in _UNIT.finditer(text):
        yield found.start(), found.end(), found[0]


def runs(words: Sequence[str], end: int) -> Iterator[tuple[int, str]]:
    """(length, run) of the runs of units that end before ``end``, the shortest first."""
    for length in range(1, min(RUN, end) + 1):
        yield length, " ".join(words[end - length : end])


class Judged:
    """One text as the lessons judge it, which may go on being said."""

    __slots__ = (
        *("_counted", "_familiar", "_lessons", "_seen", "_spans", "_square", "_sums", "_text"),
        "_words",
    )

    def __init__(self, lessons: Lessons) -> None:
        self._lessons = lessons
        self._text = ""
        self._forget()

    def hear(self, text: str) -> None:
        """Take the folded text anew. What it adds to the last one is all that is looked at; a text
        that was rewritten is read from its start, so that it never matters how it came about."""
        if text == self._text:
            return
        if not self._goes_on(text):
            self._forget()
        at = self._spans[-1][1] if self._spans else 0
        for start, end, word in units(text[at:]):
            self._spans.append((at + start, at + end))
            self._words.append(word)
            self._count()
        self._text = text

    def evidence(self, lesson: int) -> float | None:
        """Log-odds that the text means what the lesson is about; None where there is too little of
        it, or too little that the lessons know."""
        if len(self._words) < JUDGED or self._familiar <= FAMILIAR * len(self._words):
            return None
        return self._lessons.biases[lesson] + self._sums[lesson] / math.sqrt(self._square)

    @property
    def is_whole(self) -> bool:
        """Whether the text is long enough to mean something by itself."""
        return len(self._words) >= WHOLE

    def where(self, lesson: int) -> Span | None:
        """The run that speaks most for the lesson, the first of equals; None where none does."""
        best, place = 0.0, None
        for span, rarity, weights in self._counted:
            weight = weights.get(lesson, 0.0) * rarity
            if weight > best:
                best, place = weight, span
        return Span(*place) if place is not None else None

    def _forget(self) -> None:
        self._text = ""
        self._words: list[str] = []
        self._spans: list[tuple[int, int]] = []
        self._seen: set[str] = set()
        self._counted: list[tuple[tuple[int, int], float, Weights]] = []
        self._sums = [0.0] * len(self._lessons.names)
        self._square = 0.0
        self._familiar = 0

    def _goes_on(self, text: str) -> bool:
        """Whether ``text`` begins with all units of the last one, none of them longer now."""
        if not text.startswith(self._text):
            return False
        following = text[len(self._text) : len(self._text) + 1]
        return not (self._words and following and _UNIT.fullmatch(self._words[-1] + following))

    def _count(self) -> None:
        known = self._lessons.runs
        spans = self._spans
        self._familiar += self._words[-1] in known
        for length, run in runs(self._words, len(self._words)):
            if run in self._seen or run not in known:
                continue
            self._seen.add(run)
            rarity, weights = known[run]
            self._counted.append(((spans[-length][0], spans[-1][1]), rarity, weights))
            self._square += rarity * rarity
            for lesson, weight in weights.items():
                self._sums[lesson] += rarity * weight


def log_odds(probability: float) -> float:
    """``log(p / (1 - p))`` for ``0 < p < 1``."""
    return math.log(probability / (1 - probability))
