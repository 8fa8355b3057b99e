"""The attention budget: what the agent sees at once, and when."""

from __future__ import annotations

import pytest

from tests.core.calls import Call, changes, closed, needs, of, rules, shown, shows
from tests.core.many import NEEDS, cue, many


def test_four_seconds_lie_between_two_hints() -> None:
    call = Call(many())
    out = cue(call, 5, 0, 1, 2)
    assert [at for at, _ in shown(out + call.until(30))] == [5, 9, 13]


@pytest.mark.parametrize(
    ("headline", "pause"),
    [
        ("先接住情绪", 2.055),
        ("回电说定时间，再问还有没有别的", 3.166),
        ("Name the day", 2.166),
        ("Ok", 2),
    ],
)
def test_the_next_hint_comes_when_a_glance_has_taken_in_the_last(
    headline: str, pause: float
) -> None:
    call = Call(many(text=headline))
    out = cue(call, 5, 0, 1)
    assert [at for at, _ in shown(out + call.until(30))] == [5, 5 + pause]


def test_a_more_pressing_hint_waits_a_second_and_a_less_pressing_one_for_the_glance() -> None:
    call = Call(many("advice urgent notice"))
    cue(call, 5, 0)
    assert shown(cue(call, 5.5, 1, 2)) == []
    assert shown(call.until(30)) == [(6, "r1"), (10, "r2")]


def test_a_critical_hint_waits_for_nothing() -> None:
    call = Call(many("advice critical critical"))
    cue(call, 5, 0)
    assert shown(cue(call, 6, 1, 2)) == [(6, "r1"), (6, "r2")]


def test_three_are_visible_and_the_rest_waits() -> None:
    call = Call(many("urgent urgent urgent advice"))
    cue(call, 5, 0, 1, 2, 3)
    call.until(25)
    assert set(call.visible) == {"r0", "r1", "r2"}
    assert len(shows(call.until(40))) == 0  # the fourth went stale with the first


def test_a_hint_that_has_been_read_makes_room_for_one_as_pressing() -> None:
    call = Call(many())
    cue(call, 5, 0)
    cue(call, 9, 1)
    cue(call, 13, 2)
    assert call.visible == ["r0", "r1", "r2"]
    assert shown(cue(call, 14, 3)) == []
    out = call.until(18)
    assert shown(out) == [(17, "r3")]  # r0 has been read since 15; two hints lie 4 s apart
    assert closed(out) == [(17, "superseded")]
    cue(call, 18, 4)
    assert shown(call.until(21)) == [(21, "r4")]  # r1, shown at 9


def test_how_many_wait_is_told_whenever_it_changes() -> None:
    call = Call(many())
    cue(call, 5, 0, 1, 2)
    call.until(30)
    assert [(e["at"] / 1000, e["count"]) for e in of(call.seen, "queued")] == [
        (5, 2),
        (9, 1),
        (13, 0),
    ]


def test_a_more_pressing_hint_takes_the_place_of_the_least_pressing() -> None:
    call = Call(many("notice advice advice urgent"))
    cue(call, 5, 0)
    cue(call, 9, 1)
    cue(call, 13, 2)
    out = cue(call, 17, 3)
    assert shown(out) == [(17, "r3")]
    assert closed(out) == [(17, "superseded")]
    assert call.visible == ["r1", "r2", "r3"]


def test_a_hint_expires_after_25_seconds_and_a_critical_one_after_60() -> None:
    call = Call(many("advice critical"))
    cue(call, 5, 0, 1)
    out = call.until(64.999)
    assert [(at, reason) for at, reason in closed(out)] == [(34, "expired")]
    assert closed(call.until(65)) == [(65, "expired")]


def test_an_expired_hint_leaves_its_need_on_the_checklist() -> None:
    call = Call(many("advice"))
    cue(call, 5, 0)
    call.until(31)
    for second in range(40):
        call.customer(32 + second * 2, "我等着呢")
    assert call.visible == []
    assert call.open_needs == [NEEDS[0]]
    assert needs(call.agent(120, "办完甲")) == [(NEEDS[0], "met")]


def test_a_hint_that_found_no_room_within_25_seconds_goes_untold() -> None:
    call = Call(many("urgent urgent urgent notice"))
    cue(call, 5, 0, 1, 2, 3)
    out = call.until(100)
    assert "r3" not in [rule for _, rule in shown(out)]
    assert {"at": 30_000, "what": "suppressed", "why": "room"} in call.engine.explain("r3")["trace"]
    assert call.engine.suppressions == {"room": 1}


def test_a_hint_waits_while_the_agent_begins_to_speak() -> None:
    call = Call(many())
    call.hears("agent", 4.9, "我给您", u="a")
    cue(call, 5, 0)
    call.hears("agent", 5.8, "我给您看", u="a")
    assert shown(call.seen) == []
    assert shown(call.until(20)) == [(5.9, "r0")]


