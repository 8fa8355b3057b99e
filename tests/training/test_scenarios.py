"""The shipped scenarios against the shipped packs: good answers are heard and calm, poor ones bring
hints. Whoever changes either finds out here."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from assist.core.program import Program
from assist.proto.training import Answer
from assist.training.catalogue import Entry
from assist.training.model import Scenario
from assist.training.reading import Catalogue, catalogue
from assist.training.rehearsal import Rehearsal
from assist.training.result import Result, result_of
from assist.training.words import GOODBYE

from .conftest import known_to

CURT = {"zh": "好的，再见。", "en": "Okay, bye."}
CALM = "calm-consultation"

SHIPPED = (
    "being-defrauded-now",
    "callback-never-came",
    "calm-consultation",
    "cannot-see-the-screen",
    "do-not-hang-up",
    "early-repayment-regulator",
    "en-fathers-account",
    "en-safe-account",
    "en-twice-charged",
    "hardship-loan",
    "mother-passed-away",
    "penalty-on-cents",
    "swallowed-card-before-train",
    "the-hesitant-caller",
    "transfer-limit-by-friday",
    "unfreeze-under-investigation",
)


def good(scenario: Scenario, moment: int) -> str:
    return scenario.turns[moment].good[0]


def poor(scenario: Scenario, moment: int) -> str:
    said = scenario.turns[moment].poor
    assert said is not None
    return said[0]


def played(
    entry: Entry, program: Program, answer: Callable[[Scenario, int], str], bye: str
) -> Result:
    """The whole call, each moment answered by ``answer``."""
    call = Rehearsal(entry.scenario, program, call="c")
    last = False
    while not call.over:
        while (due := call.due()) is not None:
            call.advance(due)
        last = last or any(getattr(told, "last", False) for told in call.drain())
        text = bye if last else answer(entry.scenario, call.moment)
        call.take(Answer(type="say", at=call.now, text=text))
    return result_of(entry, call, hints=True)


@pytest.fixture(scope="module")
def play(shipped: Catalogue, shipped_program: Program) -> Callable[[str, bool], Result]:
    @cache
    def once(name: str, well: bool) -> Result:
        entry = shipped.entries[name]
        language = entry.scenario.language
        if well:
            return played(entry, shipped_program, good, GOODBYE[language])
        return played(entry, shipped_program, poor, CURT[language])

    return once


Play = Callable[[str, bool], Result]


def worst(result: Result) -> float:
    """The highest that anger or fear stood at the end."""
    last = result.report.feelings["customer"][-1]
    return max(last.meters[meter] for meter in ("anger", "anxiety"))


def test_these_are_shipped(shipped: Catalogue) -> None:
    assert shipped.problems == ()
    scenarios = [e.id for e in shipped.entries.values() if e.kind == "scenario"]
    assert sorted(scenarios) == list(SHIPPED)
    languages = [shipped.entries[name].scenario.language for name in SHIPPED]
    assert (languages.count("zh") >= 12, languages.count("en") >= 3) == (True, True)


def test_the_demanding_ones_come_first(shipped: Catalogue) -> None:
    order = [e.scenario.difficulty for e in shipped.entries.values() if e.kind == "scenario"]
    assert order == sorted(order, reverse=True)


@pytest.mark.parametrize("name", SHIPPED)
def test_good_answers_meet_what_each_moment_wants(name: str, play: Play) -> None:
    result = play(name, True)
    for moment in result.moments:
        assert len(moment.said) == 1, "the customer insisted"
        for wanted in moment.wanted:
            assert wanted.ended in ("unprompted", "after_hint"), (moment.moment, wanted.need)
    assert result.share is None or result.share >= 0.75
    assert result.report.reason == "completed"


@pytest.mark.parametrize("name", [name for name in SHIPPED if name != CALM])
def test_poor_answers_leave_needs_open_and_bring_hints(name: str, play: Play) -> None:
    result = play(name, False)
    assert result.report.hints
    assert all(
        wanted.ended not in ("unprompted", "after_hint")
        for moment in result.moments
        for wanted in moment.wanted
    )
    assert result.share is None or result.share <= 0.5
    well = play(name, True)
    assert (well.share or 0) > (result.share or 0)


HEATED = [n for n in SHIPPED if n not in (CALM, "the-hesitant-caller") and not n.startswith("en-")]
"""Somebody is angry or afraid; the English pack has no meters for it."""


@pytest.mark.parametrize("name", HEATED)
def test_good_answers_calm_the_customer(name: str, play: Play) -> None:
    assert worst(play(name, True)) < worst(play(name, False))
    assert worst(play(name, True)) < 0.55


def test_a_calm_call_brings_no_hint(play: Play) -> None:
    result = play(CALM, True)
    assert (result.report.hints, result.asked) == ([], 0)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_moment_tells_what_it_is_about(name: str, shipped: Catalogue) -> None:
    entry = shipped.entries[name]
    assert all(moment.aim and moment.poor for moment in entry.scenario.turns)
    assert 1 <= entry.minutes <= 5
    assert entry.scenario.trains


@pytest.mark.parametrize("name", SHIPPED)
def test_every_alternative_that_is_offered_would_do(
    name: str, shipped: Catalogue, shipped_program: Program
) -> None:
    entry = shipped.entries[name]

    def last_offered(scenario: Scenario, moment: int) -> str:
        return scenario.turns[moment].good[-1]

    result = played(entry, shipped_program, last_offered, GOODBYE[entry.scenario.language])
    missed = [
        (moment.moment, wanted.need, wanted.ended)
        for moment in result.moments
        for wanted in moment.wanted
        if wanted.ended not in ("unprompted", "after_hint")
    ]
    assert missed == []


@pytest.mark.parametrize("guide", ["scenarios.md", "scenarios.zh.md"])
def test_the_example_of_the_docs_plays_as_they_say(
    guide: str, tmp_path: Path, shipped_program: Program
) -> None:
    text = (Path(__file__).parents[2] / "docs/supervisors" / guide).read_text("utf-8")
    example = text.partition("```yaml\n")[2].partition("```")[0]
    (tmp_path / "example.yaml").write_text(example, "utf-8")
    found = catalogue(tmp_path, known_to(shipped_program))
    assert found.problems == ()
    result = played(found.entries["example"], shipped_program, good, GOODBYE["zh"])
    assert result.moments[0].wanted[0].ended in ("unprompted", "after_hint")
    assert result.moments[-1].customer == ("行了行了，谢谢你啊。",)
