"""Turns and back-channels."""

from __future__ import annotations

from typing import Final

import pytest

from assist.core.turns import is_backchannel
from tests.core.calls import Call, needs, rules, shown

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
