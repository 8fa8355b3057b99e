"""From words to hints and the checklist: openings in time, chains of needs, modes, wordings."""

from __future__ import annotations

from typing import Final

import pytest

from tests.core.calls import SIGNALS, Call, changes, closed, needs, of, play, rules, shown, shows

GRIEF: Final = rules("grief: {need: bereaved, when: loss, met_by: comfort}")


# -- cooldown, max_per_call, patience, credit, steps ---------------------------------------


def test_a_rule_opens_again_only_after_its_cooldown() -> None:
    call = Call(
        rules("grief: {need: bereaved, when: loss, met_by: comfort, cooldown: 40s, credit: 1s}")
    )
    call.customer(5, "他去世")
    call.agent(8, "请节哀")
    assert shown(call.customer(44, "他去世")) == []
    assert call.engine.explain("grief")["skipped"][-1]["why"] == "cooldown"
    assert shown(call.customer(46, "他去世")) == [(46, "grief")]


def test_max_per_call() -> None:
    call = Call(
        rules(
            "grief: {need: bereaved, when: loss, met_by: comfort, cooldown: 0s, credit: 1s, "
            "max_per_call: 2}"
        )
    )
    for at in (5, 25, 45):
        call.customer(at, "他去世")
        call.agent(at + 5, "请节哀")
    for second in range(60, 120, 2):
        call.customer(second, "我等着呢")
    call.customer(130, "他去世")
    assert [at for at, _ in shown(call.seen)] == [5, 25]
    assert {skip["why"] for skip in call.engine.explain("grief")["skipped"]} == {"max_per_call"}


def test_what_the_agent_did_before_the_cue_counts_up_to_the_credit() -> None:
    early = Call(GRIEF)
    early.agent(5, "请节哀")
    assert needs(early.customer(34, "他去世")) == [("bereaved", "met")]
    assert shown(early.seen) == []
    too_early = Call(GRIEF)
    too_early.agent(5, "请节哀")
    assert shown(too_early.customer(36, "他去世")) == [(36, "grief")]
    short = Call(rules("grief: {need: bereaved, when: loss, met_by: comfort, credit: 5s}"))
    short.agent(5, "请节哀")
    assert shown(short.customer(11, "他去世")) == [(11, "grief")]


def test_a_met_need_was_never_a_hint_where_the_agent_did_it_unprompted() -> None:
    call = Call(
        rules("grief: {need: bereaved, when: loss, met_by: comfort, patience: {time: 10s}}")
    )
    call.customer(5, "他去世")
    assert needs(call.agent(9, "请节哀")) == [("bereaved", "met")]
    assert shown(call.until(60)) == []


STEPS: Final = rules(
    "refused: {need: bare-refusal, when: balance, steps: ["
    "{name: sorry, met_by: sorry, text: 先致歉, say: 很抱歉}, "
    "{name: reason, met_by: reason, text: 讲原因}, "
    "{name: offer, met_by: offer, text: 给办法}], hint: {text: 软拒绝}}"
)


def test_the_hint_shows_the_first_step_not_met_yet_and_is_met_when_all_are() -> None:
    call = Call(STEPS)
    shown_first = shows(call.customer(5, "我查余额"))[0]
    assert (shown_first["text"], shown_first["say"]) == ("先致歉", "很抱歉")
    assert shown_first["step"] == {"name": "sorry", "index": 1, "of": 3}
    assert changes(call.agent(8, "因为规定")) == []
    out = call.agent(11, "很抱歉")
    assert [(e["change"], e["text"]) for e in of(out, "hint.update")] == [("step", "给办法")]
    out = call.agent(14, "您可以这样")
    assert (needs(out), closed(out)) == ([("bare-refusal", "met")], [(14, "met")])


def test_a_step_that_was_misheard_is_to_do_again() -> None:
    call = Call(STEPS)
    call.customer(5, "我查余额")
    call.hears("agent", 8, "很抱歉我看看", u="a")
    out = call.final("agent", 9, "很暴躁我看看", u="a")
    assert [(e["change"], e["text"]) for e in of(out, "hint.update")] == [("step", "先致歉")]


