"""Rule tests: a call is played, and what the agent would see is held against what is expected."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from assist.ruleset import Loaded
from assist.ruleset.telling import tell
from assist.ruleset.testing import Outcome, run

Load = Callable[..., Loaded]

PACK = """
signals:
  loss: {speaker: customer, phrases: [去世, 走了]}
  calm: {speaker: agent, phrases: [节哀]}
  hurry: {speaker: customer, phrases: [快点]}
rules:
  acknowledge:
    need: bereaved
    ability: empathy
    when: loss
    met_by: calm
    hint: {priority: critical, text: 先安慰, say: 慢慢说。}
    escalate: {after: 10s}
  be-quick:
    need: customer-anxious
    ability: communication
    when: hurry
    hint: {text: 先说要多久, say: 两分钟就好。}
"""
CALL = """
      0.0-4.0 客户: 我老伴上个月走了
      7.0-8.0 坐席: 您报一下身份证号
"""


@pytest.fixture
def outcome(load_text: Load) -> Callable[..., Outcome]:
    def play(expect: str, *, call: str = CALL, more: str = "") -> Outcome:
        loaded = load_text(
            loss_yaml=PACK,
            loss_test_yaml=f"tests:\n  - name: t\n    call: |{call}\n    expect: {expect}\n{more}",
        )
        assert [str(problem) for problem in loaded.errors] == []
        assert loaded.program is not None
        (test,) = loaded.tests
        return run(test, loaded.program)

    return play


Play = Callable[..., Outcome]


@pytest.mark.parametrize(
    "expect",
    [
        "[{rule: acknowledge, by: 5}]",
        "[{need: bereaved, by: 5}]",
        "[{rule: acknowledge, by: 5}, {need: bereaved, state: open, by: 5}]",
        "[{rule: acknowledge, by: 5}, {rule: acknowledge, state: escalated, after: 10, by: 18}]",
        "[{rule: acknowledge, by: 5}, {need: bereaved, state: undetermined, by: 30}]",
    ],
)
def test_what_happens_in_time_passes(outcome: Play, expect: str) -> None:
    found = outcome(expect)

    assert (found.status, found.failures) == ("passed", ())


@pytest.mark.parametrize(
    ("expect", "failure"),
    [
        ("[{rule: acknowledge, by: 1}]", r"rule acknowledge shown by 1s: was at \d\.\ds"),
        ("[{rule: acknowledge, after: 8, by: 9}]", r"shown after 8s and by 9s: was at"),
        ("[]", r"not expected: rule acknowledge \(bereaved\) shown at \d\.\ds"),
        ("[{rule: be-quick, by: 9}]", r"rule be-quick shown by 9s: never"),
        (
            "[{rule: acknowledge, by: 5}, {need: bereaved, met: true, by: 9}]",
            "bereaved met by 9s: never",
        ),
        ("[{rule: acknowledge, step: two, by: 5}]", "step two by 5s: never"),
    ],
)
def test_what_does_not_fails_and_says_so(outcome: Play, expect: str, failure: str) -> None:
    found = outcome(expect)

    assert found.status == "failed"
    assert not found.ok
    assert any(re.search(failure, str(said)) for said in found.failures), found.failures


ALERTING = """
  watch: {when: hurry, alert: supervisor, hint: {text: 留意这通}}
"""
HURRIED = """
      0.0-2.0 客户: 快点啊你们
