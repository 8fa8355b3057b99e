"""What scores so high is as often right as the probability says."""

from __future__ import annotations

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.learning.calibration import BOUNDS, Sigmoid, calibrate


def tossed(sigmoid: Sigmoid, count: int) -> tuple[list[float], list[bool]]:
    """Scores, and marks that come out as often as a sigmoid says."""
    dice = Random(7)
    scores = [dice.uniform(-5, 3) for _ in range(count)]
    odds = [sigmoid.slope * score + sigmoid.shift for score in scores]
    return scores, [dice.random() < 1 / (1 + math.exp(-each)) for each in odds]


def test_the_sigmoid_that_made_the_marks_is_found() -> None:
    found = calibrate(*tossed(Sigmoid(1.7, -0.8), 20_000))

    assert found.slope == pytest.approx(1.7, abs=0.1)
    assert found.shift == pytest.approx(-0.8, abs=0.1)


def test_few_examples_lean_on_what_holds_for_all() -> None:
    scores, marks = tossed(Sigmoid(1.7, -0.8), 12)
    alone, leaning = calibrate(scores, marks), calibrate(scores, marks, Sigmoid(1.7, -0.8))

    assert abs(leaning.slope - 1.7) < abs(alone.slope - 1.7)
    many = calibrate(*tossed(Sigmoid(1.7, -0.8), 20_000), Sigmoid(1.0, 3.0))
    assert many.shift == pytest.approx(-0.8, abs=0.1)


@pytest.mark.parametrize("marks", [[], [True] * 5, [False] * 5])
def test_with_nothing_to_tell_apart_it_is_what_it_leans_on(marks: list[bool]) -> None:
    scores = [float(at) for at in range(len(marks))]

    assert calibrate(scores, marks) == Sigmoid(1.0, 0.0)
    assert calibrate(scores, marks, Sigmoid(2.0, -1.0)) == Sigmoid(2.0, -1.0)


@given(st.lists(st.tuples(st.floats(-20, 20), st.booleans()), max_size=30))
def test_a_greater_score_is_never_less_likely(scored: list[tuple[float, bool]]) -> None:
    found = calibrate([score for score, _ in scored], [mark for _, mark in scored])

    assert BOUNDS[0][0] <= found.slope <= BOUNDS[0][1]
    assert BOUNDS[1][0] <= found.shift <= BOUNDS[1][1]
