"""What the customer says next, by what was heard."""

from __future__ import annotations

import pytest

from assist.training.director import Director, Hearing, is_true
from assist.training.model import If, Scenario

from .conftest import made

MET = Hearing(met=frozenset({"customer-angry"}))
NOT = Hearing()


def walk(scenario: Scenario, *hearings: Hearing) -> list[str]:
    director = Director(scenario)
    return [director.answered(hearing).say.say for hearing in hearings]


def test_who_is_heard_goes_on(scenario: Scenario) -> None:
    said = walk(scenario, NOT, MET, MET)
    assert said == ["什么破银行，钱都取不出来", "那你查吧，我等着", "那就好，麻烦你了"]


def test_who_is_not_heard_insists_and_then_goes_on_angrily(scenario: Scenario) -> None:
    said = walk(scenario, NOT, NOT, NOT, NOT, NOT)
    assert said[1:] == [
        "我说气死我了，你听见没有",
        "气死我了，叫你们经理来",
        "不跟你说了",
        "我要投诉",
    ]


def test_who_is_heard_at_last_stops_insisting(scenario: Scenario) -> None:
    assert walk(scenario, NOT, NOT, MET)[2] == "那你查吧，我等着"


def test_the_ending_is_the_last_thing_said(scenario: Scenario) -> None:
    director = Director(scenario)
    steps = [director.answered(MET) for _ in range(3)]
    assert [(step.moment, step.last) for step in steps] == [(0, False), (1, False), (2, True)]


def test_silences_run_out(scenario: Scenario) -> None:
    director = Director(scenario)
    first, second = director.silent(), director.silent()
    assert first is not None
    assert second is not None
    assert first.say.say != second.say.say
    assert not director.has_silences
    assert director.silent() is None


@pytest.mark.parametrize(
    ("asked", "hearing", "so"),
    [
        (If(met=["a"]), Hearing(met={"a"}), True),
        (If(met=["a", "b"]), Hearing(met={"a"}), False),
        (If(unmet=["a", "b"]), Hearing(met={"a"}), True),
        (If(unmet=["a"]), Hearing(met={"a"}), False),
        (If(heard=["x", "y"]), Hearing(signals={"y"}), True),
        (If(heard=["x"]), Hearing(signals={"y"}), False),
        (If(unheard=["x"]), Hearing(signals={"y"}), True),
        (If(unheard=["x", "y"]), Hearing(signals={"y"}), False),
        (If(level="high"), Hearing(level="severe"), True),
        (If(level="high"), Hearing(level="mild"), False),
        (If(below="high"), Hearing(level="mild"), True),
        (If(below="high"), Hearing(level="high"), False),
        (If(met=["a"], below="high"), Hearing(met={"a"}, level="severe"), False),
    ],
)
def test_all_that_an_if_asks_must_be_so(asked: If, hearing: Hearing, so: bool) -> None:
    assert is_true(asked, hearing) is so


def test_variants_are_tried_in_order() -> None:
    scenario = made(
        """
        title: {zh: 次序, en: Order}
        about: {zh: 次序, en: Order}
        turns:
          - customer: 你好
            good: 您好
        ending:
          - {if: {level: severe}, say: 一}
          - {if: {level: mild}, say: 二}
          - 三
        """
    )
    ended = [walk(scenario, NOT, Hearing(level=level))[-1] for level in ("severe", "high", "calm")]
    assert ended == ["一", "二", "三"]
