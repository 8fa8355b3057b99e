"""Turns and back-channels."""

from __future__ import annotations

from typing import Final

import pytest

from assist.core.turns import is_backchannel
from tests.core.calls import Call, closed, needs, rules, shown

PATIENT: Final = rules(
    "loss: {need: bereaved, when: loss, met_by: comfort, patience: {turns: 1}}\n"
)
TWO_TURNS: Final = rules(
    "cold: {need: no-empathy, when: {turns: {speaker: agent, last: 2, none: comfort}}}\n"
)


def test_patience_ends_with_the_agents_next_turn() -> None:
    call = Call(PATIENT)
    call.customer(5, "他去世")
    call.agent(8, "您报一下身份证号")
    assert shown(call.seen) == []
    assert shown(call.hears("customer", 9, "我的")) == [(9, "loss")]


SAID_BACK: Final = rules(
    "loss: {need: bereaved, when: loss, patience: {turns: 1},"
    " met_by: {any: [comfort, {sequence: [comfort, balance], within: 8s}]}}\n"
)


def test_where_the_customers_yes_is_part_of_the_answer_it_is_still_the_agents_turn() -> None:
    call = Call(SAID_BACK)
    call.customer(5, "他去世")
    call.customer(7, "你们在听吗")
    assert shown(call.until(20)) == []
    call.agent(22, "您报一下身份证号")
    assert shown(call.hears("customer", 23, "我的")) == [(23, "loss")]


def test_a_turn_ends_when_nobody_has_spoken_for_a_second_and_a_half() -> None:
    call = Call(PATIENT)
    call.customer(5, "他去世")
    call.agent(8, "您报一下身份证号")
    assert shown(call.until(9.499)) == []
    assert shown(call.until(9.5)) == [(9.5, "loss")]


def test_a_speaker_who_goes_on_has_not_ended_the_turn() -> None:
    call = Call(PATIENT)
    call.customer(5, "他去世")
    call.agent(8, "您报一下身份证号")
    call.hears("agent", 9.2, "还有", u="x")
    call.hears("agent", 10.4, "还有请您节", u="x")
    assert needs(call.final("agent", 11, "还有请您节哀", u="x")) == [("bereaved", "met")]
    assert shown(call.until(60)) == []


def test_a_turn_ends_when_the_recogniser_says_so() -> None:
    call = Call(PATIENT)
    call.customer(5, "他去世")
    out = call.agent(8, "您报一下身份证号", end_of_turn=True)
    assert shown(out) == [(8, "loss")]


@pytest.mark.parametrize("word", ["嗯", "好", "对", "嗯嗯", "好的", "mm", "OK"])
def test_a_back_channel_is_no_turn(word: str) -> None:
    call = Call(PATIENT)
    call.customer(5, "他去世")
    call.agent(7, word)
    assert shown(call.until(60)) == []


def test_a_back_channel_does_not_end_the_others_turn() -> None:
    call = Call(TWO_TURNS)
    call.agent(3, "您好")
    call.customer(3.5, "嗯")
    call.agent(4, "请讲")
    call.customer(6, "我查余额")
    assert shown(call.seen) == []
    call.agent(8, "请稍等")
    assert shown(call.until(20)) == [(9.5, "cold")]


def test_patience_of_two_turns_waits_for_the_second() -> None:
    call = Call(rules("loss: {need: bereaved, when: loss, met_by: comfort, patience: {turns: 2}}"))
    call.customer(5, "他去世")
    call.agent(8, "请稍等")
    call.customer(11, "那我等着")
    assert shown(call.seen) == []
    call.agent(14, "查到了")
    assert shown(call.until(60)) == [(15.5, "loss")]


def test_patience_ends_at_whichever_comes_first() -> None:
    text = "loss: {need: bereaved, when: loss, met_by: comfort, patience: {turns: 1, time: 10s}}"
    talks = Call(rules(text))
    talks.customer(5, "他去世", end=5)
    talks.agent(8, "请稍等", end_of_turn=True)
    assert shown(talks.seen) == [(8, "loss")]
    silent = Call(rules(text))
    silent.customer(5, "他去世", end=5)
    assert shown(silent.until(60)) == [(15.8, "loss")]


