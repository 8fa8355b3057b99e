"""What could be heard by examples in what was said."""

from __future__ import annotations

from assist.core.lessons import Lessons, Run, side_by_side
from assist.core.rules import RuleSet, Taught
from assist.studio.likeness import Like, likely_in

LESSONS = Lessons(
    names=("calm", "late-arrival"),
    biases=(-9_000, -2_000),
    runs=dict.fromkeys("那笔钱没到不急的", Run(100**2, 0))
    | {
        "没 到": Run(1_000**2, side_by_side({1: 4_000_000})),
        "不 急": Run(3_000**2, side_by_side({1: -27_000_000})),
    },
)
RULES = RuleSet(
    digest="", signals={}, vetoes={}, meters={}, rules={}, lessons={("bank", "customer"): LESSONS}
)
LATE = Like.each(Taught("bank", ("late-arrival",), 0.5, "heard"), "customer", RULES)


def test_the_lines_in_which_it_is_likely() -> None:
    assert likely_in(LATE, ["那笔钱的\n那笔钱没到", "那笔钱的", ""]) == {0}
    assert likely_in([], ["那笔钱没到"]) == set()


def test_what_was_likely_until_more_was_said_was_heard() -> None:
    assert likely_in(LATE, ["那笔钱没到不急"]) == {0}


def test_how_likely_it_must_be_is_its_own_affair() -> None:
    sure = Like.each(Taught("bank", ("late-arrival",), 0.999, "heard"), "customer", RULES)
    other = Like.each(Taught("bank", ("calm",), 0.5, "heard"), "customer", RULES)

    assert likely_in([*sure, *other], ["那笔钱没到"]) == set()
    assert likely_in([*sure, *LATE], ["那笔钱没到"]) == {0}


def test_of_several_lessons_any_is_enough() -> None:
    either = Like.each(Taught("bank", ("calm", "late-arrival"), 0.5, "heard"), "customer", RULES)

    assert likely_in(either, ["那笔钱没到", "昨天上午打来"]) >= {0}
