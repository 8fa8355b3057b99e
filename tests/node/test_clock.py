"""A call's received time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assist.node.clock import AHEAD_MS, CallClock

steps = st.lists(st.tuples(st.integers(0, 5_000), st.none() | st.integers(0, 100_000)), max_size=30)


@given(st.integers(0, 10_000), steps)
def test_it_never_falls_and_is_never_behind_an_event_that_is_believed(
    at: int, steps: list[tuple[int, int | None]]
) -> None:
    now = 1_000_000.0
    clock, last = CallClock(now, at), at
    for passed, sent in steps:
        now += passed
        before = clock.read(now)
        reading = before if sent is None else clock.event(now, sent)
        assert reading >= last
        if sent is not None:
            assert reading == (before if sent > before + AHEAD_MS else max(before, sent))
        last = reading


@given(st.integers(0, 10_000), steps, st.integers(0, 100_000))
def test_a_deadline_is_read_off_when_it_is_due(
    at: int, steps: list[tuple[int, int | None]], deadline: int
) -> None:
    now = 1_000_000.0
    clock = CallClock(now, at)
    for passed, sent in steps:
        now += passed
        clock.read(now) if sent is None else clock.event(now, sent)
    assert clock.read(max(now, clock.due(deadline))) >= deadline


def test_the_fastest_event_says_when_the_call_began() -> None:
    clock = CallClock(10_000, 0)
    assert clock.event(12_000, 1_200) == 2_000  # 800 ms on its way: the start had taken none
    assert clock.event(13_000, 3_500) == 3_500  # so the start had taken at least 500
    assert clock.read(14_000) == 4_500


def test_an_event_from_days_ahead_was_received_when_it_came() -> None:
    clock = CallClock(10_000, 0)
    assert clock.event(10_900, 900) == 900
    assert clock.event(11_000, 6 * 86_400_000) == 1_000
    assert clock.event(13_000, 3_000) == 3_000
    assert clock.event(14_000, 5_000 + AHEAD_MS) == 4_000


def test_a_call_that_is_played_faster_than_it_was_spoken_keeps_its_times() -> None:
    clock = CallClock(10_000, 0)
    for step in range(1, 21):
        assert clock.event(10_000 + step, step * 45_000) == step * 45_000


def test_a_clock_that_is_adrift_believes_whoever_comes_first() -> None:
    clock = CallClock(5.0, 60_000)
    assert clock.event(6.0, 900_000, adrift=True) == 900_000


def test_after_a_restart_it_goes_on_and_catches_up_with_the_next_event() -> None:
    clock = CallClock(5.0, 60_000)
    assert clock.read(1_005.0) == 61_000
    assert clock.event(2_005.0, 90_000) == 90_000
    assert clock.read(3_005.0) == 91_000
