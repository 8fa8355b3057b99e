"""What the screens call a customer's feeling, in the sample calls under the shipped packs."""

from __future__ import annotations

from itertools import groupby

import pytest

from assist.core.program import Program
from assist.node.samples import load_samples
from assist.ruleset import load
from assist.ruleset.packs import shipped_packs
from assist.text import default_folder, default_tokenizer
from tests.core.calls import Wire, of, replay


@pytest.fixture(scope="module")
def packs() -> Program:
    loaded = load(shipped_packs(), folder=default_folder(), tokenizer=default_tokenizer())
    assert loaded.program is not None, loaded.errors
    return loaded.program


def named(packs: Program, sample: str) -> list[Wire]:
    """All that is told of the customer's feeling while a sample call is played."""
    log = load_samples()[sample].events("c1", "a1")
    told = of(replay(packs, [(event, event.at) for event in log]), "emotion")
    return [each for each in told if each["speaker"] == "customer"]


def test_a_widow_is_said_to_grieve_from_her_first_words_to_the_last(packs: Program) -> None:
    told = named(packs, "01-late-husband")
    assert {each["feeling"] for each in told} == {"grief"}
    assert [level for level, _ in groupby(each["feeling_level"] for each in told)] == [
        "mild",
        "high",
    ]
    assert next(each["at"] for each in told if each["feeling_level"] == "high") < 35_000


def test_a_caller_who_threatens_is_said_to_be_angry(packs: Program) -> None:
    told = named(packs, "04-regulator")
    since = next(each["at"] for each in told if each["feeling"] == "anger")
    assert since < 15_000
    assert {each["feeling"] for each in told if since < each["at"] < 90_000} == {"anger"}
