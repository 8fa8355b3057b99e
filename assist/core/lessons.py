"""What examples taught: how likely it is that words mean what those that people marked meant.

A lesson is a linear model over runs of characters (of words, in Latin script): each run that a
text holds weighs for or against, by how rare it is; the weights come from a regression over
example utterances, made by ``assist rules learn``. A text is judged by all it holds and its
length counts for nothing: ``p = 1 / (1 + exp(-(bias + sum(rarity * weight) / norm)))`` with
``norm = sqrt(sum(rarity ** 2))`` over the runs that the lessons know, each counted once (binary
presence, inverse document frequency, L2 norm; Salton & Buckley 1988, logistic regression).

Rarities, weights and biases are whole thousandths. Sums of them are exact in any order, so what a
rewritten hypothesis takes back is subtracted, and no trace of it is left.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

THOUSAND: Final = 1_000
"""All numbers of a lesson are whole thousandths."""
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


class Run(NamedTuple):
    """What a run of units says. ``square``: of its rarity, in millionths; ``weights``: by lesson,
    its rarity times its weight, in millionths."""

    square: int
    weights: Mapping[int, int]

    def only(self, numbers: Collection[int]) -> Run:
        """What it says of these lessons."""
        if self.weights.keys() <= set(numbers):
            return self
        return Run(self.square, {at: self.weights[at] for at in self.weights if at in numbers})


@dataclass(frozen=True, slots=True)
class Lessons:
    """The lessons of one pack about one speaker.

    ``names``: of the lessons, by number; ``biases``: likewise, in thousandths. ``runs``: by their
    units, joined by spaces.
    """

    names: tuple[str, ...]
    biases: tuple[int, ...]
    runs: Mapping[str, Run] = field(repr=False)

    def asked(self, name: str, probability: float) -> tuple[int, float]:
        """The number of a lesson, and what ``sums[number] / norm`` of :class:`Judged` has to reach,
        in thousandths, for it to be as probable: ``log(p / (1 - p)) - bias`` for ``0 < p < 1``.

        Raises :class:`ValueError` for a lesson that is none of these.
        """
        number = self.names.index(name)
        odds = math.log(probability / (1 - probability))
        return number, THOUSAND * odds - self.biases[number]

    def only(self, numbers: Collection[int]) -> Lessons:
        """The same, as far as these lessons go: nothing weighs for any other, and what is familiar
        stays so."""
        if len(set(numbers)) == len(self.names):
            return self
        return replace(self, runs={run: says.only(numbers) for run, says in self.runs.items()})


class Span(NamedTuple):
    """Of folded text: ``[start, end)``."""

    start: int
    end: int


class _Unit(NamedTuple):
    """``end``: in the text; ``familiar``: how many units the lessons know up to and with it."""

    start: int
    end: int
    familiar: int


class _Counted(NamedTuple):
    """A run where it was first said. ``unit``: its last one's number."""

    run: str
    unit: int
    span: Span
    says: Run


def units(text: str) -> Iterator[str]:
    """The units of folded text: words in Latin script or digits, else single characters."""
    return (found[0] for found in _UNIT.finditer(text))


def runs_of(text: str) -> frozenset[str]:
    """All runs that folded text holds."""
    words = list(units(text))
    return frozenset(
        " ".join(words[end - length : end])
        for end in range(1, len(words) + 1)
        for length in range(1, min(RUN, end) + 1)
    )


class Judged:
    """One text as the lessons judge it, which may go on being said.

    ``sums``: by lesson, in millionths. ``norm``: in thousandths; 0 where there is too little of the
    text, or too little that the lessons know, to say anything of it.
    """

    __slots__ = (
        *("_best", "_counted", "_joined", "_known", "_seen", "_square", "_starts", "_text"),
        *("_units", "norm", "sums"),
    )

    def __init__(self, lessons: Lessons) -> None:
        self._known = lessons.runs
        self.sums = [0] * len(lessons.names)
        self.norm = 0.0
        self._text = ""
        self._units: list[_Unit] = []
        self._joined = ""
        """The units, each with a space behind it."""
        self._starts: list[int] = []
        """Of the units, in what is joined."""
        self._seen: set[str] = set()
        self._counted: list[_Counted] = []
        self._square = 0
        self._best: dict[int, tuple[int, int, Span | None]] = {}
        """By lesson: how many of the counted were looked at, the greatest weight, and its run."""

    def hear(self, text: str) -> None:
        """Take the folded text anew. Only what differs from the last one's beginning is looked at,
        and it never matters which texts came before."""
        if text == self._text:
            return
        self._take_back(text)
        at = self._units[-1].end if self._units else 0
        for found in _UNIT.finditer(text, at):
            self._count(found[0], found.start(), found.end())
        self._text = text
        says = len(self._units)
        if says < JUDGED or self._units[-1].familiar <= FAMILIAR * says:
            self.norm = 0.0
        else:
            self.norm = math.sqrt(self._square)

    @property
    def is_whole(self) -> bool:
        """Whether the text is long enough to mean something by itself."""
        return len(self._units) >= WHOLE

    def likely(self, least: Collection[tuple[int, float]]) -> list[int]:
        """Which of these (:meth:`Lessons.asked`) the text reaches, by their places."""
        if not self.norm:
            return []
        sums, norm = self.sums, self.norm
        return [at for at, (lesson, much) in enumerate(least) if sums[lesson] >= much * norm]

    def where(self, lesson: int) -> Span | None:
        """The run that speaks most for the lesson, the first of equals; None where none does."""
        looked, most, place = self._best.get(lesson, (0, 0, None))
        for counted in self._counted[looked:]:
            weight = counted.says.weights.get(lesson, 0)
            if weight > most:
                most, place = weight, counted.span
        self._best[lesson] = len(self._counted), most, place
        return place

    def _take_back(self, text: str) -> None:
        """Forget the units with which ``text`` does not begin, or which are longer in it."""
        kept = self._units
        while kept and not self._begins_with(text, kept[-1]):
            del kept[-1]
        if len(kept) == len(self._starts):
            return
        self._joined = self._joined[: self._starts[len(kept)]]
        del self._starts[len(kept) :]
        while self._counted and self._counted[-1].unit >= len(kept):
            run, _, _, says = self._counted.pop()
            self._seen.remove(run)
            self._square -= says.square
            for lesson, weight in says.weights.items():
                self.sums[lesson] -= weight
        self._best.clear()

    def _begins_with(self, text: str, unit: _Unit) -> bool:
        found = _UNIT.match(text, unit.start)
        return (
            found is not None
            and found.end() == unit.end
            and text.startswith(self._text[: unit.end])
        )

    def _count(self, word: str, start: int, end: int) -> None:
        known, kept, starts = self._known, self._units, self._starts
        before = kept[-1].familiar if kept else 0
        number = len(kept)
        kept.append(_Unit(start, end, before + (word in known)))
        starts.append(len(self._joined))
        joined = self._joined + word
        self._joined = joined + " "
        for first in range(number, max(number - RUN, -1), -1):
            run = joined[starts[first] :]
            says = known.get(run)
            if says is not None and run not in self._seen:
                self._seen.add(run)
                self._counted.append(_Counted(run, number, Span(kept[first].start, end), says))
                self._square += says.square
                for lesson, weight in says.weights.items():
                    self.sums[lesson] += weight
