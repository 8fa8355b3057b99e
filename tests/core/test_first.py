"""The first hint of a call has to be surer than those that come after it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from assist.backtest.explaining import Explained, tell
from assist.core.engine import Engine
from assist.core.program import Program, build
from assist.core.rules import First
from assist.text import default_folder, default_tokenizer

from .calls import Call, closed, needs, of, program, rules, shown

TEXT = rules("""\
  loss: {need: bereaved, when: widowed, met_by: consoles, hint: {priority: advice, text: comfort}}
  hurry: {need: short-of-time, when: hurried, hint: {priority: advice,
    text: 先说最快要多久，再一样一样办，别让客户干等着急了}}
  tears: {need: customer-anxious, when: weeps, hint: {priority: advice, text: tears}}
  threat: {need: likely-scam, when: told-to, hint: {priority: critical, text: scam}}
""").replace("signals:\n", """signals:
  widowed: {speaker: customer, on: partial, phrases: [老伴走了]}
  hurried: {speaker: customer, phrases: [赶时间]}
  weeps: {speaker: customer, phrases: [我哭了]}
  told-to: {speaker: customer, phrases: [安全账户]}
  plainly: {speaker: customer, on: partial, phrases: [去年冬天]}
  consoles: {speaker: agent, phrases: [节哀]}
