"""Which rules apply to a call: its skill group and its day; and what is known of its customer."""

from __future__ import annotations

import pytest

from tests.core.calls import SIGNALS, Call, rules, shown

GRIEF = "grief: {need: bereaved, when: loss, applies_to: {group: [vip, care]}}"
DATED = "grief: {need: bereaved, when: loss, valid: {from: 2026-10-01, until: 2026-10-31}}"


def test_a_rule_for_some_groups() -> None:
    assert shown(Call(rules(GRIEF), group="vip").customer(5, "他去世")) == [(5, "grief")]
    assert shown(Call(rules(GRIEF), group="retail").customer(5, "他去世")) == []
    assert shown(Call(rules(GRIEF)).customer(5, "他去世")) == []


def test_the_group_may_stand_in_the_context() -> None:
    call = Call(rules(GRIEF), context={"group": "vip"})
    assert shown(call.customer(5, "他去世")) == [(5, "grief")]


def test_a_call_that_moves_to_a_group_is_looked_at_from_then_on() -> None:
    call = Call(rules(GRIEF), group="retail")
    call.customer(5, "他去世")
    assert shown(call.transfer(8, "a2", group="care")) == []
    assert shown(call.customer(12, "他去世")) == [(12, "grief")]
    other = Call(rules(GRIEF))
    other.customer(5, "他去世")
    assert shown(other.context(8, group="care")) == []
    assert shown(other.customer(12, "他去世")) == [(12, "grief")]


@pytest.mark.parametrize(
    ("began", "holds"),
    [
        ("2026-09-30T23:59:59+08:00", False),
        ("2026-10-01T00:00:00+08:00", True),
        ("2026-10-31T23:59:59+08:00", True),
        ("2026-11-01T00:00:00+08:00", False),
        ("2026-10-31T20:00:00-08:00", True),  # the day where the call was made
        (None, True),
    ],
)
def test_a_rule_is_valid_on_the_day_the_call_began(began: str | None, holds: bool) -> None:
    call = Call(rules(DATED), started_at=began)
    assert bool(shown(call.customer(5, "他去世"))) is holds


# -- history -------------------------------------------------------------------------------

PAST = SIGNALS.replace(
    "signals:", "signals:\n  complained: {history: {complaint-demand: within 180d}}"
)
AGAIN = (
    PAST
    + """
rules:
  again: {need: complaint-demand, ability: empathy, when: {all: [angry, complained]},
    hint: {priority: advice, text: 上次的事先问}}
"""
)
GREET = (
    PAST
    + """
rules:
  greet: {need: complaint-demand, ability: empathy, when: complained,
    hint: {priority: advice, text: 上次投诉过}}
"""
)


def test_what_came_up_in_an_earlier_call_counts_for_the_whole_of_this_one() -> None:
    call = Call(AGAIN)
    call.remembers(0, complaint_demand=20)
    assert shown(call.customer(400, "气死我了")) == [(400, "again")]


def test_what_is_too_long_ago_or_unknown_does_not_count() -> None:
    old, unknown = Call(AGAIN), Call(AGAIN)
    old.remembers(0, complaint_demand=181)
    unknown.remembers(0, bereaved=2)
    assert shown(old.customer(5, "气死我了")) == shown(unknown.customer(5, "气死我了")) == []
    assert shown(Call(AGAIN).customer(5, "气死我了")) == []


def test_the_last_of_several_times_counts() -> None:
    call = Call(AGAIN)
    call.remembers(0, complaint_demand=300)
    call.remembers(1, complaint_demand=3)
    call.remembers(2, complaint_demand=200)
    assert shown(call.customer(5, "气死我了")) == [(5, "again")]


def test_it_may_be_all_that_a_rule_waits_for() -> None:
    call = Call(GREET)
    assert shown(call.remembers(0, complaint_demand=20)) == [(0, "greet")]
    assert shown(Call(GREET).remembers(0, bereaved=1)) == []


def test_it_survives_a_restart_and_serves_rules_that_come_later() -> None:
    call = Call(SIGNALS + "rules: {}\n")
    call.remembers(0, complaint_demand=20)
    call.restart()
    call.reload(3, AGAIN)
    assert shown(call.customer(5, "气死我了")) == [(5, "again")]
