"""A text as lessons judge it, while it goes on being said."""

from __future__ import annotations

import gc
import math
import weakref
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.core.judging import Judged, Least, Span, Tree, tree_of
from assist.core.lessons import (
    LANE,
    THOUSAND,
    Lessons,
    Run,
    parts_in,
    runs_of,
    side_by_side,
)
from assist.core.match_scan import common_prefix

LATE, ANGRY = 0, 1


SAID = st.text(alphabet="没到账好 notyefuris", max_size=24)


def run(rarity: float, weights: dict[int, float]) -> Run:
    square = round(rarity**2 * THOUSAND**2)
    each = {at: round(rarity * w * THOUSAND**2) for at, w in weights.items()}
    return Run(square, side_by_side(each))


LESSONS = Lessons(
    names=("late-arrival", "customer-angry"),
    biases=(-2_000, -3_000),
    runs={
        **dict.fromkeys("钱没账我的", run(1.0, {})),
        "到": run(1.0, {LATE: 1.0}),
        "没 到": run(2.0, {LATE: 4.0, ANGRY: 0.5}),
        **dict.fromkeys(("not", "yet", "there", "i", "am", "furiously", "fur"), run(0.5, {})),
        "furious": run(2.0, {ANGRY: 9.0}),
        "not yet": run(1.0, {LATE: 6.0}),
    },
)
"""Two lessons, of whose runs one weighs in both, and one in none."""
SPELT = replace(
    LESSONS,
    parts={
        "<fu": run(0.5, {ANGRY: 2.0}),
        "fur": run(0.5, {ANGRY: 3.0}),
        "furi": run(1.0, {ANGRY: 4.0, LATE: -0.5}),
        "us>": run(0.5, {}),
        "ye": run(9.0, {LATE: 9.0}),
    },
)
"""The same, with parts of words (and one that is too short to be any)."""


def judged(*hypotheses: str, lessons: Lessons = LESSONS) -> Judged:
    judge = Judged(tree_of(lessons))
    before = ""
    for text in hypotheses:
        judge.hear(text, common_prefix(before, text))
        before = text
    return judge


def evidence(judge: Judged, lesson: int) -> float | None:
    """Log-odds; None where nothing is said."""
    if not judge.norm:
        return None
    return (LESSONS.biases[lesson] + judge.sums[lesson] / judge.norm) / THOUSAND


def test_evidence_is_what_the_runs_weigh_whatever_the_length() -> None:
    norm = math.sqrt(1.0**2 + 1.0**2 + 1.0**2 + 1.0**2 + 2.0**2)  # 钱, 没, 到, 账 and 没到

    assert evidence(judged("钱没到账"), LATE) == pytest.approx(-2.0 + (1.0 + 2.0 * 4.0) / norm)
    assert evidence(judged("钱没到账"), ANGRY) == pytest.approx(-3.0 + 2.0 * 0.5 / norm)


def test_of_words_that_it_hardly_knows_it_says_nothing() -> None:
    assert evidence(judged("今天天气好没到"), LATE) is None
    assert evidence(judged("the weather is not yet"), LATE) is None
    assert evidence(judged("没到"), LATE) is None
    assert evidence(judged(""), ANGRY) is None


def test_a_run_that_is_said_twice_counts_once() -> None:
    assert evidence(judged("我的没到没到"), LATE) == evidence(judged("我的没到"), LATE)


def test_latin_script_is_judged_by_words() -> None:
    assert (evidence(judged("i am not yet there"), LATE) or 0.0) > -2.0
    assert evidence(judged("yet there i am not"), LATE) == -2.0


def test_a_word_that_goes_on_is_another_word() -> None:
    at_once = judged("there i am furious")

    assert evidence(judged("there i am fur", "there i am furious"), ANGRY) == evidence(
        at_once, ANGRY
    )
    assert evidence(judged("there i am furious", "there i am furiously"), ANGRY) == -3.0


def test_a_word_that_nobody_taught_is_known_by_its_parts() -> None:
    unknown = judged("there i am furibund yet", lessons=SPELT)
    norm = math.sqrt(0.5**2 * 4 + 0.5**2 + 0.5**2 + 1.0**2)  # four words, and <fu, fur and furi

    assert unknown.sums[ANGRY] / unknown.norm / THOUSAND == pytest.approx(
        (0.5 * 2.0 + 0.5 * 3.0 + 1.0 * 4.0) / norm
    )
    assert unknown.where(ANGRY) == Span(11, 19)
    assert judged("there i am furibund yet").where(ANGRY) is None


def test_a_word_that_is_known_says_what_its_parts_say_besides() -> None:
    known = judged("there i am furious", lessons=SPELT)

    parts = 0.5 * 2.0 + 0.5 * 3.0 + 1.0 * 4.0
    assert known.sums[ANGRY] == round((2.0 * 9.0 + parts) * THOUSAND**2)
    assert known.sums[LATE] == round(-0.5 * THOUSAND**2)


def test_words_that_are_known_by_parts_only_are_no_familiar_talk() -> None:
    assert judged("furia furias furiam furiae", lessons=SPELT).norm == 0.0


