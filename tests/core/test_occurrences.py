"""What was heard and when: occurrences by signal and by source."""

from __future__ import annotations

from assist.core.occurrences import History, Occurrence

MET = Occurrence(5_000, "need:bereaved:met", "agent", "u1")


def test_what_a_source_says_twice_counts_once_and_is_forgotten_once() -> None:
    history = History()
    assert history.replace("rule/grief", (MET,)) == {MET.signal}
    assert history.replace("rule/grief", (MET, MET)) == set()
    assert history.between(MET.signal, 0, 9_000) == [MET]
    history.prune("rule/grief", {}, 6_000)
    assert history.between(MET.signal, 0, 9_000) == []
    assert history.forgot_since(MET.signal, 5_000)


def test_the_times_of_several_signals_are_found_in_one_look() -> None:
    history = History()
    history.add("customer/u1", Occurrence(1_000, "loss", "customer", "u1"))
    history.add("customer/u2", Occurrence(3_000, "anger", "customer", "u2"))
    history.add("customer/u3", Occurrence(7_000, "loss", "customer", "u3"))
    assert history.times(("loss", "anger", "never"), 1_000) == {1_000, 3_000, 7_000}
    assert history.times(("loss", "anger"), 1_001, 6_999) == {3_000}
