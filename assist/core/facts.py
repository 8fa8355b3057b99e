"""What the customer has told already: one value a name, the latest, so that nobody asks again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from operator import attrgetter

from .cards import wording
from .hints import Fact
from .occurrences import Occurrence
from .program import Program
from .state import CallState

VALUE_CHARS = 32
"""Longest value: one line of the overlay."""
_time = attrgetter("time")


class Facts:
    """The facts of one call. A fact goes by the name of the capture that holds it, whichever
    signals hear it.

    ``told``: name -> the fact as overlays know it. ``settled``: name -> the last one whose words
    are too old to be taken back, which stands again where those told after it are.
    """

    def __init__(self, program: Program) -> None:
        self.told: dict[str, Fact] = {}
        self.settled: dict[str, Occurrence] = {}
        self._program = program

    def use(self, program: Program, call: CallState) -> Iterator[Fact]:
        """Another rule set is in force, with its own signals and labels; what is news now."""
        self._program = program
        names = {*self.told, *program.index.facts}
        return self._bring_up_to_date(names, call)

    def follow(self, changed: Iterable[str], call: CallState) -> Iterator[Fact]:
        """These signals changed; what is news now."""
        signals = self._program.rules.signals
        told = (signals[name].fact for name in changed if name in signals)
        return self._bring_up_to_date({fact.name for fact in told if fact is not None}, call)

    def settle(self, gone: Iterable[Occurrence]) -> None:
        """What is forgotten now can no longer be taken back."""
        tells = self._program.index.tells
        for item in sorted((item for item in gone if item.signal in tells), key=_time):
            fact = self._program.rules.signals[item.signal].fact
            if fact is not None:
                self.settled[fact.name] = item

    def _bring_up_to_date(self, names: Iterable[str], call: CallState) -> Iterator[Fact]:
        for name in sorted(names):
            told, now = self.told.get(name), self._latest(name, call)
            if now is not None:
                if told is None or _what(now) != _what(told):
                    self.told[name] = now
                    yield now
            elif told is not None:
                del self.told[name]
                yield replace(told, at=call.now, state="withdrawn")

    def _latest(self, name: str, call: CallState) -> Fact | None:
        signals = self._program.index.facts.get(name, ())
        settled = self.settled.get(name)
        known = [settled] if settled is not None and settled.signal in signals else []
        known += (item for s in signals for item in call.history.by_signal.get(s, ()))
        values = [(item, value) for item in known if (value := dict(item.captures).get(name))]
        if not values:
            return None
        item, value = max(reversed(values), key=lambda pair: pair[0].time)
        fact = self._program.rules.signals[item.signal].fact
        return Fact(
            call=call.call,
            at=call.now,
            name=name,
            state="given",
            label=wording(fact.label if fact is not None else {}, call.language, {}) or name,
            value=value.strip()[:VALUE_CHARS],
            quote_at=item.time,
        )


def _what(fact: Fact) -> tuple[str, str]:
    return fact.label, fact.value