def test_an_agent_who_has_been_speaking_for_a_second_is_shown_a_hint_at_once() -> None:
    call = Call(many())
    call.hears("agent", 3, "我给您", u="a")
    call.hears("agent", 4.5, "我给您看一下", u="a")
    assert shown(cue(call, 5, 0)) == [(5, "r0")]


def test_one_that_had_to_wait_for_its_turn_waits_for_what_the_agent_answers() -> None:
    call = Call(many())
    cue(call, 5, 0, 1)
    call.hears("agent", 8.5, "我给", u="a")
    call.hears("agent", 9.5, "我给您", u="a")
    call.hears("agent", 10.4, "我给您看一下", u="a")
    assert shown(call.seen) == [(5, "r0")]
    assert shown(call.until(20)) == [(10.5, "r1")]


def test_a_hint_waits_until_the_agent_pauses() -> None:
    call = Call(many())
    cue(call, 5, 0)
    call.hears("agent", 8.8, "好", u="a")
    assert shown(cue(call, 8.9, 1)) == []
    assert shown(call.agent(9.2, "好", u="a")) == [(9.2, "r1")]


def test_voice_activity_tells_that_the_agent_speaks() -> None:
    call = Call(many())
    call.activity(4.5, "agent", speaking=True)
    cue(call, 5, 0)
    assert shown(call.until(5.2)) == []
    assert shown(call.activity(5.3, "agent", speaking=False)) == [(5.3, "r0")]


def test_the_time_that_a_call_is_held_is_none_that_the_agent_spoke() -> None:
    call = Call(many())
    call.activity(4.5, "agent", speaking=True)
    cue(call, 4.9, 0)
    call.hold(5)
    call.resume(60)
    assert shown(call.until(90)) == [(60.5, "r0")]


def test_ten_hints_a_call() -> None:
    call = Call(many())
    for i in range(12):
        cue(call, 5 + 30 * i, i)
        call.until(25 + 30 * i)
    assert len(shows(call.seen)) == 10
    call.until(500)
    assert {t["why"] for t in call.engine.explain("r11")["trace"]} >= {"budget"}


@pytest.mark.parametrize(
    ("level", "seen"),
    [
        ("off", {"critical"}),
        ("minimal", {"critical", "urgent"}),
        ("balanced", {"critical", "urgent", "advice", "notice"}),
    ],
)
def test_the_dial_says_how_pressing_a_hint_must_be(level: str, seen: set[str]) -> None:
    call = Call(many("notice advice urgent critical"))
    call.dial(1, level)
    for i in range(4):
        cue(call, 10 + 40 * i, i)
    call.until(200)
    assert {e["priority"] for e in shows(call.seen)} == seen


def test_the_least_dial_shows_half_as_soon() -> None:
    call = Call(many("urgent " * 3, text="快"))
    call.dial(1, "minimal")
    cue(call, 5, 0)
    call.agent(6, "办完甲")
    cue(call, 7, 1)
    assert shown(call.until(20)) == [(13, "r1")]


def test_the_active_dial_shows_twice_as_soon() -> None:
    call = Call(many())
    call.dial(1, "active")
    cue(call, 5, 0, 1)
    assert shown(call.until(20))[-1][0] == 7


def test_turning_the_dial_up_shows_what_it_kept_back() -> None:
    call = Call(many())
    call.dial(1, "off")
    assert of(cue(call, 5, 0), "queued") == []
    assert shown(call.dial(8, "balanced")) == [(8, "r0")]


def test_self_harm_silences_all_else_and_no_dial_hides_it() -> None:
    risk = """
        risk: {need: self-harm-risk, when: despair,
            hint: {priority: urgent, text: 立刻转危机流程}}
    """
    call = Call(many("advice critical") + "  " + rules(risk).split("rules:\n")[1].strip() + "\n")
    call.dial(1, "off")
    cue(call, 3, 1)
    out = call.customer(5, "我不想活了")
    assert shown(out) == [(5, "risk")]
    assert closed(out) == [(5, "superseded")]
    assert shown(cue(call, 8, 0)) == []
    assert call.visible == ["risk"]


def test_the_same_need_is_a_higher_count_not_a_second_card() -> None:
    call = Call(
        rules("""
            grief: {need: bereaved, when: loss, met_by: comfort}
            grief-too: {need: bereaved, when: balance}
        """)
    )
    call.customer(5, "他去世")
    out = call.customer(10, "我查余额")
    assert shown(out) == []
    assert [(e["rule"], e["change"], e["count"]) for e in of(out, "hint.update")] == [
        ("grief", "cued", 2)
    ]
    assert of(out, "queued") == []


def test_a_card_that_only_counted_shows_when_the_other_was_a_mishearing() -> None:
    call = Call(
        rules("""
            grief: {need: bereaved, when: loss, met_by: comfort}
            grief-too: {need: bereaved, when: balance}
        """)
    )
    call.hears("customer", 5, "他去世了怎么办", u="x")
    call.customer(10, "我查余额")
    out = call.final("customer", 11, "他去市里怎么办", u="x")
    assert closed(out) == [(11, "retracted")]
    assert shown(out) == [(11, "grief-too")]


