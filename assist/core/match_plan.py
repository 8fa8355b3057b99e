"""Signals made ready to be looked for: literals numbered, phrases and patterns filed under them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from .match_group import PhraseGroup
from .match_literals import compile_pattern, demands, rarest_of
from .match_phrases import PhrasePlan
from .match_scan import Scanner
from .match_sheet import has_narrow_edge
from .rules import Near, Pattern, Phrase, Signal, Veto

WINDOW: Final = 6
"""Characters either side of a candidate that are cut into words: agrees with a cut of the whole
text in 98.9 % (ARCHITECTURE.md)."""

Captures = tuple[tuple[str, str], ...]
"""Names and values."""


@dataclass(frozen=True, slots=True)
class NearPlan:
    phrases: PhraseGroup
    chars: int


@dataclass(frozen=True, slots=True)
class VetoPlan:
    phrases: PhraseGroup
    before: int
    after: int


@dataclass(frozen=True, slots=True, eq=False)
class SignalPlan:
    """A signal and its guards. Vetoes are shared between signals, so they are always folded.

    ``guards``: literals that may change what the guards say. ``reach``: so many characters
    behind a candidate may, too. ``is_unguarded``: every candidate counts.
    """

    signal: Signal
    exceptions: PhraseGroup | None
    near: NearPlan | None
    not_near: NearPlan | None
    vetoes: tuple[VetoPlan, ...]
    guards: frozenset[int] = field(init=False)
    reach: int = field(init=False)
    is_unguarded: bool = field(init=False)

    def __post_init__(self) -> None:
        nears = [near.phrases for near in (self.near, self.not_near) if near is not None]
        excepted = [self.exceptions] if self.exceptions is not None else []
        groups = [*excepted, *nears, *(veto.phrases for veto in self.vetoes)]
        object.__setattr__(self, "guards", frozenset().union(*(g.literals for g in groups)))
        extent = self.exceptions.extent if self.exceptions is not None else 0
        object.__setattr__(self, "reach", max(extent, WINDOW if self.signal.word else 0))
        unguarded = not groups and self.signal.negated == "any" and not self.signal.word
        object.__setattr__(self, "is_unguarded", unguarded)


@dataclass(frozen=True, slots=True, eq=False)
class PatternPlan:
    """``order``: the place among the signal's phrases and patterns; the earlier wins a tie.
    ``demands``: sets of literals (number -> length), one of each in every match, in order.
    ``endings``: literals with one of which every match ends, whatever follows."""

    of: SignalPlan
    order: int
    compiled: Any  # re2's own type has no name
    demands: tuple[Mapping[int, int], ...]
    endings: frozenset[int]

    def may_match(self, found: Mapping[int, list[int]]) -> bool:
        """Whether what was found holds all that a match demands, in order."""
        reached = 0
        for demand in self.demands:
            ends = [
                found[number][at] + demand[number]
                for number in demand.keys() & found.keys()
                if (at := bisect_left(found[number], reached)) < len(found[number])
            ]
            if not ends:
                return False
            reached = min(ends)
        return True


@dataclass(slots=True)
class FormPlan:
    """What to look for in one form of one speaker's text (folded, or as received).

    ``endings``: by the literal that completes them, phrases (signal, order, phrase, captures);
    ``closings``: by a literal that they end with, and another that they need, patterns;
    ``triggers``: by a literal that they need, patterns that may match anew whatever is said;
    ``always``: those that need none. ``wanted``: literals that matter to this speaker at all,
    guards' included, and whether each must be whole.
    """

    wanted: dict[int, bool] = field(default_factory=dict)
    endings: dict[int, list[tuple[SignalPlan, int, PhrasePlan, Captures]]] = field(
        default_factory=dict
    )
    closings: dict[int, dict[int, list[PatternPlan]]] = field(default_factory=dict)
    triggers: dict[int, list[PatternPlan]] = field(default_factory=dict)
    always: list[PatternPlan] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.endings or self.closings or self.triggers or self.always)

    def completed(
        self, touched: Iterable[int], found: Mapping[int, list[int]]
    ) -> Iterator[PatternPlan]:
        """Patterns that may match anew when hits of ``touched`` came, judged by two of their
        literals."""
        for ending in touched:
            needing = self.closings.get(ending)
            if needing is not None and ending in found:
                for number in needing.keys() & found.keys():
                    yield from needing[number]

    def triggered(self, found: Mapping[int, list[int]]) -> Iterator[PatternPlan]:
        """Patterns that may match anew whatever is said, judged by one of their literals."""
        yield from self.always
        for number in self.triggers.keys() & found.keys():
            yield from self.triggers[number]


class _Form:
    """Numbers the literals of one form of the text while plans are made. A literal has a second
    number where it may cut a word: patterns mind their words' borders themselves."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, bool], int] = {}

    @property
    def literals(self) -> tuple[str, ...]:
        return tuple(literal for literal, _ in self._numbers)

    def number(self, literal: str, *, cut: bool = False) -> tuple[int, bool]:
        """The literal's number, and whether it must be whole."""
        narrow = has_narrow_edge(literal)
        key = (literal, cut and narrow)
        return self._numbers.setdefault(key, len(self._numbers)), narrow and not cut

    def noting(self, forms: Sequence[FormPlan], *, cut: bool = False) -> Callable[[str], int]:
        def number(literal: str) -> int:
            given, is_whole = self.number(literal, cut=cut)
            for form in forms:
                form.wanted[given] = is_whole
            return given

        return number


