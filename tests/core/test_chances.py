"""What must have been heard for a condition to hold at all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.core.chances import ALWAYS, is_open, needed, ways
from assist.core.clock import Clock
from assist.core.conditions import Past, holds
from assist.core.listens import parts
from assist.core.occurrences import History, Occurrence
from assist.core.rules import (
    Absent,
    AllOf,
    AnyOf,
    AtLeast,
    Condition,
    ContextIs,
    Count,
    EmotionIs,
    Heard,
    InOrder,
    NeedIs,
)
from assist.core.turns import Turns
from tests.core.calls import Call, rules, shown

A, B, C = Heard("a"), Heard("b"), Heard("c")


def opened(condition: Condition, *heard: str) -> bool:
    """Whether the condition may hold once these were heard."""
    return is_open(ways(condition), dict.fromkeys(heard).keys())


def test_all_of_them_and_any_of_them() -> None:
    both = AllOf((A, AnyOf((B, C))), within=1)
    assert opened(both, "a", "c")
    assert not opened(both, "a")
    assert not opened(both, "b", "c")
    assert not opened(AnyOf((both, AllOf((C, Heard("d")), within=1))), "a", "d")
    assert opened(AnyOf((both, AllOf((C, Heard("d")), within=1))), "c", "d")


def test_what_nobody_need_say_asks_for_nothing() -> None:
    assert ways(Absent(A, ms=5)) == ALWAYS
    assert ways(AnyOf((A, Absent(B, ms=5)))) == ALWAYS
    assert ways(NeedIs(("x",), "open")) == ALWAYS
    assert not opened(NeedIs(("x",), "met"), "need:x:opened")
    assert opened(NeedIs(("x",), "met"), "need:x:met")
    assert opened(EmotionIs("anger", "high", "customer"), "emotion:anger:high")
    assert not opened(EmotionIs("anger", "high", "customer"), "emotion:anger:mild")


def test_what_every_way_asks_for_is_needed() -> None:
    assert needed(AllOf((A, AnyOf((B, C)), Count("d", 2)), within=1)) == {"a", "d"}
    assert needed(InOrder((A, Absent(B), AllOf((B, C), within=1)), within=1)) == {"a", "b", "c"}
    assert needed(AnyOf((A, A))) == frozenset()
    assert needed(Absent(A, ms=5)) == frozenset()


NAMES = ("a", "b", "c", "d", "e")
leaves = st.one_of(
    st.sampled_from(NAMES).map(Heard),
    st.builds(Count, st.sampled_from(NAMES), st.just(1), st.just(1_000)),
    st.sampled_from(NAMES).map(lambda name: Absent(Heard(name), ms=100)),
    st.just(ContextIs(())),
)


def several(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Conditions made of up to four others."""
    of = st.lists(inner, min_size=1, max_size=4).map(tuple)
    return st.one_of(
        of.map(AnyOf),
        of.map(lambda parts: AllOf(parts, within=1_000)),
        of.map(lambda parts: AtLeast(1, parts, within=1_000)),
        of.map(lambda parts: InOrder((*parts, A), within=1_000)),
    )


@settings(max_examples=150)
@given(
    st.recursive(leaves, several, max_leaves=12),
    st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 500)), max_size=8),
)
def test_a_condition_that_holds_was_never_out_of_the_question(
    condition: Condition, said: list[tuple[str, int]]
) -> None:
    history = History()
    for name, time in said:
        history.add(f"customer/{name}{time}", Occurrence(time, name, "customer", f"{name}{time}"))
    past = Past(history, {}, Turns(), [(0, {})], lambda _need, _time: False, Clock())
    found = [holds(condition, past, time) for time in range(0, 501, 50)]
    if any(support is not None for support in found):
        assert is_open(ways(condition), history.by_signal.keys())
        assert history.by_signal.keys() >= needed(condition)
    aware = replace(past, needed={id(part): needed(part) for part in parts(condition)}, known={})
    assert [holds(condition, aware, time) for time in range(0, 501, 50)] == found


@pytest.mark.parametrize("said", ["我查余额", "他去世了"])
def test_a_rule_opens_as_soon_as_the_last_thing_it_asks_for_is_heard(said: str) -> None:
    other = {"我查余额": "他去世了", "他去世了": "我查余额"}[said]
    call = Call(rules("it: {need: bereaved, when: {all: [loss, balance], within: 20s}}"))
    assert shown(call.customer(5, said)) == []
    assert "it" not in call.engine.guidance.openings.states  # nothing is kept of it either
    assert shown(call.customer(9, other)) == [(9, "it")]
