"""Which of the things that are heard by examples could be heard in what was said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assist.core.judging import Judged, Least, tree_of
from assist.core.lessons import Lessons, units
from assist.core.rules import RuleSet, SignalSpeaker, Taught


@dataclass(frozen=True, slots=True)
class Like:
    """A lesson, by its number among others, and the margin from which on it is heard."""

    lessons: Lessons
    lesson: int
    least: float

    @classmethod
    def each(cls, taught: Taught, speaker: SignalSpeaker, rules: RuleSet) -> list[Like]:
        """What a signal of this speaker goes by."""
        lessons = rules.lessons[taught.pack, speaker]
        return [cls(lessons, *lessons.asked(lesson, taught.least)) for lesson in taught.lessons]


def likely_in(ones: Iterable[Like], texts: Sequence[str]) -> set[int]:
    """The numbers of the texts in which any of them could be heard: of folded texts, each line as
    somebody said it, whoever that was, and up to wherever it was heard."""
    by_lessons: dict[int, list[Like]] = {}
    for one in ones:
        by_lessons.setdefault(id(one.lessons), []).append(one)
    return {
        number
        for number, text in enumerate(texts)
        if any(_could(alike, line) for alike in by_lessons.values() for line in text.split("\n"))
    }


def _could(alike: Sequence[Like], line: str) -> bool:
    judged = Judged(tree_of(alike[0].lessons))
    least = Least.of((one.lesson, one.least) for one in alike)
    at = 0
    for unit in units(line):
        kept = at
        at = line.index(unit, at) + len(unit)
        judged.hear(line[:at], kept)
        if judged.likely(least):
            return True
    return False
