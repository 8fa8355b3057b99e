"""The batches that were written blind, replayed under the shipped packs.

Their figures at first contact stand in ``docs/quality.md``. What is held here is a floor, not a
measure: what was once heard stays heard.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from assist.backtest.calls import Label
from assist.backtest.playing import Result
from assist.backtest.reading import Case, find
from assist.backtest.running import Played, backtest
from assist.backtest.scoring import CallScore, Score
from assist.ruleset import load
from assist.ruleset.packs import shipped_packs
from assist.text import default_folder, default_tokenizer

FLOORS = {
    "batch-1": (0.9, 0.95),
    "batch-2": (0.8, 0.95),
    "batch-3": (0.65, 0.9),
    "batch-4": (0.65, 0.95),
    "batch-5": (0.9, 0.85),
    "batch-6": (0.75, 0.85),
    "batch-7": (0.6, 0.75),
    "batch-8": (0.75, 0.85),
    "batch-9": (0.75, 0.85),
    "batch-10": (0.75, 0.85),
    "batch-11": (0.75, 0.8),
    "batch-12": (0.6, 0.8),
    "batch-13": (0.75, 0.7),
    "batch-14": (0.65, 0.7),
    "batch-15": (0.75, 0.75),
    "batch-16": (0.7, 0.65),
    "batch-17": (0.85, 0.75),
    "batch-18": (0.6, 0.65),
    "batch-19": (0.8, 0.85),
    "batch-20": (0.75, 0.75),
    "batch-21": (0.75, 0.75),
    "batch-22": (0.8, 0.8),
    "batch-23": (0.8, 0.8),
    "batch-24": (0.85, 0.8),
    "batch-25": (0.85, 0.85),
    "batch-26": (0.85, 0.8),
    "batch-27": (0.75, 0.8),
    "batch-28": (0.8, 0.8),
}
"""Recall and precision."""
UNREAD = frozenset(f"batch-{number}" for number in range(13, 29))
"""Nothing was learned from these: what they show of a caller who is new is held, and no more. (Of
batches 24 and 26 the false hints where the agent is right were looked at; of 26 they changed a
pattern.)"""
MISSED = {
    "batch-15": [("b15-02", "self-harm-risk")],
    "batch-21": [("b21-15", "customer-grieving")],
    "batch-22": [("b22-03", "customer-grieving")],
    "batch-25": [("b25-02", "likely-scam")],
}
"""Known gaps: what no rule heard of the unread, who only hint at it."""
READ = [name for name in FLOORS if name not in UNREAD]
BATCHES: dict[str, list[Case]] = {
    name: find([Path(__file__).parent / name]).cases for name in FLOORS
}


@pytest.fixture(scope="module")
def replayed() -> dict[str, Result]:
    loaded = load(shipped_packs(), folder=default_folder(), tokenizer=default_tokenizer())
    assert loaded.program is not None, loaded.errors
    cases = [case for batch in BATCHES.values() for case in batch]
    return {result.call: result for result in backtest(cases, loaded.program, Played(), jobs=1)}


def of_kind(batch: str, replayed: dict[str, Result], kind: str = "") -> list[CallScore]:
    """The scores of a batch's calls, or of those of one kind."""
    scores = [replayed[case.call].score for case in BATCHES[batch]]
    return [score for score in scores if score and kind in {"", score.call.kind}]


@pytest.mark.parametrize("batch", BATCHES)
def test_most_of_what_was_heard_is_shown_and_little_else(
    batch: str, replayed: dict[str, Result]
) -> None:
    recall, precision = FLOORS[batch]
    score = Score(of_kind(batch, replayed))
    assert len(score.calls) == len(BATCHES[batch]) > 15
    assert score.recall >= recall
    assert score.precision >= precision


def is_grave(label: Label) -> bool:
    return label.severity == "critical" or label.need in {"bereaved", "customer-grieving"}


@pytest.mark.parametrize("batch", BATCHES)
def test_every_critical_need_and_every_bereavement_is_found(
    batch: str, replayed: dict[str, Result]
) -> None:
    scores = of_kind(batch, replayed)
    grave = [label for one in scores for label in one.call.expect or () if is_grave(label)]
    assert len(grave) > 2
    missed = [(s.call.id, label.need) for s in scores for label in s.missed if is_grave(label)]
    assert missed == MISSED.get(batch, [])


@pytest.mark.parametrize("batch", READ)
def test_nothing_is_shown_where_nothing_is_wrong(batch: str, replayed: dict[str, Result]) -> None:
    quiet = of_kind(batch, replayed, "distractor")
    assert len(quiet) >= 3
    assert {s.call.id: s.judged for s in quiet if s.shown} == {}


@pytest.mark.parametrize("batch", READ)
def test_an_agent_who_does_it_right_gets_no_false_hint(
    batch: str, replayed: dict[str, Result]
) -> None:
    right = of_kind(batch, replayed, "agent-right")
    assert len(right) >= 2
    assert [false for score in right for false in score.false] == []
