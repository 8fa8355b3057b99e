"""Openings of several rules: which needs are open, what time may decide, what is kept of them."""

from __future__ import annotations

from tests.core.calls import Call, rules, shown

GRIEF = rules("grief: {need: bereaved, when: loss, met_by: comfort, patience: {time: 10s}}")
COLD = rules(
    "cold: {need: bereaved, when: {all: [loss, {absent: comfort, since: 10s}], within: 30s}}"
)


def test_while_a_need_is_open() -> None:
    text = rules("""
        threatens: {need: regulator-threat, when: {all: [threat, {need: bereaved,
            state: open}]}}
        grief: {need: bereaved, when: loss, met_by: comfort}
    """)
    during = Call(text)
    during.customer(5, "他去世")
    assert "threatens" in [r for _, r in shown(during.customer(10, "我要投诉") + during.until(12))]
    after = Call(text)
    after.customer(5, "他去世")
    after.agent(8, "请节哀")
    assert shown(after.customer(10, "我要投诉") + after.until(30)) == []
    never = Call(text)
    assert shown(never.customer(10, "我要投诉") + never.until(30)) == []


def test_a_need_the_agent_took_off_the_checklist_was_open_until_then() -> None:
    call = Call(
        rules("""
            threatens: {need: regulator-threat, when: {all: [threat,
            {need: bereaved, state: open}]}}
            grief: {need: bereaved, when: loss, met_by: comfort}
        """)
    )
    call.customer(5, "他去世")
    call.customer(10, "我要投诉")
    call.feedback(12, call.hint("grief"), "wrong")
    call.customer(20, "我要投诉")
    assert "threatens" in call.visible


def test_the_need_of_a_shadow_rule_is_not_open() -> None:
    call = Call(
        rules("""
            threatens: {need: regulator-threat, when: {all: [threat,
            {need: bereaved, state: open}]}}
            grief: {need: bereaved, when: loss, mode: shadow}
        """)
    )
    call.customer(5, "他去世")
    assert shown(call.customer(8, "我要投诉")) == []


def test_a_rule_whose_cue_came_to_nothing_takes_no_memory() -> None:
    call = Call(rules("both: {need: bereaved, when: {all: [loss, balance]}}"))
    call.customer(5, "他去世")
    assert call.engine.guidance.openings.states == {}
    assert shown(call.customer(9, "想查余额")) == [(9, "both")]


def test_time_decides_nothing_about_a_rule_of_whose_cue_nobody_has_said_a_word() -> None:
    call = Call(COLD)
    call.agent(5, "请节哀", end=5)
    openings = call.engine.guidance.openings
    assert openings.is_out_of_question("cold")
    assert openings.deadline("cold") is None
    call.customer(9, "他去世", end=9)
    found = openings.deadline("cold")
    assert found is not None
    assert (found.kind, found.time) == ("wake", 15_001)  # 10 s after it nothing is left of it


def test_time_decides_nothing_about_a_rule_of_another_queue() -> None:
    text = GRIEF.replace("{need: bereaved", "{applies_to: {queue: loans}, need: bereaved")
    call = Call(text, queue="cards")
    call.customer(5, "他去世")
    assert call.engine.guidance.openings.deadline("grief") is None


def test_what_is_too_old_to_change_is_summed_up() -> None:
    call = Call(rules("grief: {need: bereaved, when: loss, met_by: comfort, credit: 1s}"))
    call.customer(5, "他去世")
    call.agent(8, "请节哀")
    for second in range(10, 60, 2):
        call.customer(second, "我等着呢")
    state = call.engine.guidance.openings.states["grief"]
    assert (state.openings, state.past_count, state.past_opened) == ([], 1, 4_700)