def test_what_is_short_may_be_like_something_and_yet_not_mean_it() -> None:
    assert not judged("我的钱没到账").is_whole
    assert judged("我的钱没到账就是没有来").is_whole


def test_what_is_said_over_and_over_is_no_longer_for_that() -> None:
    assert not judged("没到没到没到没到没到没到").is_whole
    assert not judged("没到，没到，没到，我的钱").is_whole


def test_pairs_are_known_or_not_where_both_units_are() -> None:
    assert judged("钱没到账").pairs() == (3, 1)  # 没到, of 钱没, 没到 and 到账
    assert judged("我的钱没 visa 到账").pairs() == (4, 0)  # nobody knows what stands between
    assert judged("not yet there").pairs() == (0, 0)  # too little to say anything
    assert judged("i am not yet there").pairs() == (4, 1)
    assert judged("今天天气好没到").pairs() == (0, 0)  # of other things


def test_the_words_that_say_most_are_where_it_is_heard() -> None:
    assert judged("我的钱没到账").where(LATE) == Span(3, 5)
    assert judged("i am furious").where(ANGRY) == Span(5, 12)
    assert judged("今天").where(LATE) is None


def test_it_is_likely_where_evidence_reaches_the_margin() -> None:
    at_odds = evidence(judged("我的钱没到账"), LATE)
    assert at_odds is not None
    chance = 1 / (1 + math.exp(-at_odds))
    least = [
        LESSONS.asked("customer-angry", 0.5),
        LESSONS.asked("late-arrival", chance + 0.001),
        LESSONS.asked("late-arrival", chance - 0.001),
    ]

    assert judged("我的钱没到账").likely(Least.of(least)) == [2]
    assert judged("没到").likely(Least.of(least)) == []
    assert judged("我的钱没到账").likely(Least.of([])) == []


BOTH = st.sampled_from([LESSONS, SPELT])


@given(st.lists(SAID, max_size=6), SAID, BOTH)
def test_it_never_matters_which_hypotheses_came_before(
    before: list[str], last: str, lessons: Lessons
) -> None:
    step_by_step, at_once = judged(*before, last, lessons=lessons), judged(last, lessons=lessons)

    assert step_by_step.sums == at_once.sums
    assert step_by_step.norm == at_once.norm
    for lesson in (LATE, ANGRY):
        assert step_by_step.where(lesson) == at_once.where(lesson)


@given(st.lists(SAID, max_size=6), SAID, BOTH)
def test_nor_how_much_of_them_is_known_to_have_stayed(
    before: list[str], last: str, lessons: Lessons
) -> None:
    looked_anew = Judged(tree_of(lessons))
    for text in [*before, last]:
        looked_anew.hear(text)

    assert looked_anew.sums == judged(*before, last, lessons=lessons).sums
    assert looked_anew.norm == judged(last, lessons=lessons).norm


@given(SAID)
def test_what_is_summed_up_is_all_runs_and_parts_that_the_text_holds(text: str) -> None:
    judge = judged(text, lessons=SPELT)
    held = [SPELT.runs[run] for run in runs_of(text) if run in SPELT.runs]
    held += [SPELT.parts[part] for part in parts_in(text).elements() if part in SPELT.parts]

    assert judge.sums == Tree(SPELT).sums(sum(run.lanes for run in held))
    assert judge.norm in (0.0, math.sqrt(sum(run.square for run in held)))


WEIGHT = st.integers(-(10**12), 10**12)


@given(st.lists(st.lists(WEIGHT, min_size=5, max_size=5), max_size=30))
def test_sums_side_by_side_are_the_sums_one_by_one(each: list[list[int]]) -> None:
    lanes = [side_by_side(dict(enumerate(weights))) for weights in each]
    runs = {str(at): Run(1, lane) for at, lane in enumerate(lanes)}
    tree = Tree(Lessons(names=tuple("abcde"), biases=(0,) * 5, runs=runs))

    together = tree.sums(sum(node.lanes for node in tree.ends.values()))

    assert together == tuple(sum(column) for column in zip(*each, strict=True)) or not each
    for node, weights in zip(tree.ends.values(), each, strict=True):
        assert [tree.weight(node, lesson) for lesson in range(5)] == weights


def test_the_greatest_sums_have_room_in_their_lane() -> None:
    most = 2 ** (LANE - 1)
    for said in ([most - 1, -most, 0, -1], [-most, most - 1, -1, 1]):
        runs = {"到": Run(1, side_by_side(dict(enumerate(said))))}
        tree = Tree(Lessons(names=tuple("abcd"), biases=(0,) * 4, runs=runs))

        assert tree.sums(tree.ends["到"].lanes) == tuple(said)


def test_a_tree_is_made_once_and_goes_with_its_lessons() -> None:
    lessons = Lessons(names=("late-arrival",), biases=(0,), runs={"到": run(1.0, {LATE: 1.0})})
    tree = weakref.ref(tree_of(lessons))
    assert tree_of(lessons) is tree()
    del lessons
    gc.collect()
    assert tree() is None
