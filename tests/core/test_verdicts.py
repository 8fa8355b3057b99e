"""What a rule's condition said before, and when that stands no longer."""

from __future__ import annotations

import pytest

from assist.core.clock import Clock
from assist.core.conditions import Past
from assist.core.occurrences import History, Occurrence
from assist.core.rules import Absent, AllOf, Condition, Heard
from assist.core.turns import Turns
from assist.core.verdicts import Verdicts, lasts
from tests.core.calls import program, rules

BOTH = AllOf((Heard("loss"), Heard("money")), within=10_000)


class Asked(Verdicts):
    """Asks of one condition, of a history that changes."""

    def __init__(self, condition: Condition = BOTH) -> None:
        super().__init__()
        self.condition = condition
        self.history = History()

    def says(self, signal: str, *times: int) -> None:
        self.history.replace(
            f"customer/{signal}",
            tuple(Occurrence(time, signal, "customer", f"u{time}") for time in times),
        )
        since = self.history.moved_since()
        if since is not None:
            self.changed(since)

    def holds_at(self, *times: int) -> list[int]:
        past = Past(self.history, {}, Turns(), [(0, {})], lambda _need, _at: False, Clock())
        return [time for time, _ in self.holding("rule", self.condition, past, times)]


def test_a_moment_before_the_change_is_not_asked_about_again() -> None:
    rule = Asked()
    rule.says("loss", 1_000)
    assert rule.holds_at(1_000) == []
    rule.says("money", 3_000)
    assert rule.holds_at(1_000, 3_000) == [3_000]
    rule.condition = Heard("never")  # whoever asks now is told what was known
    assert rule.holds_at(1_000, 3_000) == [3_000]


def test_what_is_said_late_unsettles_the_moments_after_it() -> None:
    rule = Asked()
    rule.says("money", 3_000)
    assert rule.holds_at(3_000) == []
    rule.says("loss", 1_000)
    assert rule.holds_at(1_000, 3_000) == [3_000]


def test_what_is_withdrawn_was_never_said() -> None:
    rule = Asked()
    rule.says("loss", 1_000)
    rule.says("money", 3_000)
    assert rule.holds_at(1_000, 3_000) == [3_000]
    rule.says("loss")
    assert rule.holds_at(3_000) == []


def test_a_moment_that_time_chose_is_asked_about() -> None:
    rule = Asked(Absent(Heard("money"), ms=5_000))
    rule.says("loss", 1_000, 9_000)
    assert rule.holds_at(1_000, 9_000) == [1_000, 9_000]
    rule.asked("rule", 6_000)
    assert rule.holds_at(1_000, 6_000, 9_000) == [1_000, 6_000, 9_000]


def test_nothing_is_kept_once_anything_may_have_changed() -> None:
    rule = Asked()
    rule.says("loss", 1_000)
    rule.says("money", 3_000)
    assert rule.holds_at(3_000) == [3_000]
    rule.condition = Heard("never")
    rule.forget()
    assert rule.holds_at(3_000) == []


@pytest.mark.parametrize(
    ("when", "lasting"),
    [
        ("{all: [loss, {absent: comfort, since: 12s}], within: 20s}", True),
        ("{sequence: [loss, {need: [bereaved], state: met}], within: 20s}", True),
        ("{any: [loss, {during: closing}]}", True),
        ("{all: [loss, {need: [bereaved], state: open}], within: 20s}", False),
        ("{all: [loss, {absent: comfort, since: {turns: 1}}], within: 20s}", False),
        ("{all: [loss, {during: opening}], within: 20s}", False),
        ("{all: [loss, {context: {product: loan}}], within: 20s}", False),
        ("{turns: {speaker: agent, last: 2, none: comfort}}", False),
    ],
)
def test_only_what_looks_at_nothing_but_words_lasts(when: str, lasting: bool) -> None:
    text = rules(f"grief: {{need: bereaved, when: loss}}\none: {{need: no-empathy, when: {when}}}")
    assert lasts(program(text).rules.rules["one"].when) is lasting