"""


@pytest.mark.parametrize(
    ("expect", "failures"),
    [
        ("[{rule: be-quick, by: 5}, {rule: watch, state: alert, by: 5}]", []),
        ("[{rule: be-quick, by: 5}]", ["rule watch alerted supervisors at"]),
        ("[]", ["rule be-quick", "rule watch alerted supervisors at"]),
    ],
)
def test_an_alert_that_nobody_expected_fails_too(
    load_text: Load, expect: str, failures: list[str]
) -> None:
    loaded = load_text(
        loss_yaml=PACK + ALERTING,
        loss_test_yaml=f"tests:\n  - name: t\n    call: |{HURRIED}\n    expect: {expect}\n",
    )
    assert loaded.program is not None
    found = run(loaded.tests[0], loaded.program)

    assert len(found.failures) == len(failures)
    for failure, said in zip(found.failures, failures, strict=True):
        assert said in str(failure)
    assert found.status == ("failed" if failures else "passed")


def test_others_ignored_are_alerts_too(load_text: Load) -> None:
    case = f"tests:\n  - name: t\n    call: |{HURRIED}\n    expect: []\n    others: ignore\n"
    loaded = load_text(loss_yaml=PACK + ALERTING, loss_test_yaml=case)
    assert loaded.program is not None
    assert run(loaded.tests[0], loaded.program).status == "passed"


@pytest.mark.parametrize(
    ("expect", "failure"),
    [
        ("[{rule: acknowledge, by: 1}]", r"规则 acknowledge 应在 1 秒之前显示，实际在 \d\.\d 秒"),
        ("[{rule: acknowledge, after: 8, by: 9}]", "应在 8 秒之后、在 9 秒之前显示，实际在"),
        ("[]", r"多出来的提示：\d\.\d 秒显示了规则 acknowledge（bereaved）"),
        (
            "[{rule: acknowledge, by: 5}, {need: bereaved, met: true, by: 9}]",
            "需要 bereaved 应在 9 秒之前做到，实际一直没有",
        ),
        ("[{rule: acknowledge, step: two, by: 5}]", "显示（步骤 two），实际一直没有"),
        ("[{context: {age: 70}, by: 5}]", "5 秒时情境应满足 age .*70，实际不是"),
    ],
)
def test_what_fails_is_said_in_chinese_too(outcome: Play, expect: str, failure: str) -> None:
    said = [one.words("zh") for one in outcome(expect).failures]

    assert any(re.search(failure, one) for one in said), said


def test_the_story_of_a_failed_test_is_told_in_chinese(outcome: Play) -> None:
    call = "\n      0.0-4.0 客户: 我老伴上个月走了\n      6.0-7.0 坐席: 您节哀\n"
    told = list(tell(outcome("[{rule: be-quick, by: 9}]", call=call), "zh"))

    assert "  ✗ 规则 be-quick 应在 9 秒之前显示，实际一直没有" in told
    assert "  通话：" in told
    assert any(line.endswith("客户：我老伴上个月走了") for line in told)
    assert any("→ 显示 acknowledge [critical]" in line and "因为 “" in line for line in told)
    assert any("→ 收起 bereaved：做到了" in line for line in told)
    assert any("需要 bereaved 做到（acknowledge）" in line for line in told)
    assert any(line.startswith("  be-quick，9.0 秒时（") for line in told)


def test_a_hint_that_another_rule_s_stood_in_the_way_of_says_which(load_text: Load) -> None:
    second = PACK.replace("when: hurry", "when: {all: [loss, hurry], within: 9s}").replace(
        "need: customer-anxious", "need: bereaved"
    )
    expect = "[{rule: be-quick, by: 9}]"
    test = f"tests:\n  - name: t\n    call: |{CALL}\n    expect: {expect}\n"
    loaded = load_text(loss_yaml=second, loss_test_yaml=test)
    assert loaded.program is not None
    failure = run(loaded.tests[0], loaded.program).failures[0]
    never, _, instead = str(failure).partition("; ")
    assert never == "rule be-quick shown by 9s: never"
    assert re.fullmatch(r"rule acknowledge showed its hint for the same need at \d\.\ds", instead)
    assert re.search(r"一直没有。\d\.\d 秒同一需要先由规则 acknowledge 提示了", failure.words("zh"))


def test_an_empty_expectation_is_silence(outcome: Play) -> None:
    found = outcome("[]", call="\n      0.0-2.0 客户: 我想查一下余额\n")

    assert (found.status, found.events) == ("passed", found.events)


def test_what_the_agent_does_closes_the_need(outcome: Play) -> None:
    call = "\n      0.0-4.0 客户: 我老伴上个月走了\n      6.0-7.0 坐席: 您节哀\n"

    found = outcome("[{rule: acknowledge, by: 5}, {need: bereaved, met: true, by: 8}]", call=call)

    assert found.failures == ()


def test_a_mishearing_put_right_takes_the_hint_back(outcome: Play) -> None:
    call = "\n      0.0-6.0 客户: 我要说的是他{走了=>走着}去的银行在那边\n"

    found = outcome(
        "[{rule: acknowledge, by: 6}, {rule: acknowledge, state: retracted, by: 6.5}]", call=call
    )

    assert found.failures == ()


BOTH = "\n      0.0-4.0 客户: 我老伴走了\n      9.0-12.0 客户: 你们快点\n"


def test_other_hints_fail_unless_allowed_or_ignored(outcome: Play) -> None:
    expect = "[{rule: acknowledge, by: 5}]"

    assert outcome(expect, call=BOTH).status == "failed"
    assert outcome(expect, call=BOTH, more="    allow: customer-anxious").status == "passed"
    assert outcome(expect, call=BOTH, more="    others: ignore").status == "passed"


def test_a_known_gap_stays_visible_until_it_passes(outcome: Play) -> None:
    gap = outcome("[{rule: be-quick, by: 9}]", more="    todo: true")
    fixed = outcome("[{rule: acknowledge, by: 5}]", more="    todo: true")

    assert (gap.status, gap.ok) == ("known gap", True)
    assert (fixed.status, fixed.ok) == ("fixed", False)


def test_a_failure_tells_the_call_what_was_shown_and_the_near_miss(outcome: Play) -> None:
    told = "\n".join(tell(outcome("[{rule: be-quick, by: 9}]")))

    assert "✗ rule be-quick shown by 9s: never" in told
    assert "    0.0-4.0  customer: 我老伴上个月走了" in told
    assert "→ shown acknowledge [critical] 先安慰, because of “我老伴上个月走了" in told
    assert "be-quick at 9.0s (loss.yaml:14:3):" in told
    assert "✗ `hurry` (never heard)" in told


def test_language_and_context_reach_the_call(load_text: Load) -> None:
    loaded = load_text("""
        signals:
          elder: {context: {age: ">=60"}}
          hello: {speaker: customer, phrases: [hello]}
        rules:
          slow: {need: elderly, ability: expression, when: {all: [hello, {context: {age: ">=60"}}]},
                 hint: {text: Slow down}, applies_to: {language: en}}
        needs:
          elderly: {kind: need, meaning: x, severity: low}
        tests:
          - name: elder
            call: "0.0-2.0 customer: hello there"
            context: {age: 71}
            expect: [{rule: slow, by: 3}]
          - name: younger
            call: "0.0-2.0 customer: hello there"
            context: {age: 30}
            expect: []
        """)
    assert [str(problem) for problem in loaded.errors] == []
    assert loaded.program is not None

    assert [run(test, loaded.program).failures for test in loaded.tests] == [(), ()]
