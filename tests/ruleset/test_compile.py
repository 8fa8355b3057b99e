"""What rule files compile to."""

from __future__ import annotations

from collections.abc import Callable

from assist.core.rules import (
    Absent,
    AllOf,
    AtLeast,
    ContextIs,
    ContextTest,
    Count,
    During,
    EmotionIs,
    Escalate,
    Heard,
    InOrder,
    NeedIs,
    Patience,
    RuleSet,
    Turns,
)

Rules = Callable[..., RuleSet]

SIGNALS = """
signals:
  loss: {speaker: customer, phrases: [去世]}
  calm: {speaker: agent, phrases: [慢慢说]}
  closing: {speaker: agent, phrases: [感谢来电]}
"""


def rule(when: str, *more: str) -> str:
    lines = "\n".join(f"    {line}" for line in more)
    return f"""{SIGNALS}
rules:
  r:
    need: bereaved
    ability: empathy
    when: {when}
    hint: {{text: 先安慰}}
{lines}
"""


def when_of(rules_of: Rules, when: str) -> object:
    return rules_of(rule(when)).rules["r"].when


def test_every_form_of_condition(rules_of: Rules) -> None:
    assert when_of(rules_of, "loss") == Heard("loss")
    assert when_of(rules_of, "{all: [loss, {context: {age: '>=60'}}], within: 12s}") == AllOf(
        (Heard("loss"), ContextIs((ContextTest("age", ">=", 60),))), 12_000
    )
    assert when_of(rules_of, "{at_least: 2, of: [loss, calm, closing]}") == AtLeast(
        2, (Heard("loss"), Heard("calm"), Heard("closing"))
    )
    assert when_of(rules_of, "{count: loss, at_least: 3, within: 2m}") == Count("loss", 3, 120_000)
    assert when_of(rules_of, "{sequence: [loss, {absent: calm, since: loss}, loss]}") == InOrder(
        (Heard("loss"), Absent(Heard("calm"), since="loss"), Heard("loss"))
    )
    assert when_of(rules_of, "{all: [{during: {after: 90s}}, {absent: calm}]}") == AllOf(
        (During("after", 90_000), Absent(Heard("calm")))
    )
    assert when_of(rules_of, "{all: [{during: closing}, {absent: calm, since: {turns: 2}}]}") == (
        AllOf((During("closing"), Absent(Heard("calm"), turns=2)))
    )
    assert when_of(rules_of, "{turns: {speaker: agent, last: 2, none: calm}}") == Turns(
        "agent", 2, None, "calm"
    )
    assert when_of(rules_of, "{all: [loss, {absent: calm, since: 500ms}]}") == AllOf(
        (Heard("loss"), Absent(Heard("calm"), ms=500))
    )


def test_globs_become_the_needs_of_the_catalogue_in_its_order(rules_of: Rules) -> None:
    assert when_of(rules_of, "{need: [leaving-threat, customer-*], state: met}") == NeedIs(
        (
            "customer-angry",
            "customer-anxious",
            "customer-dissatisfied",
            "customer-grieving",
            "customer-silent",
            "leaving-threat",
        ),
        "met",
    )


def test_context_compares_numbers_texts_and_lists(rules_of: Rules) -> None:
    found = when_of(
        rules_of, "{context: {age: '< 18.5', stage: '!=done', product: [loan, card], vip: true}}"
    )

    assert found == ContextIs(
        (
            ContextTest("age", "<", 18.5),
            ContextTest("stage", "!=", "done"),
            ContextTest("product", "in", ("loan", "card")),
            ContextTest("vip", "==", value=True),
        )
    )


def test_a_rule_carries_what_it_says(rules_of: Rules) -> None:
    found = rules_of(
        rule(
            "loss",
            "met_by: calm",
            "credit: 5s",
            "patience: {turns: 1, time: 15s}",
            "escalate: {after: 20s, priority: critical, text: {zh: 现在, en: now}}",
            "cooldown: 2m",
            "once: true",
            "exclusive: grief",
            "applies_to: {queue: cards, language: [zh]}",
            "mode: shadow",
        )
    ).rules["r"]

    assert found.met_by == Heard("calm")
    assert (found.credit, found.cooldown, found.max_per_call) == (5_000, 120_000, 1)
    assert found.patience == Patience(1, 15_000)
    assert found.escalate == Escalate(20_000, "critical", {"zh": ("现在",), "en": ("now",)})
    assert (found.queues, found.languages) == (("cards",), ("zh",))
    assert (found.exclusive, found.mode) == ("grief", "shadow")
    assert found.where == "loss.yaml:8:3"


