"""Signals that examples taught, in one utterance: words that mean what none of the phrases says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .lessons import Judged, Lessons, log_odds
from .match_places import Match, Place
from .protocols import Folded
from .rules import Signal


@dataclass(frozen=True, slots=True)
class TaughtPlan:
    """A signal, the number of its lesson, and from which evidence on it is heard."""

    signal: Signal
    lesson: int
    least: float


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
            lesson = lessons[taught.pack, speaker].names.index(taught.lesson)
            plan = TaughtPlan(signal, lesson, log_odds(taught.least))
            plans.setdefault((taught.pack, speaker), []).append(plan)
        self.packs = tuple((lessons[key], tuple(found)) for key, found in plans.items())


class Student:
    """One utterance as lessons judge it. ``places``: the same object as long as they are alike."""

    __slots__ = ("_judged", "_plans", "places")

    def __init__(self, plans: TaughtPlans) -> None:
        self._plans = plans.packs
        self._judged = tuple(Judged(lessons) for lessons, _ in plans.packs)
        self.places: tuple[Place, ...] = ()

    def hear(self, folded: Folded, *, final: bool) -> tuple[Place, ...]:
        """Where the signals are heard in the next hypothesis: at the words that speak most for
        each. Those that count only when the utterance is final are not looked for before, nor in
        one that is too short to mean something by itself."""
        places: list[Place] = []
        for judged, (_, plans) in zip(self._judged, self._plans, strict=True):
            judged.hear(folded.text)
            for plan in plans:
                if plan.signal.on != "final" or (final and judged.is_whole):
                    place = _place(judged, plan, folded)
                    if place is not None:
                        places.append(place)
        placed = tuple(places)
        if placed != self.places:
            self.places = placed
        return self.places


def _place(judged: Judged, plan: TaughtPlan, folded: Folded) -> Place | None:
    evidence = judged.evidence(plan.lesson)
    if evidence is None or evidence < plan.least:
        return None
    span = judged.where(plan.lesson)
    if span is None:
        return None
    first, last = folded.original_span(span.start, span.end)
    signal = plan.signal
    match = Match(signal.name, span.start, span.end, first, last, (), firm=False)
    return Place(match, "", signal.on)
