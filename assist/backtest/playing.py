"""One call played under one rule set: what was shown, on what words, and how soon after them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from assist.core.engine import Engine
from assist.core.events import Feedback, Fragment
from assist.core.hints import HintClose, HintShadow, HintShow, HintUpdate, Quote
from assist.core.program import Program
from assist.core.protocols import Folder
from assist.node.replay import Played, play

from .reading import Case
from .scoring import CallScore, Moment, score


@dataclass(frozen=True, slots=True)
class Shown:
    """One showing. Times in ms since the call began.

    ``cue``: when its last words stood whole in a hypothesis, or its patience ended, if that was
    later; None where no words were behind it. ``early``: it showed before the utterance of those
    words was final.
    """

    at: int
    hint: str
    rule: str
    need: str
    text: str
    because: tuple[Quote, ...]
    cue: int | None
    early: bool
    patient: bool
    shadow: bool = False
    """Its rule is in shadow: nobody saw it."""

    @property
    def delay(self) -> int | None:
        """From cue to hint, ms."""
        return None if self.cue is None else max(0, self.at - self.cue)


@dataclass(slots=True)
class Result:
    """A call as it went. ``closed``: (rule, reason) of hints that went; ``verdicts``: (rule,
    verdict) of what the agent said of them; ``suppressed``: how often which reason kept one from
    the screen."""

    call: str
    source: str
    duration: int = 0
    language: str = ""
    """``zh`` or ``en``, as the call began."""
    shown: list[Shown] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)
    closed: Counter[tuple[str, str]] = field(default_factory=Counter)
    verdicts: Counter[tuple[str, str]] = field(default_factory=Counter)
    shadowed: Counter[str] = field(default_factory=Counter)
    """How often each rule in shadow would have shown."""
    shadows: list[Shown] = field(default_factory=list)
    """What these would have shown; of them no delays are told."""
    suppressed: Counter[str] = field(default_factory=Counter)
    score: CallScore | None = None

    @property
    def faults(self) -> int:
        """How much is wrong with it; 0 where nobody said what is right."""
        return self.score.faults if self.score is not None else 0


def play_case(
    case: Case, program: Program, folder: Folder, *, rewrites: float = 0.0, seed: int = 1
) -> Result:
    """Play a case under ``program``, whatever rules its recording names."""
    entries = case.entries(rewrites=rewrites, seed=seed)
    result, watch = Result(case.call, case.source), _Watch(folder)
    for step in play(case.call, entries, program, lambda _digest: None):
        result.duration = max(result.duration, step.received)
        result.language = step.engine.state.language
        watch.hear(step)
        _note(step, result, watch)
        result.suppressed = Counter(step.engine.suppressions) if step.out else result.suppressed
    if case.is_labelled:
        assert case.label is not None
        result.score = score(case.label, result.moments)
    return result


def _note(step: Played, result: Result, watch: _Watch) -> None:
    for event in step.out:
        match event:
            case HintShow():
                watch.rules[event.id] = event.rule
                result.shown.append(watch.shown(event, step.engine))
                moment = ("show", event.id, event.need, event.rule)
            case HintUpdate():
                moment = ("update", event.id, event.need, event.rule)
            case HintClose():
                rule = watch.rules.get(event.id, "")
                result.closed[rule, event.reason] += 1
                moment = ("close", event.id, event.need, rule)
            case HintShadow(state="raised"):
                result.shadowed[event.rule] += 1
                result.shadows.append(_in_shadow(event))
                continue
            case _:
                continue
        kind, hint, need, rule = moment
        result.moments.append(Moment(event.at / 1000, kind, hint, need, rule))  # type: ignore[arg-type]
    if isinstance(step.event, Feedback):
        rule = watch.rules.get(step.event.hint, "")
        result.verdicts[rule, step.event.verdict] += 1


def _in_shadow(event: HintShadow) -> Shown:
    return Shown(
        at=event.at,
        hint=event.id,
        rule=event.rule,
        need=event.need or "",
        text=event.text,
        because=event.because,
        cue=None,
        early=False,
        patient=False,
        shadow=True,
    )


class _Watch:
    """The hypotheses of late utterances and the words that were matched in them, to tell since when
    those stood there whole."""

    KEPT = 64

    def __init__(self, folder: Folder) -> None:
        self.rules: dict[str, str] = {}
        self._folder = folder
        self._heard: dict[tuple[str, str], _Heard] = {}

    def hear(self, step: Played) -> None:
        """Remember a hypothesis and what is matched in it."""
        fragment, engine = step.event, step.engine
        if not isinstance(fragment, Fragment):
            return
        key = (engine.speaker_of(fragment), fragment.utterance)
        heard = self._heard.setdefault(key, _Heard())
        heard.hypotheses.append((step.received, fragment.text))
        if fragment.final and heard.final is None:
            heard.final = step.received
        utterance = engine.listening.utterances.get("/".join(key))
        for match in utterance.text.matches if utterance is not None else ():
            heard.words[match.signal] = fragment.text[match.quote_start : match.quote_end]
        if len(self._heard) > self.KEPT:
            del self._heard[next(iter(self._heard))]

    def shown(self, event: HintShow, engine: Engine) -> Shown:
        """The showing, with the moment from which its delay counts."""
        cue, final, patient = None, None, False
        opening = _opening(event.rule, engine)
        if opening is not None:
            cue, final = self._cue(event, {words["signal"] for words in opening["because"]})
            patient = opening["opened"] != opening["cued"]
            if patient:
                cue = max(cue or 0, opening["opened"])
        return Shown(
            at=event.at,
            hint=event.id,
            rule=event.rule,
            need=event.need,
            text=event.text,
            because=event.because,
            cue=cue,
            early=not patient and cue is not None and (final is None or event.at < final),
            patient=patient,
        )

    def _cue(self, event: HintShow, cues: set[str]) -> tuple[int | None, int | None]:
        """When the last words behind a hint first stood whole in a hypothesis, and when their
        utterance was final (ms)."""
        last = event.because[-1] if event.because else None
        heard = self._heard.get((last.speaker, last.utterance)) if last is not None else None
        if heard is None:
            return None, None
        words = [self._fold(said) for signal, said in heard.words.items() if signal in cues]
        whole = (at for at, text in heard.hypotheses if all(w in self._fold(text) for w in words))
        return (next(whole, None) if words else None), heard.final

    def _fold(self, text: str) -> str:
        return self._folder.fold(text).text


@dataclass(slots=True)
class _Heard:
    """One utterance: (received ms, text) of its hypotheses, when it was final, and the words that
    each signal was last heard in."""

    hypotheses: list[tuple[int, str]] = field(default_factory=list)
    final: int | None = None
    words: dict[str, str] = field(default_factory=dict)


def _opening(rule: str, engine: Engine) -> dict[str, Any] | None:
    """The last opening of a rule that has just shown a hint; None when what it rested on was taken
    back by the very next event, as a silence is by words that began before it was told."""
    openings: list[dict[str, Any]] = engine.explain(rule)["openings"]
    return openings[-1] if openings else None
