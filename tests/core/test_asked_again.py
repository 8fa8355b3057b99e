"""What the customer has said already and the agent asks for again: sequences of one capture."""

from __future__ import annotations

from typing import Final

from tests.core.calls import Call

ASKED: Final = """
signals:
  asks:
    {speaker: agent, as: item, phrases: {卡号: [卡号…多少], 尾号: [尾号…多少], 手机: [手机号多少]}}
  gives: {speaker: customer, as: item, phrases: {卡号: [卡号是], 尾号: [尾号是], 手机: [手机号是]}}
  number: {speaker: customer, patterns: ['[0-9]{3,}']}
rules:
  again:
    need: asks-again
    ability: understanding
    when:
      any:
        - {sequence: [gives, asks], same: item, within: 4m}
        - {sequence: [asks, number, asks], same: item, within: 4m}
    hint: {text: 客户已报过, say: 您刚才说的我记着呢。}
"""


def test_what_was_volunteered_and_is_asked_for_is_asked_again() -> None:
    call = Call(ASKED)
    call.customer(5, "我尾号是3316查一下")
    call.agent(9, "您手机号多少")
    assert call.open_needs == []
    call.agent(15, "您卡的尾号是多少")
    assert call.open_needs == ["asks-again"]


def test_what_is_given_because_it_was_asked_for_is_not() -> None:
    call = Call(ASKED)
    call.agent(3, "您卡的尾号是多少")
    call.customer(7, "尾号是3316")
    call.agent(11, "您手机号多少")
    assert call.open_needs == []
    call.agent(19, "尾号您说是多少")
    assert call.open_needs == ["asks-again"]


def test_what_was_answered_in_bare_numbers_and_is_asked_for_is_asked_again() -> None:
    call = Call(ASKED)
    call.agent(3, "您卡的尾号是多少")
    call.agent(5, "您尾号是多少")
    assert call.open_needs == []
    call.customer(7, "3316")
    call.agent(11, "您卡号是多少")
    assert call.open_needs == []
    call.agent(19, "尾号多少")
    assert call.open_needs == ["asks-again"]


def test_several_captures_of_one_moment_are_each_compared() -> None:
    call = Call(ASKED)
    call.customer(5, "我卡号是6222021234")
    call.agent(9, "您卡号尾号多少")
    assert call.open_needs == ["asks-again"]
