"""What examples taught, as it judges words that go on being said."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.core.lessons import Judged, Lessons, Span, log_odds, units

LATE, ANGRY = 0, 1
LESSONS = Lessons(
    names=("late-arrival", "customer-angry"),
    biases=(-2.0, -3.0),
    runs={
        **dict.fromkeys("钱没账我的", (1.0, {})),
        "到": (1.0, {LATE: 1.0}),
        "没 到": (2.0, {LATE: 4.0, ANGRY: 0.5}),
        **dict.fromkeys(("not", "yet", "there", "i", "am", "furiously", "fur"), (0.5, {})),
        "furious": (2.0, {ANGRY: 9.0}),
        "not yet": (1.0, {LATE: 6.0}),
    },
)
"""Two lessons, of whose runs one weighs in both, and one in none."""


def judged(*hypotheses: str) -> Judged:
    judge = Judged(LESSONS)
    for text in hypotheses:
        judge.hear(text)
    return judge


def test_evidence_is_what_the_runs_weigh_whatever_the_length() -> None:
    norm = math.sqrt(1.0**2 + 1.0**2 + 1.0**2 + 1.0**2 + 2.0**2)  # 钱, 没, 到, 账 and 没到

    assert judged("钱没到账").evidence(LATE) == pytest.approx(-2.0 + (1.0 + 2.0 * 4.0) / norm)
    assert judged("钱没到账").evidence(ANGRY) == pytest.approx(-3.0 + 2.0 * 0.5 / norm)


def test_of_words_that_it_hardly_knows_it_says_nothing() -> None:
    assert judged("今天天气好没到").evidence(LATE) is None
    assert judged("the weather is not yet").evidence(LATE) is None
    assert judged("没到").evidence(LATE) is None
    assert judged("").evidence(ANGRY) is None


def test_a_run_that_is_said_twice_counts_once() -> None:
    assert judged("我的没到没到").evidence(LATE) == judged("我的没到").evidence(LATE)


def test_latin_script_is_judged_by_words() -> None:
    assert [unit for _, _, unit in units("it's 没到 12345 yet")] == [
        *("it's", "没", "到", "12345", "yet")
    ]
    assert (judged("i am not yet there").evidence(LATE) or 0.0) > -2.0
    assert judged("yet there i am not").evidence(LATE) == -2.0


def test_a_word_that_goes_on_is_another_word() -> None:
    at_once = judged("there i am furious")

    assert judged("there i am fur", "there i am furious").evidence(ANGRY) == at_once.evidence(ANGRY)
    assert judged("there i am furious", "there i am furiously").evidence(ANGRY) == -3.0


def test_what_is_short_may_be_like_something_and_yet_not_mean_it() -> None:
    assert not judged("我的钱没到账").is_whole
    assert judged("我的钱没到账我的钱没到账").is_whole


def test_the_words_that_say_most_are_where_it_is_heard() -> None:
    assert judged("我的钱没到账").where(LATE) == Span(3, 5)
    assert judged("i am furious").where(ANGRY) == Span(5, 12)
    assert judged("今天").where(LATE) is None


def test_likely_and_unlikely_weigh_against_each_other() -> None:
    assert log_odds(0.5) == 0.0
    assert log_odds(0.9) == pytest.approx(-log_odds(0.1))


SAID = st.text(alphabet="没到账好 notyefuris", max_size=24)


@given(st.lists(SAID, max_size=6), SAID)
def test_it_never_matters_which_hypotheses_came_before(before: list[str], last: str) -> None:
    step_by_step, at_once = judged(*before, last), judged(last)

    for lesson in (LATE, ANGRY):
        assert step_by_step.evidence(lesson) == at_once.evidence(lesson)
        assert step_by_step.where(lesson) == at_once.where(lesson)
