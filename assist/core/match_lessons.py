"""Signals that examples taught, in one utterance: words that mean what none of the phrases says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .lessons import Judged, Lessons, margin
from .match_places import Match, Place
from .protocols import Folded
from .rules import Signal


@dataclass(frozen=True, slots=True)
class TaughtPlan:
    """A signal, the number of its lesson, and the margin from which on it is heard."""

    signal: Signal
    lesson: int
    least: float


class PackPlans:
    """What one pack's lessons are asked about. ``early``: at every hypothesis; ``late``: when an
    utterance is final and long enough to mean something by itself."""

    def __init__(self, lessons: Lessons, plans: Iterable[TaughtPlan]) -> None:
        self.lessons = lessons
        found = tuple(plans)
        self.early = tuple(plan for plan in found if plan.signal.on != "final")
        self.late = tuple(plan for plan in found if plan.signal.on == "final")
        self.least_early = tuple((plan.lesson, plan.least) for plan in self.early)
        self.least_late = tuple((plan.lesson, plan.least) for plan in self.late)


class TaughtPlans:
    """What one speaker's utterances are judged by: signals by their lessons."""

    def __init__(
        self,
        speaker: str,
        signals: Iterable[Signal],
        lessons: Mapping[tuple[str, str], Lessons],
    ) -> None:
        plans: dict[tuple[str, str], list[TaughtPlan]] = {}
        for signal in signals:
            taught = signal.taught
            if taught is None or signal.speaker != speaker:
                continue
            learned = lessons[taught.pack, speaker]
            lesson = learned.names.index(taught.lesson)
            plan = TaughtPlan(signal, lesson, margin(taught.least, learned.biases[lesson]))
            plans.setdefault((taught.pack, speaker), []).append(plan)
        self.packs = tuple(PackPlans(lessons[key], found) for key, found in plans.items())


class Student:
    """One utterance as lessons judge it. ``places``: the same object as long as they are alike."""

    __slots__ = ("_heard", "_judged", "places")

    def __init__(self, plans: TaughtPlans) -> None:
        self._judged = tuple((Judged(pack.lessons), pack) for pack in plans.packs)
        self._heard: tuple[str, bool] = ("", False)
        self.places: tuple[Place, ...] = ()

    def hear(self, folded: Folded, *, final: bool) -> tuple[Place, ...]:
        """Where the signals are heard in the next hypothesis: at the words that speak most for
        each."""
        if self._heard == (folded.text, final):
            return self.places
        self._heard = (folded.text, final)
        places: list[Place] = []
        for judged, pack in self._judged:
            judged.hear(folded.text)
            for at in judged.likely(pack.least_early):
                places += _place(judged, pack.early[at], folded)
            if final and judged.is_whole:
                for at in judged.likely(pack.least_late):
                    places += _place(judged, pack.late[at], folded)
        placed = tuple(places)
        if placed != self.places:
            self.places = placed
        return self.places


def _place(judged: Judged, plan: TaughtPlan, folded: Folded) -> Iterator[Place]:
    """One, or none where nothing in particular speaks for the lesson."""
    span = judged.where(plan.lesson)
    if span is not None:
        first, last = folded.original_span(span.start, span.end)
        signal = plan.signal
        match = Match(signal.name, span.start, span.end, first, last, (), firm=False)
        yield Place(match, "", signal.on)