def test_a_turn_under_way_long_before_the_cue_is_no_answer_to_it() -> None:
    call = Call(PATIENT)
    call.hears("agent", 4, "我先给您介绍", u="a", start=1)
    call.hears("customer", 5, "他去", u="c", start=4.6, end=5.0)
    call.final("customer", 5.6, "他去世", u="c", start=4.6, end=5.4)
    call.final("agent", 8, "我先给您介绍一下", u="a", start=1, end=7.5, end_of_turn=True)
    assert shown(call.seen) == []
    call.agent(10, "报一下身份证号", end_of_turn=True)
    assert shown(call.seen) == [(10, "loss")]


def test_a_condition_on_turns_still_holds_of_turns_long_over() -> None:
    call = Call(TWO_TURNS)
    call.agent(3, "您好")
    call.customer(5, "我查余额")
    call.agent(8, "请稍等", end_of_turn=True)
    assert call.visible == ["cold"]
    call.customer(10, "好吧那我等")
    call.agent(12, "请您节哀", end_of_turn=True)
    assert call.visible == ["cold"]
    assert "no-empathy" in call.open_needs


def test_each_of_the_last_turns() -> None:
    call = Call(
        rules(
            "kept: {need: had-to-repeat, "
            "when: {turns: {speaker: customer, last: 2, each: balance}}}"
        )
    )
    call.customer(3, "我要查余额", end_of_turn=True)
    call.agent(5, "您要办什么业务", end_of_turn=True)
    assert shown(call.seen) == []
    call.customer(8, "我说了我要查余额", end_of_turn=True)
    assert shown(call.seen) == [(8, "kept")]


def test_utterances_folded_into_another_are_no_turns_of_their_own() -> None:
    call = Call(TWO_TURNS)
    call.agent(3, "您好", u="a")
    call.until(5)
    call.final("agent", 6, "您好请讲", u="b", supersedes=["a"], end_of_turn=True)
    assert shown(call.seen) == []
    assert len(call.engine.state.turns.recent) == 1


PATIENT_OF_TWO: Final = rules(
    "loss: {need: bereaved, when: loss, met_by: comfort, patience: {turns: 2}}\n"
)


def test_the_other_who_only_said_that_he_listens_has_ended_no_turn() -> None:
    call = Call(PATIENT_OF_TWO)
    call.customer(5, "他去世")
    call.agent(8, "您先听我说一句")
    call.hears("customer", 8.3, "那", u="c")
    assert call.final("customer", 8.5, "好的", u="c") == []
    call.agent(9, "请稍等一下")
    call.customer(10, "我等着")
    assert shown(call.seen) == []  # that was one turn
    assert [turn.speaker for turn in call.engine.state.turns.recent] == [
        *("customer", "agent", "customer")
    ]
    call.agent(11, "查到了", end_of_turn=True)
    assert shown(call.seen) == [(11, "loss")]


@pytest.mark.parametrize("how", ["back-channel", "nothing", "folded in"])
def test_a_hint_that_waited_for_a_turn_that_goes_on_after_all_waits_on(how: str) -> None:
    call = Call(PATIENT)
    call.customer(5, "他去世")
    call.agent(8, "您先听我说一句")
    assert shown(call.hears("customer", 8.3, "那", u="c")) == [(8.3, "loss")]
    match how:
        case "back-channel":
            call.hears("customer", 8.5, "好", u="c")
        case "nothing":
            call.hears("customer", 8.5, "", u="c")
        case "folded in":
            call.final("customer", 8.5, "嗯", u="d", supersedes=["c"])
    assert closed(call.seen) == [(8.5, "retracted")]
    assert call.open_needs == []
    assert needs(call.agent(9, "节哀")) == [("bereaved", "met")]
    assert call.end(60)[-1]["report"] == {"needs": {"met": 1}, "hints": {"retracted": 1}}


def test_a_turn_that_goes_on_after_all_ends_by_silence_as_if_nothing_had_been_heard() -> None:
    call = Call(PATIENT_OF_TWO)
    call.customer(3, "他去世")
    call.agent(5, "您先听我说", end_of_turn=True)
    call.agent(8, "我给您查查")
    call.hears("customer", 8.3, "那", u="c")
    call.hears("agent", 8.6, "这边", u="a")
    call.hears("customer", 8.9, "好", u="c")
    assert shown(call.until(10.099)) == []
    assert shown(call.until(10.1)) == [(10.1, "loss")]


