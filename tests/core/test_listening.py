"""What is heard: hypotheses, finals, duplicates, and whose words they are."""

from __future__ import annotations

from typing import Final

import pytest

from tests.core.calls import SIGNALS, Call, closed, needs, rules, shown, shows

GRIEF: Final = rules("grief: {need: bereaved, when: loss, met_by: comfort}")


# -- settled -------------------------------------------------------------------------------


def test_a_match_at_the_end_of_a_hypothesis_waits_until_two_agree() -> None:
    call = Call(GRIEF)
    assert shown(call.hears("customer", 5, "我老伴走了", u="x")) == []
    assert shown(call.hears("customer", 5.4, "我老伴走了他", u="x")) == [(5.4, "grief")]


def test_three_characters_after_a_match_settle_it() -> None:
    call = Call(GRIEF)
    assert shown(call.hears("customer", 5, "我老伴走了他卡里", u="x")) == [(5, "grief")]


def test_what_the_recogniser_calls_stable_is_settled() -> None:
    call = Call(GRIEF)
    assert shown(call.hears("customer", 5, "我老伴走了", u="x", stable=5)) == [(5, "grief")]


def test_a_final_is_settled() -> None:
    assert shown(Call(GRIEF).customer(5, "我老伴走了")) == [(5, "grief")]


def test_a_match_that_a_longer_exception_could_still_cover_waits() -> None:
    call = Call(GRIEF)
    call.hears("customer", 5, "我去世", u="x")
    assert shown(call.hears("customer", 5.4, "我去世博", u="x")) == []
    assert shown(call.final("customer", 6, "我去世博会玩过", u="x")) == []


@pytest.mark.parametrize(("on", "at"), [("partial", 5), ("settled", 5.4), ("final", 6)])
def test_a_signal_may_be_on_partial_settled_or_final(on: str, at: float) -> None:
    text = GRIEF.replace("balance: {", f"balance: {{on: {on}, ").replace(
        "when: loss", "when: balance"
    )
    call = Call(text)
    call.hears("customer", 5, "我查余额", u="x")
    call.hears("customer", 5.4, "我查余额呢行", u="x")
    call.final("customer", 6, "我查余额呢行", u="x")
    assert shown(call.seen) == [(at, "grief")]


# -- what has no effect --------------------------------------------------------------------


def test_a_late_hypothesis_after_the_final_has_no_effect() -> None:
    call = Call(GRIEF)
    call.customer(5, "他去世", u="x")
    assert call.hears("customer", 6, "他去市里了", u="x") == []
    for second in range(10, 40, 2):
        call.customer(second, "我等着呢")
    assert call.hears("customer", 41, "他去市里", u="x", revision=99) == []
    assert call.visible == []
    assert call.open_needs == ["bereaved"]


def test_a_stale_revision_has_no_effect() -> None:
    call = Call(GRIEF)
    call.hears("customer", 5, "他去世了怎么", u="x", revision=4)
    assert call.hears("customer", 6, "他去市里怎么", u="x", revision=4) == []
    assert call.hears("customer", 6, "他去市里怎么", u="x", revision=3) == []
    assert call.visible == ["grief"]


def test_an_identical_repeat_settles_nothing() -> None:
    call = Call(GRIEF)
    call.hears("customer", 5, "我老伴走了", u="x")
    assert call.hears("customer", 5.4, "我老伴走了", u="x") == []


def test_an_empty_final_has_no_effect() -> None:
    call = Call(GRIEF)
    assert call.customer(4, "  ") == []
    call.hears("customer", 5, "他去世了怎么", u="x")
    assert call.final("customer", 6, "", u="x") == []
    assert call.visible == ["grief"]


def test_an_empty_hypothesis_takes_back_what_was_heard() -> None:
    call = Call(GRIEF)
    call.hears("customer", 5, "他去世了怎么", u="x")
    assert closed(call.hears("customer", 6, "", u="x")) == [(6, "retracted")]


def test_a_recogniser_that_never_ends_an_utterance_cannot_grow_the_call() -> None:
    call = Call(GRIEF)
    for number in range(200):
        call.hears("customer", 5 + number, "我等着呢", u=f"u{number}")
    assert len(call.engine.listening.utterances) <= 32
    assert len(call.engine.listening.closed) <= 128


# -- supersedes ----------------------------------------------------------------------------


def test_an_utterance_folded_into_another_says_nothing_any_more() -> None:
    call = Call(rules("twice: {need: bereaved, when: {count: balance, at_least: 2}}"))
    call.customer(5, "我查余额", u="a")
    assert shown(call.customer(6, "您好我查余额", u="b", supersedes=["a"])) == []
    assert call.hears("customer", 7, "我查余额行吗", u="a", revision=9) == []


def test_an_utterance_cannot_be_folded_into_itself() -> None:
    call = Call(GRIEF)
    assert shown(call.customer(5, "他去世", u="a", supersedes=["a"])) == [(5, "grief")]


