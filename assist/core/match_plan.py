"""Signals made ready to be looked for: literals numbered, phrases and patterns filed under them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .match_group import PhraseGroup
from .match_literals import compile_pattern
from .match_phrases import PhrasePlan
from .match_scan import Hit, Scanner
from .rules import Near, Phrase, Signal, Veto

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
    """A signal and its guards. Vetoes are shared between signals, so they are always folded."""

    signal: Signal
    exceptions: PhraseGroup | None
    near: NearPlan | None
    not_near: NearPlan | None
    vetoes: tuple[VetoPlan, ...]


@dataclass(frozen=True, slots=True, eq=False)
class PatternPlan:
    """``order``: the place among the signal's phrases and patterns; the earlier wins a tie."""

    of: SignalPlan
    order: int
    compiled: Any  # re2's own type has no name


@dataclass(slots=True)
class FormPlan:
    """What to look for in one form of one speaker's text (folded, or as received).

    ``endings``: by the literal that completes them, phrases (signal, order, phrase, captures);
    ``triggers``: by a literal that they need, patterns; ``always``: patterns that need none.
    ``wanted``: literals that matter to this speaker at all, guards' included.
    """

    wanted: set[int] = field(default_factory=set)
    endings: dict[int, list[tuple[SignalPlan, int, PhrasePlan, Captures]]] = field(
        default_factory=dict
    )
    triggers: dict[int, list[PatternPlan]] = field(default_factory=dict)
    always: list[PatternPlan] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.endings or self.triggers or self.always)

    def has_cue(self, hits: Iterable[Hit]) -> bool:
        """Whether there may be a match at all: not where only guards' literals were hit."""
        return bool(self.always) or any(
            literal in self.endings or literal in self.triggers for literal, _, _ in hits
        )


class _Form:
    """Numbers the literals of one form of the text while plans are made."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, literal: str) -> int:
        return self.numbers.setdefault(literal, len(self.numbers))

    def noting(self, forms: Iterable[FormPlan]) -> Callable[[str], int]:
        def number(literal: str) -> int:
            given = self.number(literal)
            for form in forms:
                form.wanted.add(given)
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
        self.folded = Scanner(tuple(self._folded.numbers))
        self.original = Scanner(tuple(self._original.numbers)) if self._original.numbers else None

    def _add(self, signal: Signal, vetoes: Mapping[str, Veto]) -> None:
        heard = [p for name, p in self.speakers.items() if signal.speaker in (name, "any")]
        forms = [speaker.original if signal.original else speaker.folded for speaker in heard]
        number = (self._original if signal.original else self._folded).noting(forms)

        def group(phrases: Iterable[Phrase]) -> PhraseGroup:
            return PhraseGroup([PhrasePlan.of(phrase, number) for phrase in phrases])

        def near(guard: Near | None) -> NearPlan | None:
            return None if guard is None else NearPlan(group(guard.phrases), guard.chars)

        plan = SignalPlan(
            signal=signal,
            exceptions=group(signal.exceptions) if signal.exceptions else None,
            near=near(signal.near),
            not_near=near(signal.not_near),
            vetoes=tuple(self._veto(vetoes[name]) for name in signal.vetoes),
        )
        for speaker in heard:
            for veto in plan.vetoes:
                speaker.folded.wanted |= veto.phrases.literals
        for order, written in enumerate(signal.phrases):
            phrase = PhrasePlan.of(written, number)
            named = signal.capture is not None and phrase.variant is not None
            captures = ((signal.capture or "", phrase.variant or ""),) if named else ()
            for form in forms:
                for literal in phrase.pieces[-1].lengths:
                    form.endings.setdefault(literal, []).append((plan, order, phrase, captures))
        for order, pattern in enumerate(signal.patterns, start=len(signal.phrases)):
            compiled = PatternPlan(plan, order, compile_pattern(pattern.source))
            literals = {number(literal) for literal in pattern.literals if literal}
            for form in forms:
                if not literals:
                    form.always.append(compiled)
                for literal in literals:
                    form.triggers.setdefault(literal, []).append(compiled)

    def _veto(self, veto: Veto) -> VetoPlan:
        """The veto's one plan, whichever signals share it."""
        plan = self._vetoes.get(veto.name)
        if plan is None:
            phrases = [PhrasePlan.of(phrase, self._folded.number) for phrase in veto.phrases]
            plan = VetoPlan(PhraseGroup(phrases), veto.before, veto.after)
            self._vetoes[veto.name] = plan
        return plan
