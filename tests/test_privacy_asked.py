"""What is asked for in one utterance and read out in the next ones is masked there."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.core.events import Fragment
from assist.privacy import Asked, mask_event

AGENT, CUSTOMER = "agent", "customer"


def kept(*said: tuple[str, str], apart: int = 3_000) -> list[str]:
    """What the log keeps of finals, one after the other."""
    asked, texts = Asked(), []
    for number, (speaker, text) in enumerate(said):
        event = Fragment(
            type="fragment", call="c", seq=number + 2, at=number * apart, speaker=speaker,
            utterance=f"u{number}", revision=0, text=text, final=True,
        )  # fmt: skip
        masked = mask_event(event, asked)
        assert isinstance(masked, Fragment)
        texts.append(masked.text)
    return texts


def test_a_code_is_masked_where_it_answers_the_question() -> None:
    asks = (AGENT, "请您把收到的验证码报一下")
    assert kept(asks, (CUSTOMER, "八三二一九零"))[1] == "******"
    assert kept(asks, (CUSTOMER, "嗯，是八三二一九零。"))[1] == "嗯，是******。"
    assert kept(asks, (CUSTOMER, "收到了，你记一下，832190"))[1] == "收到了，你记一下，******"
    english = (AGENT, "Could you read me the one-time code?")
    assert kept(english, (CUSTOMER, "yes, it's 4 8 1 9"))[1] == "yes, it's * * * *"


def test_a_number_that_is_read_out_in_groups_is_masked_group_by_group() -> None:
    card = [
        (AGENT, "再核对一下卡号"),
        *((CUSTOMER, g) for g in ("六二二二", "零二一二", "三四五六")),
    ]
    assert kept(*card)[1:] == ["****", "****", "****"]
    phone = [(AGENT, "手机号呢"), *((CUSTOMER, g) for g in ("一三八", "一二三四", "五六七八"))]
    assert kept(*phone)[1:] == ["***", "****", "****"]


def test_who_repeats_the_groups_is_masked_too() -> None:
    said = kept((AGENT, "您卡号是？"), (CUSTOMER, "六二二二"), (AGENT, "六二二二，对，您继续"))
    assert said[1:] == ["****", "****，对，您继续"]
    assert kept((AGENT, "您卡号是？"), (CUSTOMER, "六二二二"), (AGENT, "六二二二"))[2] == "****"


@pytest.mark.parametrize(
    ("answer", "masked"),
    [
        ("我的卡是六二二二", "我的卡是****"),
        ("前面是 6222 0212", "前面是 **** ****"),
        ("it begins with four nine oh two", "it begins with **** **** ** ***"),
        ("六二", "**"),
        ("六二，二二，零二", "**，**，**"),
        ("6222/0212", "****/****"),
        ("6222_0212", "****_****"),
    ],
)
def test_a_group_is_masked_with_words_round_it_and_however_it_is_parted(
    answer: str, masked: str
) -> None:
    assert kept((AGENT, "麻烦报一下卡号"), (CUSTOMER, answer))[1] == masked


@pytest.mark.parametrize(
    ("asks", "next_", "answer"),
    [
        ("验证码报一下", "收到了，那您要转多少钱？", "200000"),
        ("验证码报一下", "好，要查哪一年的？", "二零二三"),
        ("您手机号是？", "好的，您想把限额提到多少万？", "五零零"),
        ("What's the code we sent?", "Thank you. And how much would you like to send?", "4500"),
        ("验证码报一下", "好，您想转账的数目是？", "200000"),
        ("验证码报一下", "您的订单号是多少", "12345678"),
        ("What's the code we sent?", "What was the order number?", "44556"),
        ("Your phone number?", "Thanks. Which year did you open it?", "2019"),
    ],
)
def test_another_question_ends_the_first(asks: str, next_: str, answer: str) -> None:
    said = kept((AGENT, asks), (CUSTOMER, "832190"), (AGENT, next_), (CUSTOMER, answer))
    assert said[1] == "******"
    assert said[3] == answer


def test_of_two_questions_in_one_breath_the_last_counts() -> None:
    both = (AGENT, "短信里的验证码别告诉别人。您这次要转多少？")
    assert kept(both, (CUSTOMER, "80000"))[1] == "80000"
    other = (AGENT, "要转多少我记下了，现在报一下验证码")
    assert kept(other, (CUSTOMER, "832190"))[1] == "******"


@pytest.mark.parametrize(
    "answer",
    [
        "我转了五万",
        "一百二",
        "二零二六年三月",
        "三点半",
        "大概两千多块",
        "就三个月",
        "没收到",
        "一天一次",
        "我打过95588了",
        "要不要报110",
        "三六五天都能用吗",
        "转了200000元",
        "去年是2025-11-23办的",
    ],
)
def test_amounts_dates_and_times_are_no_answer(answer: str) -> None:
    for asks in ("验证码收到了吗", "您手机号没换吧"):
        assert kept((AGENT, asks), (CUSTOMER, answer))[1] == answer


def test_the_last_four_may_be_heard() -> None:
    assert kept((AGENT, "报一下卡号后四位"), (CUSTOMER, "三幺幺六"))[1] == "三幺幺六"


def test_a_question_is_forgotten_after_a_while() -> None:
    said = ((AGENT, "验证码收到了吗"), (CUSTOMER, "我看看啊"), (CUSTOMER, "四三二一"))
    assert kept(*said, apart=15_000)[2] == "四三二一"


def said_by(speaker: str, utterance: str, at: int, text: str, *, final: bool = False) -> Fragment:
    return Fragment(
        type="fragment", call="c", seq=at + 1, at=at, speaker=speaker, utterance=utterance,
        revision=at, text=text, final=final,
    )  # fmt: skip


def masked_by(asked: Asked, said: Fragment) -> str:
    event = mask_event(said, asked)
    assert isinstance(event, Fragment)
    return event.text


def test_what_was_hidden_stays_hidden_however_long_the_utterance_takes() -> None:
    asked = Asked()
    masked_by(asked, said_by(AGENT, "a", 0, "验证码报一下", final=True))
    assert masked_by(asked, said_by(CUSTOMER, "b", 5_000, "四三二一")) == "****"
    masked_by(asked, said_by(AGENT, "a2", 6_000, "那个，转多少钱", final=True))
    slow = "四三二一，我再看一眼啊，眼睛不好"
    assert masked_by(asked, said_by(CUSTOMER, "b", 60_000, slow)) == "****，我再看一眼啊，眼睛不好"
    done = said_by(CUSTOMER, "b", 61_000, "四三二一", final=True)
    assert masked_by(asked, done) == "****"
    assert masked_by(asked, said_by(CUSTOMER, "c", 62_000, "5000", final=True)) == "5000"


PIECES = st.sampled_from(
    ["嗯，", "我看看，", "是", "四八", "一三八", "832190", "零二", "，", "对吧"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=6), st.data())
def test_no_later_hypothesis_shows_a_group_that_an_earlier_one_hid(
    pieces: list[str], data: st.DataObject
) -> None:
    whole = "".join(pieces)
    cuts = sorted(data.draw(st.sets(st.integers(1, len(whole)), max_size=4)) | {len(whole)})
    asked = Asked()
    masked_by(asked, said_by(AGENT, "a", 0, "您卡号报一下", final=True))
    hidden = set[int]()
    for nth, cut in enumerate(cuts):
        last = nth == len(cuts) - 1
        text = whole[:cut]
        masked = masked_by(asked, said_by(CUSTOMER, "b", 9_000 * (nth + 1), text, final=last))
        assert len(masked) == len(text)
        assert hidden <= {at for at, char in enumerate(masked) if char == "*"} | lone(text, whole)
        hidden |= {at for at, char in enumerate(masked) if char == "*"}


TALK = st.lists(
    st.tuples(
        st.sampled_from([AGENT, CUSTOMER]),
        st.sampled_from(
            [
                "您卡号报一下",
                "验证码呢",
                "转多少钱",
                "六二二二",
                "我的卡是零二一二",
                "好的",
                "八零零",
            ]
        ),
        st.sampled_from([1_000, 9_000, 21_000]),
        st.booleans(),
    ),
    max_size=12,
)


@settings(max_examples=300, deadline=None)
@given(TALK, st.data())
def test_what_the_log_keeps_gives_the_same_state_again(
    talk: list[tuple[str, str, int, bool]], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(talk)))
    straight, restarted, at = Asked(), Asked(), 0
    for nth, (speaker, text, later, final) in enumerate(talk):
        at += later
        event = said_by(speaker, f"u{nth // 2}", at, text, final=final)
        kept = mask_event(event, straight)
        assert isinstance(kept, Fragment)
        if nth < cut:
            restarted.recall(kept)
        else:
            assert masked_by(restarted, event) == kept.text


def lone(text: str, whole: str) -> set[int]:
    """Digits that were taken for a group because nothing but digits was said by then: two of them,
    which among words are any number."""
    return {
        at
        for found in re.finditer(r"(?<![四八一三零二\d])[四八零二]{2}(?![四八一三零二\d])", whole)
        for at in range(*found.span())
    }


def test_every_hypothesis_of_an_answer_is_masked_and_so_are_its_words() -> None:
    asked = Asked()
    ask = Fragment(
        type="fragment", call="c", seq=2, at=0, speaker=AGENT, utterance="a", revision=0,
        text="验证码报一下", final=True,
    )  # fmt: skip
    mask_event(ask, asked)
    for revision, text in enumerate(("八三二", "八三二一", "八三二一九零")):
        words = [{"text": digit, "start": 900, "end": 1_000} for digit in text]
        event = Fragment.model_validate(
            {"type": "fragment", "call": "c", "seq": 3 + revision, "at": 1_000, "text": text,
             "final": False,
             "speaker": CUSTOMER, "utterance": "b", "revision": revision, "words": words}
        )  # fmt: skip
        masked = mask_event(event, asked)
        assert isinstance(masked, Fragment)
        assert masked.text == "*" * len(text)
        assert {word.text for word in masked.words} == {"*"}
