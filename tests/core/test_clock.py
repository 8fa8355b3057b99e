"""Deadlines: when silence means something, and when it does not."""

from __future__ import annotations

from typing import Final

import pytest

from assist.core.clock import Clock
from tests.core.calls import Call, changes, needs, rules, shown

PATIENT: Final = rules("loss: {need: bereaved, when: loss, met_by: comfort, patience: {time: 10s}}")


def test_patience_ends_when_the_agents_watermark_reaches_it_800_ms_later_at_first() -> None:
    call = Call(PATIENT)
    call.customer(5, "他去世", start=3, end=4.7)
    assert shown(call.until(15.499)) == []
    assert shown(call.until(15.5)) == [(15.5, "loss")]


def test_the_lag_is_the_largest_of_the_last_eight_finals() -> None:
    call = Call(PATIENT)
    call.agent(2, "您好请讲", end=0)
    for second in range(8):
        call.agent(3 + second, "请稍等", end=3 + second - 0.1 * (second + 1))
    call.customer(12, "他去世", end=11)
    assert shown(call.until(40)) == [(21.8, "loss")]


def test_an_open_utterance_behind_the_deadline_delays_it_by_three_seconds_at_most() -> None:
    call = Call(PATIENT)
    call.customer(5, "他去世", end=5)
    call.hears("agent", 14.9, "我看看这个", end=14.6, u="a")
    call.hears("agent", 17.9, "我看看这个怎么", end=14.9, u="a")
    assert needs(call.until(17.999)) == []
    assert needs(call.until(18)) == [("bereaved", "open")]


def test_an_open_utterance_that_reached_the_deadline_delays_it_no_longer() -> None:
    call = Call(PATIENT)
    call.customer(5, "他去世", end=5)
    call.hears("agent", 14.9, "我看看这个", end=14.6, u="a")
    assert needs(call.until(15.5)) == []
    out = call.hears("agent", 15.6, "我看看这个怎么", end=15.2, u="a")
    assert needs(out) == [("bereaved", "open")]


def test_words_said_in_time_but_heard_late_meet_the_need() -> None:
    call = Call(PATIENT)
    call.customer(5, "他去世", end=5)
    call.hears("agent", 14.6, "节", start=14, end=14.5)
    call.hears("agent", 15.6, "节哀您", start=14, end=14.9, u="u2")
    out = call.final("agent", 16.5, "节哀，您慢慢说", start=14, end=14.95, u="u2")
    assert needs(out) == [("bereaved", "met")]
    assert shown(call.until(60)) == []


def test_an_open_utterance_closes_five_seconds_after_its_last_hypothesis() -> None:
    call = Call(PATIENT)
    call.customer(5, "他去世", end=5)
    call.hears("agent", 11.5, "我看", end=11.4)  # and no more is heard of it
    assert shown(call.until(60)) == [(16.5, "loss")]


def test_a_call_that_ends_first_leaves_the_need_undetermined() -> None:
    opened = Call(rules("loss: {need: bereaved, when: loss, met_by: comfort}"))
    opened.customer(5, "他去世")
    assert needs(opened.end(6)) == [("bereaved", "undetermined")]
    waiting = Call(PATIENT)
    waiting.customer(5, "他去世")
    assert needs(waiting.end(6)) == []
    assert waiting.seen[-1]["report"]["needs"] == {}


def test_deadlines_stand_still_while_the_call_is_held() -> None:
    call = Call(PATIENT)
    call.customer(5, "他去世", end=5)
    call.hold(10)
    assert call.until(60) == []
    call.resume(70)
    assert shown(call.until(200)) == [(75.8, "loss")]


def test_deadlines_stand_still_while_the_source_is_disconnected() -> None:
    call = Call(PATIENT)
    call.customer(5, "他去世", end=5)
    call.lost(10)
    assert call.until(60) == []
    call.back(70)
    assert shown(call.until(200)) == [(75.8, "loss")]


def test_time_runs_again_only_when_no_reason_to_stand_still_is_left() -> None:
    call = Call(PATIENT)
    call.customer(5, "他去世", end=5)
    call.hold(10)
    call.lost(20)
    call.resume(30)
    assert call.until(60) == []
    call.hold(61)
    call.hold(62)
    call.back(63)
    call.resume(70)
    call.resume(71)
    assert shown(call.until(200)) == [(75.8, "loss")]


def test_what_a_gap_swallowed_is_not_missing() -> None:
    call = Call(PATIENT)
    call.customer(5, "他去世", end=5)
    call.gap(9, "agent", 6, 9)
    call.gap(9.5, "customer", 9, 9.5)
    assert shown(call.until(200)) == [(18.8, "loss")]


@pytest.mark.parametrize("gaps", [1, 63, 64, 150])
def test_gap_after_gap_while_the_call_is_held_does_not_end_the_hold(gaps: int) -> None:
    call = Call(PATIENT)
    call.customer(5, "他去世", end=5)
    call.hold(10)
    for second in range(gaps):  # the line is bad, and the recogniser says so once a second
        call.gap(11 + second, "agent", 10.5 + second, 10.8 + second)
    call.resume(200)
    assert call.agent(204, "节哀", end=203)[-1]["state"] == "met"
    assert shown(call.until(300)) == []


