"""An edit played against calls: only those that it can touch, with the answer of all of them."""

from __future__ import annotations

from functools import cache

import pytest

from assist.backtest.calls import LabelledCall
from assist.backtest.changes import changes
from assist.backtest.playing import play_case
from assist.backtest.reading import Case
from assist.core.program import build
from assist.core.rules import RuleSet
from assist.ruleset import compile_sources
from assist.ruleset.packs import catalogue
from assist.studio.rehearsing import Call, rehearse
from assist.text import default_folder, default_tokenizer

from .packs import LISTS, RULES

SAID = ["我赶时间", "我老伴上个月走了", "真的来不及了", "我想问一下利率", "赶时间，我爱人去世了",
        "来不及了，快点", "没什么别的", "老伴走了，我赶时间"]  # fmt: skip


def call(number: int, text: str) -> Case:
    turns = [
        {"role": "customer", "t0": 1.0, "t1": 4.0, "text": text},
        {"role": "agent", "t0": 5.0, "t1": 7.0, "text": "请您节哀。" if number % 2 else "请讲。"},
    ]
    label = LabelledCall.model_validate(
        {"id": f"c{number}", "script": "zh", "kind": "made-up", "context": {}, "turns": turns}
    )
    return Case(label.id, "here", label)


CASES = [call(number, text) for number, text in enumerate(SAID)]


@cache
def rules(old: str = "", new: str = "") -> RuleSet:
    assert old in RULES
    texts = {
        "bank/lists.yaml": LISTS,
        "bank/rules.yaml": RULES.replace(old, new, 1) if old else RULES,
        "needs.yaml": catalogue().read_text(encoding="utf-8"),
    }
    made = compile_sources(texts, folder=default_folder()).rules
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[赶时间]", "[赶时间, 来不及]"),
        ("去世]", "过世]"),
        ("[节哀]", "[请讲]"),
        ("when: hurry", "when: {all: [hurry, loss]}"),
        ("    hint: {text: 先说多久", "    mode: shadow\n    hint: {text: 先说多久"),
        ("text: 先说多久", "text: 先讲多久"),
        ("# Loss, and hurry.", "# Hurry, and loss."),
    ],
)
def test_it_tells_what_playing_everything_twice_would(old: str, new: str) -> None:
    folder, tokenizer = default_folder(), default_tokenizer()
    before, after = rules(), rules(old, new)
    played: list[int] = []

    def progress(stage: str, done: int, of: int) -> None:
        played.append(of if stage == "playing" else 0)

    told = rehearse(
        [Call(case.call, lambda case=case: case) for case in CASES],  # type: ignore[misc]
        *(before, after, folder, tokenizer),
        seconds=60,
        progress=progress,
    )
    whole = [
        [play_case(case, build(one, folder, tokenizer), folder) for case in CASES]
        for one in (before, after)
    ]
    for results in whole:
        for result in results:
            result.shown = sorted([*result.shown, *result.shadows], key=lambda shown: shown.at)
    expected = changes(*whole)
    assert [change["call"] for change in told["changes"]] == [one.call for one in expected]
    assert [len(change["new"]) for change in told["changes"]] == [len(o.new) for o in expected]
    for rule in told["rules"]:
        for key, results in zip(("before", "after"), whole, strict=True):
            count = sum(s.rule == rule["rule"] for result in results for s in result.shown)
            assert rule[key] == round(100 * count / len(CASES), 1)
    assert (told["calls"], told["complete"]) == (len(CASES), True)


def test_calls_that_an_edit_cannot_touch_are_not_played() -> None:
    stages: list[tuple[str, int]] = []
    rehearse(
        [Call(case.call, lambda case=case: case) for case in CASES],  # type: ignore[misc]
        *(rules(), rules("[赶时间]", "[赶时间, 来不及]"), default_folder(), default_tokenizer()),
        seconds=60,
        progress=lambda stage, _done, of: stages.append((stage, of)),
    )
    assert ("playing", 2) in stages


def test_when_the_time_is_over_it_says_so() -> None:
    told = rehearse(
        [Call(case.call, lambda case=case: case) for case in CASES],  # type: ignore[misc]
        *(rules(), rules("去世]", "过世]"), default_folder(), default_tokenizer()),
        seconds=0,
        progress=lambda *_: None,
    )
    assert (told["complete"], told["calls"], told["rules"][0]["before"]) == (False, 0, 0.0)
