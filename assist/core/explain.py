"""Why, and why not: what happened to each rule, and the state of every condition on request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .conditions import Past, absent_from, holds, holds_within, is_true
from .listens import triggers
from .needs import RuleState
from .occurrences import Occurrence
from .rules import (
    LEVELS,
    Absent,
    AllOf,
    AnyOf,
    AtLeast,
    Condition,
    ContextIs,
    Count,
    During,
    EmotionIs,
    Heard,
    HistoryIs,
    InOrder,
    NeedIs,
    PastTest,
    Rule,
    Turns,
)

KEPT = 256


@dataclass(frozen=True, slots=True)
class Trace:
    """One thing that happened to a rule's hint. ``what``: opened, met, retracted, closed,
    suppressed …; ``why``: the reason, budget or verdict; ``digest``: the rule text in force."""

    at: int
    rule: str
    hint: str
    what: str
    why: str
    digest: str


@dataclass(slots=True)
class Tracer:
    """The last traces of a call, and how many of each kind since it began."""

    recent: list[Trace] = field(default_factory=list)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def note(self, at: int, rule: Rule, hint: str, what: str, why: str = "") -> None:
        self.recent.append(Trace(at, rule.name, hint, what, why, rule.digest))
        del self.recent[:-KEPT]
        self.counts[what, why] += 1

    @property
    def noted(self) -> int:
        """How many traces there were since the call began."""
        return self.counts.total()

    def after(self, noted: int) -> list[Trace]:
        """The traces that came after the first ``noted``, as far as they are still kept."""
        new = self.noted - noted
        return self.recent[-new:] if new > 0 else []

    def load(self, traces: Iterable[Trace], counts: Iterable[tuple[str, str, int]]) -> None:
        """Go on from a saved state."""
        self.recent = list(traces)[-KEPT:]
        self.counts = Counter({(what, why): n for what, why, n in counts})


def explain_rule(rule: Rule, state: RuleState | None, past: Past, now: int) -> dict[str, Any]:
    """The rule's openings, the cues that opened nothing and why, and the state of its conditions.

    A condition becomes true at something that happens, so each is told as of ``at``: the last
    moment up to ``now`` at which anything happened that it listens for; ``now`` where nothing did.
    """
    openings = state.openings if state is not None else []
    woken = state.woken if state is not None else ()
    told: dict[str, Any] = {
        "rule": rule.name,
        "where": rule.where,
        "digest": rule.digest,
        "mode": rule.mode,
        "need": rule.need,
        "openings": [
            {
                "state": o.state,
                "cued": o.cue_time,
                "opened": o.opened,
                "met": o.met,
                "closed": o.record.closed,
                "steps": list(o.steps_met),
                "because": [_words(item) for cue in o.cue for item in cue.heard()],
            }
            for o in openings
        ],
        "shown": state.shown if state is not None else None,
        "skipped": [{"at": at, "why": why} for at, why in (state.skipped if state else ())],
        "at": _anchor(rule.when, past, woken, now),
        "when": _tree(rule.when, past, _anchor(rule.when, past, woken, now), "when"),
    }
    if rule.first is not None:
        told["first"] = _tree(Heard(rule.first.signal), past, now, "examples/first")
    if rule.met_by is not None:
        told["met_by"] = _tree(rule.met_by, past, _anchor(rule.met_by, past, (), now), "met_by")
    if rule.steps:
        told["steps"] = [
            {
                "name": step.name,
                "met_by": _tree(
                    step.met_by, past, _anchor(step.met_by, past, (), now), f"steps/{number}/met_by"
                ),
            }
            for number, step in enumerate(rule.steps)
        ]
    return told


def outline(condition: Condition, path: str = "when") -> dict[str, Any]:
    """A condition as nested JSON objects: what it asks for, without saying whether it holds.
    ``path`` leads to it; durations are in ms."""
    node: dict[str, Any] = {"path": path, "condition": type(condition).__name__}
    match condition:
        case Heard(name):
            node["signal"] = name
        case Count(name, n, within):
            node |= {"signal": name, "n": n, "within": within}
        case AllOf(of, within):
            node |= {"within": within, "of": _outlines(of, path)}
        case AnyOf(of):
            node["of"] = _outlines(of, path)
        case AtLeast(n, of, within):
            node |= {"n": n, "within": within, "of": _outlines(of, path)}
        case InOrder(of, within, same):
            node |= {"within": within, "same": same, "of": _outlines(of, path)}
        case Absent(of, ms, turns, since):
            node |= {"ms": ms, "turns": turns, "since": since}
            node["of"] = [outline(of, f"{path}/absent")]
        case NeedIs(ids, state):
            node |= {"needs": list(ids), "state": state}
        case EmotionIs(meter, level, speaker):
            node |= {"meter": meter, "level": level, "speaker": speaker}
        case Turns(speaker, last, each, none):
            node |= {"speaker": speaker, "last": last, "each": each, "none": none}
        case ContextIs(tests):
            node["tests"] = [{"key": t.key, "op": t.op, "value": t.value} for t in tests]
        case HistoryIs(name, tests):
            node |= {"signal": name, "tests": [_past(test) for test in tests]}
        case During(phase, ms):
            node |= {"phase": phase, "ms": ms}
    return node


def _past(test: PastTest) -> dict[str, Any]:
    return {"what": test.what, "name": test.name, "within": test.within}


def _outlines(of: Sequence[Condition], path: str) -> list[dict[str, Any]]:
    return [outline(part, f"{path}/{number}") for number, part in enumerate(of)]


def _anchor(condition: Condition, past: Past, woken: Iterable[int], now: int) -> int:
    """The last moment up to ``now`` at which something happened that the condition listens for."""
    heard = (past.history.latest(name, 0, now) for name in triggers(condition))
    times = [item.time for item in heard if item is not None]
    return max((*times, *(time for time in woken if time <= now)), default=now)


def _words(item: Occurrence) -> dict[str, Any]:
    return {"signal": item.signal, "speaker": item.speaker, "at": item.time, "quote": item.quote}


def _tree(condition: Condition, past: Past, time: int, path: str) -> dict[str, Any]:
    """The outline, and in it whether each part holds, on which words, and what is there instead.

    The parts of a condition that looks back over a window are told as the window sees them: held
    anywhere within it.
    """
    return _state(condition, past, time, time, outline(condition, path))


def _state(
    condition: Condition, past: Past, first: int, last: int, node: dict[str, Any]
) -> dict[str, Any]:
    support = (
        holds(condition, past, last)
        if first == last
        else holds_within(condition, past, first, last)
    )
    node["holds"] = support is not None
    node["heard"] = [_words(item) for cue in support or () for item in cue.heard()]
    match condition:
        case Heard(name):
            node["last_heard"] = _time(past.history.latest(name, 0, last))
        case Count(name, _, within):
            node["last_heard"] = _time(past.history.latest(name, 0, last))
            node["counted"] = len(past.history.between(name, last - within, last))
        case EmotionIs(meter):
            curve = past.curves.get(meter)
            node["value"] = round(curve.value(last), 2) if curve is not None else 0.0
            node["stands"] = LEVELS[curve.level(last)] if curve is not None else LEVELS[0]
        case ContextIs(tests):
            known = past.context(last)
            for test, told in zip(tests, node["tests"], strict=True):
                told |= {"is": known.get(test.key), "holds": is_true(test, known)}
        case HistoryIs():
            for told in node["tests"]:
                told["ago"] = past.remembered.get(f"{told['what']}:{told['name']}")
        case AllOf(of, within) | AtLeast(_, of, within) | InOrder(of, within):
            _states(of, past, last - within, last, node)
        case AnyOf(of):
            _states(of, past, first, last, node)
        case Absent(of):
            _states((of,), past, absent_from(condition, past, last), last, node)
        case _:
            pass
    return node


def _states(
    of: Sequence[Condition], past: Past, first: int, last: int, node: dict[str, Any]
) -> None:
    for part, below in zip(of, node["of"], strict=True):
        _state(part, past, min(first, last), last, below)


def _time(item: Occurrence | None) -> int | None:
    return item.time if item is not None else None
