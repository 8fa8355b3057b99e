"""Which deadlines are due, and until when none can be."""

from __future__ import annotations

import pytest

from assist.core.clock import FIRST_LAG_MS, FOREVER
from assist.core.deadlines import Deadlines
from assist.core.needs import Deadline
from assist.core.state import CallState
from tests.core.calls import program, rules

TWO = rules("""
    grief: {need: bereaved, when: loss, met_by: comfort, patience: {time: 10s}}
    angry: {need: customer-angry, when: angry, met_by: sorry, patience: {time: 10s}}
""")


@pytest.fixture
def call() -> CallState:
    return CallState("c1")


@pytest.fixture
def deadlines(call: CallState) -> Deadlines:
    return Deadlines(program(TWO), call)


def names(deadlines: Deadlines) -> list[str]:
    return [rule for rule, _ in deadlines.due()]


def test_where_nothing_is_awaited_nothing_falls_due(deadlines: Deadlines) -> None:
    assert names(deadlines) == []
    assert deadlines.quiet_until(FOREVER) == deadlines.next_due(FOREVER) == FOREVER


def test_what_falls_due_after_something_else_does_is_not_next(deadlines: Deadlines) -> None:
    deadlines.expect("grief", Deadline("patience", 10_000, certain=True))
    assert deadlines.quiet_until(4_000) == deadlines.next_due(4_000) == 4_000


def test_one_waits_for_the_recogniser_unless_it_is_certain(
    deadlines: Deadlines, call: CallState
) -> None:
    deadlines.expect("grief", Deadline("patience", 10_000))
    assert deadlines.next_due(FOREVER) == 10_000 + FIRST_LAG_MS
    call.now = 10_000
    assert names(deadlines) == []
    deadlines.expect("grief", Deadline("patience", 10_000, certain=True))
    assert deadlines.next_due(FOREVER) == 10_000
    assert names(deadlines) == ["grief"]


def test_how_far_the_recogniser_has_got_is_asked_once_the_time_has_come(
    deadlines: Deadlines, call: CallState
) -> None:
    deadlines.expect("grief", Deadline("patience", 10_000))
    assert deadlines.quiet_until(FOREVER) == 10_000
    call.now = 10_000
    assert deadlines.quiet_until(FOREVER) == 10_000 + FIRST_LAG_MS
    call.clock.stream("agent").hypothesis("u1", 9_900, 10_000)
    assert deadlines.quiet_until(FOREVER) > 10_000 + FIRST_LAG_MS


def test_until_when_it_is_quiet_moves_with_the_deadlines(deadlines: Deadlines) -> None:
    for rule, time in (("grief", 10_000), ("angry", 7_000), ("grief", 6_000)):
        deadlines.expect(rule, Deadline("patience", time))
        assert deadlines.quiet_until(FOREVER) == deadlines.soonest
    assert deadlines.soonest == 6_000
    deadlines.expect("grief", None)
    assert deadlines.quiet_until(FOREVER) == 7_000


def test_they_come_in_the_order_of_the_rules_and_one_lifted_meanwhile_does_not(
    deadlines: Deadlines, call: CallState
) -> None:
    for rule in ("angry", "grief"):
        deadlines.expect(rule, Deadline("patience", 1_000, certain=True))
    call.now = 1_000
    assert names(deadlines) == ["grief", "angry"]
    fired = deadlines.due()
    assert next(fired)[0] == "grief"
    deadlines.expect("angry", None)
    assert list(fired) == []
