"""Silences: nobody answers. Decided by time, and taken back by what comes late."""

from __future__ import annotations

from tests.core.calls import Call, of
from tests.core.manner import SIGNALS, heard

ASKS = "您是要零存整取还是定投呢"


def asked() -> Call:
    """The customer has been heard as they speak, and the agent's question ended at 10 s."""
    call = Call(SIGNALS)
    call.grows("customer", 3, 5, "我想给孙子攒点钱")
    call.agent(10.3, ASKS, start=7, end=10)
    return call


def test_no_answer_is_a_silence_and_a_longer_one_another() -> None:
    call = asked()
    call.until(16)
    assert heard(call, "silent") == []
    call.until(17.5)
    assert heard(call, "silent", "lost") == [("silent", 16)]
    call.until(24)
    assert heard(call, "silent", "lost") == [("silent", 16), ("lost", 22)]


def test_the_hint_quotes_what_was_left_unanswered() -> None:
    call = asked()
    call.until(17.5)
    because = of(call.seen, "hint.show")[-1]["because"]
    assert [(quote["speaker"], quote["text"]) for quote in because] == [("agent", ASKS)]


def test_an_answer_in_time_is_none() -> None:
    call = asked()
    call.hears("customer", 15.9, "这个", start=15.2, end=15.9)
    call.until(21)
    assert heard(call, "silent") == []


def test_an_mhm_is_an_answer() -> None:
    call = asked()
    call.customer(13, "嗯", start=12, end=12.4)
    call.until(25)
    assert heard(call, "silent") == []


def test_the_agent_going_on_begins_it_anew() -> None:
    call = asked()
    call.agent(15, "您在听吗", start=13.5, end=14.5)
    call.until(19)
    assert heard(call, "silent") == []
    call.until(22)
    assert heard(call, "silent") == [("silent", 20.5)]


def test_an_agents_mhm_leaves_the_customer_nothing_to_answer() -> None:
    call = asked()
    call.customer(13, "我要定投", start=11, end=12)
    call.agent(14, "好的", start=12.5, end=13)
    call.until(30)
    assert heard(call, "silent") == []


def test_what_arrives_late_takes_it_back() -> None:
    call = asked()
    call.until(17.5)
    assert call.visible == ["seen"]
    call.hears("customer", 18, "我不大懂", start=14, end=17)
    assert heard(call, "silent") == []
    assert call.visible == []


def test_an_answer_after_it_leaves_it_standing() -> None:
    call = asked()
    call.hears("customer", 18, "我不大懂", start=17, end=18)
    assert heard(call, "silent") == [("silent", 16)]


def test_it_waits_for_a_slow_recogniser() -> None:
    call = Call(SIGNALS)
    call.grows("customer", 3, 5, "我想给孙子攒点钱")
    call.customer(9, "一个月几百块", start=5.5, end=6.5, received=9)
    call.agent(12.5, ASKS, start=7, end=10)
    call.until(17.9)
    assert heard(call, "silent") == []
    call.until(18.6)
    assert heard(call, "silent") == [("silent", 16)]


def test_where_utterances_do_not_grow_nobody_knows_that_nobody_speaks() -> None:
    call = Call(SIGNALS)
    call.customer(5, "我想给孙子攒点钱", start=1, end=4.7)
    call.agent(10.3, ASKS, start=7, end=10)
    call.until(30)
    assert heard(call, "silent") == []


def test_voice_activity_is_no_silence() -> None:
    call = asked()
    call.activity(14, "customer", speaking=True)
    call.until(20)
    assert heard(call, "silent") == []
    call.activity(20, "customer", speaking=False)
    call.until(25)
    assert heard(call, "silent") == []
    call.until(28)
    assert heard(call, "silent") == [("silent", 26)]


def test_voice_activity_that_arrives_late_takes_it_back() -> None:
    call = asked()
    call.until(17.5)
    call.activity(15, "customer", speaking=True)
    assert heard(call, "silent") == []


def test_activity_alone_makes_silences_known() -> None:
    call = Call(SIGNALS)
    call.activity(1, "customer", speaking=True)
    call.activity(4.5, "customer", speaking=False)
    call.customer(5, "我想给孙子攒点钱", start=1, end=4.7)
    call.agent(10.3, ASKS, start=7, end=10)
    call.until(18)
    assert heard(call, "silent") == [("silent", 16)]


def test_it_stands_still_on_hold_and_in_gaps() -> None:
    call = asked()
    call.hold(12)
    call.until(40)
    call.resume(50)
    call.until(54)
    assert heard(call, "silent") == []
    call.until(56)
    assert heard(call, "silent") == [("silent", 54)]

    lost = asked()
    lost.gap(12, "customer", 11, 20)
    lost.until(24)
    assert heard(lost, "silent") == []
    lost.until(27)
    assert heard(lost, "silent") == [("silent", 25)]


def test_it_stands_still_while_the_input_is_lost() -> None:
    call = asked()
    call.lost(11)
    call.back(60)
    call.until(64)
    assert heard(call, "silent") == []
    call.until(66)
    assert heard(call, "silent") == [("silent", 65)]
