"""Calls played under a rule set: what showed, how soon, how right, and what an edit changes."""

from __future__ import annotations

import json
import re

import pytest

from assist.backtest import running
from assist.backtest.changes import changes
from assist.backtest.figures import figures
from assist.backtest.page import page
from assist.backtest.running import Played, backtest
from tests.backtest.calls import RULES, case, loss_call, program

WORDS_ONLY = RULES.replace("    patience: {turns: 1, time: 8s}\n", "")


def quiet(call: str) -> dict[str, object]:
    return loss_call(call, kind="distractor", no_hints=True, expect=[], optional=[])


def test_a_hint_counts_from_the_hypothesis_that_first_held_its_words() -> None:
    result = backtest([case(loss_call())], program(), Played())[0]

    loss, angry = result.shown
    assert (loss.rule, loss.because[0].text) == ("comfort", "我老伴上个月走了他的")
    # 走了 stands whole from 2.4 s on, settles at 2.8 s, long before the final at 4.3 s
    assert (loss.cue, loss.at, loss.delay, loss.early) == (2400, 2800, 400, True)
    # the agent is given a turn to answer; it ends at 16.0 s and is known at 16.3 s
    assert (angry.rule, angry.patient, angry.early) == ("calm", True, False)
    assert angry.cue is not None
    assert angry.cue >= 12_000
    assert result.duration == 31_300


def test_figures_say_what_each_rule_is_worth() -> None:
    missed = loss_call("missed", turns=[*loss_call()["turns"][1:]], optional=[])
    results = backtest([case(c) for c in (loss_call(), missed, quiet("q"))], program(), Played())
    comfort, calm = figures(results, program().rules).rules.values()

    assert (comfort.hints, comfort.calls, comfort.met, comfort.expected) == (2, 2, 1, 2)
    assert (comfort.precision, comfort.recall, comfort.worst) == (0.5, 0.5, "missed")
    assert comfort.false_in == [("q", 2800)]
    assert (calm.hints, calm.neutral, calm.false, calm.recall) == (3, 1, 2, None)


def test_rules_that_are_not_asked_for_and_never_show_are_left_in() -> None:
    told = figures([], program().rules).to_json()

    assert [(rule["rule"], rule["hints"]) for rule in told["rules"]] == [
        ("comfort", 0),
        ("calm", 0),
    ]
    assert told["labelled"] is None
    assert json.dumps(told)


def test_what_a_rule_in_shadow_would_have_shown_is_counted() -> None:
    shadow = program(RULES.replace("    when: loss\n", "    when: loss\n    mode: shadow\n"))
    comfort = figures(backtest([case(loss_call())], shadow, Played()), shadow.rules).rules[
        "comfort"
    ]

    assert (comfort.hints, comfort.shadowed) == (0, 1)


def test_an_edit_shows_which_calls_change() -> None:
    cases = [case(loss_call()), case(quiet("q"))]
    edited = program(WORDS_ONLY.replace("走了, 去世", "去世").replace("text: 先致歉", "text: 道歉"))
    before, after = (backtest(cases, rules, Played()) for rules in (program(), edited))

    first, second = changes(before, after)

    assert (first.call, [s.rule for s in first.gone], first.new) == ("loss", ["comfort"], ())
    assert [(m.before.at > m.after.at, m.after.rule) for m in first.moved] == [(True, "calm")]
    assert (first.faults_before, first.faults_after) == (0, 1)
    assert (second.faults_before, second.faults_after) == (2, 1)
    assert changes(before, before) == []


def test_processes_find_what_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [case(loss_call(f"c{number}")) for number in range(3)]
    alone = backtest(cases, program(), Played(0.15), jobs=1)
    monkeypatch.setattr(running, "FEW", 1)
    done: list[int] = []

    together = backtest(cases, program(), Played(0.15), jobs=2, told=done.append)

    assert together == alone
    assert sum(done) == 3


def test_the_page_needs_nothing_but_itself() -> None:
    cases = [case(loss_call()), case(quiet("<q>"))]
    before, after = (backtest(cases, program(r), Played()) for r in (RULES, WORDS_ONLY))
    rules = program().rules

    seen = figures(after, rules), cases, changes(before, after), figures(before, rules)
    written = page("一", "en", *seen)

    assert "http" not in written
    assert "<script" not in written
    assert "&lt;q&gt;" in written
    assert written.count("<svg") == 4  # precision and recall, delays, hints a call, the worst call
    assert "2 calls change" in written
    assert {"回测：一", "有变化的通话：2 通"} <= set(
        re.findall(r"<h\d>(.*?)</h", page("一", "zh", *seen))
    )
