"""The same said again: by the words that carry meaning."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.core.repeats import Likeness, content_words, similarity
from assist.core.stretches import Stretch
from assist.text import default_folder, default_tokenizer
from tests.core.calls import Call
from tests.core.manner import SIGNALS, heard

FOLDER, TOKENIZER = default_folder(), default_tokenizer()


def alike(one: str, other: str) -> float:
    first, second = FOLDER.fold(one).text, FOLDER.fold(other).text
    return similarity(content_words(first, TOKENIZER), content_words(second, TOKENIZER))


def said(text: str) -> Stretch:
    return Stretch("customer", "1", 0, 0, said=text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("我就想问那笔退款什么时候到账", "我是问你那笔退款到底什么时候能到账"),
        ("我要取消自动扣款", "自动扣款给我取消掉"),
        ("I want my transfer cancelled today", "can you cancel it, my transfer, cancelled today"),
    ],
)
def test_the_same_request_in_other_words_is_alike(one: str, other: str) -> None:
    assert alike(one, other) >= 0.6


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("我就想问那笔退款什么时候到账", "我就想问信用卡什么时候能寄到"),
        ("我想问一下你们几点下班", "我想问一下利息怎么算"),
        ("那你说现在怎么办呢", "那你说我现在应该怎么办"),
    ],
)
def test_another_request_in_the_same_frame_is_not(one: str, other: str) -> None:
    assert alike(one, other) < 0.6


def test_numbers_read_out_twice_are_no_request() -> None:
    assert alike("我的卡号是6222021234", "卡号6222021234") == 0
    assert content_words("尾号3316", TOKENIZER) == {"尾号"}


def test_it_is_symmetric_and_one_for_the_same() -> None:
    one, other = "我要取消自动扣款", "自动扣款给我取消掉吧谢谢"
    assert alike(one, other) == alike(other, one)
    assert alike(one, one) == pytest.approx(1)
    assert not Likeness(TOKENIZER).reaches(0.1, said(""), said(one))


def test_what_cannot_be_alike_enough_is_not_segmented() -> None:
    class Never:
        def borders(self, text: str) -> frozenset[int]:
            raise AssertionError(text)

    assert not Likeness(Never()).reaches(0.6, said("我要取消自动扣款"), said("几点下班啊"))


@settings(max_examples=60, deadline=None)
@given(
    st.text("我要取消自动扣款退钱账户", max_size=12),
    st.text("我要取消自动扣款退钱账户", max_size=12),
)
def test_the_look_at_bare_characters_passes_over_nothing_alike(one: str, other: str) -> None:
    first, second = content_words(one, TOKENIZER), content_words(other, TOKENIZER)
    if similarity(first, second) >= 0.9:
        assert Likeness(TOKENIZER).reaches(0.9, said(one), said(other))


def test_said_again_within_the_time() -> None:
    call = Call(SIGNALS)
    call.customer(5, "那笔退款什么时候到账")
    call.customer(20, "退款到底什么时候能到账啊")
    assert heard(call, "again") == [("again", 19.7)]
    call.customer(200, "退款到底什么时候能到账啊")
    assert heard(call, "again") == [("again", 19.7)]


def test_a_hypothesis_repeats_nothing_until_it_is_final() -> None:
    call = Call(SIGNALS)
    call.customer(5, "那笔退款什么时候到账")
    call.hears("customer", 20, "那笔退款什么时候到账", u="u")
    assert heard(call, "again") == []
    call.customer(21, "那笔转账我要撤回来", u="u")
    assert heard(call, "again") == []


def test_the_third_time_and_far_enough_apart() -> None:
    call, stock = Call(SIGNALS), "您的问题已经收到请耐心等待"
    call.agent(10, stock)
    call.agent(12, stock)
    call.agent(30, stock)
    assert heard(call, "parrots") == []
    call.agent(50, stock)
    assert heard(call, "parrots") == [("parrots", 49.7)]


def test_the_other_speaker_repeats_nothing() -> None:
    call = Call(SIGNALS)
    call.customer(5, "那笔退款什么时候到账")
    call.agent(9, "您是问那笔退款什么时候到账")
    assert heard(call, "again") == []


def test_a_repetition_folded_into_another_utterance_is_gone() -> None:
    call = Call(SIGNALS)
    call.customer(5, "那笔退款什么时候到账")
    call.customer(20, "那笔退款什么时候到账", u="a")
    assert heard(call, "again") == [("again", 19.7)]
    call.customer(22, "我换个事情问利息怎么算的", u="b", supersedes=["a"])
    assert heard(call, "again") == []