def test_escalation() -> None:
    call = Call(
        rules(
            "grief: {need: bereaved, when: loss, met_by: comfort, "
            "escalate: {after: 20s, priority: critical, text: 快安慰}}"
        )
    )
    call.customer(5, "他去世", end=5)
    update = of(call.until(30), "hint.update")[0]
    assert (update["at"], update["change"], update["priority"]) == (25_800, "escalated", "critical")
    assert (update["text"], update["escalated"], update["expires"]) == ("快安慰", True, 85_800)
    assert changes(call.until(80)) == [(25.8, "escalated")][1:]


def test_a_step_done_puts_off_the_escalation_and_the_next_says_what_is_due() -> None:
    call = Call(
        rules(
            "grief: {need: bereaved, when: loss, escalate: {after: 20s, text: 还没安慰}, "
            "steps: [{name: soothe, met_by: comfort, text: 先安慰}, "
            "{name: list-papers, met_by: papers, text: 列材料}]}"
        ).replace("signals:\n", "signals:\n  papers: {speaker: agent, phrases: [户口本]}\n", 1)
    )
    call.customer(5, "他去世了")
    call.agent(15, "节哀")
    assert changes(call.until(34)) == []
    [update] = [e for e in call.until(40) if e["type"] == "hint.update"]
    assert (update["change"], update["text"]) == ("escalated", "列材料")


def test_a_need_met_in_time_does_not_escalate() -> None:
    call = Call(
        rules("grief: {need: bereaved, when: loss, met_by: comfort, escalate: {after: 20s}}")
    )
    call.customer(5, "他去世")
    call.agent(9, "请节哀")
    assert changes(call.until(80)) == []


# -- needs of needs ------------------------------------------------------------------------


def test_a_rule_waits_on_a_need_that_opened() -> None:
    out = play(
        rules("""
            calm-first: {need: no-empathy, when: {need: ["customer-*"],
            state: opened}, met_by: sorry, patience: {turns: 1}}
            furious: {need: customer-angry, when: angry, met_by: sorry}
        """),
        """
        0-3 客户: 气死我了你们
        4-6 坐席: 您报一下身份证号
        9-11 客户: 我不报
        """,
    )
    assert [rule for _, rule in shown(out)] == ["furious", "calm-first"]
    assert shows(out, "calm-first")[0]["because"][0]["text"] == "气死我了你们"


def test_rules_are_folded_in_order_so_a_chain_of_needs_opens_at_once() -> None:
    call = Call(
        rules("""
            third: {need: doubts-human, when: {need: doubts-competence}}
            second: {need: doubts-competence, when: {need: customer-angry}}
            first: {need: customer-angry, when: angry}
        """)
    )
    out = call.customer(5, "气死我了")
    assert [need for need, _ in needs(out)] == [
        "customer-angry",
        "doubts-competence",
        "doubts-human",
    ]


def test_a_chain_of_needs_is_taken_back_as_a_whole() -> None:
    call = Call(
        rules("""
            second: {need: doubts-competence, when: {need: customer-angry}}
            first: {need: customer-angry, when: angry}
        """)
    )
    call.hears("customer", 5, "气死我了怎么办", u="x")
    out = call.final("customer", 6, "气死我呢怎么办", u="x")
    assert needs(out) == [("customer-angry", "undetermined"), ("doubts-competence", "undetermined")]
    assert call.open_needs == []


def test_when_a_need_was_met() -> None:
    call = Call(
        rules("""
            next: {need: steps-and-times, when: {need: bereaved, state: met}}
            grief: {need: bereaved, when: loss, met_by: comfort}
        """)
    )
    call.customer(5, "他去世")
    assert shown(call.agent(9, "请节哀")) == [(9, "next")]


# -- modes, applies_to ---------------------------------------------------------------------


def test_a_shadow_rule_is_worked_out_but_never_told() -> None:
    call = Call(rules("grief: {need: bereaved, when: loss, met_by: comfort, mode: shadow}"))
    assert [out["type"] for out in call.customer(5, "他去世")] == ["hint.shadow"]
    assert call.engine.explain("grief")["openings"][0]["state"] == "open"
    assert call.open_needs == []
    assert call.end(9)[-1]["report"] == {"needs": {}, "hints": {}}


def test_a_rule_that_is_off_does_nothing() -> None:
    call = Call(rules("grief: {need: bereaved, when: loss, mode: off}"))
    call.customer(5, "他去世")
    call.until(90)
    assert call.engine.explain("grief")["openings"] == []
    assert shown(call.seen) == []


