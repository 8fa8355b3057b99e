"""Why, and why not: what happened to each rule, and the state of every condition on request."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .conditions import Past, holds
from .needs import RuleState
from .occurrences import Occurrence
from .rules import Absent, AllOf, AnyOf, AtLeast, Condition, Count, Heard, InOrder, NeedIs, Rule

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

    recent: deque[Trace] = field(default_factory=lambda: deque(maxlen=KEPT))
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def note(self, at: int, rule: Rule, hint: str, what: str, why: str = "") -> None:
        self.recent.append(Trace(at, rule.name, hint, what, why, rule.digest))
        self.counts[what, why] += 1

    def load(self, traces: Iterable[Trace], counts: Iterable[tuple[str, str, int]]) -> None:
        """Go on from a saved state."""
        self.recent = deque(traces, maxlen=KEPT)
        self.counts = Counter({(what, why): n for what, why, n in counts})


def explain_rule(rule: Rule, state: RuleState | None, past: Past, time: int) -> dict[str, Any]:
    """The rule's openings, the cues that opened nothing and why, and its conditions at ``time``."""
    openings = state.openings if state is not None else []
    return {
        "rule": rule.name,
        "where": rule.where,
        "digest": rule.digest,
        "mode": rule.mode,
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
        "skipped": [{"at": at, "why": why} for at, why in (state.skipped if state else [])],
        "when": _tree(rule.when, past, time, "when"),
    }


def _words(item: Occurrence) -> dict[str, Any]:
    return {"signal": item.signal, "speaker": item.speaker, "at": item.time, "quote": item.quote}


def _tree(condition: Condition, past: Past, time: int, path: str) -> dict[str, Any]:
    support = holds(condition, past, time)
    node: dict[str, Any] = {
        "path": path,
        "condition": type(condition).__name__,
        "holds": support is not None,
        "heard": [_words(item) for cue in support or () for item in cue.heard()],
    }
    match condition:
        case Heard(name) | Count(name):
            last = past.history.latest(name, 0, time)
            node["signal"] = name
            node["last_heard"] = last.time if last is not None else None
        case NeedIs(ids, state):
            node["needs"], node["state"] = list(ids), state
        case AllOf(of) | AnyOf(of) | InOrder(of) | AtLeast(_, of):
            node["of"] = [_tree(part, past, time, f"{path}/{i}") for i, part in enumerate(of)]
        case Absent(of):
            node["of"] = [_tree(of, past, time, f"{path}/absent")]
        case _:
            pass
    return node
