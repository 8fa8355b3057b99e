"""What the rules do not hear: phrases that mark missed cues; and rules that do no good.

A phrase is a run of up to :data:`MOST_WORDS` words within a clause. It marks the missed cues of a
need as far as it is said there and not elsewhere: by the log-odds ratio with an informative
Dirichlet prior (Monroe, Colaresi & Quinn 2008, "Fightin' Words", eq. 16 and 22), whose prior is all
that was said in all the calls. Phrases are counted once a turn; one that is said as often elsewhere
as in the missed turns marks nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assist.core.events import Speaker
from assist.core.listens import mentions
from assist.core.program import Program
from assist.core.protocols import Folder, Tokenizer
from assist.core.rules import RuleSet, Signal

from .calls import LabelledCall, Turn
from .figures import Figures
from .reading import Case

MOST_WORDS = 4
LEAST_CHARS, MOST_CHARS = 2, 12
"""A shorter one is part of too much; a longer one is a sentence, which nobody says twice."""
USUAL = 5
"""Characters of the phrases that people reuse: of two as good, the one nearer to it."""
SHARED = 3
"""Characters in a row that two suggestions for one need may not share."""
PRIOR = 500.0
"""Weight of the prior, in phrases: some thirty turns' worth."""
PER_NEED = 8
TOO_OFTEN = 0.3
"""Share of calls with a hint of one rule above which the rule is suspect."""
LEAST_VERDICTS = 3
UNWANTED = 0.8
"""Share of an agent's verdicts that may say “wrong” or “dismissed”."""