def test_rules_apply_to_queues_and_languages() -> None:
    text = rules("""
        loans: {need: bereaved, when: loss, applies_to: {queue: loans}}
        english: {need: plain-words, when: loss, applies_to: {language: en}}
    """)
    assert shown(Call(text, queue="cards").customer(5, "他去世")) == []
    assert shown(Call(text, queue="loans").customer(5, "他去世")) == [(5, "loans")]
    assert shown(Call(text, language="en").customer(5, "他去世")) == [(5, "english")]


def test_a_transfer_to_another_queue_brings_its_rules_for_what_is_said_from_then_on() -> None:
    call = Call(
        rules("loans: {need: bereaved, when: loss, applies_to: {queue: loans}}"), queue="cards"
    )
    call.customer(5, "他去世")
    assert shown(call.transfer(10, "a2", "loans")) == []
    assert call.engine.agent == "a2"
    assert call.engine.snapshot()["queue"] == "loans"
    assert shown(call.customer(15, "他去世")) == [(15, "loans")]
    assert [c["at"] for c in call.engine.explain("loans")["openings"][0]["because"]] == [14_700]


def test_a_transfer_without_a_queue_keeps_it() -> None:
    call = Call(GRIEF, queue="cards")
    call.transfer(10, "a2")
    assert call.engine.snapshot()["queue"] == "cards"


# -- what a hint says ----------------------------------------------------------------------


def test_slots_take_context_and_captures_and_the_first_complete_wording_is_used() -> None:
    text = rules(
        "card: {need: stranded-without-card, when: lost, "
        'hint: {text: ["{name}的{kind}，先挂失", "{kind}，先挂失", 先挂失]}}'
    )
    assert shows(Call(text, context={"name": "王女士"}).customer(5, "我卡片丢了"))[0]["text"] == (
        "王女士的credit-card，先挂失"
    )
    assert shows(Call(text).customer(5, "我存折丢了"))[0]["text"] == "bank-card，先挂失"


def test_a_name_that_comes_later_changes_the_text() -> None:
    call = Call(rules('grief: {need: bereaved, when: loss, hint: {text: ["{name}，节哀", 节哀]}}'))
    call.customer(5, "他去世")
    out = call.context(6, name="王女士")
    assert [(e["change"], e["text"]) for e in of(out, "hint.update")] == [("text", "王女士，节哀")]


def test_a_hint_speaks_the_calls_language_or_else_whichever_it_has() -> None:
    text = rules(
        "grief: {need: bereaved, when: loss, "
        "hint: {text: {zh: 节哀, en: Condole}, say: {zh: 请节哀}}}"
    )
    english = shows(Call(text, language="en").customer(5, "他去世"))[0]
    assert (english["text"], english["say"]) == ("Condole", "请节哀")


def test_because_quotes_the_words_whose_and_when() -> None:
    call = Call(rules("both: {need: bereaved, when: {all: [loss, balance], within: 30s}}"))
    call.customer(5, "您好，我老伴走了", u="x", start=2, end=4)
    because = shows(call.customer(9, "我查余额", u="y", start=8, end=8.8))[0]["because"]
    assert [(q["speaker"], q["utterance"], q["text"]) for q in because] == [
        ("customer", "x", "我老伴走了"),
        ("customer", "y", "我查余额"),
    ]
    assert [q["at"] for q in because] == [4_000, 8_800]


def test_a_quotation_keeps_the_script_it_was_said_in() -> None:
    call = Call(GRIEF)
    quote = shows(call.customer(5, "我先生過世，他去世了"))[0]["because"][0]["text"]
    assert quote == "他去世了"


@pytest.mark.parametrize("priority", ["notice", "advice", "urgent", "critical"])
def test_priority_is_what_the_rule_says(priority: str) -> None:
    text = rules(f"grief: {{need: bereaved, when: loss, hint: {{priority: {priority}, text: x}}}}")
    assert shows(Call(text).customer(5, "他去世"))[0]["priority"] == priority


def test_the_signals_of_these_tests_stand_alone() -> None:
    assert play(SIGNALS, "0-3 客户: 他去世")[-1]["type"] == "call.end"
