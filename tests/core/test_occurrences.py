"""What was heard and when: occurrences by signal and by source."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from assist.core.occurrences import History, Occurrence

MET = Occurrence(5_000, "need:bereaved:met", "agent", "u1")


def test_what_a_source_says_twice_counts_once_and_is_forgotten_once() -> None:
    history = History()
    assert history.replace("rule/grief", (MET,)) == {MET.signal}
    assert history.replace("rule/grief", (MET, MET)) == set()
    assert history.between(MET.signal, 0, 9_000) == [MET]
    history.prune(["rule/grief"], {MET.signal: 5_000}.__getitem__)
    assert history.between(MET.signal, 0, 9_000) == [MET]
    history.prune(["rule/grief", "agent/never"], {MET.signal: 6_000}.__getitem__)
    assert history.between(MET.signal, 0, 9_000) == []
    assert MET.signal not in history.by_signal
    assert history.forgot_since(MET.signal, 5_000)


def test_the_times_of_several_signals_are_found_in_one_look() -> None:
    history = History()
    history.add("customer/u1", Occurrence(1_000, "loss", "customer", "u1"))
    history.add("customer/u2", Occurrence(3_000, "anger", "customer", "u2"))
    history.add("customer/u3", Occurrence(7_000, "loss", "customer", "u3"))
    assert history.times(("loss", "anger", "never"), 1_000) == {1_000, 3_000, 7_000}
    assert history.times(("loss", "anger"), 1_001, 6_999) == {3_000}


SAID = st.lists(st.integers(0, 40), max_size=40).map(
    lambda times: tuple(
        Occurrence(time, f"s{time % 3}", "customer", "u", ordinal=n) for n, time in enumerate(times)
    )
)


@given(SAID, SAID, st.integers(0, 40))
def test_what_a_source_says_stands_in_the_history_however_much_of_it_changed(
    first: tuple[Occurrence, ...], rest: tuple[Occurrence, ...], same: int
) -> None:
    history, second = History(), (*first[:same], *rest)
    history.replace("emotion/anger", first)
    changed = history.replace("emotion/anger", second)
    for name in ("s0", "s1", "s2"):
        kept = history.between(name, 0, 40)
        assert kept == sorted(kept, key=lambda item: (item.time, item.ordinal))
        assert Counter(kept) == Counter({item for item in second if item.signal == name})
    assert changed == {item.signal for item in {*first} ^ {*second}}
