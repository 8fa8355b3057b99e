"""How long things took, in buckets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.node.durations import Durations


def test_each_bucket_holds_what_took_no_longer_than_its_bound() -> None:
    took = Durations(0.1, 0.5)
    for seconds in (0.05, 0.1, 0.2, 7.0):
        took.observe(seconds)

    assert took.buckets() == [("0.1", 2.0), ("0.5", 3.0), ("+Inf", 4.0)]
    assert took.total == pytest.approx(7.35)


@given(st.lists(st.floats(0, 10), max_size=30))
def test_buckets_never_fall_and_the_last_has_them_all(seconds: list[float]) -> None:
    took = Durations(0.01, 0.1, 1.0)
    for each in seconds:
        took.observe(each)

    counts = [count for _, count in took.buckets()]
    assert counts == sorted(counts)
    assert counts[-1] == len(seconds)
