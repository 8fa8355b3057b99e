"""Which signals of manner a rule set has, laid out by who speaks and when they can be told.

By the call's language, since packs of several languages ask for the same things of the same call,
each under its own names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .listens import mentions
from .manners import (
    Backchannel,
    Interrupts,
    LongTurn,
    Loudness,
    Pace,
    Repeats,
    Silence,
    TalkRatio,
)
from .meters import level_signal
from .rules import LEVELS, Rule, RuleSet, Signal

LANGUAGES = ("zh", "en")
AtFinal = Pace | Loudness | TalkRatio | Repeats | Backchannel
OfFloor = Interrupts | LongTurn


@dataclass(frozen=True, slots=True)
class Plan:
    """Speaker -> (signal, what it asks for): those told of an utterance ``at_final``, those told
    while it is spoken (``floor``), and silences, the shortest first."""

    at_final: Mapping[str, tuple[tuple[str, AtFinal], ...]] = field(default_factory=dict)
    floor: Mapping[str, tuple[tuple[str, OfFloor], ...]] = field(default_factory=dict)
    silences: Mapping[str, tuple[tuple[str, Silence], ...]] = field(default_factory=dict)
    counted: frozenset[str] = frozenset()
    """Speakers whose characters are counted while they speak."""
    compared: frozenset[str] = frozenset()
    """Speakers whose words are kept, to be compared with what they say later."""
    refined: frozenset[str] = frozenset()
    """Signals of words that count only where these are said in a certain manner."""

    @property
    def idle(self) -> bool:
        """No rule asks how anything is said."""
        return not (self.at_final or self.floor or self.silences)


def plan(signals: Iterable[Signal]) -> Plan:
    """Lay out what of manner the signals ask for."""
    at_final: dict[str, list[tuple[str, AtFinal]]] = defaultdict(list)
    of_floor: dict[str, list[tuple[str, OfFloor]]] = defaultdict(list)
    silences: dict[str, list[tuple[str, Silence]]] = defaultdict(list)
    counted, compared, refined = set[str](), set[str](), set[str]()
    for signal in signals:
        name, speaker = signal.name, signal.speaker
        match signal.manner:
            case None:
                continue
            case Silence() as silence:
                silences[speaker].append((name, silence))
            case Interrupts() | LongTurn() as of:
                of_floor[speaker].append((name, of))
                if isinstance(of, LongTurn) and of.chars is not None:
                    counted.add(speaker)
            case said:
                if signal.is_text:
                    refined.add(name)
                    name = refinement(name)
                at_final[speaker].append((name, said))
                if isinstance(said, Repeats):
                    compared.add(speaker)
    return Plan(
        {speaker: tuple(named) for speaker, named in at_final.items()},
        {speaker: tuple(named) for speaker, named in of_floor.items()},
        {speaker: tuple(sorted(named, key=_length)) for speaker, named in silences.items()},
        frozenset(counted),
        frozenset(compared),
        frozenset(refined),
    )


def plans(rules: RuleSet) -> Mapping[str, Plan]:
    """Language of a call -> what of manner its rules ask for."""
    live = [(rule, _looked_at(rule)) for rule in rules.rules.values() if rule.mode != "off"]
    return {
        language: plan(rules.signals[name] for name in sorted(_used(rules, live, language)))
        for language in LANGUAGES
    }


def _used(rules: RuleSet, live: Iterable[tuple[Rule, set[str]]], language: str) -> set[str]:
    """Signals that some rule for calls of a language looks at, itself or by an emotion; an emotion
    that no rule looks at is shown all the same."""
    here = {name for rule, names in live if _applies(rule, language) for name in names}
    anywhere = {name for _, names in live for name in names}
    used = here & rules.signals.keys()
    for meter in rules.meters.values():
        names = {level_signal(meter.name, what) for what in (*LEVELS, "spike", "eased")}
        names |= {
            s.name for s in rules.signals.values() if s.emotion and s.emotion[0] == meter.name
        }
        if names & here or not names & anywhere:
            used |= meter.weights.keys()
    return used


def _applies(rule: Rule, language: str) -> bool:
    return not rule.languages or language in rule.languages


def _looked_at(rule: Rule) -> set[str]:
    conditions = [rule.when, *(step.met_by for step in rule.steps)]
    if rule.met_by is not None:
        conditions.append(rule.met_by)
    return {name for condition in conditions for name in mentions(condition)}


def refinement(signal: str) -> str:
    """Name of the derived signal “an utterance was said as ``signal`` asks its words to be”."""
    return f"manner:{signal}"


def _length(named: tuple[str, Silence]) -> int:
    return named[1].longer_than
