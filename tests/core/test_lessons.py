"""What examples taught: its units, its runs, and what is asked of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.core.lessons import RUN, Lessons, parts_in, parts_of, runs_of, tail_of, units

LESSONS = Lessons(names=("customer-angry", "late-arrival"), biases=(-3_000, -2_000), runs={})


def test_latin_script_is_told_apart_by_words_and_the_rest_by_characters() -> None:
    assert [*units("it's 没到 12345 yet")] == [*("it's", "没", "到", "12345", "yet")]


def test_runs_are_units_that_follow_one_another() -> None:
    assert runs_of("没到not") == {"没", "到", "not", "没 到", "到 not", "没 到 not"}


def test_a_word_has_parts_with_its_edges() -> None:
    assert parts_of("paid") == {
        *("<pa", "pai", "aid", "id>"),
        *("<pai", "paid", "aid>"),
        *("<paid", "paid>"),
    }
    assert parts_of("i") == {"<i>"}
    assert parts_of("95588") == parts_of("没") == frozenset()


def test_a_part_counts_once_for_each_different_word() -> None:
    held = parts_in("paid prepaid paid 没到")

    assert held["aid>"] == 2
    assert held["<pai"] == 1


@given(st.text(alphabet="没到账 notye", max_size=12))
def test_the_tail_of_a_run_is_a_run(text: str) -> None:
    for run in runs_of(text):
        assert run.count(" ") < RUN
        assert tail_of(run) == "" or tail_of(run) in runs_of(text)
        assert run.endswith(tail_of(run))


def test_the_margin_of_even_chances_is_the_bias() -> None:
    assert LESSONS.asked("late-arrival", 0.5) == (1, 2_000)
    above, below = (LESSONS.asked("late-arrival", p)[1] for p in (0.9, 0.1))
    assert above - 2_000 == pytest.approx(2_000 - below)


def test_what_was_never_learned_cannot_be_asked() -> None:
    with pytest.raises(ValueError, match="not in tuple"):
        LESSONS.asked("late", 0.5)
