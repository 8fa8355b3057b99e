"""Which signals of manner a rule set has, laid out by who speaks and when they can be told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

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
from .rules import Signal

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


def refinement(signal: str) -> str:
    """Name of the derived signal “an utterance was said as ``signal`` asks its words to be”."""
    return f"manner:{signal}"


def _length(named: tuple[str, Silence]) -> int:
    return named[1].longer_than
