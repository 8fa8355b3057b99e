"""One way of scoring hints against labels, for backtests, tests and the project's own figures.

- An expectation is met by a hint of its need that shows or is updated in its window, or that stood
  already when the cue's turn ended.
- A showing in an optional window of its need, and :data:`GRACE_S` after it, is neither right nor
  wrong. A second showing for an expectation that is met, in its window, is a repeat and free; a
  third is false. Any other showing is false; in a call without hints, every one is. Updates are
  never false: a repeat is a counter, not a new card.
- Delay runs from the end of the cue's turn to the showing (negative: the speaker had not finished).
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from .calls import Label, LabelledCall

GRACE_S = 15.0
"""How late an optional hint may come."""

Verdict = Literal["right", "repeat", "optional", "false", "forbidden"]


@dataclass(frozen=True, slots=True)
class Moment:
    """A hint showed, was updated, or closed. ``at`` is in seconds since the call began."""

    at: float
    kind: Literal["show", "update", "close"]
    hint: str
    need: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a showing, or an update that met something, was worth. ``delay`` of a right one, s."""

    moment: Moment
    verdict: Verdict
    delay: float | None = None


@dataclass(frozen=True, slots=True)
class CallScore:
    """One labelled call: each expectation with the rule that met it (None: missed), and each
    showing with its verdict."""

    call: LabelledCall
    met_by: tuple[str | None, ...]
    judged: tuple[Judged, ...]
    shown: int

    @property
    def false(self) -> list[Judged]:
        """The showings that no label allows for."""
        return [one for one in self.judged if one.verdict in {"false", "forbidden"}]

    @property
    def missed(self) -> list[Label]:
        """The expectations that nothing met."""
        labels = self.call.expect or ()
        return [label for label, rule in zip(labels, self.met_by, strict=True) if rule is None]

    @property
    def faults(self) -> int:
        """How much is wrong with it: false showings and missed needs."""
        return len(self.false) + len(self.missed)


def score(call: LabelledCall, moments: Sequence[Moment]) -> CallScore:
    """Hold what was shown in a call against its labels."""
    ordered = sorted(moments, key=lambda moment: moment.at)
    expect = call.expect or ()
    met_by: list[str | None] = [None] * len(expect)
    repeats: Counter[int] = Counter()
    judged: list[Judged] = []
    for moment in ordered:
        if moment.kind == "close":
            continue
        windows = [number for number, label in enumerate(expect) if _within(label, moment)]
        fresh = next((number for number in windows if met_by[number] is None), None)
        if fresh is not None:
            met_by[fresh] = moment.rule
            delay = moment.at - call.turns[expect[fresh].turn].t1
            judged.append(Judged(moment, "right", delay))
        elif moment.kind == "show":
            judged.append(Judged(moment, _verdict(call, moment, windows, repeats)))
    spans = _spans(ordered)
    for number, label in enumerate(expect):
        end = call.turns[label.turn].t1
        if met_by[number] is None:
            standing = (s for s in spans if s.need == label.need and s.shown <= end <= s.closed)
            met_by[number] = next((span.rule for span in standing), None)
    return CallScore(call, tuple(met_by), tuple(judged), len(spans))


def _within(label: Label, moment: Moment, grace: float = 0.0) -> bool:
    return moment.need == label.need and label.from_s <= moment.at <= label.until_s + grace


def _verdict(
    call: LabelledCall, moment: Moment, windows: Sequence[int], repeats: Counter[int]
) -> Verdict:
    """What a showing that met nothing new is worth."""
    if windows and not repeats[windows[0]]:
        repeats[windows[0]] += 1
        return "repeat"
    if not call.no_hints and any(_within(label, moment, GRACE_S) for label in call.optional):
        return "optional"
    return "forbidden" if {"*", moment.need} & set(call.forbid) else "false"


@dataclass(slots=True)
class _Span:
    need: str
    rule: str
    shown: float
    closed: float = math.inf


def _spans(ordered: Sequence[Moment]) -> list[_Span]:
    """From when to when each hint stood."""
    spans: dict[str, _Span] = {}
    for moment in ordered:
        if moment.kind == "show":
            spans.setdefault(moment.hint, _Span(moment.need, moment.rule, moment.at))
        elif moment.kind == "close" and moment.hint in spans:
            spans[moment.hint].closed = moment.at
    return list(spans.values())


@dataclass(slots=True)
class Score:
    """All labelled calls together."""

    calls: list[CallScore] = field(default_factory=list)

    @property
    def expected(self) -> int:
        return sum(len(one.met_by) for one in self.calls)

    @property
    def met(self) -> int:
        return sum(rule is not None for one in self.calls for rule in one.met_by)

    @property
    def false(self) -> int:
        return sum(len(one.false) for one in self.calls)

    @property
    def precision(self) -> float:
        """Expectations met of those and the false showings; 0 where there is neither."""
        return share(self.met, self.met + self.false)

    @property
    def recall(self) -> float:
        return share(self.met, self.expected)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def critical(self) -> tuple[int, int]:
        """(met, expected) of the critical needs."""
        found = [
            rule is not None
            for one in self.calls
            for label, rule in zip(one.call.expect or (), one.met_by, strict=True)
            if label.severity == "critical"
        ]
        return sum(found), len(found)

    def count(self, verdict: Verdict) -> int:
        return sum(j.verdict == verdict for one in self.calls for j in one.judged)

    def delays(self) -> list[float]:
        return [j.delay for one in self.calls for j in one.judged if j.delay is not None]

    def by_kind(self) -> dict[str, list[CallScore]]:
        """The calls of each kind, by name."""
        kinds = sorted({one.call.kind for one in self.calls})
        return {kind: [one for one in self.calls if one.call.kind == kind] for kind in kinds}

    def by_need(self) -> dict[str, Counter[str]]:
        """Need -> expected, met, false; by name."""
        needs: dict[str, Counter[str]] = {}
        for one in self.calls:
            for label, rule in zip(one.call.expect or (), one.met_by, strict=True):
                counts = needs.setdefault(label.need, Counter())
                counts["expected"] += 1
                counts["met"] += rule is not None
            for judged in one.false:
                needs.setdefault(judged.moment.need, Counter())["false"] += 1
        return dict(sorted(needs.items()))

    def to_json(self) -> dict[str, Any]:
        """The figures, rounded, in the words of the labelled calls."""
        delays, kinds = self.delays(), self.by_kind()
        critical, of = self.critical()
        clean = {kind: sum(not one.false for one in calls) for kind, calls in kinds.items()}
        return {
            "calls": len(self.calls),
            "expected": self.expected,
            "met": self.met,
            "precision": round(self.precision, 3),
            "recall": round(self.recall, 3),
            "f1": round(self.f1, 3),
            "critical": f"{critical}/{of}",
            "false": self.false,
            "false_by_kind": {
                kind: sum(len(one.false) for one in calls) for kind, calls in kinds.items()
            },
            "forbidden": self.count("forbidden"),
            "optional": self.count("optional"),
            "repeats": self.count("repeat"),
            "clean": {kind: f"{clean[kind]}/{len(calls)}" for kind, calls in kinds.items()},
            "hints_per_call": {
                kind: round(statistics.mean(one.shown for one in calls), 2)
                for kind, calls in kinds.items()
            },
            "delay_s": {
                "p50": round(statistics.median(delays), 2),
                "max": round(max(delays), 2),
            }
            if delays
            else None,
            "per_need": {need: dict(counts) for need, counts in self.by_need().items()},
        }


def share(part: float, whole: float) -> float:
    """``part`` of ``whole``; 0 of nothing."""
    return part / whole if whole else 0.0
