"""What may be noted as a fact, and how a test tells that it was not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assist.ruleset import Loaded
from assist.ruleset.telling import tell
from assist.ruleset.testing import run

FACT = "signals:\n  told: {speaker: customer, fact: 金额, %s}\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("phrases: [十二万]", "nothing"),
        ("patterns: ['(?P<sum>[0-9]+)元(?P<per>每天)']", "per and sum"),
        ("phrases: {a: [十二万]}, as: kind, patterns: ['(?P<sum>[0-9]+)元']", "kind and sum"),
    ],
)
def test_a_fact_is_the_one_thing_captured(
    errors_of: Callable[..., list[str]], words: str, told: str
) -> None:
    (error,) = errors_of(FACT % words)
    assert f"a fact is the one thing that is captured, and `told` captures {told}" in error


def test_only_words_are_facts(errors_of: Callable[..., list[str]]) -> None:
    (error,) = errors_of("signals:\n  old: {context: {age: '>70'}, fact: 年纪}\n")
    assert "`fact` says nothing about a signal by context" in error


def test_a_label_is_short_and_a_fact_is_a_use(load_text: Callable[..., Loaded]) -> None:
    words = "patterns: ['(?P<sum>[0-9]+)元']"
    assert load_text(FACT % words).problems == ()
    long = FACT.replace("金额", "{zh: 客户打算转出去的金额, en: amount}") % words
    assert [problem.code for problem in load_text(long).problems] == ["R104"]


def test_a_test_that_misses_a_fact_says_what_was_told(load_text: Callable[..., Loaded]) -> None:
    loaded = load_text(
        FACT % "patterns: ['(?P<sum>[0-9]+)元']"
        + """
tests:
  - name: sum
    call: "0.0 客户: 一共300元。"
    expect: [{fact: {sum: "400"}, by: 9}]
"""
    )
    assert loaded.program is not None
    outcome = run(loaded.tests[0], loaded.program)
    (failure,) = outcome.failures
    assert failure.words("en") == "fact sum = 400 at 9s: told was sum = 300"
    assert failure.words("zh") == "9 秒时要点应是 sum = 400，实际是 sum = 300"
    assert any("fact sum given: 金额 300" in line for line in tell(outcome))