def test_a_wording_without_a_language_is_every_languages(rules_of: Rules) -> None:
    found = rules_of(rule("loss")).rules["r"]

    assert found.text == {"zh": ("先安慰",), "en": ("先安慰",)}
    assert found.say == {}


def test_a_hint_without_priority_has_the_needs_severity(rules_of: Rules) -> None:
    def priority(need: str) -> str:
        return rules_of(rule("loss").replace("bereaved", need)).rules["r"].priority

    assert priority("bereaved") == "urgent"
    assert priority("customer-anxious") == "advice"
    assert priority("customer-silent") == "notice"
    assert priority("self-harm-risk") == "critical"


def test_steps_compile_and_the_first_is_the_headline(rules_of: Rules) -> None:
    found = rules_of(
        rule(
            "loss",
            "steps:",
            "- {name: a, met_by: calm, text: 甲}",
            "- {name: b, met_by: closing, text: 乙}",
        ).replace("{text: 先安慰}", "{priority: urgent}")
    ).rules["r"]

    assert [(step.name, step.met_by) for step in found.steps] == [
        ("a", Heard("calm")),
        ("b", Heard("closing")),
    ]
    assert found.text == {"zh": ("甲",), "en": ("甲",)}


def test_signals_carry_their_modifiers(rules_of: Rules) -> None:
    signals = rules_of("""
        vetoes:
          others: {phrases: [听说, 邻居], before: 6}
        signals:
          product:
            speaker: customer
            phrases: {loan: [贷款, 借钱], card: [信用卡]}
            as: product
            patterns: ["第(?P<nth>[0-9]+)笔贷款"]
            except: [贷款经理]
            near: {of: [逾期], within: 10}
            not_near: {of: [还清], within: 5}
            negated: ignore
            word: true
            on: final
            veto: others
            weight: 2
          shout: {speaker: any, phrases: [Ａ！], text: original}
          elder: {context: {age: ">=60"}}
          furious: {emotion: {anger: severe}}
        emotions:
          anger:
            speaker: customer
            half_life: 40s
            levels: {mild: 0.3, severe: 0.8}
            spike: {rise: 0.3, within: 10s}
            weights: {product: 0.2, shout: -0.5}
        """).signals

    product = signals["product"]
    assert [(p.source, p.variant) for p in product.phrases] == [
        ("贷款", "loan"),
        ("借钱", "loan"),
        ("信用卡", "card"),
    ]
    assert product.capture == "product"
    assert product.patterns[0].literals == ("笔贷款",)
    assert [p.source for p in product.exceptions] == ["贷款经理"]
    assert product.near is not None
    assert product.near.chars == 10
    assert product.not_near is not None
    assert product.not_near.phrases[0].pieces == (("还清",),)
    assert (product.negated, product.word, product.on) == ("ignore", True, "final")
    assert (product.vetoes, product.weight) == (("others",), 2)
    assert signals["shout"].phrases[0].pieces == (("Ａ！",),)
    assert signals["elder"].context == (ContextTest("age", ">=", 60),)
    assert signals["furious"].speaker == "customer"
    assert signals["furious"].emotion == ("anger", "severe")


def test_an_emotion_condition_is_of_the_meters_speaker(rules_of: Rules) -> None:
    found = rules_of(
        rule("{emotion: worry, level: high}")
        + """
emotions:
  worry: {speaker: agent, half_life: 1m, levels: {high: 0.5}, weights: {calm: 0.1}}
"""
    )

    assert found.rules["r"].when == EmotionIs("worry", "high", "agent")
    assert found.meters["worry"].half_life == 60_000


def test_rules_come_after_those_whose_needs_they_wait_on(rules_of: Rules) -> None:
    found = rules_of(f"""{SIGNALS}
rules:
  last: {{need: last-one, ability: empathy, when: {{need: middle-*}}, hint: {{text: a}}}}
  middle: {{need: middle-one, ability: empathy, when: {{need: bereaved}}, hint: {{text: a}}}}
  first: {{need: bereaved, ability: empathy, when: loss, hint: {{text: a}}}}
needs:
  middle-one: {{kind: agent, meaning: x, severity: low}}
  last-one: {{kind: agent, meaning: x, severity: low}}
""")

    assert list(found.rules) == ["first", "middle", "last"]


def test_a_rules_digest_is_of_its_own_text_whatever_the_layout(rules_of: Rules) -> None:
    one = rules_of(rule("loss")).rules["r"]
    moved = rules_of(
        "# a comment\n" + rule('"loss"').replace("{text: 先安慰}", "\n      text: 先安慰")
    )
    changed = rules_of(rule("loss").replace("先安慰", "先安抚"))

    assert moved.rules["r"].digest == one.digest
    assert moved.rules["r"].where != one.where
    assert changed.rules["r"].digest != one.digest
