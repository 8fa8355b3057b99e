"""Tests of rules as they stand in files: a call, and what the agent must see."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assist.core.events import Remembered
from assist.core.rules import ContextTest
from assist.core.tongues import Language

from .model import ExpectModel, TestModel
from .pack import Entry
from .scope import Scope, context_tests
from .script import Line, ScriptError, parse_script

_CHINESE = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Must happen in (``after``, ``by``], ms since the call began, to a rule or a need; or be true
    at ``by`` of the call's context, or of what the customer has told."""

    rule: str | None
    need: str | None
    by: int
    after: int
    state: str
    step: str | None
    context: tuple[ContextTest, ...] = ()
    fact: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTest:
    """One test, ready to run (:func:`assist.ruleset.testing.run`)."""

    name: str
    file: str
    line: int
    column: int
    script: str
    lines: tuple[Line, ...]
    expect: tuple[Expected, ...]
    allow: tuple[str, ...] = ()
    others: str = "fail"
    todo: bool = False
    language: Language = "zh"
    queue: str | None = None
    group: str | None = None
    day: str | None = None
    """On which the call begins, ISO 8601."""
    past: tuple[Remembered, ...] = ()
    context: Mapping[str, Any]

    @property
    def tested(self) -> frozenset[str]:
        """Rules that it names."""
        return frozenset(expected.rule for expected in self.expect if expected.rule)


def compile_tests(scope: Scope) -> tuple[RuleTest, ...]:
    """All tests that can be read; what is wrong with the others is reported."""
    tests: list[RuleTest] = []
    named: dict[str, Entry[TestModel]] = {}
    for entry in scope.pack.tests:
        if entry.model is None:
            continue
        if entry.name in named and named[entry.name].place.file == entry.place.file:
            first = named[entry.name].place
            scope.report.error(
                "R209",
                entry.at("name"),
                f"the test `{entry.name}` is already at {first}",
                "rename one",
            )
        named[entry.name] = entry
        test = _test(scope, entry, entry.model)
        if test is not None:
            tests.append(test)
    return tuple(tests)


def _test(scope: Scope, entry: Entry[TestModel], model: TestModel) -> RuleTest | None:
    try:
        lines = parse_script(model.call)
    except ScriptError as error:
        assert isinstance(entry.node.value, dict)
        place = entry.node.value["call"].within(error.line, error.column)
        scope.report.error("R601", place, f"line {error.line} of the call: {error.reason}")
        return None
    if not lines:
        scope.report.error("R601", entry.at("call"), "nobody says anything in this call")
        return None
    expect = tuple(_expected(scope, entry, one, index) for index, one in enumerate(model.expect))
    for index, need in enumerate(model.allow or ()):
        scope.known("need", need, entry.at("allow", index))
    language: Language = model.language or ("zh" if _CHINESE.search(model.call) else "en")
    return RuleTest(
        name=model.name,
        file=entry.place.file,
        line=entry.place.line,
        column=entry.place.column,
        script=model.call,
        lines=lines,
        expect=expect,
        allow=tuple(model.allow or ()),
        others=model.others,
        todo=model.todo,
        language=language,
        queue=model.queue,
        group=model.group,
        day=model.started_at,
        past=_past(scope, entry, model),
        context=model.context,
    )


def _expected(scope: Scope, entry: Entry[TestModel], model: ExpectModel, index: int) -> Expected:
    place = entry.at("expect", index)
    kinds = (model.rule, model.need, model.context, model.fact)
    if sum(one is not None for one in kinds) != 1:
        scope.report.error("R602", place, "expect one of rule, need, context and fact")
    if model.rule is not None:
        scope.known("rule", model.rule, entry.at("expect", index, "rule"))
    if model.need is not None:
        scope.known("need", model.need, entry.at("expect", index, "need"))
    if model.met and model.state not in {None, "met"}:
        scope.report.error("R602", place, f"`met` says something else than `state: {model.state}`")
    if model.after is not None and model.after >= model.by:
        scope.report.error("R602", place, "`after` must be before `by`")
    return Expected(
        rule=model.rule,
        need=model.need,
        by=round(model.by * 1000),
        after=-1 if model.after is None else round(model.after * 1000),
        state="met" if model.met else model.state or "shown",
        step=model.step,
        context=context_tests(model.context or {}),
        fact=tuple((model.fact or {}).items()),
    )


def _past(scope: Scope, entry: Entry[TestModel], model: TestModel) -> tuple[Remembered, ...]:
    """What the test says of earlier calls; a name that is both a need and a signal is the need."""
    found = []
    for name, ago in model.history.items():
        if name in scope.needs:
            found.append(Remembered(what="need", name=name, ago=ago))
        elif scope.known("signal", name, entry.key("history", name)):
            found.append(Remembered(what="signal", name=name, ago=ago))
    return tuple(found)
