"""“Should have fired here”: a moment of a call as a test of a rule, run at once.

The test holds what was said round the moment, as the recogniser had it in the end (masked, as all
that is kept), shifted so that it begins at 0, and what rules ask of the call's context. What else
the call knew, a name above all, stays out of it: tests are kept with the rules, not with calls.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assist.core.listens import parts
from assist.core.program import Program
from assist.core.rules import ContextIs, Rule
from assist.report.model import Line, Report
from assist.report.words import clock
from assist.ruleset.pack import TESTS_SUFFIX
from assist.ruleset.script import STEP_MS, ScriptError, parse_script
from assist.ruleset.telling import failures_told
from assist.ruleset.testcase import Expected, RuleTest
from assist.ruleset.testing import Status, run

SLACK_MS = 1_500
"""How much later than the moment, and the rule's patience, the hint may come: finals come 300 ms
after the words, and a speaker's turn ends a second after that."""
TURN_MS = 10_000
"""A turn that a rule waits for, where it gives no time: 46 characters of Mandarin."""

_SPEAKERS = {"zh": {"customer": "客户", "agent": "坐席", "ivr": "ivr"},
             "en": {"customer": "customer", "agent": "agent", "ivr": "ivr"}}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What should have happened. ``since`` and ``until`` (ms of the call) bound what is said in the
    test; ``at``: the moment by which the hint should have come, or at which it should not have."""

    since: int
    until: int
    at: int
    fires: bool
    rule: str | None = None
    need: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class TestCase:
    """A test, and how it goes under the rules in force now. ``path``: the file of tests beside the
    rule; ``failures``: by language; ``fault``: why there is no test."""

    __test__ = False

    name: str
    yaml: str
    path: str
    status: Status | None
    failures: Mapping[str, Sequence[str]]
    fault: str | None = None


def as_test(report: Report, wish: Wish, program: Program) -> TestCase:
    """Make the test and run it."""
    rules = _rules(wish, program, report.language)
    if not rules:
        what = f"rule {wish.rule!r}" if wish.rule else f"need {wish.need!r}"
        return _none(f"the rules in force now have no {what}")
    said = [
        line
        for line in report.lines
        if line.end > wish.since and line.at <= wish.until and line.speaker in _SPEAKERS["en"]
    ]
    if not said:
        return _none("nobody says anything between these two moments")
    test = _test(report, wish, said, rules, program)
    try:
        test = replace(test, lines=parse_script(test.script))
    except ScriptError as fault:
        return _none(f"what was said cannot be written as a test: {fault.reason}")
    outcome = run(test, program)
    return TestCase(test.name, _yaml(test), test.file, outcome.status, failures_told(outcome))


def _none(fault: str) -> TestCase:
    return TestCase("", "", "", None, {"zh": (), "en": ()}, fault)


def _rules(wish: Wish, program: Program, language: str) -> list[Rule]:
    """The rules that it is about; those of the call's language first."""
    if wish.rule is not None:
        rule = program.rules.rules.get(wish.rule)
        return [rule] if rule is not None else []
    found = [rule for rule in program.rules.rules.values() if rule.need == wish.need]
    return sorted(found, key=lambda rule: f"-{language}/" not in rule.where)


def _test(
    report: Report, wish: Wish, said: Sequence[Line], rules: Sequence[Rule], program: Program
) -> RuleTest:
    zero = min(line.at for line in said)
    patience = max(map(_patience, rules))
    due = wish.at - zero + patience + SLACK_MS
    path = rules[0].where.split(":", 1)[0]
    expected = Expected(
        rule=wish.rule,
        need=None if wish.rule else wish.need,
        by=-(-due // 100) * 100,
        after=-1,
        state="shown",
        step=None,
    )
    return RuleTest(
        name=wish.name or _name(report, wish),
        file=path.removesuffix(".yaml").removesuffix(TESTS_SUFFIX) + TESTS_SUFFIX,
        line=1,
        column=1,
        script="".join(_script(said, zero, report.language)),
        lines=(),
        expect=(expected,) if wish.fires else (),
        allow=() if wish.fires else _allowed(report, wish, rules),
        others="ignore" if wish.fires else "fail",
        language="en" if report.language == "en" else "zh",
        queue=report.queue,
        group=report.group,
        context=_asked_for(report, program),
    )


def _patience(rule: Rule) -> int:
    """How long (ms) the rule may leave the agent to do it unprompted."""
    if rule.patience is None:
        return 0
    return rule.patience.ms or (rule.patience.turns or 0) * TURN_MS


def _name(report: Report, wish: Wish) -> str:
    """Says where it is from to those who can look, and nothing to others."""
    source = hashlib.blake2b(report.call.encode(), digest_size=4).hexdigest()
    what = wish.rule or wish.need
    return f"{what}{'' if wish.fires else ' stays silent'}, call {source} at {clock(wish.at)}"


def _script(said: Sequence[Line], zero: int, language: str) -> Iterator[str]:
    names = _SPEAKERS.get(language, _SPEAKERS["zh"])
    for line in said:
        start, end = line.at - zero, max(line.end, line.at + STEP_MS) - zero
        text = " ".join(line.text.split()).replace("=>", "＝＞")
        yield f"{start / 1000:.3f}-{end / 1000:.3f} {names[line.speaker]}: {text}\n"


def _allowed(report: Report, wish: Wish, rules: Sequence[Rule]) -> tuple[str, ...]:
    """The needs of other hints that came in that time: those were not complained of."""
    wrong = {rule.need for rule in rules}
    came = (hint.need for hint in report.hints if wish.since <= hint.shown <= wish.until)
    return tuple(sorted({need for need in came if need not in wrong}))


def _asked_for(report: Report, program: Program) -> dict[str, Any]:
    """What rules ask of a call's context, as it was."""
    keys = {test.key for signal in program.rules.signals.values() for test in signal.context}
    for rule in program.rules.rules.values():
        keys.update(
            test.key
            for part in parts(rule.when)
            if isinstance(part, ContextIs)
            for test in part.tests
        )
    return {key: value for key, value in report.context.items() if key in keys}


def _yaml(test: RuleTest) -> str:
    """The test as it stands in a file, from the first column; JSON is YAML, and quotes safely."""
    rows = [f"- name: {_json(test.name)}", "  call: |"]
    rows += [f"    {row}" for row in test.script.splitlines()]
    rows.append(f"  language: {test.language}")
    for key, value in (("queue", test.queue), ("group", test.group)):
        rows += [f"  {key}: {_json(value)}"] if value else []
    rows += [f"  context: {_json(test.context)}"] if test.context else []
    told = ", ".join(
        f"{{{'rule' if one.rule else 'need'}: {one.rule or one.need}, by: {one.by / 1000:g}}}"
        for one in test.expect
    )
    rows.append(f"  expect: [{told}]")
    rows += [f"  allow: {_json(list(test.allow))}"] if test.allow else []
    rows += ["  others: ignore"] if test.others == "ignore" else []
    return "\n".join(rows) + "\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
