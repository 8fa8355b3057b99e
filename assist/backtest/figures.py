"""A backtest in figures: of each rule, of all calls, and how to find the worst of them."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from assist.core.rules import RuleSet

from .playing import Result
from .scoring import Score, share


@dataclass(slots=True)
class RuleFigures:
    """One rule over all calls.

    ``hints``: showings; ``calls``: in how many calls; ``met``: expectations of its need that this
    rule met, of ``expected``; ``need_met``: those that any rule met; ``false``: its showings that
    no label allows for; ``neutral``: those in an optional window, and repeats. The labelled figures
    are over labelled calls only. ``delays``: cue to hint, ms; ``cued``: hints that words alone
    brought up; ``early``: those of them shown before these words were final.
    """

    rule: str
    need: str
    mode: str
    languages: tuple[str, ...] = ()
    """Of the calls that it applies to; none: of any."""
    hints: int = 0
    shadowed: int = 0
    """What it would have shown, were it not in shadow."""
    calls: int = 0
    met: int = 0
    expected: int = 0
    need_met: int = 0
    false: int = 0
    neutral: int = 0
    cued: int = 0
    early: int = 0
    delays: list[int] = field(default_factory=list)
    verdicts: Counter[str] = field(default_factory=Counter)
    closed: Counter[str] = field(default_factory=Counter)
    worst: str | None = None
    """The labelled call with most false showings of it and misses of its need."""
    false_in: list[tuple[str, int]] = field(default_factory=list)
    """(call, ms) of each false showing."""

    @property
    def precision(self) -> float | None:
        """None where it showed nothing that labels speak of."""
        spoken = self.met + self.false
        return self.met / spoken if spoken else None

    @property
    def recall(self) -> float | None:
        """Of its need, by whichever rule; None where no label asks for the need."""
        return self.need_met / self.expected if self.expected else None

    @property
    def delay(self) -> float | None:
        """Median from cue to hint, ms."""
        return statistics.median(self.delays) if self.delays else None


@dataclass(slots=True)
class Figures:
    """A whole backtest."""

    rules: dict[str, RuleFigures]
    results: list[Result]
    score: Score

    @property
    def hints(self) -> int:
        return sum(len(result.shown) for result in self.results)

    @property
    def hints_per_call(self) -> float:
        return share(self.hints, len(self.results))

    @property
    def delays(self) -> list[int]:
        """Cue to hint of every hint, ms, rising."""
        return sorted(delay for figures in self.rules.values() for delay in figures.delays)

    @property
    def early(self) -> tuple[int, int]:
        """Of the hints that words alone brought up, those shown before these words were final."""
        rules = self.rules.values()
        return sum(one.early for one in rules), sum(one.cued for one in rules)

    def worst(self, most: int = 10) -> list[Result]:
        """The labelled calls with most false showings and misses; none without either."""
        bad = [result for result in self.results if result.faults]
        return sorted(bad, key=lambda result: (-result.faults, result.call))[:most]

    def to_json(self, cases_calm: Iterable[str] = ()) -> dict[str, Any]:
        """Everything, ready for JSON. Rules without a hint or an expectation are left in: silence
        is a finding. ``cases_calm``: calls in which nothing much is wrong."""
        calm = set(cases_calm)
        in_calm = [len(result.shown) for result in self.results if result.call in calm]
        early, cued = self.early
        return {
            "calls": len(self.results),
            "hints": self.hints,
            "hints_per_call": round(self.hints_per_call, 3),
            "share_with_any": round(
                share(sum(bool(r.shown) for r in self.results), len(self.results)), 3
            ),
            "calm_calls": len(in_calm),
            "hints_per_calm_call": round(statistics.mean(in_calm), 3) if in_calm else None,
            "cue_to_hint_ms": quantiles(self.delays),
            "before_final": {"hints": early, "of": cued},
            "labelled": self.score.to_json() if self.score.calls else None,
            "rules": [_rule_json(one) for one in self.rules.values()],
            "worst_calls": [
                {
                    "call": result.call,
                    "source": result.source,
                    "false": [
                        {"at": j.moment.at, "rule": j.moment.rule, "need": j.moment.need}
                        for j in result.score.false
                    ],
                    "missed": [
                        {"need": label.need, "from_s": label.from_s, "until_s": label.until_s}
                        for label in result.score.missed
                    ],
                }
                for result in self.worst()
                if result.score is not None
            ],
        }


def quantiles(delays: Sequence[int]) -> dict[str, float] | None:
    """Median, 90th percentile and largest, of rising values; None of none."""
    if not delays:
        return None
    return {
        "p50": statistics.median(delays),
        "p90": delays[min(len(delays) - 1, len(delays) * 9 // 10)],
        "max": delays[-1],
    }


def _rule_json(one: RuleFigures) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "need": one.need,
        "mode": one.mode,
        "hints": one.hints,
        "shadowed": one.shadowed,
        "calls": one.calls,
        "precision": _rounded(one.precision),
        "recall": _rounded(one.recall),
        "met": one.met,
        "expected": one.expected,
        "need_met": one.need_met,
        "false": one.false,
        "neutral": one.neutral,
        "cue_to_hint_ms": quantiles(sorted(one.delays)),
        "verdicts": dict(one.verdicts),
        "closed": dict(one.closed),
        "worst_call": one.worst,
        "false_in": [{"call": call, "at_ms": at} for call, at in one.false_in],
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def figures(results: Sequence[Result], rules: RuleSet) -> Figures:
    """Sum up the results of a backtest under ``rules``."""
    found = {
        rule.name: RuleFigures(rule.name, rule.need, rule.mode, rule.languages)
        for rule in rules.rules.values()
        if rule.mode != "off"
    }
    faults: dict[str, Counter[str]] = {name: Counter() for name in found}
    for result in results:
        for shown in result.shown:
            one = found[shown.rule]
            one.hints += 1
            one.delays += [shown.delay] if shown.delay is not None else []
            one.cued += not shown.patient
            one.early += shown.early
        for name, count in result.shadowed.items():
            found[name].shadowed += count
        for name in {shown.rule for shown in result.shown}:
            found[name].calls += 1
        for (name, verdict), count in result.verdicts.items():
            if name in found:
                found[name].verdicts[verdict] += count
        for (name, reason), count in result.closed.items():
            if name in found:
                found[name].closed[reason] += count
        _score(result, found, faults)
    for name, counts in faults.items():
        worst = min(counts, key=lambda call: (-counts[call], call), default=None)
        found[name].worst = worst
    scores = [result.score for result in results if result.score is not None]
    return Figures(found, list(results), Score(scores))


def _score(result: Result, found: dict[str, RuleFigures], faults: dict[str, Counter[str]]) -> None:
    score = result.score
    if score is None:
        return
    by_need: dict[str, list[RuleFigures]] = {}
    for one in found.values():
        by_need.setdefault(one.need, []).append(one)
    for label, rule in zip(score.call.expect or (), score.met_by, strict=True):
        for one in by_need.get(label.need, ()):
            one.expected += 1
            one.need_met += rule is not None
            one.met += one.rule == rule
            if rule is None:
                faults[one.rule][result.call] += 1
    for judged in score.judged:
        one = found[judged.moment.rule]
        one.neutral += judged.verdict in {"optional", "repeat"}
    for judged in score.false:
        one = found[judged.moment.rule]
        one.false += 1
        one.false_in.append((result.call, round(judged.moment.at * 1000)))
        faults[one.rule][result.call] += 1
