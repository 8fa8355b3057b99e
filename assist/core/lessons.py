"""What examples taught: how likely it is that words mean what those that people marked meant.

A lesson is a linear model over runs of characters (of words, in Latin script): each run that a
text holds weighs for or against, by how rare it is; the weights come from a regression over
example utterances, made by ``assist rules learn``. A text is judged by all it holds and its
length counts for nothing: ``p = 1 / (1 + exp(-(bias + sum(rarity * weight) / norm)))`` with
``norm = sqrt(sum(rarity ** 2))`` over the runs that the lessons know, each counted once (binary
presence, inverse document frequency, L2 norm; Salton & Buckley 1988, logistic regression).

A word in Latin script is also known by its parts: *overcharging* holds what *charged* and *charge*
hold (Bojanowski et al. 2017, "Enriching word vectors with subword information"). The parts of
each different word count once.

Rarities, weights and biases are whole thousandths, so that sums of them are exact in any order.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

THOUSAND: Final = 1_000
"""All numbers of a lesson are whole thousandths."""
RUN: Final = 4
"""Units in the longest run."""
UNIT: Final = re.compile(r"[a-z0-9']+|[^\sa-z0-9']")
"""One unit of folded text."""
PARTS: Final = range(3, 6)
"""Letters of a word's parts, its edges counted in."""
_SPELT: Final = re.compile(r"[a-z']+")
"""A word that has parts: of a number, they say nothing."""


LANE: Final = 64
"""Bits for the sum of one lesson: of some nine million runs that weigh as much as any may."""


class Run(NamedTuple):
    """What a run of units says, or a part of a word. ``square``: of its rarity, in millionths;
    ``lanes``: for all lessons at once, its rarity times its weight, in millionths
    (:func:`side_by_side`)."""

    square: int
    lanes: int


def side_by_side(weights: Mapping[int, int]) -> int:
    """What weighs so much in each lesson, as one whole number, :data:`LANE` bits for each: sums of
    such numbers are those of their lanes."""
    return sum(weight << (LANE * lesson) for lesson, weight in weights.items())


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Lessons:
    """The lessons of one pack about one speaker. The same only as itself.

    ``names``: of the lessons, by number; ``biases``: likewise, in thousandths. ``runs``: by their
    units, joined by spaces; a run's last units are a run as well. ``parts``: of words.
    """

    names: tuple[str, ...]
    biases: tuple[int, ...]
    runs: Mapping[str, Run] = field(repr=False)
    parts: Mapping[str, Run] = field(repr=False, default_factory=dict)

    def asked(self, name: str, probability: float) -> tuple[int, float]:
        """The number of a lesson, and what ``sums[number] / norm`` of a judged text has to reach,
        in thousandths, for it to be as probable: ``log(p / (1 - p)) - bias`` for ``0 < p < 1``.

        Raises :class:`ValueError` for a lesson that is none of these.
        """
        number = self.names.index(name)
        odds = math.log(probability / (1 - probability))
        return number, THOUSAND * odds - self.biases[number]


def units(text: str) -> Iterator[str]:
    """The units of folded text: words in Latin script or digits, else single characters."""
    return (found[0] for found in UNIT.finditer(text))


def runs_of(text: str) -> frozenset[str]:
    """All runs that folded text holds."""
    words = list(units(text))
    return frozenset(
        " ".join(words[end - length : end])
        for end in range(1, len(words) + 1)
        for length in range(1, min(RUN, end) + 1)
    )


def parts_of(word: str) -> frozenset[str]:
    """The parts of a unit: runs of letters, ``<`` before its first and ``>`` behind its last; none
    where it is no word in Latin script."""
    if not _SPELT.fullmatch(word):
        return frozenset()
    edged = f"<{word}>"
    return frozenset(
        edged[start : start + length]
        for length in PARTS
        for start in range(len(edged) - length + 1)
    )


def parts_in(text: str) -> Counter[str]:
    """In how many different words of folded text each part is."""
    return Counter(part for word in set(units(text)) for part in parts_of(word))


def tail_of(run: str) -> str:
    """The run without its first unit; empty for one of a single unit."""
    return run.partition(" ")[2]
