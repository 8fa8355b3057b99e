"""Signals that examples taught, in one utterance: words that mean what none of the phrases says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .judging import Judged, Least, tree_of
from .lessons import Lessons
from .match_places import Match, Place
from .protocols import Folded
from .rules import Judging, Signal, Subject
from .subject import MENTIONED, Talk


@dataclass(frozen=True, slots=True)
class TaughtPlan:
    """A signal, the number of one of its lessons, and the margin from which on it is heard."""

    signal: str
    lesson: int
    least: float
    when: Judging


class Asked:
    """What lessons are asked at the same time. ``least``: what each has to reach."""

    def __init__(self, plans: Iterable[TaughtPlan], *when: Judging) -> None:
        self.plans = tuple(plan for plan in plans if plan.when in when)
        self.least = Least.of((plan.lesson, plan.least) for plan in self.plans)


class PackPlans:
    """What one pack's lessons are asked: of every hypothesis, of a final one, and of a final one
    that is long enough to mean something by itself. ``tree``: of the lessons. ``about``: where one
    of the words of the pack's subject stands."""

    def __init__(
        self, pack: str, lessons: Lessons, plans: Sequence[TaughtPlan], subject: Subject | None
    ) -> None:
        self.pack = pack
        self.about = (
            None if subject is None else re.compile("|".join(map(re.escape, subject.words)))
        )
        self.heard = Asked(plans, "heard")
        self.tree = tree_of(lessons)
        self.final = Asked(plans, "heard", "final")
        self.whole = Asked(plans, "heard", "final", "whole")


class TaughtPlans:
    """What one speaker's utterances are judged by: signals by their lessons, and how familiar they
    are to the packs that have a subject."""

    def __init__(
        self,
        speaker: str,
        signals: Iterable[Signal],
        lessons: Mapping[tuple[str, str], Lessons],
        subjects: Mapping[str, Subject],
    ) -> None:
        plans: dict[tuple[str, str], list[TaughtPlan]] = {
            key: [] for key in lessons if key[0] in subjects and key[1] == speaker
        }
        for signal in signals:
            taught = signal.taught
            if taught is None or signal.speaker != speaker:
                continue
            known = lessons[taught.pack, speaker]
            plans.setdefault((taught.pack, speaker), []).extend(
                TaughtPlan(signal.name, *known.asked(lesson, taught.least), taught.when)
                for lesson in taught.lessons
            )
        self.packs = tuple(
            PackPlans(key[0], lessons[key], found, subjects.get(key[0]))
            for key, found in plans.items()
        )


class Student:
    """One utterance as lessons judge it. ``places``: the same object as long as they are alike."""

    __slots__ = ("_heard", "_judged", "places")

    def __init__(self, plans: TaughtPlans) -> None:
        self._judged = tuple((Judged(pack.tree), pack) for pack in plans.packs)
        self._heard: tuple[str, bool] = ("", False)
        self.places: tuple[Place, ...] = ()

    def hear(self, folded: Folded, kept: int, *, final: bool) -> tuple[Place, ...]:
        """Where the signals are heard in the next hypothesis: at the words that speak most for
        each. ``kept``: leading folded characters that it has in common with the last."""
        if self._heard == (folded.text, final):
            return self.places
        self._heard = (folded.text, final)
        places: list[Place] = []
        for judged, pack in self._judged:
            judged.hear(folded.text, kept)
            asked = pack.heard
            if final:
                asked = pack.whole if judged.is_whole else pack.final
            said = ""
            for at in judged.likely(asked.least):
                plan = asked.plans[at]
                if plan.signal == said:
                    continue  # by another of its lessons, which stand side by side
                place = _place(judged, plan, folded)
                if place is not None:
                    places.append(place)
                    said = plan.signal
        placed = tuple(places)
        if placed != self.places:
            self.places = placed
        return self.places

    def talk(self, text: str) -> dict[str, Talk]:
        """What the folded text, as it was heard last, tells of what the call is about: by pack."""
        return {
            pack.pack: MENTIONED if pack.about.search(text) else Talk(*judged.pairs())
            for judged, pack in self._judged
            if pack.about is not None
        }


def _place(judged: Judged, plan: TaughtPlan, folded: Folded) -> Place | None:
    """None where nothing in particular speaks for the lesson."""
    span = judged.where(plan.lesson)
    if span is None:
        return None
    first, last = folded.original_span(span.start, span.end)
    where = span.start, span.end, first, last
    return Place(Match(plan.signal, *where, (), firm=False, learned=True), "", "partial")
