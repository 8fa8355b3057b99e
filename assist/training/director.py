"""What the customer says next. Pure: the same scenario and the same hearing give the same words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from assist.core.rules import LEVELS

from .model import If, Moment, Say, Scenario
from .words import SILENCES


@dataclass(frozen=True, slots=True)
class Hearing:
    """What the engine has made of the call so far."""

    met: Collection[str] = ()
    """Needs that came up and were met, at any time in the call: one that comes up again is another
    matter."""
    signals: Collection[str] = ()
    """What the agent's latest answer gave."""
    level: str = "calm"
    """Of the customer's emotion."""


@dataclass(frozen=True, slots=True)
class Next:
    """What the customer says, and to which moment of the scenario it belongs (from 0; one past the
    last: the goodbye); ``last``: what is answered to it ends the call."""

    say: Say
    moment: int
    last: bool = False


class Director:
    """Walks through a scenario: each moment, what the customer insists on, the ending."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._moment = -1
        self._insisted = 0
        self._silences = list(scenario.silences or SILENCES[scenario.language])

    @property
    def moment(self) -> int:
        """Which moment is under way, from 0; -1 before the first."""
        return self._moment

    @property
    def has_silences(self) -> bool:
        """Whether the customer has something left to say into a silence."""
        return bool(self._silences)

    def answered(self, hearing: Hearing) -> Next:
        """What the customer says to what was said so far; the first thing, at the beginning."""
        if self._moment >= 0:
            moment = self.scenario.turns[self._moment]
            if self._insisted < len(moment.insists) and not _was_heard(moment, hearing):
                say = moment.insists[self._insisted]
                self._insisted += 1
                return Next(say, self._moment)
        self._moment, self._insisted = self._moment + 1, 0
        if self._moment < len(self.scenario.turns):
            return Next(_choose(self.scenario.turns[self._moment].customer, hearing), self._moment)
        return Next(_choose(self.scenario.ending, hearing), self._moment, last=True)

    def silent(self) -> Next | None:
        """What the customer says into a long silence; None: nothing more, and hangs up."""
        if not self._silences:
            return None
        return Next(Say(say=self._silences.pop(0)), max(0, self._moment))


def _was_heard(moment: Moment, hearing: Hearing) -> bool:
    return all(need in hearing.met for need in moment.needs)


def _choose(variants: list[Say], hearing: Hearing) -> Say:
    return next(each for each in variants if each.when is None or is_true(each.when, hearing))


def is_true(when: If, hearing: Hearing) -> bool:
    """Whether all that ``when`` asks is so."""
    level = LEVELS.index(hearing.level)
    asked = (
        when.met is None or all(need in hearing.met for need in when.met),
        when.unmet is None or not all(need in hearing.met for need in when.unmet),
        when.heard is None or any(name in hearing.signals for name in when.heard),
        when.unheard is None or not any(name in hearing.signals for name in when.unheard),
        when.level is None or level >= LEVELS.index(when.level),
        when.below is None or level < LEVELS.index(when.below),
    )
    return all(asked)