@dataclass(frozen=True, slots=True)
class SpeakerPlan:
    folded: FormPlan
    original: FormPlan


class Plans:
    """All signals' plans, by speaker, and the automaton of each form."""

    def __init__(self, signals: Mapping[str, Signal], vetoes: Mapping[str, Veto]) -> None:
        self._folded, self._original = _Form(), _Form()
        self._vetoes: dict[str, VetoPlan] = {}
        self.speakers = {
            speaker: SpeakerPlan(FormPlan(), FormPlan()) for speaker in ("customer", "agent")
        }
        for signal in signals.values():
            if signal.is_text:
                self._add(signal, vetoes)
        self.folded = Scanner(self._folded.literals)
        self.original = Scanner(self._original.literals) if self._original.literals else None

    def _add(self, signal: Signal, vetoes: Mapping[str, Veto]) -> None:
        heard = [p for name, p in self.speakers.items() if signal.speaker in (name, "any")]
        forms = [speaker.original if signal.original else speaker.folded for speaker in heard]
        numbers = self._original if signal.original else self._folded
        number = numbers.noting(forms)

        def group(phrases: Iterable[Phrase]) -> PhraseGroup:
            return PhraseGroup([PhrasePlan.of(phrase, number) for phrase in phrases])

        def near(guard: Near | None) -> NearPlan | None:
            return None if guard is None else NearPlan(group(guard.phrases), guard.chars)

        plan = SignalPlan(
            signal=signal,
            exceptions=group(signal.exceptions) if signal.exceptions else None,
            near=near(signal.near),
            not_near=near(signal.not_near),
            vetoes=tuple(
                self._veto(vetoes[name], [speaker.folded for speaker in heard])
                for name in signal.vetoes
            ),
        )
        for order, written in enumerate(signal.phrases):
            phrase = PhrasePlan.of(written, number)
            named = signal.capture is not None and phrase.variant is not None
            captures = ((signal.capture or "", phrase.variant or ""),) if named else ()
            for form in forms:
                for literal in phrase.pieces[-1].lengths:
                    form.endings.setdefault(literal, []).append((plan, order, phrase, captures))
        cut = numbers.noting(forms, cut=True)
        for order, pattern in enumerate(signal.patterns, start=len(signal.phrases)):
            _file(plan, order, pattern, forms, cut)

    def _veto(self, veto: Veto, forms: Sequence[FormPlan]) -> VetoPlan:
        """The veto's one plan, whichever signals share it."""
        number = self._folded.noting(forms)
        plan = self._vetoes.get(veto.name)
        if plan is None:
            phrases = [PhrasePlan.of(phrase, number) for phrase in veto.phrases]
            plan = VetoPlan(PhraseGroup(phrases), veto.before, veto.after)
            self._vetoes[veto.name] = plan
        else:  # heard of by another speaker, perhaps
            for phrase in veto.phrases:
                PhrasePlan.of(phrase, number)
        return plan


def _file(
    signal: SignalPlan,
    order: int,
    pattern: Pattern,
    forms: Iterable[FormPlan],
    number: Callable[[str], int],
) -> None:
    """File a pattern under what its matches end with, and what else of it is heard the least."""
    demanded = demands(pattern.source)
    sets = tuple({number(literal): len(literal) for literal in one} for one in demanded.sets)
    endings = frozenset(map(number, demanded.endings))
    plan = PatternPlan(signal, order, compile_pattern(pattern.source), sets, endings)
    apart = demanded.sets[:-1] if endings and len(sets) > 1 else demanded.sets
    rarest = [number(literal) for literal in rarest_of(apart)]
    for form in forms:
        if not rarest:
            form.always.append(plan)
        elif not endings:
            for literal in rarest:
                form.triggers.setdefault(literal, []).append(plan)
        for ending in endings:
            needing = form.closings.setdefault(ending, {})
            for literal in rarest:
                needing.setdefault(literal, []).append(plan)
