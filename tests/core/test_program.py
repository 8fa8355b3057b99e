"""What depends on what, and for how long it is remembered."""

from __future__ import annotations

from assist.core.program import LATE_MS, TURNS_MS
from assist.core.rules import WINDOW_MS
from tests.core.calls import Call, needs, program, rules, shown


def test_a_signal_is_remembered_as_long_as_the_longest_window_that_names_it() -> None:
    keep = program(
        rules("""
            it: {need: bereaved, when: {count: balance, at_least: 2, within: 90s}}
            other: {need: plain-words, when: {all: [loss, balance]}, met_by: comfort, credit: 40s}
        """)
    ).index.keep
    assert keep["balance"] == LATE_MS + 2 * 90_000
    assert keep["comfort"] == LATE_MS + WINDOW_MS + 40_000


def test_what_was_said_in_turns_is_remembered_for_ten_minutes() -> None:
    made = program(
        rules("it: {need: bereaved, when: {turns: {speaker: agent, last: 9, none: offer}}}")
    )
    assert made.index.keep["offer"] == LATE_MS + TURNS_MS
    assert made.index.span["it"] == LATE_MS


def test_a_meters_causes_are_remembered_as_long_as_what_it_gives() -> None:
    made = program(
        rules(
            "it: {need: bereaved, when: {all: [loss, {need: plain-words}], within: 2m}}\n"
            "up: {need: plain-words, when: {emotion: anger, level: high}}"
        )
    )
    assert made.index.keep["angry"] >= 10 * 60_000 + LATE_MS


def test_fast_emotions_do_not_take_their_hint_back_when_they_are_forgotten() -> None:
    text = rules("it: {need: customer-angry, when: {emotion: anger, level: high}, met_by: sorry}")
    call = Call(text.replace("half_life: 60s", "half_life: 500ms"))
    call.customer(5, "气死我了，我要投诉", start=4.6, end=4.7)
    for second in range(6, 22):
        call.customer(second, "我等着呢")
    assert call.visible == ["it"]
    assert needs(call.seen) == [("customer-angry", "open")]


def test_whether_a_need_was_open_is_remembered_for_those_that_ask() -> None:
    text = rules("""
        grief: {need: bereaved, when: loss, met_by: comfort}
        it: {need: regulator-threat,
            when: {all: [threat, {need: bereaved, state: open}], within: 3m}}
    """)
    call = Call(text)
    call.customer(5, "他去世")
    call.customer(10, "我要投诉")
    call.agent(20, "请节哀")
    for second in range(22, 120, 2):
        call.customer(second, "我等着呢")
    call.customer(121, "他去世")
    assert needs(call.seen).count(("regulator-threat", "undetermined")) == 0
    assert "regulator-threat" in call.open_needs


def test_who_is_waited_for() -> None:
    made = program(
        rules("""
            one: {need: bereaved, when: loss, met_by: comfort}
            two: {need: plain-words, when: {all: [closing, {absent: balance, since: 9s}]}}
            three: {need: fair-terms, when: {all: [loss, {absent: balance, since: 9s}]},
                met_by: sorry}
        """)
    )
    assert made.index.awaited == {
        "one": {"agent"},
        "two": {"customer"},
        "three": {"agent", "customer"},
    }


def test_words_of_anybody_are_waited_for_from_both() -> None:
    text = rules("it: {need: bereaved, when: loss, met_by: anyone}").replace(
        "signals:\n", "signals:\n  anyone: {speaker: any, phrases: [没关系]}\n", 1
    )
    assert program(text).index.awaited["it"] == {"agent", "customer"}
    call = Call(text)
    call.customer(5, "他去世")
    assert shown(call.seen) == [(5, "it")]
    assert needs(call.customer(8, "没关系")) == [("bereaved", "met")]
