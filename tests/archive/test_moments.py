"""A late moment of a long call is reached without playing all of it, and looks just the same."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assist.archive.moments import Moments
from assist.backtest.explaining import explain
from assist.core.program import Program
from assist.log.base import Entry

from .calls import program, spoken

MINUTES = "\n".join(
    f"{at}.0-{at}.9 客户: 什么破银行\n{at + 9}.0-{at + 11}.0 坐席: {said}"
    for at, said in zip(
        range(0, 1_200, 20), ["对不起", "这个办不了", "您还有另一个办法"] * 20, strict=True
    )
)


class Shelf:
    """A call in a log, and what was read of it."""

    def __init__(self, script: str, rules: Program) -> None:
        told = enumerate(spoken(script), 1)
        self.held = [Entry(offset, event.at, event) for offset, event in told]
        self.read: list[tuple[int, int]] = []
        self._rules = rules

    def entries(self, since: int, until: int | None) -> Sequence[Entry]:
        last = 1 << 60 if until is None else until
        found = [e for e in self.held if e.offset >= since and e.received <= last]
        self.read.append((since, len(found)))
        return found

    def program(self, digest: str) -> Program:
        assert digest == self._rules.rules.digest
        return self._rules

    program_of = program


@pytest.fixture(scope="module")
def rules() -> Program:
    return program()


def told(moments: Moments, at: int, shelf: Shelf, rules: Program) -> object:
    engine = moments.engine_at("c-1", at, shelf, rules)
    assert engine is not None
    return explain(engine, at)


def test_a_moment_is_told_the_same_whatever_was_looked_at_before(rules: Program) -> None:
    shelf, kept = Shelf(MINUTES, rules), Moments(every=60_000)
    for at in (1_170_000, 1_169_000, 615_500, 59_000, 61_000, 1_199_000, 0):
        assert told(kept, at, shelf, rules) == told(Moments(), at, shelf, rules)


def test_the_second_look_reads_no_more_than_what_was_said_since_the_engine_was_saved(
    rules: Program,
) -> None:
    shelf, moments = Shelf(MINUTES, rules), Moments(every=60_000)
    told(moments, 1_170_000, shelf, rules)
    told(moments, 1_190_000, shelf, rules)
    (first_from, first), (second_from, second) = shelf.read
    assert first_from == 0
    assert second_from > 0.9 * len(shelf.held)
    assert second < first / 10


def test_a_call_that_was_forgotten_is_not_there_any_more(rules: Program) -> None:
    shelf, moments = Shelf(MINUTES, rules), Moments(every=60_000)
    told(moments, 1_170_000, shelf, rules)
    shelf.held = []
    assert moments.engine_at("c-1", 1_170_000, shelf, rules) is None


def test_another_call_of_the_same_name_is_played_from_its_own_start(rules: Program) -> None:
    shelf, moments = Shelf(MINUTES, rules), Moments(every=60_000)
    told(moments, 1_170_000, shelf, rules)
    new = Shelf("0-2 客户: 您好\n300-302 坐席: 年费是三百", rules)
    new.held = [Entry(e.offset + 5_000, e.received, e.event) for e in new.held]
    assert told(moments, 400_000, new, rules) == told(Moments(), 400_000, new, rules)


def test_only_the_calls_looked_at_last_are_remembered(rules: Program) -> None:
    shelf, moments = Shelf(MINUTES, rules), Moments(every=60_000, calls=2)
    for call in ("a", "b", "c", "a"):
        moments.engine_at(call, 1_170_000, shelf, rules)
    assert [since for since, _ in shelf.read] == [0, 0, 0, 0]
    moments.forget(["a"])
    moments.engine_at("a", 1_170_000, shelf, rules)
    moments.engine_at("c", 1_170_000, shelf, rules)
    assert shelf.read[-2][0] == 0
    assert shelf.read[-1][0] > 0
