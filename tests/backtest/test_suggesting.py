"""Phrases that mark missed cues, offered as a patch that loads; and rules that do no good."""

from __future__ import annotations

from typing import Any

from assist.backtest.figures import Figures, figures
from assist.backtest.patch import patch
from assist.backtest.reading import Case
from assist.backtest.running import Played, backtest
from assist.backtest.suggesting import Deaf, deaf_spots, useless
from assist.core.events import Feedback
from assist.node.replay import Timed
from assist.ruleset import load_sources
from assist.text import default_folder, default_tokenizer
from tests.backtest.calls import RULES, build, case, label, loss_call, needs, program, turn


def missed(call: str, said: str, need: str = "bereaved") -> Case:
    turns = [turn("customer", 0.0, 4.0, said), turn("agent", 5.0, 8.0, "您报一下身份证号")]
    return case(loss_call(call, turns=turns, expect=[label(need, 0, 0.0, 16.0)], optional=[]))


CASES = [
    missed("a", "医生说没能救回来，存折在哪"),
    missed("b", "我爸昨天没能救回来，卡怎么办"),
    missed("c", "你好，利息是几个点"),
    case(loss_call()),
]


def found(cases: list[Case]) -> tuple[list[Deaf], Figures]:
    figured = figures(backtest(cases, program(), Played()), program().rules)
    deaf = deaf_spots(cases, figured, program(), default_folder(), default_tokenizer())
    return deaf, figured


def test_what_is_said_at_missed_cues_and_nowhere_else_comes_first() -> None:
    deaf = found(CASES)[0]

    assert [(one.need, one.speaker, one.signal) for one in deaf] == [
        ("bereaved", "customer", "loss")
    ]
    assert deaf[0].turns == (("a", 0.0), ("b", 0.0), ("c", 0.0))
    best = deaf[0].candidates[0]
    assert "没能救回来" in best.text
    assert (best.cues, best.others) == (2, 0)
    assert all(one.cues > one.others for one in deaf[0].candidates)


def test_the_patch_is_a_pack_that_loads_and_hears_it() -> None:
    deaf, _ = found(CASES)
    texts = {"bank/rules.yaml": RULES, "needs.yaml": needs(), "local/more.yaml": patch(deaf)}
    loaded = load_sources(texts, folder=default_folder(), tokenizer=default_tokenizer())

    assert loaded.program is not None, loaded.errors
    score = figures(backtest(CASES, loaded.program, Played()), loaded.program.rules).score
    assert score.recall == 1.0


def test_a_need_that_no_rule_listens_for_is_told_in_a_comment() -> None:
    deaf, _ = found([missed("a", "人间不值得", need="self-harm-risk")])

    written = patch(deaf)
    assert "overrides" not in written
    assert "# self-harm-risk: missed in a at 0.0s" in written
    assert "#   no rule listens to the customer for it; said there: " in written


def test_phrases_that_are_heard_already_are_not_offered() -> None:
    late = missed("a", "他去世了")
    assert late.label is not None
    turned = late.label.model_copy(update={"expect": (late.label.expect or ())[:0]})
    assert found([Case("a", "x", turned)])[0] == []
    early = label("bereaved", 0, 0.0, 0.1)  # heard, but too late for its window
    deaf = found(
        [case(loss_call(turns=[turn("customer", 0, 4, "他去世了")], expect=[early], optional=[]))]
    )
    assert all("去世" not in one.text for one in deaf[0][0].candidates)


def idle(cases: list[Case]) -> set[tuple[str, str]]:
    figured = figures(backtest(cases, program(), Played()), program().rules)
    return {(one.rule, one.why) for one in useless(figured, cases, program().rules)}


def test_rules_that_never_fire_or_fire_all_the_time() -> None:
    assert idle([missed("c", "我想问利息")]) == {("comfort", "never"), ("calm", "never")}
    assert idle([missed("c", "他去世了")]) == {("comfort", "too often"), ("calm", "never")}


def test_a_rule_that_could_not_fire_is_not_idle() -> None:
    of_no_call_here = "calm:\n    applies_to: {language: [en]}"
    shows_nothing = "  scene: {when: angry, sets: {scene: 投诉}}\n"
    rules = program(RULES.replace("calm:", of_no_call_here) + shows_nothing).rules
    cases = [missed("c", "我想问利息")]
    figured = figures(backtest(cases, build(rules), Played()), rules)

    assert [(one.rule, one.why) for one in useless(figured, cases, rules)] == [("comfort", "never")]


def test_what_fires_too_often_comes_before_what_never_does() -> None:
    cases = [missed("c", "气死我了，我要等到什么时候")]
    figured = figures(backtest(cases, program(), Played()), program().rules)
    told = useless(figured, cases, program().rules)

    assert [(one.rule, one.why) for one in told] == [("calm", "too often"), ("comfort", "never")]


def test_what_an_english_call_missed_is_not_offered_to_a_chinese_signal() -> None:
    said = "Thing is, he never woke up and the whole thing has me lost"
    turns = [turn("customer", 0.0, 4.0, said), turn("agent", 5.0, 8.0, "Your number?")]
    english = loss_call("e", turns=turns, expect=[label("bereaved", 0, 0, 16)], optional=[])
    deaf, _ = found([*CASES, case(english | {"script": "en"})])

    assert [(one.signal, [call for call, _ in one.turns]) for one in deaf] == [
        (None, ["e"]),
        ("loss", ["a", "b", "c"]),
    ]
    assert all(not one.text.isascii() for one in deaf[1].candidates)


def test_rules_that_fire_in_calm_calls() -> None:
    calm: dict[str, Any] = {"calm": True, "expect": None, "optional": []}
    quiet = [
        case(loss_call(f"q{n}", **calm, turns=[turn("agent", 0, 3, "您好")])) for n in range(9)
    ]

    assert ("comfort", "calm") in idle([case(loss_call("calm", **calm)), *quiet])


def test_rules_that_agents_wave_away() -> None:
    cases = []
    for number in range(3):
        made = case(loss_call(f"c{number}"))
        entries = made.entries(rewrites=0, seed=1)
        hint = backtest([made], program(), Played())[0].shown[0].hint
        said = Feedback(type="feedback", call=made.call, at=6000, hint=hint, verdict="dismissed")
        before = [entry for entry in entries if entry.received <= 6000]
        after = [entry for entry in entries if entry.received > 6000]
        cases.append(Case(made.call, "x", made.label, (*before, Timed(6000, said), *after)))

    assert ("comfort", "unwanted") in idle(cases)
