"""Runs rule tests: the call is played to the real engine in its own time.

An expectation holds when what it names happens in (``after``, ``by``]. Silence is expected of all
else: a hint that no expectation covers fails the test, unless its need is in ``allow:`` or the
test says ``others: ignore``. A hint is covered by every expectation of its rule or need in whose
time it is shown; ``met``, ``open`` and ``undetermined`` speak of the checklist and cover no hint.
An alert is covered by every expectation of its rule or need, whatever that speaks of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Literal

from assist.core.conditions import is_true
from assist.core.engine import Engine
from assist.core.events import History
from assist.core.hints import (
    Alert,
    EventOut,
    Fact,
    HintClose,
    HintShadow,
    HintShow,
    HintUpdate,
    NeedChange,
)
from assist.core.manner_plan import plans
from assist.core.program import Program, index
from assist.core.rules import Mode

from .failing import Failure
from .script import events
from .testcase import Expected, RuleTest

Status = Literal["passed", "failed", "known gap", "fixed", "muted"]

NOTHING_MUTED: Mapping[str, Mode] = MappingProxyType({})
_OF_RULES = (HintShow, HintUpdate, NeedChange, Alert, HintShadow)
_ON_CHECKLIST = frozenset({"met", "open", "undetermined"})
_COVER_NOTHING = _ON_CHECKLIST | {"alert", "shadow"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a test went.

    ``known gap``: a ``todo`` test that fails, as it should. ``fixed``: a ``todo`` test that passes,
    and so counts as failed until ``todo`` is removed. ``muted``: it fails only because a site keeps
    rules quiet by an override; the pack and its tests are another's, and as they should be.
    """

    test: RuleTest
    status: Status
    failures: tuple[Failure, ...]
    events: tuple[EventOut, ...]
    near_misses: tuple[dict[str, Any], ...] = ()
    """What :meth:`Engine.explain` says, at the time by which it should have happened, of each
    rule that an expectation missed."""
    muted: tuple[tuple[str, Mode], ...] = ()
    """Of a muted test: the rules that are kept quiet, and the mode that each has been given."""

    @property
    def ok(self) -> bool:
        return self.status in {"passed", "known gap", "muted"}


def run(test: RuleTest, program: Program, muted: Mapping[str, Mode] = NOTHING_MUTED) -> Outcome:
    """Play the call of a test to the engine and hold what was shown against what it expects.

    ``muted``: rules that a site keeps quiet, with their own modes. What fails is tried once more
    with these.
    """
    outcome = _run(test, program)
    if outcome.ok or not muted:
        return outcome
    loud = _run(test, _with_modes(program, muted))
    if not loud.ok:
        return outcome
    rules = program.rules.rules
    told = {event.rule for event in loud.events if isinstance(event, _OF_RULES)} & muted.keys()
    quiet = tuple((name, rules[name].mode) for name in muted if name in (told or muted))
    return Outcome(test, "muted", (), outcome.events, muted=quiet)


def _with_modes(program: Program, modes: Mapping[str, Mode]) -> Program:
    """The same with some of its rules in other modes."""
    changed = {
        name: replace(rule, mode=modes[name]) if name in modes else rule
        for name, rule in program.rules.rules.items()
    }
    rules = replace(program.rules, rules=changed)
    return replace(program, rules=rules, index=index(rules), plans=plans(rules))


def _run(test: RuleTest, program: Program) -> Outcome:
    engine, out = _play(test, program, None)
    missed = [one for one in test.expect if not _holds(one, engine, out)]
    failures = [_missing(expected, out, program) for expected in missed]
    failures += [Failure(shown=shown) for shown in _uncovered(test, out)]
    if test.todo:
        if failures:
            return Outcome(test, "known gap", tuple(failures), tuple(out))
        return Outcome(test, "fixed", (Failure(),), tuple(out))
    if not failures:
        return Outcome(test, "passed", (), tuple(out))
    near = [_explain(test, program, rule, by) for rule, by in _rules_of(missed, program)]
    return Outcome(test, "failed", tuple(failures), tuple(out), tuple(near))


def _play(test: RuleTest, program: Program, until: int | None) -> tuple[Engine, list[EventOut]]:
    engine = Engine(program, call="test")
    out: list[EventOut] = []
    sent = events(
        test.lines,
        call="test",
        agent="agent",
        language=test.language,
        context=test.context,
        queue=test.queue,
        group=test.group,
        day=test.day,
    )
    past = [History(type="history", call="test", at=0, past=test.past)] if test.past else []
    for event in (sent[0], *past, *sent[1:]):
        if until is not None and event.at > until:
            break
        engine.receive(event, event.at)
        out += engine.hints_to_send()
    return engine, out


