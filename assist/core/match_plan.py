"""Signals made ready to be looked for: literals numbered, phrases and patterns filed under them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from .match_group import PhraseGroup
from .match_literals import compile_pattern, demands, rarest_of
from .match_phrases import PhrasePlan
from .match_scan import Literal, Scanner
from .match_scope import FOLLOWS
from .match_sheet import has_narrow_edge
from .protocols import Sounder
from .rules import Near, Pattern, Phrase, Scope, Signal, Veto

WINDOW: Final = 6
"""Characters either side of a candidate that are cut into words: agrees with a cut of the whole
text in 98.9 % (ARCHITECTURE.md)."""

EVERYWHERE: Final = 1 << 30
"""Further than any text is long."""

Captures = tuple[tuple[str, str], ...]
"""Names and values."""


@dataclass(frozen=True, slots=True)
class NearPlan:
    phrases: PhraseGroup
    chars: int
    scope: Scope


@dataclass(frozen=True, slots=True)
class VetoPlan:
    phrases: PhraseGroup
    before: int
    after: int
    scope: Scope


@dataclass(frozen=True, slots=True, eq=False)
class SignalPlan:
    """A signal and its guards. Vetoes are shared between signals, so they are always folded.

    ``before``, ``after``: literals of the guards that are asked once, about what was said before a
    candidate, and of those that what follows may change. ``hold``: so many characters behind a
    candidate may change what they say, whatever they are; ``reach``: so many may, if a literal
    of a guard is among them. ``is_unguarded``: every candidate counts. ``is_open``: what follows
    may change the verdict of a candidate that counts, whatever it is.
    """

    signal: Signal
    exceptions: PhraseGroup | None
    near: NearPlan | None
    not_near: NearPlan | None
    vetoes_before: tuple[VetoPlan, ...]
    vetoes_after: tuple[VetoPlan, ...]
    before: frozenset[int] = field(init=False)
    after: frozenset[int] = field(init=False)
    hold: int = field(init=False)
    reach: int = field(init=False)
    is_unguarded: bool = field(init=False)
    is_open: bool = field(init=False)

    def __post_init__(self) -> None:
        nears = [near for near in (self.near, self.not_near) if near is not None]
        excepted = [self.exceptions] if self.exceptions is not None else []
        before = [veto.phrases.literals for veto in self.vetoes_before]
        after = [group.literals for group in excepted]
        after += [near.phrases.literals for near in nears]
        after += [veto.phrases.literals for veto in self.vetoes_after]
        hold = max((group.extent for group in excepted), default=0)
        signal = self.signal
        hold = max(hold, WINDOW if signal.word else 0)
        if signal.asked != "any" or signal.degree:
            hold = max(hold, FOLLOWS)
        if signal.dialect is not None:  # its words may come as late as the last one
            hold = EVERYWHERE
        reaches = [near.chars + near.phrases.extent for near in nears]
        reaches += [veto.after + veto.phrases.extent for veto in self.vetoes_after]
        is_open = (
            signal.word or signal.degree or signal.asked != "any" or signal.dialect is not None
        )
        scoped = signal.negated != "any" or signal.quoted != "any"
        unguarded = not (before or after or scoped or is_open)
        object.__setattr__(self, "is_open", is_open)
        object.__setattr__(self, "before", frozenset().union(*before))
        object.__setattr__(self, "after", frozenset().union(*after))
        object.__setattr__(self, "hold", hold)
        object.__setattr__(self, "reach", max([hold, *reaches]))
        object.__setattr__(self, "is_unguarded", unguarded)


Completion = tuple[SignalPlan, int, PhrasePlan, Captures]
"""A phrase's signal, order in the rule file, the phrase, and captures, by its last literal."""


@dataclass(frozen=True, slots=True, eq=False)
class PatternPlan:
    """``order``: the place among the signal's phrases and patterns; the earlier wins a tie.
    ``demands``: sets of literals (number -> length), one of each in every match, in order.
    ``endings``: literals with one of which every match ends, whatever follows. ``captures``:
    whether it has named groups."""

    of: SignalPlan
    order: int
    compiled: Any  # re2's own type has no name
    demands: tuple[Mapping[int, int], ...]
    endings: frozenset[int]
    captures: bool

    def may_match(self, found: Mapping[int, list[int]]) -> bool:
        """Whether what was found holds all that a match demands, in order."""
        for demand in self.demands:
            if demand.keys().isdisjoint(found):
                return False
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


class FormPlan:
    """What to look for in one form of one speaker's text (folded, or as received).

    ``always``: patterns that need no literal.
    ``scanner``: for all literals that matter to this speaker at all, guards' included.
    """

    __slots__ = ("_literals", "always", "scanner")

    def __init__(self) -> None:
        self._literals: dict[int, Literal] = {}
        self.always: tuple[PatternPlan, ...] = ()
        self.scanner: Scanner | None = None

    @property
    def is_empty(self) -> bool:
        return self.scanner is None and not self.always

    def note(self, number: int, text: str, *, must_be_whole: bool) -> None:
        """The speaker's rules know this literal."""
        if number not in self._literals:
            self._literals[number] = Literal(number, text, must_be_whole=must_be_whole)

    def complete(self, number: int, phrase: Completion) -> None:
        """``phrase`` ends with the literal. Of the same phrase said twice, the first counts."""
        literal = self._literals[number]
        signal, _, plan, _ = phrase
        if not plan.gaps and any(c[0] is signal and not c[2].gaps for c in literal.completes):
            return
        literal.completes += (phrase,)

    def close(self, number: int, needed: Iterable[int], pattern: PatternPlan) -> None:
        """``pattern`` ends with the literal, and has one of those that are ``needed``."""
        closings = self._literals[number].closings
        for other in needed:
            closings[other] = (*closings.get(other, ()), pattern)
            self._literals[other].arms = True

    def open(self, number: int, pattern: PatternPlan) -> None:
        """``pattern`` needs the literal, and what it ends with cannot be said."""
        self._literals[number].opens += (pattern,)

    def seal(self) -> None:
        """All signals are known."""
        for literal in self._literals.values():
            literal.begins = bool(literal.opens or literal.completes)
        if self._literals:
            self.scanner = Scanner(self._literals.values())


