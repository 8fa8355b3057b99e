"""Cutting in, and going on and on: told while it happens, taken back when it did not."""

from __future__ import annotations

import pytest

from assist.core.stretches import Stretch, Stretches
from tests.core.calls import Call
from tests.core.manner import SIGNALS, heard

STORY = "我上周在你们那儿办了一个提前还款柜员跟我说那笔费用免了"
REPLY = "费用是按合同收取的"


def test_who_starts_while_the_other_speaks_and_goes_on_interrupts() -> None:
    call = Call(SIGNALS)
    call.hears("customer", 4, STORY[:12], u="c", start=0, end=4)
    call.hears("agent", 4.3, REPLY[:3], u="a", start=3.8, end=4.2)
    assert heard(call, "cuts-in") == []
    call.hears("customer", 5, STORY[:16], u="c", start=0, end=5)
    call.hears("agent", 5, REPLY[:5], u="a", start=3.8, end=5)
    assert heard(call, "cuts-in", "cut-off") == [("cuts-in", 4.3)]
    call.customer(6, STORY, u="c", start=0, end=5.6)
    call.agent(8, REPLY, u="a", start=3.8, end=7)
    assert heard(call, "cuts-in", "cut-off") == [("cuts-in", 4.3)]


def test_a_reply_that_overlaps_a_little_does_not() -> None:
    call = Call(SIGNALS)
    call.grows("customer", 0, 5, STORY)
    call.grows("agent", 4.7, 7, REPLY)
    assert heard(call, "cuts-in") == []


def test_a_back_channel_interrupts_nobody_nor_can_it_be_interrupted() -> None:
    call = Call(SIGNALS)
    call.hears("customer", 3, STORY[:9], u="c", start=0, end=3)
    call.agent(3.5, "好的好的", start=2, end=3.2)
    call.agent(4.5, "是的", start=3.3, end=4.2)
    call.customer(6, STORY, u="c", start=0, end=5.6)
    assert heard(call, "cuts-in") == []
    call.agent(10, "对对对", start=7, end=9.5)
    call.customer(11, "那你说怎么办", start=8, end=10.5)
    assert heard(call, "cut-off") == []


def test_a_back_channel_that_goes_on_was_none() -> None:
    call = Call(SIGNALS)
    call.hears("customer", 3, STORY[:9], u="c", start=0, end=3)
    call.hears("agent", 3, "好的", u="a", start=2.2, end=3)
    assert heard(call, "cuts-in") == []
    call.hears("agent", 3.4, "好的" + REPLY, u="a", start=2.2, end=3.4)
    call.hears("customer", 3.6, STORY[:12], u="c", start=0, end=3.6)
    assert heard(call, "cuts-in") == [("cuts-in", 2.7)]


def test_two_who_begin_together_interrupt_nobody() -> None:
    call = Call(SIGNALS)
    call.customer(5, STORY, start=0, end=4)
    call.agent(5.1, REPLY, start=0.3, end=3)
    assert heard(call, "cuts-in", "cut-off") == []


def test_an_overlap_that_a_final_corrects_was_none() -> None:
    call = Call(SIGNALS)
    call.hears("customer", 5, STORY[:14], u="c", start=0, end=5)
    call.hears("agent", 5, REPLY[:5], u="a", start=4, end=5)
    assert heard(call, "cuts-in") == [("cuts-in", 4.5)]
    call.customer(6, STORY[:14], u="c", start=0, end=4.1)
    assert heard(call, "cuts-in") == []


def test_a_late_final_tells_of_the_interruption_that_was() -> None:
    call = Call(SIGNALS)
    call.agent(7, REPLY, start=4, end=6)
    call.customer(9, STORY, start=0, end=5)
    assert heard(call, "cuts-in") == [("cuts-in", 4.5)]


def test_a_long_turn_spans_utterances_and_is_told_while_it_lasts() -> None:
    call = Call(SIGNALS)
    call.grows("customer", 0, 8, STORY)
    call.grows("customer", 8.5, 16, STORY)
    assert heard(call, "tells") == []
    call.hears("customer", 20.4, STORY, u="c", start=16.5, end=20.2)
    assert heard(call, "tells") == [("tells", 20)]
    call.customer(41, STORY * 2, u="c", start=16.5, end=40.5)
    assert heard(call, "tells") == [("tells", 20), ("tells", 40)]


def test_the_others_words_end_a_long_turn_and_a_back_channel_does_not() -> None:
    call = Call(SIGNALS)
    call.customer(10, STORY, start=0, end=9)
    call.agent(10.5, "嗯嗯", start=9.2, end=9.8)
    call.customer(17, STORY, start=10, end=16)
    call.agent(19, "我明白您的意思", start=16.2, end=18)
    call.customer(30, STORY, start=18.5, end=30)
    assert heard(call, "tells") == []
    call.agent(31, "好", start=30.2, end=30.5)
    call.customer(39, STORY, start=31, end=38.7)
    assert heard(call, "tells") == [("tells", 38.5)]


def test_a_pause_ends_a_long_turn() -> None:
    call = Call(SIGNALS)
    call.customer(10, STORY, start=0, end=9)
    call.customer(22, STORY, start=12.5, end=21)
    assert heard(call, "tells") == []


def test_a_long_turn_stands_still_on_hold() -> None:
    call = Call(SIGNALS)
    call.customer(10, STORY, start=0, end=9)
    call.hold(10)
    call.resume(40)
    call.customer(45, STORY, start=11, end=44)
    assert heard(call, "tells") == []


def test_a_long_turn_may_be_so_many_characters() -> None:
    call = Call(SIGNALS)
    call.agent(4, "一" * 10, start=0, end=3)
    call.hears("agent", 6, "一" * 14, u="a", start=3.2, end=6)
    assert heard(call, "explains") == []
    call.hears("agent", 7, "一" * 20, u="a", start=3.2, end=7.2)
    assert heard(call, "explains") == [("explains", 6.2)]
    call.agent(8, "一" * 12, u="a", start=3.2, end=7.2)
    assert heard(call, "explains") == []


def test_an_utterance_folded_into_another_neither_interrupts_nor_goes_on() -> None:
    call = Call(SIGNALS)
    call.customer(6, STORY, start=0, end=5)
    call.agent(7, REPLY, u="a", start=4, end=6)
    assert heard(call, "cuts-in") == [("cuts-in", 4.5)]
    call.agent(8, REPLY, u="b", start=5.2, end=6.5, supersedes=["a"])
    assert heard(call, "cuts-in") == []


@pytest.mark.parametrize("first", ["agent", "customer"])
def test_of_two_who_begin_together_it_does_not_matter_who_is_heard_first(first: str) -> None:
    stretches = Stretches()
    for speaker in sorted(("agent", "customer"), reverse=first == "customer"):
        stretches.insert(Stretch(speaker, f"{speaker}-1", 1_000, 2_000))
    stretches.insert(Stretch("agent", "agent-2", 2_000, 3_000))
    assert [each.utterance for each in stretches.kept] == ["agent-1", "customer-1", "agent-2"]
