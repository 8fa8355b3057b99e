"""Pace, loudness and share of the talk: against the speaker's own, the other's, the usual."""

from __future__ import annotations

from tests.core.calls import Call
from tests.core.manner import SIGNALS, heard

TEN = "我想问一下那笔钱的事"
"""Ten characters: usually said in 2.2 s."""


def test_a_stranger_is_measured_by_how_people_usually_speak() -> None:
    call = Call(SIGNALS)
    call.customer(8, TEN, start=3, end=7)
    call.customer(12, TEN, start=9, end=11.2)
    call.customer(15, TEN, start=13, end=14.5)
    assert heard(call, "fast", "slow") == [("slow", 7), ("fast", 14.5)]


def test_too_short_an_utterance_has_no_pace() -> None:
    call = Call(SIGNALS)
    call.customer(2, TEN, start=0, end=1.4)
    call.customer(5, "我问问", start=2, end=5)
    assert heard(call) == []


def test_who_always_speaks_slowly_is_slow_no_more_and_usual_is_fast_for_them() -> None:
    call = Call(SIGNALS)
    for start in (0, 6, 12):
        call.customer(start + 5, TEN, start=start, end=start + 4)
    assert heard(call, "slow") == [("slow", 4), ("slow", 10), ("slow", 16)]
    call.customer(23, TEN, start=18, end=22)
    call.customer(30, TEN, start=24, end=26.2)
    assert heard(call, "slow", "fast")[3:] == [("fast", 26.2)]


def test_one_hurried_utterance_does_not_move_the_baseline() -> None:
    call = Call(SIGNALS)
    for start in (0, 5, 10, 15):
        call.customer(start + 4, TEN * 2, start=start, end=start + 4.3)
    call.customer(24, TEN * 3, start=20, end=23)
    call.customer(28, TEN * 3, start=24, end=27)
    assert heard(call, "fast") == [("fast", 23), ("fast", 27)]


def test_an_agent_outruns_the_customer_only_once_the_customer_is_known() -> None:
    call = Call(SIGNALS)
    call.agent(3, TEN, start=0, end=2.2)
    call.customer(6, TEN, start=3, end=5.5)
    call.agent(9, TEN, start=6, end=8.2)
    assert heard(call, "outruns") == []
    call.customer(18, TEN, start=9, end=16)
    call.agent(21, TEN, start=18, end=20.2)
    assert heard(call, "outruns") == [("outruns", 20.2)]


def test_pace_against_the_usual_needs_nobody() -> None:
    call = Call(SIGNALS)
    call.agent(3, TEN, start=0, end=1.7)
    call.agent(6, TEN, start=3, end=5)
    assert heard(call, "hurries") == [("hurries", 1.7)]


def test_english_is_paced_by_words() -> None:
    words = "I would like to know where my money is now please"
    call = Call(SIGNALS, language="en")
    call.customer(5, words, start=0, end=4.4)
    call.customer(10, words, start=6, end=8.8)
    assert heard(call, "fast") == [("fast", 8.8)]


def test_where_times_are_unknown_nothing_of_time_is_told() -> None:
    call = Call(SIGNALS)
    for at in range(3, 60, 6):
        call.customer(at, TEN, timeless=True)
        call.agent(at + 0.2, TEN * 4, timeless=True)
    assert {name for name, _ in heard(call)} <= {"again", "parrots", "explains"}


def test_a_pace_is_decided_once_the_utterance_is_final() -> None:
    call = Call(SIGNALS)
    call.hears("customer", 1, TEN, u="u", start=0, end=1)
    assert heard(call) == []
    call.customer(9, TEN, u="u", start=0, end=8)
    assert heard(call) == [("slow", 8)]


def test_words_may_count_only_when_said_in_a_hurry() -> None:
    call = Call(SIGNALS)
    call.customer(5, "麻烦你快一点我在赶火车呢", start=0, end=2.7)
    assert heard(call, "urges") == []
    call.hears("customer", 7, "麻烦你快一点我在赶火车呢", u="u", start=6, end=7)
    assert heard(call, "urges") == []
    call.customer(8, "麻烦你快一点我在赶火车呢", u="u", start=6, end=7.6)
    assert [name for name, _ in heard(call, "urges")] == ["urges"]


def test_loudness_is_against_the_speakers_own() -> None:
    call = Call(SIGNALS)
    for start, loudness in ((0, 60), (4, 62), (8, 61)):
        call.customer(start + 3, TEN, start=start, end=start + 2.2, prosody=db(loudness))
    assert heard(call, "loud") == []
    call.hears("customer", 13, "我", u="u", start=12, end=12.6, prosody=db(68))
    assert heard(call, "loud") == [("loud", 12.6)]
    call.customer(15, TEN, u="u", start=12, end=14.2, prosody=db(63))
    assert heard(call, "loud") == []
    call.customer(18, TEN, start=15, end=17.2, prosody=db(67.5))
    assert heard(call, "loud") == [("loud", 17.2)]


def db(loudness: float) -> dict[str, float]:
    return {"loudness_db": loudness}


def test_who_has_had_nearly_all_of_the_talk() -> None:
    call = Call(SIGNALS)
    call.agent(1, "您好", start=0, end=1)
    call.customer(3, TEN, start=1.5, end=3)
    for start in (4, 12, 20):
        call.agent(start + 7, TEN * 3, start=start, end=start + 6.5)
    assert heard(call, "dominates") == []
    call.customer(28, TEN, start=27, end=28)
    call.agent(40, TEN * 3, start=29, end=36)
    assert heard(call, "dominates") == [("dominates", 36)]


def test_what_is_still_being_said_has_no_share_of_the_talk_yet() -> None:
    growing, finals = Call(SIGNALS), Call(SIGNALS)
    for call in (growing, finals):
        for start in (0, 8, 16, 24):
            call.agent(start + 7, TEN * 3, start=start, end=start + 6.5)
        if call is growing:
            call.hears("customer", 35, TEN * 2, u="long", start=29, end=35)
        call.agent(36, TEN, start=34, end=35.5)
        call.customer(37, TEN * 2, u="long", start=29, end=36)
    assert ("dominates", 35.5) in heard(growing, "dominates")
    assert heard(growing, "dominates") == heard(finals, "dominates")