class _Form:
    """Numbers the literals of one form of the text while plans are made. A literal has a second
    number where it may cut a word: patterns mind their words' borders themselves."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, bool], int] = {}

    def noting(self, forms: Sequence[FormPlan], *, cut: bool = False) -> Callable[[str], int]:
        """Gives a literal its number, and lets the forms know it."""
        numbers = self._numbers

        def number(literal: str) -> int:
            narrow = has_narrow_edge(literal)
            given = numbers.setdefault((literal, cut and narrow), len(numbers))
            for form in forms:
                form.note(given, literal, must_be_whole=narrow and not cut)
            return given

        return number


@dataclass(frozen=True, slots=True)
class SpeakerPlan:
    """``sounds``: phrases by how they sound, in the terms of a :class:`~.protocols.Sounder`."""

    folded: FormPlan
    original: FormPlan
    sounds: FormPlan


class Plans:
    """All signals' plans, by speaker."""

    def __init__(
        self, signals: Mapping[str, Signal], vetoes: Mapping[str, Veto], sounder: Sounder
    ) -> None:
        self._folded, self._original, self._sounds = _Form(), _Form(), _Form()
        self._sounder = sounder
        self._vetoes: dict[str, VetoPlan] = {}
        self._vetoed: set[tuple[str, FormPlan]] = set()
        self.speakers = {
            speaker: SpeakerPlan(FormPlan(), FormPlan(), FormPlan())
            for speaker in ("customer", "agent")
        }
        for signal in signals.values():
            if signal.is_text:
                self._add(signal, vetoes)
        for speaker_plan in self.speakers.values():
            speaker_plan.folded.seal()
            speaker_plan.original.seal()
            speaker_plan.sounds.seal()

    def _add(self, signal: Signal, vetoes: Mapping[str, Veto]) -> None:
        heard = [p for name, p in self.speakers.items() if signal.speaker in (name, "any")]
        forms = [speaker.original if signal.original else speaker.folded for speaker in heard]
        numbers = self._original if signal.original else self._folded
        number = numbers.noting(forms)

        def group(phrases: Iterable[Phrase]) -> PhraseGroup:
            return PhraseGroup([PhrasePlan.of(phrase, number) for phrase in phrases])

        def near(guard: Near | None) -> NearPlan | None:
            return (
                None if guard is None else NearPlan(group(guard.phrases), guard.chars, guard.scope)
            )

        folded = [speaker.folded for speaker in heard]
        vetoed = [self._veto(vetoes[name], folded) for name in signal.vetoes]
        plan = SignalPlan(
            signal=signal,
            exceptions=group(signal.exceptions) if signal.exceptions else None,
            near=near(signal.near),
            not_near=near(signal.not_near),
            vetoes_before=tuple(veto for veto in vetoed if veto.before),
            vetoes_after=tuple(veto for veto in vetoed if veto.after),
        )
        for order, written in enumerate(signal.phrases):
            phrase = PhrasePlan.of(written, number)
            named = signal.capture is not None and phrase.variant is not None
            captures = ((signal.capture or "", phrase.variant or ""),) if named else ()
            for form in forms:
                for literal in phrase.pieces[-1].lengths:
                    form.complete(literal, (plan, order, phrase, captures))
            if signal.sounds_like and not phrase.gaps:
                self._add_sounds(phrase, (plan, order, phrase, captures), heard)
        cut = numbers.noting(forms, cut=True)
        for order, pattern in enumerate(signal.patterns, start=len(signal.phrases)):
            _file(plan, order, pattern, forms, cut)

    def _add_sounds(
        self, phrase: PhrasePlan, said: Completion, heard: Iterable[SpeakerPlan]
    ) -> None:
        """File a phrase under how it may sound."""
        forms = [speaker.sounds for speaker in heard]
        number = self._sounds.noting(forms)
        for text in phrase.pieces[0].texts:
            for reading in self._sounder.readings(text):
                numbered = number(reading)
                for form in forms:
                    form.complete(numbered, said)

    def _veto(self, veto: Veto, forms: Sequence[FormPlan]) -> VetoPlan:
        """The veto's one plan, whichever signals share it."""
        number = self._folded.noting(forms)
        plan = self._vetoes.get(veto.name)
        if plan is None:
            phrases = [PhrasePlan.of(phrase, number) for phrase in veto.phrases]
            plan = VetoPlan(PhraseGroup(phrases), veto.before, veto.after, veto.scope)
            self._vetoes[veto.name] = plan
        elif not self._vetoed.issuperset((veto.name, form) for form in forms):
            for phrase in veto.phrases:  # heard of by another speaker
                PhrasePlan.of(phrase, number)
        self._vetoed.update((veto.name, form) for form in forms)
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
    compiled = compile_pattern(pattern.source)
    plan = PatternPlan(signal, order, compiled, sets, endings, bool(compiled.groupindex))
    apart = demanded.sets[:-1] if endings and len(sets) > 1 else demanded.sets
    rarest = [number(literal) for literal in rarest_of(apart)]
    for form in forms:
        if not rarest:
            form.always += (plan,)
        elif not endings:
            for literal in rarest:
                form.open(literal, plan)
        for ending in endings:
            form.close(ending, rarest, plan)
