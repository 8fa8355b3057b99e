"""What the customer has told already: the latest of each name, withdrawn with its words."""

from __future__ import annotations

from tests.core.calls import Call, Wire, of

TOLD = """
signals:
  told-amount:
    speaker: customer
    fact: {zh: 金额, en: amount}
    patterns: ['(?P<amount>[0-9一二三四五六七八九十]+万)']
  told-kin:
    speaker: customer
    fact: {zh: 家人, en: family}
    as: kin
    phrases: {老伴: [我老伴], 儿子: [我儿子]}
  told-sum:
    speaker: customer
    fact: {zh: 数目}
    patterns: ['一共(?P<amount>[0-9]+)块']
"""


def given(out: list[Wire]) -> list[tuple[str, str, str]]:
    """(name, value, state) of the facts told."""
    return [(fact["name"], fact["value"], fact["state"]) for fact in of(out, "fact")]


def kept(call: Call) -> dict[str, str]:
    """The facts that an overlay which comes now is shown."""
    return {fact["label"]: fact["value"] for fact in call.engine.snapshot()["facts"]}


def test_what_is_told_is_noted_with_its_label_and_moment() -> None:
    call = Call(TOLD)
    out = call.customer(5, "我要给我儿子转十二万", end=4.0)
    assert sorted(given(out)) == [("amount", "十二万", "given"), ("kin", "儿子", "given")]
    amount = of(out, "fact")[0]
    assert (amount["label"], amount["quote_at"]) == ("金额", 4000)
    assert kept(call) == {"金额": "十二万", "家人": "儿子"}


def test_the_label_is_in_the_language_of_the_call() -> None:
    call = Call(TOLD, language="en")
    call.customer(5, "十二万")
    assert kept(call) == {"amount": "十二万"}


def test_what_is_told_again_is_no_news_and_what_is_told_otherwise_takes_its_place() -> None:
    call = Call(TOLD)
    call.customer(5, "我要转十二万")
    assert given(call.customer(9, "对，十二万")) == []
    assert given(call.customer(12, "不对是十五万")) == [("amount", "十五万", "given")]
    # Another signal may tell it, too.
    assert given(call.customer(15, "一共3000块")) == [("amount", "3000", "given")]
    assert kept(call) == {"数目": "3000"}


def test_what_the_recogniser_takes_back_was_never_told() -> None:
    call = Call(TOLD)
    call.hears("customer", 3, "我要转十二万给他用", u="u1", stable=9)
    assert kept(call) == {"金额": "十二万"}
    assert given(call.customer(5, "我要转实二碗给他用", u="u1")) == [
        ("amount", "十二万", "withdrawn")
    ]
    assert kept(call) == {}


def test_what_was_told_before_stands_again_however_long_ago() -> None:
    call = Call(TOLD)
    call.customer(5, "我要转十二万")
    for at in range(10, 190, 10):  # by then it is no longer remembered who said it
        call.customer(at, "你听我说这件事情")
    call.hears("customer", 200, "应该是十五万吧我想", u="late", stable=9)
    assert kept(call) == {"金额": "十五万"}
    call.customer(203, "应该是十五碗吧我想", u="late")
    assert kept(call) == {"金额": "十二万"}


def test_only_the_speaker_that_the_signal_names_tells_it() -> None:
    assert given(Call(TOLD).agent(5, "您要转十二万是吗")) == []


def test_a_restart_keeps_what_was_told() -> None:
    call = Call(TOLD)
    call.customer(5, "我要转十二万")
    for at in range(10, 190, 10):
        call.customer(at, "你听我说这件事情")
    call = call.restart()
    assert kept(call) == {"金额": "十二万"}
    assert given(call.customer(200, "对就是十二万")) == []


def test_other_rules_bring_their_own_facts_and_take_theirs_away() -> None:
    call = Call(TOLD)
    call.customer(5, "我要给我儿子转十二万")
    renamed = TOLD.replace("told-kin", "told-family").replace("zh: 金额", "zh: 转账金额")
    out = call.reload(6, renamed.replace("as: kin", "as: family"))
    assert sorted(given(out)) == [
        ("amount", "十二万", "given"),
        ("family", "儿子", "given"),
        ("kin", "儿子", "withdrawn"),
    ]
    assert kept(call) == {"转账金额": "十二万", "家人": "儿子"}


def test_a_value_is_one_line_at_most() -> None:
    call = Call(TOLD.replace("[0-9一二三四五六七八九十]+万", "[0-9]+万"))
    call.customer(5, f"{'1234567890' * 5}万")
    assert [len(value) for value in kept(call).values()] == [32]