def test_gap_after_gap_of_one_speaker_leaves_the_gaps_of_the_other() -> None:
    call = Call(PATIENT)
    call.customer(5, "他去世", end=5)
    call.gap(9, "agent", 6, 9)
    for second in range(64):
        call.gap(9.2 + second / 100, "unknown", 9 + second / 100, 9.005 + second / 100)
    assert shown(call.until(200)) == [(18.8, "loss")]


def test_escalation_waits_for_the_watermark_too() -> None:
    call = Call(
        rules("loss: {need: bereaved, when: loss, met_by: comfort, escalate: {after: 10s}}")
    )
    call.customer(5, "他去世", start=4, end=5)
    call.hears("agent", 14.9, "我看看", end=14.6)
    assert changes(call.until(17.999)) == []
    assert changes(call.until(18)) == [(18.0, "escalated")]


@pytest.mark.parametrize(
    ("start", "wait", "until"),
    [(0, 5_000, 5_000), (8_000, 5_000, 23_000), (12_000, 1_000, 21_000), (20_000, 10, 20_010)],
)
def test_time_that_stands_still_does_not_run_forwards_or_backwards(
    start: int, wait: int, until: int
) -> None:
    clock = Clock()
    clock.stop(10_000)
    clock.go(20_000)
    assert clock.after(start, wait) == until
    assert clock.before(until, wait) == (20_000 if start == 12_000 else start)


def test_what_waits_for_somebody_else_goes_on_while_one_is_gone_for_long() -> None:
    both = "says-again: {need: had-to-repeat, when: balance, met_by: threat, patience: {time: 10s}}"
    call = Call(PATIENT + rules(both).partition("rules:\n")[2])
    call.customer(5, "我查余额，他去世", end=5)
    call.lost(6)
    call.lost(8, "agent")
    assert shown(call.until(60)) == [(16.5, "says-again")]
    call.back(68)
    assert shown(call.until(200)) == [(77.8, "loss")]


def test_who_is_gone_for_long_may_be_fewer_and_more_again() -> None:
    call = Call(PATIENT)
    call.customer(5, "他去世", end=5)
    call.lost(6, "agent", "customer")
    call.lost(8, "customer")
    call.lost(10, "agent")
    call.lost(20)
    call.back(30)
    assert shown(call.until(200)) == [(37.8, "loss")]


def test_nothing_is_due_while_time_stands_still() -> None:
    clock = Clock()
    clock.stop(10_000)
    assert clock.stopped
    assert clock.after(9_000, 5_000) is None
    assert clock.after(1_000, 5_000) == 6_000
    assert clock.before(15_000, 2_000) == 8_000


def test_gaps_of_others_count_for_nothing() -> None:
    clock = Clock()
    clock.lost("customer", 10_000, 20_000)
    assert clock.after(8_000, 5_000, ["agent"]) == 13_000
    assert clock.before(13_000, 5_000, ["agent"]) == 8_000
    assert clock.after(8_000, 5_000, ["agent", "customer"]) == 23_000


def test_a_recogniser_that_reports_gap_after_gap_cannot_grow_the_call() -> None:
    clock = Clock()
    for second in range(1_000):
        clock.lost("agent", second * 1_000, second * 1_000 + 500)
    assert len(clock.still) == 64
    assert clock.after(0, 700_000, ["agent"]) == 1_200_000  # all the same, none of it is forgotten
    assert clock.before(1_200_000, 700_000, ["agent"]) == 0


def test_gaps_that_touch_or_overlap_are_one() -> None:
    clock = Clock()
    for start, end in ((5_000, 6_000), (1_000, 3_000), (2_000, 2_500), (3_000, 5_000)):
        clock.lost("agent", start, end)
    clock.lost("customer", 4_000, 4_500)
    assert [(one.start, one.end) for one in clock.still] == [(1_000, 6_000), (4_000, 4_500)]
    assert clock.after(0, 2_000, ["agent"]) == 7_000


def test_what_stands_still_now_is_never_taken_for_over() -> None:
    clock = Clock()
    for second in range(2, 130, 2):
        clock.stop(second * 1_000)
        clock.go(second * 1_000 + 1_000)
    clock.stop(100)  # an event that tells of a moment long past
    assert clock.stopped
    assert clock.after(100, 1) is None
    clock.go(200_000)
    assert not clock.stopped
    assert clock.after(0, 1_000) == 200_900


def test_an_open_utterance_folded_into_another_delays_nothing() -> None:
    call = Call(PATIENT)
    call.customer(5, "他去世", end=5)
    call.hears("agent", 12, "我看看", u="a")
    call.agent(13, "我看看啊请稍等", u="b", supersedes=["a"])
    assert shown(call.until(60)) == [(15.3, "loss")]
