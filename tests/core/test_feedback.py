"""What the agent says of a hint, and what becomes of it then."""

from __future__ import annotations

import pytest

from tests.core.calls import Call, closed, needs, of, shown
from tests.core.many import NEEDS, cue, many


def test_feedback_used_ticks_the_need_off() -> None:
    call = Call(many())
    cue(call, 5, 0)
    out = call.feedback(7, call.hint("r0"), "used")
    assert (closed(out), needs(out)) == ([(7, "used")], [(NEEDS[0], "met")])
    assert call.engine.explain("r0")["trace"][-1]["why"] == "used"


@pytest.mark.parametrize("verdict", ["wrong", "dismissed"])
def test_feedback_wrong_or_dismissed_takes_the_need_off(verdict: str) -> None:
    call = Call(many())
    cue(call, 5, 0)
    out = call.feedback(7, call.hint("r0"), verdict)
    assert (closed(out), needs(out)) == ([(7, "dismissed")], [(NEEDS[0], "undetermined")])
    assert call.open_needs == []
    assert needs(call.agent(9, "办完甲")) == [(NEEDS[0], "met")]


def test_feedback_helpful_changes_nothing() -> None:
    call = Call(many())
    cue(call, 5, 0)
    assert call.feedback(7, call.hint("r0"), "helpful") == []
    assert call.visible == ["r0"]


def test_feedback_later_brings_it_back_after_20_seconds_under_a_new_id() -> None:
    call = Call(many())
    cue(call, 5, 0)
    first = call.hint("r0")
    out = call.feedback(7, first, "later")
    assert closed(out) == [(7, "later")]
    assert [e["count"] for e in of(out, "queued")] == [1]
    assert shown(call.until(60)) == [(27, "r0")]
    assert call.hint("r0") != first


@pytest.mark.parametrize(("verdict", "state"), [("used", "met"), ("wrong", "undetermined")])
def test_what_is_said_of_a_hint_that_was_put_off_keeps_it_from_coming_back(
    verdict: str, state: str
) -> None:
    call = Call(many())
    cue(call, 5, 0)
    first = call.hint("r0")
    call.feedback(7, first, "later")
    out = call.feedback(12, first, verdict)
    assert needs(out) == [(NEEDS[0], state)]
    assert [e["count"] for e in of(out, "queued")] == [0]
    assert shown(call.until(60)) == []


def test_a_hint_put_off_twice_waits_anew() -> None:
    call = Call(many())
    cue(call, 5, 0)
    first = call.hint("r0")
    call.feedback(7, first, "later")
    call.feedback(17, first, "later")
    assert shown(call.until(60)) == [(37, "r0")]
    call.feedback(61, first, "used")
    assert shown(call.until(120)) == []


def test_a_hint_put_off_does_not_come_back_when_the_need_was_met() -> None:
    call = Call(many())
    cue(call, 5, 0)
    call.feedback(7, call.hint("r0"), "later")
    assert needs(call.agent(10, "办完甲")) == [(NEEDS[0], "met")]
    assert shown(call.until(60)) == []


def test_feedback_on_a_hint_that_is_gone_or_unknown_has_no_effect() -> None:
    call = Call(many())
    cue(call, 5, 0)
    hint = call.hint("r0")
    call.feedback(7, hint, "used")
    assert call.feedback(8, hint, "wrong") == []
    assert call.feedback(8, "0" * 16, "used") == []
