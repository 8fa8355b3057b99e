"""What callers read out, and what the log may keep of it."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assist.core.events import (
    AlertHandled,
    CallEnd,
    CallStart,
    Context,
    Event,
    Feedback,
    Fragment,
    Note,
    Tick,
    Word,
)
from assist.privacy import mask, mask_event


def stars(text: str, *numbers: str) -> str:
    """``text`` with the letters and digits of ``numbers`` starred."""
    for number in numbers:
        assert number in text
        text = text.replace(number, "".join("*" if c.isalnum() else c for c in number))
    return text


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        # bank cards, however they are read or spelt
        ("我的卡号是6222021234567890123", ["6222021234567890123"]),
        ("卡号 6222 0212 3456 7890 123 对", ["6222 0212 3456 7890 123"]),
        ("card 4111-1111-1111-1111 please", ["4111-1111-1111-1111"]),
        ("六二二二零二幺二三四五六七八九零幺二三", ["六二二二零二幺二三四五六七八九零幺二三"]),
        ("６２２２０２１２３４５６７８９０", ["６２２２０２１２３４５６７８９０"]),
        ("陸貳貳貳零貳壹貳參肆伍陸柒捌玖零", ["陸貳貳貳零貳壹貳參肆伍陸柒捌玖零"]),
        ("是6222零二幺二3456七八九〇吧", ["6222零二幺二3456七八九〇"]),
        ("٦٢٢٢٠٢١٢٣٤٥٦٧٨٩٠", ["٦٢٢٢٠٢١٢٣٤٥٦٧٨٩٠"]),
        ("六二二二，嗯，零二幺二，三四五六，七八九零",
         ["六二二二", "零二幺二", "三四五六", "七八九零"]),
        ("六二二二零……六二二二零二幺二三四", ["六二二二零二幺二三四", "六二二二零"]),
        (
            "it's four one one one, um, one one one one, one one one one, one one one one",
            ["four one one one", "one one one one"],
        ),
        ("four double one one triple two three four five six seven eight nine ok",
         ["four double one one triple two three four five six seven eight nine"]),
        # resident ids
        ("身份证11010119900101123X没错", ["11010119900101123X"]),
        ("身份证 110101 19900101 123x", ["110101 19900101 123x"]),
        ("一一零一零一，一九九零零一零一，一二三四",
         ["一九九零零一零一", "一一零一零一", "一二三四"]),
        # phones
        ("打我13812345678就行", ["13812345678"]),
        ("打我 138 1234 5678 就行", ["138 1234 5678"]),
        ("幺三八，一二三四，五六七八", ["幺三八", "一二三四", "五六七八"]),
        ("+86 138-1234-5678", ["86 138-1234-5678"]),
        ("座机010-62345678", ["010-62345678"]),
        ("家里电话是62345678", ["62345678"]),
        ("call me at 415-555-0132 thanks", ["415-555-0132"]),
        ("call me at (415) 555-0132 thanks", ["415) 555-0132"]),
        # codes and passwords
        ("验证码是482913", ["482913"]),
        ("验证码是，嗯，等一下啊我看看，四八二九幺三", ["四八二九幺三"]),
        ("验证码四八二，九幺三对吧", ["四八二", "九幺三"]),
        ("482913是我的验证码", ["482913"]),
        ("动态码 4829", ["4829"]),
        ("我密码就是19900101啊", ["19900101"]),
        ("the verification code is 482913.", ["482913"]),
        ("my one-time passcode is four eight two nine", ["four eight two nine"]),
        ("OTP: 482913", ["482913"]),
        ("4829 is my PIN", ["4829"]),
        ("my pin is Triple nine one", ["Triple nine one"]),
    ],
)  # fmt: skip
def test_is_masked(text: str, numbers: list[str]) -> None:
    assert mask(text, settled=True) == stars(text, *numbers)


@pytest.mark.parametrize(
    "text",
    [
        "我要转三万五千",
        "转200000元",
        "余额是1,200,000.50",
        "先转10000，再转20000，再转30000",
        "二〇二四年五月十二号",
        "2024-05-12 10:30:15 和 2024-06-12 11:00:00",
        "2019，2020，2021，2022这几年",
        "十点三十五分",
        "我要打12378投诉",
        "幺二三七八我都存好了",
        "95588打不通",
        "你们400-810-8888一直占线",
        "你们4008108888一直占线",
        "call 800-810-8888",
        "尾号六六零三啊",
        "验证码发到您尾号8821的手机上",
        "the code goes to the phone ending in 8821",
        "订单号202405120093",
        "单号2025-12378-091",
        "工号三二零幺七",
        "验证码我没收到，这个月还交了5000块",
        "密码我2019年改的",
        "验证码一直收不到",
        "他一下子转了一百万，一个月还不上，一二三四五都没说",
        "one or two people, three or four times, five or six weeks",
    ],
)
def test_stays(text: str) -> None:
    assert mask(text, settled=True) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我的卡号是6222", "我的卡号是6222"),
        ("我的卡号是62220", "我的卡号是*****"),
        ("我的卡号是六二二二，零二", "我的卡号是****，**"),
        ("我的卡号是 6222 02，", "我的卡号是 **** **，"),
        ("我的卡号是六二二二零嗯", "我的卡号是*****嗯"),
        ("four one one one one", "**** *** *** *** ***"),
        ("转20000块", "转20000块"),
        ("我要打12378", "我要打12378"),
    ],
)
def test_the_last_digits_of_a_hypothesis_are_masked_until_settled(text: str, expected: str) -> None:
    assert mask(text, settled=False) == expected
    if expected != text:
        assert mask(text, settled=True) == text


def test_a_card_read_out_slowly_shows_no_more_than_four_digits_in_any_hypothesis() -> None:
    spoken = "我卡号六二二二零二幺二三四五六七八九零"
    for n in range(1, len(spoken) + 1):
        shown = mask(spoken[:n], settled=n == len(spoken))
        assert sum(c in "零幺二三四五六七八九" for c in shown) <= 4


numbers = st.one_of(
    st.text("0123456789", min_size=1, max_size=20),
    st.text("零一二三四五六七八九幺", min_size=1, max_size=12),
    st.lists(st.sampled_from(["one", "two", "oh", "double", "nine"]), max_size=8).map(" ".join),
)
pieces = st.one_of(
    numbers,
    st.sampled_from([
        " ", "-", "，", "嗯", "验证码是", "密码", "尾号", "电话", "元", "号", "年", "下", "X", "*",
        "—", "2024-05-12", "13812345678", "(", ") ",
        "¥", "is my pin", "code ", "然后", "我", "。", "○",
    ]),
    st.text(max_size=3),
)  # fmt: skip
texts = st.lists(pieces, max_size=14).map("".join)


@settings(max_examples=400, deadline=None)
@given(texts, st.booleans())
@example("验证码一二三四五六，七八九零", True)
@example("13812345678，5000", True)
def test_masking_keeps_the_length_touches_only_digits_and_twice_is_once(
    text: str, settled: bool
) -> None:
    masked = mask(text, settled=settled)
    assert len(masked) == len(text)
    assert all(m in (t, "*") for t, m in zip(text, masked, strict=True))
    assert mask(masked, settled=settled) == masked
    assert mask(mask(text, settled=False), settled=True) == mask(text, settled=False)


@settings(max_examples=200, deadline=None)
@given(texts, st.from_regex(r"[3-6][0-9]{12,18}", fullmatch=True), texts)
def test_a_card_number_never_gets_through(before: str, card: str, after: str) -> None:
    assert card not in mask(before + card + after, settled=True)


@pytest.mark.parametrize(
    "hostile", ["一", "1 ", "1，", "验证码", "one ", "嗯，", "2024-05-12 ", "12345 元"]
)
def test_no_text_makes_it_slow(hostile: str) -> None:
    text = (hostile * 4_000)[:4_000]
    begun = time.process_time()
    mask(text, settled=True)
    assert time.process_time() - begun < 1


# -- events --------------------------------------------------------------------------------


def fragment(text: str, *, final: bool = True, words: tuple[Word, ...] = ()) -> Fragment:
    return Fragment(
        type="fragment", call="c", seq=1, at=0, speaker="customer", utterance="u", revision=0,
        text=text, final=final, words=words,
    )  # fmt: skip


def text_of(event: Event) -> str:
    assert isinstance(event, Fragment)
    return event.text


def test_an_event_without_numbers_is_the_same_object() -> None:
    for event in (
        fragment("我老伴上个月走了", words=(Word(text="我老伴"), Word(text="上个月走了"))),
        CallStart(type="call.start", call="c", seq=1, at=0, agent="a", context={"age": 71}),
        Context(type="context", call="c", seq=1, at=0, set={"stage": "verify"}),
        Feedback(type="feedback", call="c", at=0, hint="h", verdict="used", comment="好用"),
        CallEnd(type="call.end", call="c", seq=1, at=0, reason="done"),
        Tick(type="tick", call="c", at=0),
    ):
        assert mask_event(event) is event


def test_a_hypothesis_is_masked_by_its_own_finality() -> None:
    assert text_of(mask_event(fragment("卡号62220", final=False))) == "卡号*****"
    assert text_of(mask_event(fragment("卡号62220", final=True))) == "卡号62220"


def test_a_number_cut_across_words_is_masked_in_each() -> None:
    words = ("卡", "号", "6222", "0212", "3456", "7890", "对")
    event = mask_event(
        fragment("卡号6222021234567890，对", words=tuple(Word(text=w) for w in words))
    )
    assert isinstance(event, Fragment)
    assert [w.text for w in event.words] == ["卡", "号", "****", "****", "****", "****", "对"]


def test_words_spelt_otherwise_than_the_text_are_masked_too() -> None:
    words = ["幺三八", "一二三四", "五六七八"]
    event = mask_event(fragment("13812345678", words=tuple(Word(text=w, start=5) for w in words)))
    assert isinstance(event, Fragment)
    assert event.text == "***********"
    assert [(w.text, w.start) for w in event.words] == [("***", 5), ("****", 5), ("****", 5)]


def test_a_code_is_known_by_the_words_before_it_in_the_text() -> None:
    event = mask_event(fragment("验证码4829", words=(Word(text="验证码"), Word(text="4829"))))
    assert isinstance(event, Fragment)
    assert [w.text for w in event.words] == ["验证码", "****"]


def test_context_is_masked_to_its_depths_but_names_and_amounts_stay() -> None:
    before = {
        "name": "王秀英",
        "age": 71,
        "balance": 200_000,
        "vip": True,
        "phone": "13812345678",
        "mobile": 13_812_345_678,
        "cards": [{"number": "6222 0212 3456 7890", "last_four": "7890"}],
        "otp": "482913",
    }
    event = mask_event(Context(type="context", call="c", seq=1, at=0, set=before))
    assert isinstance(event, Context)
    assert event.set == before | {
        "phone": "***********",
        "mobile": "***********",
        "cards": [{"number": "**** **** **** ****", "last_four": "7890"}],
        "otp": "******",
    }


def test_comments_and_reasons_are_masked() -> None:
    feedback = Feedback(
        type="feedback", call="c", at=0, hint="h", verdict="wrong", comment="他说的是13812345678"
    )
    masked = mask_event(feedback)
    assert isinstance(masked, Feedback)
    assert masked.comment == "他说的是***********"
    ended = mask_event(CallEnd(type="call.end", call="c", seq=1, at=0, reason="to 13812345678"))
    assert isinstance(ended, CallEnd)
    assert ended.reason == "to ***********"
    note = Note(type="note", call="c", at=0, id="n", author="王组长", text="打13812345678给他")
    masked = mask_event(note)
    assert isinstance(masked, Note)
    assert (masked.author, masked.text) == ("王组长", "打***********给他")
    handled = AlertHandled(
        type="alert.handled", call="c", at=0, alert="a", state="silenced", by="王组长", until=1,
        reason="已打13812345678",
    )  # fmt: skip
    masked = mask_event(handled)
    assert isinstance(masked, AlertHandled)
    assert masked.reason == "已打***********"