def _rules_of(missed: Iterable[Expected], program: Program) -> list[tuple[str, int]]:
    """The rules that missed expectations speak of, each with the time it was due."""
    found: dict[str, int] = {}
    for expected in missed:
        for rule in program.rules.rules.values():
            if expected.rule == rule.name or expected.need == rule.need:
                found.setdefault(rule.name, expected.by)
    return list(found.items())


def _explain(test: RuleTest, program: Program, rule: str, by: int) -> dict[str, Any]:
    return _play(test, program, by)[0].explain(rule) | {"by": by}


def _holds(expected: Expected, engine: Engine, out: Sequence[EventOut]) -> bool:
    """Whether what was expected happened; or, of the call's context and of facts, stood so."""
    if expected.context:
        known = engine.state.context_at(expected.by)
        return all(is_true(test, known) for test in expected.context)
    if expected.fact:
        return set(expected.fact) <= _facts(out, expected.by)
    return _happened(expected, out)


def _facts(out: Iterable[EventOut], by: int) -> AbstractSet[tuple[str, str]]:
    """What the customer had told by then: names with values."""
    told: dict[str, str] = {}
    for event in out:
        if isinstance(event, Fact) and event.at <= by:
            told.pop(event.name, None)
            if event.state == "given":
                told[event.name] = event.value
    return told.items()


def _happened(expected: Expected, out: Sequence[EventOut]) -> bool:
    return any(
        expected.after < event.at <= expected.by and _is(expected, event, out) for event in out
    )


def _is(expected: Expected, event: EventOut, out: Sequence[EventOut]) -> bool:
    match event:
        case Alert() | HintShadow():
            state = "alert" if isinstance(event, Alert) else "shadow"
            return (
                event.state == "raised" and expected.state == state and _concerns(expected, event)
            )
        case NeedChange():
            return (
                expected.state in _ON_CHECKLIST
                and expected.state == event.state
                and (expected.need == event.id or expected.rule == event.rule)
            )
        case HintShow() | HintUpdate():
            step = event.step.name if event.step is not None else None
            return (
                _concerns(expected, event)
                and expected.step in {None, step}
                and (
                    (expected.state == "escalated" and event.escalated)
                    or (
                        expected.state == "shown"
                        and (isinstance(event, HintShow) or event.change == "step")
                    )
                )
            )
        case HintClose():
            shown = next((e for e in out if isinstance(e, HintShow) and e.id == event.id), None)
            return (
                shown is not None
                and _concerns(expected, shown)
                and expected.state == event.reason
                and expected.state not in _ON_CHECKLIST
            )
        case _:
            return False


def _concerns(expected: Expected, shown: HintShow | HintUpdate | Alert | HintShadow) -> bool:
    return (expected.need is not None and expected.need == shown.need) or (
        expected.rule == shown.rule
    )


def _uncovered(test: RuleTest, out: Sequence[EventOut]) -> list[HintShow | Alert]:
    """Hints and alerts that nobody expected."""
    if test.others == "ignore":
        return []
    return [*_hints_uncovered(test, out), *_alerts_uncovered(test, out)]


def _alerts_uncovered(test: RuleTest, out: Sequence[EventOut]) -> list[Alert]:
    return [
        event
        for event in out
        if isinstance(event, Alert)
        and event.state == "raised"
        and event.need not in test.allow
        and not any(_concerns(expected, event) for expected in test.expect)
    ]


def _hints_uncovered(test: RuleTest, out: Sequence[EventOut]) -> list[HintShow]:
    """One that is only late is reported as that alone."""
    late = [one for one in test.expect if (one.rule or one.need) and not _happened(one, out)]
    return [
        event
        for event in out
        if isinstance(event, HintShow)
        and event.need not in test.allow
        and not any(_covers(expected, event) for expected in test.expect)
        and not any(_concerns(e, event) and event.at > e.by for e in late)
    ]


def _covers(expected: Expected, shown: HintShow) -> bool:
    return (
        expected.state not in _COVER_NOTHING
        and _concerns(expected, shown)
        and shown.at <= expected.by
        and (expected.state != "shown" or shown.at > expected.after)
    )


def _missing(expected: Expected, out: Sequence[EventOut], program: Program) -> Failure:
    if expected.fact:
        return Failure(expected, told=tuple(_facts(out, expected.by)))
    times = tuple(event.at for event in out if _is(expected, event, out))
    return Failure(expected, times, instead=_instead(expected, out, program))


def _instead(expected: Expected, out: Sequence[EventOut], program: Program) -> HintShow | None:
    """The hint of another rule for the same need, where one was to be shown."""
    rule = program.rules.rules.get(expected.rule or "")
    if rule is None or expected.state != "shown":
        return None
    shown = (event for event in out if isinstance(event, HintShow) and event.at <= expected.by)
    others = (hint for hint in shown if hint.need == rule.need and hint.rule != rule.name)
    return next(others, None)
