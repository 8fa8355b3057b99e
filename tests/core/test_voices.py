"""Signals of manner in a call as a whole: reload, restart, emotions, and calls without any."""

from __future__ import annotations

from tests.core.calls import SIGNALS as WORDS
from tests.core.calls import Call, of, rules
from tests.core.manner import SIGNALS, heard

STORY = "我上周在你们那儿办了一个提前还款柜员跟我说那笔费用免了"


def test_a_back_channel_is_told_once_it_is_final() -> None:
    call = Call(SIGNALS)
    call.hears("agent", 1, "好的", u="a")
    assert heard(call, "mhm") == []
    call.agent(2, "好的", u="a")
    call.agent(5, "嗯嗯")
    call.agent(9, "好的我帮您看一下")
    assert heard(call, "mhm") == [("mhm", 1.7), ("mhm", 4.7)]


def test_nothing_is_kept_where_no_rule_asks_for_it() -> None:
    call = Call(rules("r: {need: bereaved, when: loss}"))
    call.customer(5, STORY)
    call.activity(6, "customer", speaking=True)
    assert call.engine.state.stretches.kept == []


def test_a_rule_set_with_manner_begins_to_listen_and_one_without_forgets() -> None:
    call = Call(rules("r: {need: bereaved, when: loss}"))
    call.customer(5, STORY)
    call.reload(6, SIGNALS)
    call.grows("customer", 7, 12, STORY)
    call.agent(20, STORY, start=14, end=18)
    call.until(26)
    assert heard(call, "silent") == [("silent", 24)]
    call.reload(27, rules("r: {need: bereaved, when: loss}"))
    assert call.engine.state.stretches.kept == []
    assert call.engine.next_deadline() is None or call.engine.next_deadline() != 27


def test_a_silence_under_way_survives_a_restart_and_a_reload() -> None:
    call = Call(SIGNALS)
    call.grows("customer", 0, 5, STORY)
    call.agent(9, "您是要哪一种呢", start=6, end=8.5)
    call.restart().reload(10, SIGNALS.replace("12s", "11s"))
    call.until(16)
    assert heard(call, "silent") == [("silent", 14.5)]


def test_an_interruption_under_way_survives_a_restart() -> None:
    call = Call(SIGNALS)
    call.hears("customer", 4, STORY[:12], u="c", start=0, end=4)
    call.hears("agent", 4.2, "费用", u="a", start=3.8, end=4.2)
    call.restart()
    call.hears("customer", 5, STORY[:16], u="c", start=0, end=5)
    call.hears("agent", 5, "费用是按合同", u="a", start=3.8, end=5)
    assert heard(call, "cuts-in") == [("cuts-in", 4.3)]


def test_how_something_is_said_weighs_in_emotions_of_either() -> None:
    strain = """
emotions:
  strain: {speaker: agent, half_life: 60s, levels: {high: 0.5}, weights: {loud: 0.3, cuts-in: 0.3}}
"""
    call = Call(SIGNALS + strain)
    for start in (0, 4, 8):
        call.customer(start + 3, STORY[:10], start=start, end=start + 2, prosody=db(60))
    call.hears("customer", 14, STORY, u="c", start=12, end=14, prosody=db(70))
    call.agent(16, "费用是按合同收的", start=13, end=15)
    told = of(call.seen, "emotion")[-1]
    assert (told["speaker"], told["level"]) == ("agent", "high")


def db(loudness: float) -> dict[str, float]:
    return {"loudness_db": loudness}


def test_ivr_and_unknown_voices_have_no_manner() -> None:
    call = Call(SIGNALS)
    call.final("ivr", 30, "普通话请按一" * 9, start=0, end=29)
    call.final("unknown", 60, "普通话请按一" * 9, start=30, end=59)
    assert heard(call) == []
    assert "signals" in WORDS


def test_the_state_stays_small_however_long_the_call() -> None:
    call = Call(SIGNALS)
    for at in range(5, 2_000, 5):
        call.final("customer" if at % 2 else "agent", at, f"第{at}句话说的是{'别' * (at % 7)}的事")
    assert len(call.engine.state.stretches.kept) == 64


def test_only_what_rules_of_the_calls_language_ask_for_is_measured() -> None:
    both = SIGNALS.replace(
        "need: customer-silent,", "need: customer-silent, applies_to: {language: en},"
    )
    chinese, english = Call(both), Call(both, language="en")
    for call in (chinese, english):
        call.customer(9, STORY[:12], start=0, end=8)
    assert heard(chinese) == []
    assert heard(english, "slow") == [("slow", 8)]


def test_an_emotion_that_no_rule_asks_for_is_measured_all_the_same() -> None:
    shown = """
signals: {slow: {speaker: customer, pace: {below: 0.7}}}
emotions:
  weary: {speaker: customer, half_life: 60s, levels: {mild: 0.3}, weights: {slow: 0.4}}
rules:
  r: {need: bereaved, ability: empathy, when: loss, hint: {text: 慢, say: 慢}}
"""
    call = Call(
        shown.replace("signals: {", "signals: {loss: {speaker: customer, phrases: [去世]}, ")
    )
    call.customer(9, STORY[:12], start=0, end=8)
    assert of(call.seen, "emotion")[-1]["meters"]["weary"] > 0.35
