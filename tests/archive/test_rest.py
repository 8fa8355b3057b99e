"""Who has borne an hour of anger is offered a break, once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assist.archive.rest import LONGEST, MINUTE_MS, SHORTEST, Handled, breaks, minutes


def shift(*calls: tuple[float, float, float]) -> list[tuple[float, int]]:
    """(ended, minutes) of the breaks in a shift: calls as (began, ended, borne), in minutes."""
    handled = [Handled(*(round(each * MINUTE_MS) for each in call)) for call in calls]
    return [(each.at / MINUTE_MS, each.minutes) for each in breaks(handled)]


def test_one_hard_call_calls_for_a_break_at_its_end() -> None:
    assert shift((0, 12, 6)) == [(12, 5)]


def test_several_hard_calls_within_the_hour_add_up() -> None:
    assert shift((0, 8, 2), (9, 17, 2), (18, 26, 2)) == [(26, 5)]


def test_an_hour_later_it_is_no_longer_counted() -> None:
    busy = [(n * 9.0, n * 9.0 + 8, 0.0) for n in range(1, 7)]
    assert shift((0, 8, 4.5), *busy, (65, 73, 1)) == []


def test_ten_minutes_without_a_call_are_rest() -> None:
    assert shift((0, 8, 4), (18, 26, 4)) == []
    assert shift((0, 8, 4), (17, 25, 4)) == [(25, 5)]


def test_after_a_break_it_begins_anew() -> None:
    assert shift((0, 8, 6), (9, 17, 2), (18, 26, 2)) == [(8, 5)]


def test_calls_at_once_of_a_transfer_do_no_harm() -> None:
    assert shift((5, 8, 3), (0, 9, 3)) == [(9, 5)]


@given(
    st.lists(st.tuples(st.integers(0, 480), st.integers(1, 60), st.integers(0, 60)), max_size=30)
)
def test_a_break_is_of_some_minutes_and_only_after_something_was_borne(
    calls: list[tuple[int, int, int]],
) -> None:
    found = shift(*((began, began + long, min(long, borne)) for began, long, borne in calls))
    assert all(SHORTEST <= length <= LONGEST for _, length in found)
    assert len(found) <= sum(min(long, borne) for _, long, borne in calls) / 5


def test_the_more_was_borne_the_longer_the_break() -> None:
    assert [minutes(borne * MINUTE_MS) for borne in (5, 10, 11, 14, 19, 20, 90)] == [
        5, 5, 6, 7, 10, 10, 10,
    ]  # fmt: skip