def test_a_card_that_only_counted_is_answered_with_the_other() -> None:
    call = Call(
        rules("""
            grief: {need: bereaved, when: loss, met_by: comfort}
            grief-too: {need: bereaved, when: balance}
        """)
    )
    call.customer(5, "他去世")
    call.customer(10, "我查余额")
    call.feedback(12, call.hint("grief"), "used")
    assert shown(call.until(60)) == []


@pytest.mark.parametrize("priority", ["advice", "critical"])
@pytest.mark.parametrize("need", ["likely-scam", "self-harm-risk"])
def test_two_rules_of_one_need_show_one_card_however_pressing(need: str, priority: str) -> None:
    hint = f"hint: {{priority: {priority}, text: x}}"
    call = Call(
        rules(
            f"a: {{need: {need}, when: loss, {hint}}}\n"
            f"b: {{need: {need}, when: balance, {hint}}}\n"
            f"c: {{need: {need}, when: threat, hint: {{priority: critical, text: y}}}}"
        )
    )
    out = call.customer(5, "他去世了，我查余额，我要投诉") + call.until(12)
    assert len(call.visible) == 1
    out += call.customer(15, "他去世了") + call.customer(19, "我查余额，我要投诉")
    assert len(call.visible) == 1
    assert len({e["id"] for e in shows(out)}) <= 2


def test_a_rule_supersedes_another() -> None:
    call = Call(many("advice advice", r1=", supersedes: r0"))
    cue(call, 5, 0)
    out = cue(call, 6, 1)
    assert closed(out) == [(6, "superseded")]
    assert shown(call.until(20)) == [(9, "r1")]


def test_of_exclusive_hints_the_more_pressing_one_shows() -> None:
    both = {"r0": ", exclusive: one", "r1": ", exclusive: one"}
    call = Call(many("advice urgent", **both))
    cue(call, 5, 0)
    out = cue(call, 9, 1)
    assert (closed(out), shown(out)) == ([(9, "superseded")], [(9, "r1")])
    less = Call(many("urgent advice", **both))
    cue(less, 5, 0)
    cue(less, 9, 1)
    assert shown(less.until(29)) == []


def test_nothing_expires_or_comes_up_while_time_stands_still() -> None:
    call = Call(many())
    cue(call, 5, 0, 1)
    call.hold(6)
    assert call.until(100) == []
    assert shown(cue(call, 101, 2)) == []
    call.resume(106)
    assert shown(call.seen)[-1] == (106, "r1")
    assert closed(call.until(129)) == []
    assert closed(call.until(130)) == [(130, "expired")]


def test_a_hint_that_need_not_wait_shows_while_the_call_is_held() -> None:
    call = Call(many())
    call.hold(6)
    assert shown(cue(call, 6.3, 0)) == [(6.3, "r0")]
    call.resume(100)
    assert closed(call.until(200)) == [(125, "expired")]


def test_a_retracted_hint_gives_back_budget_and_gap() -> None:
    call = Call(many())
    cue(call, 5, 1)
    call.hears("customer", 10, "暗号甲我想问", u="x")
    assert call.visible == ["r1", "r0"]
    out = call.hears("customer", 11, "按好家我想问", u="x")
    assert closed(out) == [(11, "retracted")]
    assert call.engine.guidance.presentation.delivery.spent == 1
    assert shown(cue(call, 11.5, 2)) == [(11.5, "r2")]


def test_the_gap_after_the_hint_before_a_retracted_one_still_counts() -> None:
    call = Call(many("advice critical advice"))
    cue(call, 5, 0)
    call.hears("customer", 6, "暗号乙我想问", u="x")
    call.hears("customer", 7, "按好以我想问", u="x")
    assert closed(call.seen) == [(7, "retracted")]
    cue(call, 7.5, 2)
    assert shown(call.until(20))[-1] == (9, "r2")


def test_a_cue_again_raises_the_count_and_keeps_the_hint_longer() -> None:
    call = Call(many())
    cue(call, 5, 0)
    out = cue(call, 15, 0)
    assert [(e["change"], e["count"], e["expires"]) for e in of(out, "hint.update")] == [
        ("cued", 2, 40_000)
    ]
    assert changes(cue(call, 20, 0)) == [(20, "cued")]


def test_turning_the_dial_down_takes_away_what_it_would_not_show() -> None:
    call = Call(many("advice critical"))
    cue(call, 5, 0, 1)
    call.until(10)
    assert closed(call.dial(12, "off")) == [(12, "expired")]
    assert call.visible == ["r1"]
    assert call.open_needs == [NEEDS[0], NEEDS[1]]


def test_a_need_put_off_is_put_off_whoever_else_cued_it() -> None:
    call = Call(
        rules("""
            grief: {need: bereaved, when: loss, met_by: comfort}
            grief-too: {need: bereaved, when: balance}
        """)
    )
    call.customer(5, "他去世")
    call.customer(10, "我查余额")
    call.feedback(12, call.hint("grief"), "later")
    assert shown(call.until(60)) == [(32, "grief")]