""", 1)  # fmt: skip


@cache
def unsure(*names: str) -> Program:
    """Rules of which these want to hear ``plainly`` as well before they are first."""
    kept = program(TEXT).rules
    asked = {name: replace(kept.rules[name], first=First("plainly", 12_000)) for name in names}
    made = replace(kept, digest="first", rules={**kept.rules, **asked})
    return build(made, default_folder(), default_tokenizer())


def traced(call: Call, rule: str) -> list[Any]:
    return [step.get("why") for step in call.engine.explain(rule)["trace"]]


def test_what_is_not_sure_is_not_first_and_not_on_the_checklist() -> None:
    call = Call(unsure("loss"))
    call.customer(5, "我老伴走了")
    call.until(60)
    assert shown(call.seen) == []
    assert needs(call.seen) == []
    assert of(call.seen, "queued") == []  # nobody waits for it
    assert traced(call, "loss")[-2:] == ["unsure", "expired"]


def test_what_it_waits_for_is_explained() -> None:
    call = Call(unsure("loss"))
    call.customer(5, "我老伴走了")
    told = call.engine.explain("loss")
    assert (told["waits"], told["first"]["holds"]) == ("unsure", False)
    said = "\n".join(tell(Explained("loss", "held back", told), "zh"))
    assert "第一条提示" in said
    assert "plainly" in said


def test_what_was_said_shortly_before_makes_it_sure() -> None:
    call = Call(unsure("loss"))
    call.customer(5, "去年冬天的事")
    assert shown(call.customer(16, "我老伴走了")) == [(16, "loss")]
    assert needs(call.seen) == [("bereaved", "open")]


def test_what_was_said_long_before_does_not() -> None:
    call = Call(unsure("loss"))
    call.customer(5, "去年冬天的事")
    assert shown(call.customer(19, "我老伴走了")) == []


def test_what_is_said_afterwards_brings_it_up() -> None:
    call = Call(unsure("loss"))
    call.customer(5, "我老伴走了")
    assert shown(call.customer(9, "就在去年冬天")) == [(9, "loss")]


def test_behind_another_hint_it_waits_for_its_turn_and_no_more() -> None:
    call = Call(unsure("loss"))
    call.customer(5, "我老伴走了")
    assert shown(call.customer(9, "我赶时间")) == [(9, "hurry")]
    assert shown(call.until(20)) == [(13, "loss")]
    assert ("bereaved", "open") in needs(call.seen)


def test_a_first_hint_that_was_misheard_was_none() -> None:
    call = Call(unsure("loss", "hurry"))
    call.hears("customer", 5, "我老伴走了去年冬天", u="x")
    assert call.visible == ["loss"]
    call.customer(6, "我老板走了", u="x")
    assert call.visible == []
    assert shown(call.customer(9, "我赶时间")) == []


def test_what_stood_behind_one_that_was_misheard_is_as_unsure_as_before() -> None:
    call = Call(unsure("loss"))
    call.hears("customer", 5, "我赶时间去年夏天", u="x")
    call.customer(6, "我老伴走了")
    assert call.visible == ["hurry"]
    call.customer(7, "我赶四点去年夏天", u="x")
    assert call.visible == []
    assert shown(call.until(30)) == []


def test_what_made_it_sure_may_be_taken_back_once_it_shows() -> None:
    call = Call(unsure("loss"))
    call.hears("customer", 5, "我老伴走了去年冬天", u="x")
    assert call.visible == ["loss"]
    call.customer(5.5, "我老伴走了去年春天", u="x")
    assert closed(call.seen) == [(5.5, "retracted")]
    assert needs(call.seen) == [("bereaved", "open"), ("bereaved", "undetermined")]
    assert call.open_needs == []
    assert call.engine.explain("loss")["waits"] == "unsure"
    first = call.hint("loss")
    assert shown(call.customer(9, "就在去年冬天")) == [(9, "loss")]
    assert call.hint("loss") != first
    assert call.open_needs == ["bereaved"]
    report = call.end(20)[-1]["report"]
    assert report == {"needs": {"undetermined": 1}, "hints": {"retracted": 1, "call_ended": 1}}


@pytest.mark.parametrize("instead", ["我老伴走了去年春天", "我老板走了去年春天"])
def test_nothing_less_sure_stays_behind_one_that_was_taken_back(instead: str) -> None:
    call = Call(unsure("loss", "hurry", "tears"))
    call.hears("customer", 5, "我老伴走了去年冬天", u="x")
    call.customer(6, "我赶时间")
    call.until(9.5)
    assert call.visible == ["loss", "hurry"]
    call.customer(10, "我哭了")  # it waits behind the other, on the checklist already
    assert call.open_needs == ["bereaved", "short-of-time", "customer-anxious"]
    call.customer(10.5, instead, u="x")
    assert call.visible == call.open_needs == []
    assert shown(call.until(30)) == []
    assert call.engine.guidance.presentation.delivery.spent == 0


def test_one_that_is_surer_by_itself_keeps_what_stands_behind_both() -> None:
    call = Call(unsure("loss", "hurry"))
    call.hears("customer", 5, "我老伴走了去年冬天", u="x")
    call.customer(9, "这是诈骗吧让我转到安全账户")
    call.customer(10, "我赶时间")
    call.customer(20, "我老伴走了去年春天", u="x")
    assert sorted(call.visible) == ["hurry", "loss", "threat"]


def test_what_the_agent_was_shown_and_has_dealt_with_was_first() -> None:
    call = Call(unsure("loss", "hurry"))
    call.hears("customer", 5, "我老伴走了去年冬天", u="x")
    call.feedback(6, call.hint("loss"), "used")
    call.customer(7, "我老伴走了去年春天", u="x")
    assert shown(call.customer(9, "我赶时间")) == [(9, "hurry")]


def test_with_the_first_hint_all_that_waited_for_it_is_on_the_checklist() -> None:
    growing, alone = Call(unsure("loss")), Call(unsure("loss"))
    growing.hears("customer", 5, "我赶时间", u="x")
    for call in (growing, alone):
        call.customer(6, "我老伴走了我赶时间", u="x")
        assert sorted(call.open_needs) == ["bereaved", "short-of-time"]


def test_what_is_shown_stands_though_its_rule_now_wants_to_be_surer() -> None:
    call = Call(unsure())
    call.customer(5, "我老伴走了")
    call.engine.use(unsure("loss"), 6_000)
    assert call.visible == ["loss"]


def test_what_made_it_sure_may_be_long_forgotten() -> None:
    call = Call(unsure("loss"))
    call.customer(5, "我老伴走了去年冬天")
    for second in range(20, 1_200, 20):
        call.customer(second, "我老伴走了")  # the same need again
    assert shown(call.seen) == [(5, "loss")]
    assert closed(call.seen) == []


def test_a_state_saved_before_this_was_kept_goes_on() -> None:
    call = Call(unsure("loss"))
    call.customer(5, "我赶时间")
    call.until(60)
    saved = call.engine.save()
    del saved["delivery"]["begun"]
    call.engine = Engine.restore(unsure("loss"), saved)
    assert shown(call.customer(61, "我老伴走了")) == [(61, "loss")]


def test_what_made_it_sure_may_be_taken_back_before_its_turn() -> None:
    call = Call(unsure("loss"))
    call.activity(4.9, "agent", speaking=True)
    call.hears("customer", 5, "我老伴走了去年冬天", u="x")
    call.customer(5.5, "我老伴走了去年春天", u="x")
    assert shown(call.until(20)) == []


def test_a_critical_hint_asks_for_nothing() -> None:
    call = Call(unsure("threat"))
    assert shown(call.customer(5, "让我转到安全账户")) == [(5, "threat")]


def test_what_the_agent_did_unprompted_is_ticked_off() -> None:
    call = Call(unsure("loss"))
    call.customer(5, "我老伴走了")
    assert needs(call.agent(8, "您节哀")) == [("bereaved", "met")]
    assert closed(call.seen) == []


def test_a_call_that_goes_on_elsewhere_is_as_unsure() -> None:
    call = Call(unsure("loss"))
    call.customer(5, "我老伴走了")
    call.engine = Engine.restore(unsure("loss"), call.engine.save())
    assert shown(call.until(8)) == []
    assert shown(call.customer(9, "就在去年冬天")) == [(9, "loss")]
