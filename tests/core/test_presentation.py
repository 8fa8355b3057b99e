"""What the agent is shown of openings as they come, move and go: revision, ids, certainty."""

from __future__ import annotations

from typing import Final

from assist.core.hints import hint_id
from tests.core.calls import Call, changes, closed, needs, of, rules, shown, shows

GRIEF: Final = rules("grief: {need: bereaved, when: loss, met_by: comfort}")


def test_a_rewritten_cue_retracts_its_hint() -> None:
    call = Call(GRIEF)
    call.hears("customer", 5, "他去世了怎么办", u="x")
    assert call.visible == ["grief"]
    out = call.hears("customer", 5.4, "他去市里怎么办", u="x")
    assert closed(out) == [(5.4, "retracted")]
    assert needs(out) == [("bereaved", "undetermined")]
    assert call.open_needs == []
    assert call.end(9)[-1]["report"] == {"needs": {}, "hints": {"retracted": 1}}


def test_a_retracted_hint_gives_back_its_cooldown() -> None:
    call = Call(GRIEF)
    call.hears("customer", 5, "他去世了怎么办", u="x")
    call.final("customer", 6, "他去市里怎么办", u="x")
    assert shown(call.customer(7, "我老伴走了")) == [(7, "grief")]


def test_a_retracted_hint_gives_back_its_place_among_max_per_call() -> None:
    call = Call(rules("grief: {need: bereaved, when: loss, met_by: comfort, once: true}"))
    call.hears("customer", 5, "他去世了怎么办", u="x")
    call.final("customer", 6, "他去市里怎么办", u="x")
    assert shown(call.customer(7, "我老伴走了")) == [(7, "grief")]


def test_a_hint_that_returns_reopens_under_the_next_id() -> None:
    call = Call(GRIEF)
    for text in ("他去世了怎么办", "他去市里怎么办", "他去世了怎么办呢", "他去世了怎么办呢我"):
        call.hears("customer", 5, text, u="x")
    assert [hint["id"] for hint in shows(call.seen)] == [
        hint_id("c1", "grief", "x", 1),
        hint_id("c1", "grief", "x", 2),
    ]


def test_ids_tell_calls_rules_and_utterances_apart() -> None:
    assert (
        len({hint_id("c", "r", "u", 1), hint_id("cr", "", "u", 1), hint_id("c", "r", "u1", 1)}) == 3
    )


def test_a_hint_that_rests_on_other_words_too_stays() -> None:
    call = Call(GRIEF)
    call.hears("customer", 5, "他去世了怎么办", u="x")
    call.customer(6, "我老伴走了", u="y")
    first = call.hint("grief")
    out = call.final("customer", 7, "他去市里怎么办", u="x")
    assert closed(out) == []
    assert call.visible == ["grief"]
    assert needs(call.agent(9, "请节哀")) == [("bereaved", "met")]
    assert closed(call.seen) == [(9, "met")]
    assert call.hint("grief") == first


def test_a_second_opening_that_was_misheard_is_retracted_not_met() -> None:
    call = Call(
        rules("grief: {need: bereaved, when: loss, met_by: comfort, cooldown: 1s, credit: 1s}")
    )
    call.customer(5, "他去世")
    call.agent(8, "请节哀")
    call.hears("customer", 20, "我妈也去世了怎么办", u="x")
    assert call.visible == ["grief"]
    out = call.final("customer", 21, "我妈也去市里怎么办", u="x")
    assert closed(out) == [(21, "retracted")]
    assert needs(out) == [("bereaved", "undetermined")]


def test_a_misheard_answer_opens_the_need_again() -> None:
    call = Call(GRIEF)
    call.customer(5, "他去世")
    call.hears("agent", 8, "请节哀我帮您办", u="a")
    assert closed(call.seen) == [(8, "met")]
    out = call.final("agent", 9, "请接来我帮您办", u="a")
    assert needs(out) == [("bereaved", "open")]
    call.until(20)
    assert shown(call.seen) == [(5, "grief"), (9, "grief")]
    assert len({hint["id"] for hint in shows(call.seen)}) == 2


def test_a_cue_within_the_checklist_is_not_told_twice() -> None:
    call = Call(GRIEF)
    call.grows("customer", 3, 6, "我老伴走了他卡里的钱怎么取")
    assert needs(call.seen) == [("bereaved", "open")]
    assert len(shows(call.seen)) == 1


def test_a_tentative_hint_becomes_firm() -> None:
    call = Call(GRIEF)
    call.hears("customer", 5, "他去世了怎么办", u="x")
    assert shows(call.seen)[0]["tentative"]
    out = call.final("customer", 6, "他去世了怎么办", u="x")
    assert changes(out) == [(6, "firm")]
    assert not of(out, "hint.update")[0]["tentative"]


def test_what_the_recogniser_calls_stable_is_firm() -> None:
    call = Call(GRIEF)
    call.hears("customer", 5, "他去世了", u="x", stable=4)
    assert not shows(call.seen)[0]["tentative"]


def test_a_hint_quotes_what_the_words_turned_out_to_be() -> None:
    call = Call(GRIEF)
    call.hears("customer", 5, "那个他去世了啊就是我爸怎么办呢", u="x", stable=10)
    assert shows(call.seen)[0]["because"][0]["text"] == "那个他去世了啊就是我爸怎么办呢"
    out = call.final("customer", 6, "那个，他去世了啊，就是我爸，怎么办呢？", u="x")
    assert changes(out) == [(6, "text")]
    assert of(out, "hint.update")[0]["because"][0]["text"] == "他去世了啊"


# -- what the agent says of a hint ---------------------------------------------------------


def test_a_hint_put_off_comes_back_as_another() -> None:
    call = Call(GRIEF)
    call.customer(5, "他去世")
    first = call.hint("grief")
    assert closed(call.feedback(8, first, "later")) == [(8, "later")]
    call.until(30)
    assert shown(call.seen) == [(5, "grief"), (28, "grief")]
    assert call.hint("grief") != first


def test_what_is_said_of_a_hint_that_is_gone_decides_nothing() -> None:
    call = Call(GRIEF)
    call.customer(5, "他去世")
    gone = call.hint("grief")
    call.until(31)
    assert closed(call.seen) == [(30, "expired")]
    assert call.feedback(32, gone, "wrong") == []
    assert call.open_needs == ["bereaved"]


def test_a_need_whose_hint_expired_may_still_be_met() -> None:
    call = Call(GRIEF)
    call.customer(5, "他去世")
    call.until(31)
    assert needs(call.agent(35, "请节哀")) == [("bereaved", "met")]
    assert call.end(40)[-1]["report"] == {"needs": {"met": 1}, "hints": {"expired": 1}}
