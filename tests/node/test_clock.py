"""A call's received time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assist.node.clock import CallClock

steps = st.lists(st.tuples(st.integers(0, 5_000), st.none() | st.integers(0, 100_000)), max_size=30)


@given(st.integers(0, 10_000), steps)
def test_it_never_falls_and_is_never_behind_an_event(
    at: int, steps: list[tuple[int, int | None]]
) -> None:
    now = 1_000_000.0
    clock, last = CallClock(now, at), at
    for passed, sent in steps:
        now += passed
        reading = clock.read(now) if sent is None else clock.event(now, sent)
        assert reading >= last
        assert sent is None or reading >= sent
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


def test_after_a_restart_it_goes_on_and_catches_up_with_the_next_event() -> None:
    clock = CallClock(5.0, 60_000)
    assert clock.read(1_005.0) == 61_000
    assert clock.event(2_005.0, 90_000) == 90_000
    assert clock.read(3_005.0) == 91_000