def test_a_stale_fragment_folds_nothing() -> None:
    call = Call(GRIEF)
    call.customer(4, "我查余额", u="b")
    call.customer(5, "他去世", u="a")
    call.hears("customer", 6, "我查", u="b", revision=0, supersedes=["a"])
    assert call.visible == ["grief"]


# -- whose words ---------------------------------------------------------------------------


def test_a_signal_is_its_speakers_alone() -> None:
    call = Call(GRIEF)
    assert shown(call.agent(5, "他去世")) == []
    assert shown(call.final("ivr", 6, "他去世")) == []
    assert shown(call.final("unknown", 7, "他去世")) == []


def test_speakers_by_channel_and_a_correction_of_roles() -> None:
    call = Call(GRIEF)
    call.on_channel("left", 3, "他去世")
    assert call.visible == []
    call.channels(4, left="agent", right="customer")
    call.on_channel("left", 5, "他去世")
    assert call.visible == []
    assert shown(call.on_channel("right", 6, "他去世")) == [(6, "grief")]
    call.channels(7, left="customer", right="agent")
    assert needs(call.on_channel("right", 8, "请节哀")) == [("bereaved", "met")]


def test_utterances_of_two_speakers_may_share_an_id() -> None:
    call = Call(GRIEF)
    call.customer(5, "他去世", u="1")
    assert needs(call.agent(6, "请节哀", u="1")) == [("bereaved", "met")]


# -- media time ----------------------------------------------------------------------------


def test_a_signal_lies_where_its_words_lie() -> None:
    call = Call(GRIEF)
    words = [{"text": "他去世", "start": 2_000, "end": 2_500}, {"text": "了", "end": 4_000}]
    call.customer(5, "他去世了", start=1, end=4.5, words=words)
    assert shows(call.seen)[0]["because"][0]["at"] == 2_500


def test_words_with_a_start_alone_or_no_time_at_all() -> None:
    starts = Call(GRIEF)
    starts.customer(5, "他去世了", start=1, end=5, words=[{"text": "他去世", "start": 2_000}])
    assert shows(starts.seen)[0]["because"][0]["at"] == 2_000
    timeless = Call(GRIEF)
    timeless.customer(5, "他去世了", start=1, end=5, words=[{"text": "他"}, {"text": "不在其中"}])
    assert shows(timeless.seen)[0]["because"][0]["at"] == 4_000


def test_without_words_it_lies_between_start_and_end() -> None:
    call = Call(GRIEF)
    call.customer(9, "他去世了我想来问问", start=0, end=9)
    assert shows(call.seen)[0]["because"][0]["at"] == 3_000


def test_without_any_times_it_lies_where_it_was_sent() -> None:
    call = Call(GRIEF)
    call.customer(9, "他去世了我想来问问", timeless=True)
    assert shows(call.seen)[0]["because"][0]["at"] == 9_000


def test_windows_use_media_time_and_not_the_time_of_arrival() -> None:
    text = rules("both: {need: bereaved, when: {all: [loss, balance], within: 10s}}")
    call = Call(text)
    call.customer(5, "他去世", end=5)
    assert shown(call.customer(60, "我查余额", start=8, end=9, received=60)) == [(60, "both")]
    far = Call(text)
    far.customer(59, "他去世", start=1, end=5)
    assert shown(far.customer(60, "我查余额", start=28, end=29)) == []


def test_long_clauses_are_cut_to_what_is_read_at_a_glance() -> None:
    call = Call(SIGNALS + GRIEF.removeprefix(SIGNALS))
    call.customer(
        9, "我那个住在城东头的二叔家的老邻居他上个月的时候突然去世了这件事情我到现在都没办法接受"
    )
    quote = shows(call.seen)[0]["because"][0]["text"]
    assert "去世" in quote
    assert len(quote) <= 36


def test_where_the_first_of_two_was_misheard_the_second_is_quoted_at_its_own_time() -> None:
    call = Call(GRIEF)
    call.hears("customer", 9, "他去世了那个时候我还在外地", u="x", start=0, end=9)
    call.hears("customer", 18, "他去世了那个时候我还在外地我老伴走了以后", u="x", start=0, end=18)
    call.hears("customer", 19, "他去市里那个时候我还在外地我老伴走了以后", u="x", start=0, end=18)
    (because,) = call.engine.explain("grief")["openings"][0]["because"]
    assert "老伴走了" in because["quote"]
    assert 14_000 < because["at"] < 18_000
    assert call.visible == ["grief"]


def test_a_match_that_moves_a_little_as_its_utterance_grows_stays_the_same() -> None:
    call = Call(GRIEF)
    call.hears("customer", 2, "我老伴走了他卡里", u="x", start=0, end=2)
    before = call.engine.state.history.by_signal["loss"]
    call.hears("customer", 2.4, "我老伴走了他卡里的", u="x", start=0, end=2.4)
    assert call.engine.state.history.by_signal["loss"] == before