_CLAUSE_ENDS = re.compile(r"[，。！？、；：,.!?;:…—\s]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase, in how many missed cue turns and in how many others it is said, and how surely it
    marks the former (a z-score)."""

    text: str
    cues: int
    others: int
    z: float


@dataclass(frozen=True, slots=True)
class Deaf:
    """A need whose cues were missed. ``turns``: (call, s) of each; ``signal``: where its phrases
    would best be added, None where no rule listens to that speaker for it."""

    need: str
    speaker: str
    turns: tuple[tuple[str, float], ...]
    signal: str | None
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Useless:
    """A rule that does no good. ``figure``: a share of calls or of verdicts."""

    rule: str
    why: Literal["never", "too often", "calm", "unwanted"]
    figure: float = 0.0


def deaf_spots(
    cases: Sequence[Case],
    figures: Figures,
    program: Program,
    folder: Folder,
    tokenizer: Tokenizer,
    *,
    least: int = 1,
) -> list[Deaf]:
    """Needs that were missed, with the phrases that mark their cues; ``least``: in how many missed
    turns a phrase must be said."""
    labels = {case.call: case.label for case in cases if case.label is not None}
    missed: dict[tuple[str, Speaker, bool], list[tuple[LabelledCall, int]]] = {}
    for score in figures.score.calls:
        for label in score.missed:
            speaker = score.call.turns[label.turn].role
            chinese = score.call.script != "en"
            missed.setdefault((label.need, speaker, chinese), []).append((score.call, label.turn))
    said = _Said(labels.values(), folder, tokenizer)
    found = []
    for (need, speaker, chinese), turns in sorted(missed.items()):
        cues = {(call.id, number) for call, number in turns}
        signals = _signals(need, speaker, program, chinese=chinese)
        ranked = said.ranked(speaker, cues, least)
        new = [c for c in ranked if not _is_heard(c.text, speaker, signals, program)]
        found.append(
            Deaf(
                need,
                speaker,
                tuple((call.id, call.turns[number].t0) for call, number in turns),
                signals[0].name if signals else None,
                tuple(_apart(new)[:PER_NEED]),
            )
        )
    return found


def useless(figures: Figures, cases: Sequence[Case], rules: RuleSet) -> list[Useless]:
    """Rules that fire too often, fire where all is calm, or are not wanted; last those that never
    fire, though they show something and there were calls in their language."""
    calls = len(figures.results)
    languages = {result.language for result in figures.results}
    calm = {case.call for case in cases if case.label is not None and case.label.calm}
    found: list[Useless] = []
    idle: list[Useless] = []
    for one in figures.rules.values():
        if not one.hints:
            rule = rules.rules[one.rule]
            could = not rule.languages or not languages.isdisjoint(rule.languages)
            if rule.mode == "live" and not rule.silent and could:
                idle.append(Useless(one.rule, "never"))
            continue
        if one.calls / calls > TOO_OFTEN:
            found.append(Useless(one.rule, "too often", one.calls / calls))
        in_calm = sum(
            any(shown.rule == one.rule for shown in result.shown)
            for result in figures.results
            if result.call in calm
        )
        if in_calm:
            found.append(Useless(one.rule, "calm", in_calm / len(calm)))
        verdicts = sum(one.verdicts.values())
        unwanted = one.verdicts["wrong"] + one.verdicts["dismissed"]
        if verdicts >= LEAST_VERDICTS and unwanted / verdicts >= UNWANTED:
            found.append(Useless(one.rule, "unwanted", unwanted / verdicts))
    return found + idle


class _Said:
    """Which phrases were said in which turns, by speaker."""

    def __init__(self, calls: Iterable[LabelledCall], folder: Folder, tokenizer: Tokenizer) -> None:
        self._folder, self._tokenizer = folder, tokenizer
        self._turns: dict[str, dict[tuple[str, int], frozenset[str]]] = {}
        for call in calls:
            for number, turn in enumerate(call.turns):
                of_speaker = self._turns.setdefault(turn.role, {})
                of_speaker[call.id, number] = frozenset(self._phrases(turn))

    def ranked(self, speaker: str, cues: set[tuple[str, int]], least: int) -> list[Candidate]:
        """Phrases said in at least ``least`` of the cue turns, the surest mark first."""
        turns = self._turns.get(speaker, {})
        there = Counter(p for key in cues if key in turns for p in turns[key])
        everywhere = Counter(p for phrases in turns.values() for p in phrases)
        elsewhere = everywhere - there
        sums = (there.total(), elsewhere.total(), everywhere.total())
        found = [
            Candidate(text, count, elsewhere[text], _z(count, elsewhere[text], *sums))
            for text, count in there.items()
            if count >= least and count > elsewhere[text]
        ]
        return sorted(found, key=_surest)

    def _phrases(self, turn: Turn) -> Iterator[str]:
        for clause in _CLAUSE_ENDS.split(turn.text):
            folded = self._folder.fold(clause).text
            borders = sorted(self._tokenizer.borders(folded))
            for start, begin in enumerate(borders):
                for end in borders[start + 1 : start + 1 + MOST_WORDS]:
                    text = folded[begin:end].strip()
                    if LEAST_CHARS <= len(text) <= MOST_CHARS and not text.isdigit():
                        yield text


def _surest(one: Candidate) -> tuple[float, int, int, str]:
    """What to sort by for the surest to come first."""
    return -round(one.z, 1), -one.cues, abs(len(one.text) - USUAL), one.text


def _z(here: int, elsewhere: int, all_here: int, all_elsewhere: int, everything: int) -> float:
    """Eq. 22: the log-odds ratio of a phrase in units of its standard deviation."""
    prior = PRIOR * (here + elsewhere) / everything
    first, second = here + prior, elsewhere + prior
    odds = math.log(first / (all_here + PRIOR - first)) - math.log(
        second / (all_elsewhere + PRIOR - second)
    )
    return odds / math.sqrt(1 / first + 1 / second)


def _apart(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those that say something else than a surer one."""
    kept: list[Candidate] = []
    seen: set[str] = set()
    for one in candidates:
        size = min(SHARED, len(one.text))
        runs = {one.text[at : at + size] for at in range(len(one.text) - size + 1)}
        if not runs & seen:
            kept.append(one)
            seen |= runs
    return kept


def _signals(need: str, speaker: str, program: Program, *, chinese: bool) -> list[Signal]:
    """Signals of that speaker's words that bring the need up, the simplest way in first."""
    names: dict[str, int] = {}
    for rule in program.rules.rules.values():
        if rule.need == need:
            heard = mentions(rule.when)
            for name in heard:
                names[name] = min(names.get(name, len(heard)), len(heard))
    signals = (program.rules.signals[name] for name in names if name in program.rules.signals)
    fit = [
        signal
        for signal in signals
        if signal.phrases and signal.speaker in {speaker, "any"} and _is_chinese(signal) == chinese
    ]
    return sorted(fit, key=lambda signal: (names[signal.name], signal.name))


def _is_chinese(signal: Signal) -> bool:
    return any(not character.isascii() for p in signal.phrases for character in p.pieces[0][0])


def _is_heard(text: str, speaker: str, signals: Sequence[Signal], program: Program) -> bool:
    """Whether the phrase raises one of the signals already."""
    names = {signal.name for signal in signals}
    utterance = program.matcher.open(speaker)
    utterance.revise(text, stable=len(text), final=True)
    return any(match.signal in names for match in utterance.matches)
