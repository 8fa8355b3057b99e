"""A moment of a call becomes a test that stands in a file as any other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from assist.archive.testcase import TestCase, Wish, as_test
from assist.core.program import Program
from assist.ruleset import load_sources
from assist.ruleset.telling import failures_told
from assist.ruleset.testing import run
from assist.text import default_folder, default_tokenizer

from .calls import ANGRY, SOURCES, program, report


@pytest.fixture(scope="module")
def rules() -> Program:
    return program()


def made(script: str, rules: Program, known: dict[str, Any] | None = None, **wish: Any) -> TestCase:
    asked = {"since": 0, "until": 30_000, "at": 2_300, "fires": True, **wish}
    return as_test(report(script, rules, **(known or {})), Wish(**asked), rules)


def run_in_its_file(case: TestCase) -> tuple[object, object]:
    """How the test goes where it stands in the file beside the rule."""
    tests = "tests:\n" + "".join(f"  {row}\n" for row in case.yaml.splitlines())
    sources = {**SOURCES, case.path: tests}
    loaded = load_sources(sources, folder=default_folder(), tokenizer=default_tokenizer())
    assert loaded.program is not None, loaded.errors
    (test,) = loaded.tests
    assert test.name == case.name
    outcome = run(test, loaded.program)
    return outcome.status, failures_told(outcome)


def test_what_the_rules_miss_fails_now(rules: Program) -> None:
    case = made("0-2 客户: 你们真是一塌糊涂\n5-6 坐席: 嗯", rules, rule="calm-down")
    assert case.status == "failed"
    assert "calm-down" in case.failures["zh"][0]
    assert case.path == "bank-zh/rules.test.yaml"
    assert run_in_its_file(case) == (case.status, case.failures)


def test_what_the_rules_do_passes_and_may_be_kept(rules: Program) -> None:
    case = made(ANGRY, rules, rule="calm-down")
    assert case.status == "passed"
    assert run_in_its_file(case) == ("passed", {"zh": (), "en": ()})


def test_a_need_is_enough_where_the_rule_is_not_known(rules: Program) -> None:
    case = made("0-2 客户: 这个真办不了吗", rules, need="bare-refusal")
    assert (case.status, case.path) == ("failed", "bank-zh/rules.test.yaml")
    assert "need: bare-refusal" in case.yaml
    assert run_in_its_file(case)[0] == "failed"


def test_what_should_be_silent_allows_what_else_came(rules: Program) -> None:
    case = made(ANGRY, rules, rule="calm-down", fires=False)
    assert case.status == "failed"
    assert 'allow: ["bare-refusal"]' in case.yaml
    assert run_in_its_file(case) == (case.status, case.failures)


def test_the_test_begins_at_nought_and_holds_only_the_moment(rules: Program) -> None:
    case = made(ANGRY, rules, rule="another-way", since=15_000, until=40_000, at=22_300)
    assert "0.000-2.000 坐席: 这个办不了" in case.yaml
    assert "破银行" not in case.yaml
    assert case.status == "passed"


def test_no_name_and_no_id_leaves_the_call(rules: Program) -> None:
    known = {"call": "CRM-17-Wang", "context": {"customer_name": "王女士", "card": "白金卡"}}
    case = made(ANGRY, rules, known, rule="platinum-first")
    assert '"card": "白金卡"' in case.yaml  # a rule asks for it
    assert "王女士" not in case.yaml
    assert "CRM-17" not in case.yaml
    assert run_in_its_file(case) == (case.status, case.failures)


@pytest.mark.parametrize("text", ['说"是"：- [a]', "a => {b=>c}", "# 不是注释", "行一 行二"])
def test_whatever_was_said_can_be_written_down(text: str, rules: Program) -> None:
    told = report("0-2 客户: 喂", rules)
    said = replace(told.lines[0], text=text)
    told.lines = [said, replace(said, at=3_000, end=3_000)]
    wish = Wish(since=0, until=9_000, at=2_000, fires=True, rule="calm-down")
    case = as_test(told, wish, rules)
    assert case.fault is None
    assert run_in_its_file(case) == (case.status, case.failures)


def test_what_cannot_be_is_said(rules: Program) -> None:
    assert "no rule 'calm-up'" in (made(ANGRY, rules, rule="calm-up").fault or "")
    assert "nobody says anything" in (
        made(ANGRY, rules, rule="calm-down", since=90_000).fault or ""
    )
