"""Conditions over the recent past, each in a call where it holds and one where it does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pytest

from assist.core import conditions
from assist.core.conditions import is_true
from assist.core.rules import AllOf, ContextTest, InOrder
from tests.core.calls import Call, needs, rules, shown


def opens(when: str, **more: str) -> str:
    """A rule file with one rule, ``it``."""
    extra = "".join(f", {key}: {value}" for key, value in more.items())
    return rules(f"it: {{need: bereaved, when: {when}{extra}}}")


# -- all, any, at_least, count -------------------------------------------------------------


def test_all_within_a_window_in_any_order() -> None:
    text = opens("{all: [loss, balance], within: 20s}")
    call = Call(text)
    call.customer(5, "我查余额", end=5)
    assert shown(call.customer(25, "他去世", end=25)) == [(25, "it")]
    late = Call(text)
    late.customer(5, "我查余额", end=5)
    assert shown(late.customer(25.1, "他去世", end=25.001)) == []


def test_any_of_several() -> None:
    call = Call(opens("{any: [loss, balance]}"))
    assert shown(call.customer(5, "我查余额")) == [(5, "it")]


def test_any_within_all_takes_the_latest() -> None:
    call = Call(opens("{all: [{any: [loss, balance]}, threat], within: 10s}"))
    call.customer(5, "他去世")
    call.customer(20, "我查余额")
    assert shown(call.customer(25, "我要投诉")) == [(25, "it")]


def test_at_least_so_many_different_ones() -> None:
    call = Call(opens("{at_least: 2, of: [loss, balance, threat], within: 30s}"))
    call.customer(5, "我查余额")
    assert shown(call.customer(9, "我查余额")) == []
    assert shown(call.customer(12, "我要投诉")) == [(12, "it")]


def test_count_within_a_window() -> None:
    call = Call(opens("{count: balance, at_least: 3, within: 30s}"))
    for at in (5, 20, 37):
        assert shown(call.customer(at, "我查余额")) == []
    assert shown(call.customer(49, "我查余额")) == [(49, "it")]


def test_count_within_one_utterance() -> None:
    call = Call(opens("{count: balance, at_least: 2, within: 30s}"))
    assert shown(call.customer(5, "我查余额啊，查余额")) == [(5, "it")]


# -- sequence ------------------------------------------------------------------------------


def test_sequence_is_in_order_and_within() -> None:
    text = opens("{sequence: [loss, balance], within: 20s}")
    right = Call(text)
    right.customer(5, "他去世")
    assert shown(right.customer(9, "我查余额")) == [(9, "it")]
    wrong = Call(text)
    wrong.customer(5, "我查余额")
    assert shown(wrong.customer(9, "他去世")) == []
    late = Call(text)
    late.customer(5, "他去世")
    assert shown(late.customer(30, "我查余额")) == []


def test_sequence_within_one_utterance() -> None:
    call = Call(opens("{sequence: [loss, balance], within: 20s}"))
    assert shown(call.customer(5, "他去世了，我来查余额")) == [(5, "it")]


def test_sequence_with_the_same_capture() -> None:
    text = opens("{sequence: [card, lost], same: kind}")
    same = Call(text)
    same.customer(5, "我有张银行卡")
    same.customer(8, "还有张信用卡")
    assert shown(same.customer(12, "存折丢了")) == [(12, "it")]
    other = Call(text)
    other.customer(5, "我有张银行卡")
    assert shown(other.customer(12, "卡片丢了")) == []


def test_sequence_with_an_absence_between() -> None:
    text = opens("{sequence: [loss, {absent: comfort}, balance], within: 60s}")
    left_out = Call(text)
    left_out.agent(2, "请节哀")
    left_out.customer(5, "他去世")
    assert shown(left_out.customer(12, "我查余额")) == [(12, "it")]
    done = Call(text)
    done.customer(5, "他去世")
    done.agent(8, "请节哀")
    assert shown(done.customer(12, "我查余额")) == []


def test_sequence_that_begins_with_an_absence() -> None:
    text = opens("{sequence: [{absent: comfort}, balance], within: 10s}")
    assert shown(Call(text).customer(12, "我查余额")) == [(12, "it")]
    call = Call(text)
    call.agent(5, "请节哀")
    assert shown(call.customer(12, "我查余额")) == []


# -- absent --------------------------------------------------------------------------------


def test_absent_for_a_duration() -> None:
    text = opens("{all: [balance, {absent: comfort, since: 15s}], within: 5s}")
    call = Call(text)
    call.agent(5, "请节哀")
    assert shown(call.customer(9, "我查余额")) == []
    assert shown(call.customer(22, "我查余额")) == [(22, "it")]


def test_what_was_never_said_is_absent_from_the_first_second_on() -> None:
    text = opens("{all: [balance, {absent: comfort, since: 15s}], within: 5s}")
    assert shown(Call(text).customer(4, "我查余额")) == [(4, "it")]


def test_time_alone_makes_an_absence_true() -> None:
    text = opens("{all: [balance, {absent: comfort, since: 15s}], within: 30s}")
    call = Call(text)
    call.agent(5, "请节哀", end=5)
    call.customer(10, "我查余额", end=10)
    assert shown(call.until(20)) == []
    assert shown(call.until(60)) == [(20.001, "it")]


def test_an_absence_waits_for_the_watermark() -> None:
    text = opens("{all: [balance, {absent: comfort, since: 15s}], within: 30s}")
    call = Call(text)
    call.agent(5, "请节哀", end=5)
    call.customer(10, "我查余额", end=10)
    call.hears("agent", 19, "我帮您看看", u="a", start=17, end=18.8)
    call.final("agent", 22, "我帮您看看，请您节哀", u="a", start=17, end=19.9)
    assert shown(call.until(30)) == []
    assert shown(call.until(60)) == [(37.001, "it")]


def test_an_absence_stands_still_while_the_source_is_disconnected() -> None:
    text = opens("{all: [balance, {absent: comfort, since: 15s}], within: 300s}")
    call = Call(text)
    call.agent(5, "请节哀", end=5)
    call.customer(10, "我查余额", end=10)
    call.lost(12)
    call.back(112)
    assert shown(call.until(120)) == []
    assert shown(call.until(150)) == [(120.001, "it")]


def test_absent_in_the_last_turns() -> None:
    text = opens("{all: [balance, {absent: comfort, since: {turns: 2}}], within: 5s}")
    call = Call(text)
    call.agent(3, "请节哀")
    call.customer(6, "谢谢你啊真的", end_of_turn=True)
    assert shown(call.customer(9, "我查余额", end_of_turn=True)) == []
    call.agent(12, "请稍等一下")
    call.customer(15, "没事我等着")
    call.agent(18, "查到了请看")
    assert shown(call.customer(21, "我查余额")) == [(21, "it")]


def test_what_was_said_two_turns_before_a_cue_stays_so_however_long_the_call() -> None:
    text = opens("{all: [balance, {absent: comfort, since: {turns: 1}}], within: 5s}")
    call = Call(text)
    call.agent(3, "请节哀")
    call.customer(6, "我查余额")
    for at in range(9, 30, 6):
        call.agent(at, "请稍等一下")
        call.customer(at + 3, "没事我等着")
    call.customer(40, "他去世")
    assert shown(call.seen) == []


def test_absent_in_the_whole_call_even_where_it_was_long_forgotten() -> None:
    text = opens("{all: [closing, {absent: sorry, since: call}], within: 5s}")
    left_out = Call(text)
    assert shown(left_out.agent(300, "感谢来电")) == [(300, "it")]
    done = Call(text)
    done.agent(3, "很抱歉")
    for at in range(5, 1_300, 5):
        done.customer(at, "我等着呢")
    assert "sorry" in done.engine.state.history.forgotten
    assert shown(done.agent(1_301, "感谢来电")) == []


def test_absent_since_another_signal() -> None:
    text = opens("{all: [balance, {absent: comfort, since: loss}], within: 5s}")
    call = Call(text)
    call.agent(3, "请节哀")
    call.customer(6, "他去世")
    assert shown(call.customer(9, "我查余额")) == [(9, "it")]
    done = Call(text)
    done.customer(6, "他去世")
    done.agent(8, "请节哀")
    assert shown(done.customer(19, "我查余额")) == []


def test_an_emotion_that_was_high_and_eased_was_not_absent() -> None:
    text = opens(
        "{all: [balance, {absent: {emotion: anger, level: high}, since: 120s}], within: 5s}"
    )
    call = Call(text)
    call.customer(5, "气死我了，我要投诉")
    call.agent(8, "很抱歉，很抱歉，很抱歉")
    assert shown(call.customer(30, "我查余额")) == []
    assert shown(call.customer(170, "我查余额")) == [(170, "it")]


# -- emotions ------------------------------------------------------------------------------


def test_an_emotion_at_a_level() -> None:
    call = Call(opens("{emotion: anger, level: high, speaker: customer}"))
    assert shown(call.customer(5, "气死我了")) == []
    out = call.customer(9, "我要投诉")
    assert shown(out) == [(9, "it")]


def test_an_emotion_beside_a_signal_is_that_of_its_moment() -> None:
    text = opens("{all: [balance, {emotion: anger, level: high}], within: 5s}")
    call = Call(text)
    call.customer(5, "气死我了，我要投诉")
    assert shown(call.customer(8, "我查余额")) == [(8, "it")]
    eased = Call(text)
    eased.customer(5, "气死我了，我要投诉")
    assert shown(eased.customer(120, "我查余额")) == []


# -- context -------------------------------------------------------------------------------

ELDERLY: Final = opens('{all: [balance, {context: {age: ">=60"}}], within: 5s}')


def test_context_beside_a_signal() -> None:
    assert shown(Call(ELDERLY, context={"age": 71}).customer(5, "我查余额")) == [(5, "it")]
    assert shown(Call(ELDERLY, context={"age": 35}).customer(5, "我查余额")) == []
    assert shown(Call(ELDERLY).customer(5, "我查余额")) == []


def test_a_condition_sees_the_context_of_its_own_moment() -> None:
    call = Call(ELDERLY)
    call.customer(5, "我查余额")
    call.context(20, age=71)
    call.customer(22, "他去世")
    assert shown(call.seen) == []
    taken_back = Call(ELDERLY, context={"age": 71})
    taken_back.customer(5, "我查余额")
    taken_back.context(7, age=None)
    taken_back.customer(9, "我查余额")
    assert taken_back.visible == ["it"]
    assert needs(taken_back.seen) == [("bereaved", "open")]


def test_a_context_that_changes_is_something_that_happens() -> None:
    call = Call(opens("{context: {stage: frozen}}"))
    assert shown(call.context(5, stage="frozen")) == [(5, "it")]


def test_contexts_of_one_moment_all_count() -> None:
    call = Call(opens("{context: {stage: frozen}}"))
    for step in range(40):
        call.context(5, step=step)
    assert shown(call.context(5, stage="frozen")) == [(5, "it")]


def test_a_signal_may_be_a_context() -> None:
    text = opens("old").replace(
        "signals:\n", 'signals:\n  old: {speaker: customer, context: {age: ">=60"}}\n', 1
    )
    call = Call(text)
    assert shown(call.context(5, age=59)) == []
    assert shown(call.context(6, age=60)) == [(6, "it")]
    assert shown(call.context(7, age=61)) == []


@pytest.mark.parametrize(
    ("op", "wanted", "value", "true"),
    [
        ("==", "vip", "vip", True),
        ("!=", "vip", "std", True),
        (">", 60, 61, True),
        (">", 60, "61.5", True),
        (">=", 60, 60, True),
        ("<", 60, 60, False),
        ("<=", 60, 60, True),
        ("in", ("a", "b"), "b", True),
        ("in", ("a", "b"), ["b"], False),
        (">", 60, "old", False),
        (">", 60, None, False),
        (">", 60, ["61"], False),
    ],
)
def test_tests_of_the_context(op: str, wanted: object, value: object, true: bool) -> None:
    test = ContextTest("key", op, wanted)  # type: ignore[arg-type]
    assert is_true(test, {"key": value}) is true
    assert not is_true(test, {})


# -- during --------------------------------------------------------------------------------


def test_during_the_opening() -> None:
    text = opens("{all: [balance, {during: opening}], within: 5s}")
    call = Call(text)
    call.agent(2, "您好请讲")
    assert shown(call.grows("customer", 3, 5, "我来查余额")) != []
    second = Call(text)
    second.customer(3, "你好啊我来")
    second.agent(5, "您好请讲")
    second.grows("customer", 6, 9, "我要查余额行不行")
    assert shown(second.seen) == []
    assert needs(second.seen) == []


def test_during_the_closing() -> None:
    text = opens("{all: [balance, {during: closing}], within: 60s}")
    before = Call(text)
    assert shown(before.customer(5, "我查余额")) == []
    assert shown(before.agent(9, "感谢来电")) == [(9, "it")]
    after = Call(text)
    after.agent(5, "感谢来电")
    for at in range(8, 500, 4):
        after.agent(at, "请稍等一下")
    assert shown(after.customer(501, "我查余额")) == [(501, "it")]


def test_during_the_first_of_the_call() -> None:
    text = opens("{all: [balance, {during: {first: 30s}}], within: 5s}")
    assert shown(Call(text).customer(30, "我查余额", end=30)) == [(30, "it")]
    assert shown(Call(text).customer(31, "我查余额", end=30.001)) == []


def test_after_so_long_with_nobody_speaking() -> None:
    call = Call(opens("{during: {after: 30s}}"))
    assert call.engine.next_deadline() == 30_801
    assert shown(call.until(60)) == [(30.801, "it")]


def test_after_so_long_what_is_still_missing() -> None:
    text = opens("{all: [{during: {after: 30s}}, {absent: comfort, since: call}], within: 5s}")
    assert shown(Call(text).until(60)) == [(30.801, "it")]
    done = Call(text)
    done.agent(9, "请节哀")
    assert shown(done.until(60)) == []


def test_after_so_long_waits_for_time_to_run() -> None:
    call = Call(opens("{during: {after: 30s}}"))
    call.hold(20)
    assert shown(call.until(60)) == []
    call.resume(70)
    assert shown(call.until(80)) == [(70.8, "it")]


# -- one within another --------------------------------------------------------------------


def test_a_need_that_opened_within_the_window() -> None:
    text = rules("""
        grief: {need: bereaved, when: loss, met_by: comfort}
        it: {need: fair-terms, when: {all: [balance, {need: bereaved}], within: 20s}}
    """)
    call = Call(text)
    call.customer(5, "他去世")
    assert "it" in [rule for _, rule in shown(call.customer(20, "我查余额"))]
    late = Call(text)
    late.customer(5, "他去世")
    assert shown(late.customer(30, "我查余额")) == []


def test_a_condition_that_held_earlier_within_the_window_of_another() -> None:
    text = opens("{all: [{all: [loss, balance], within: 5s}, threat], within: 30s}")
    call = Call(text)
    call.customer(5, "他去世")
    call.customer(8, "我查余额")
    assert shown(call.customer(30, "我要投诉")) == [(30, "it")]
    apart = Call(text)
    apart.customer(5, "他去世")
    apart.customer(18, "我查余额")
    assert shown(apart.customer(30, "我要投诉")) == []


def test_none_of_several_was_absent() -> None:
    text = opens("{all: [balance, {absent: {any: [comfort, sorry]}, since: 20s}], within: 2s}")
    call = Call(text)
    call.agent(5, "很抱歉")
    assert shown(call.customer(10, "我查余额")) == []
    assert shown(call.customer(30, "我查余额")) == [(30, "it")]


def test_what_was_said_in_turns_so_long_ago_that_it_is_forgotten_is_not_missing() -> None:
    text = opens("{turns: {speaker: agent, last: 3, none: comfort}}", cooldown="1s")
    call = Call(text)
    call.agent(3, "请节哀", end_of_turn=True)
    call.agent(6, "请稍等一下", end_of_turn=True)
    for at in range(10, 900, 5):
        call.customer(at, "我等着呢")
    call.agent(905, "查到了请看", end_of_turn=True)
    assert shown(call.seen) == []


# -- safety --------------------------------------------------------------------------------


def nested(depth: int) -> str:
    """``all`` within ``all``: each asks for every moment at which the one within it held."""
    within = "{all: [balance, threat], within: 60s}"
    for _ in range(depth):
        within = f"{{all: [balance, {within}], within: 60s}}"
    return within


@pytest.mark.parametrize(
    "when",
    [
        nested(5),
        "{sequence: [threat, balance, balance, balance, balance, balance, balance], within: 60s}",
        "{sequence: [threat, {absent: loss}, balance, {absent: loss}, balance, balance, balance]}",
    ],
)
def test_a_condition_is_worked_out_once_a_moment_however_deep(
    when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    call, asked = Call(opens(when)), 0
    all_of, in_order = conditions._HOLDS[AllOf], conditions._HOLDS[InOrder]

    def counting(work_out: Callable[..., Any]) -> Callable[..., Any]:
        def count(*given: Any) -> Any:
            nonlocal asked
            asked += 1
            return work_out(*given)

        return count

    call.customer(1, "我要投诉")  # just too long ago; unsaid, nothing would be worked out at all
    for nth in range(40):
        call.customer(62 + 0.4 * nth, "我查余额")
    monkeypatch.setitem(conditions._HOLDS, AllOf, counting(all_of))
    monkeypatch.setitem(conditions._HOLDS, InOrder, counting(in_order))
    call.customer(78.5, "我查余额")
    assert 0 < asked < 5_000


def test_an_absence_may_reach_back_beyond_the_beginning_of_the_call() -> None:
    call = Call(rules("r: {need: bereaved, when: {all: [loss, {absent: comfort, since: 60s}]}}"))
    call.customer(5, "他去世了")
    assert call.open_needs == ["bereaved"]
