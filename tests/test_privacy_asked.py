"""What is asked for in one utterance and read out in the next ones is masked there."""

from __future__ import annotations

import pytest

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
    assert said[1] == "****"
    assert (
        "六二二二"
        not in kept((AGENT, "您卡号是？"), (CUSTOMER, "六二二二"), (AGENT, "六二二二"))[2]
    )
    assert said[2].startswith("六二二二")  # with other words it is a number like any other


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