def test_silence_has_ended_the_turn_however_late_the_other_turns_out_to_listen_only() -> None:
    call = Call(PATIENT)
    call.customer(5, "他去世")
    call.agent(8, "您先听我说一句")
    assert shown(call.hears("customer", 8.3, "那", u="c")) == [(8.3, "loss")]
    assert call.final("customer", 9.5, "好的", u="c") == []
    assert call.visible == ["loss"]


def test_a_hold_is_no_silence_of_a_turn_that_the_other_may_have_ended() -> None:
    call = Call(PATIENT)
    call.customer(5, "他去世")
    call.agent(8, "请稍等")
    call.hears("customer", 8.5, "那", u="c")
    call.hold(9)
    call.resume(70)
    call.final("customer", 70.1, "好的", u="c")
    assert closed(call.seen) == [(70.1, "retracted")]
    assert shown(call.until(80)) == [(70.5, "loss")]


def test_who_goes_on_while_the_other_already_speaks_goes_on_with_one_turn() -> None:
    call = Call(TWO_TURNS)
    call.agent(3, "您好")
    call.hears("customer", 3.5, "我查", u="c")
    call.agent(4, "请讲")
    call.final("customer", 5, "我查余额", u="c")
    assert shown(call.seen) == []
    assert len(call.engine.state.turns.recent) == 2


def test_what_the_agent_said_of_a_hint_stands_though_the_turn_goes_on() -> None:
    call = Call(PATIENT)
    call.customer(5, "他去世")
    call.agent(8, "您先听我说一句")
    call.hears("customer", 8.3, "那", u="c")
    call.feedback(8.4, call.hint("loss"), "dismissed")
    call.final("customer", 8.5, "好的", u="c")
    assert closed(call.seen) == [(8.4, "dismissed")]
    assert shown(call.until(60)) == []


def test_an_alert_for_a_turn_that_goes_on_after_all_is_withdrawn() -> None:
    text = "loss: {need: bereaved, when: loss, patience: {turns: 1}, alert: supervisor}"
    call = Call(rules(text))
    call.customer(5, "他去世")
    call.agent(8, "您先听我说一句")
    call.hears("customer", 8.3, "那", u="c")
    call.final("customer", 8.5, "好的", u="c")
    alerts = [(out["at"] / 1000, out["state"]) for out in call.seen if out["type"] == "alert"]
    assert alerts == [(8.3, "raised"), (8.5, "withdrawn")]


def test_a_restart_forgets_no_turn_that_may_yet_go_on() -> None:
    call = Call(PATIENT)
    call.customer(5, "他去世")
    call.agent(8, "您先听我说一句")
    call.hears("customer", 8.3, "那", u="c")
    call.restart()
    call.final("customer", 8.5, "好的", u="c")
    assert closed(call.seen) == [(8.5, "retracted")]


def test_silence_means_nothing_while_the_call_is_held() -> None:
    call = Call(PATIENT)
    call.customer(5, "他去世")
    call.agent(8, "请稍等")
    call.hold(9)
    assert call.until(60) == []
    call.resume(70)
    assert shown(call.until(80)) == [(70.5, "loss")]


def test_a_speaker_who_never_pauses_cannot_grow_the_call() -> None:
    call = Call(PATIENT)
    for second in range(200):
        call.agent(second + 1, "我再给您说明一下")
    assert len(call.engine.state.turns.recent) == 1
    assert len(call.engine.state.turns.recent[0].utterances) <= 32


def test_fillers_alone_say_nothing() -> None:
    assert is_backchannel("")
    assert not is_backchannel("好的我知道")


def test_not_every_one_of_the_last_turns() -> None:
    call = Call(
        rules(
            "kept: {need: had-to-repeat, "
            "when: {turns: {speaker: customer, last: 2, each: balance}}}"
        )
    )
    call.customer(3, "你好我问一下", end_of_turn=True)
    call.agent(5, "您要办什么业务", end_of_turn=True)
    call.customer(8, "我要查余额", end_of_turn=True)
    assert shown(call.seen) == []
