"""A small pack and a small scenario; and the shipped ones, loaded once."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from assist.core.program import Program
from assist.ruleset import load
from assist.ruleset.packs import shipped_packs
from assist.ruleset.tree import read
from assist.text import default_folder, default_tokenizer
from assist.training.catalogue import Entry
from assist.training.model import Scenario
from assist.training.reading import Catalogue, Known, catalogue

PACK = """
signals:
  shouting: {speaker: customer, phrases: [什么破银行, 气死我了]}
  eased: {speaker: customer, phrases: [那就好]}
  sorry: {speaker: agent, phrases: [对不起, 抱歉]}
  customer-mute: {speaker: customer, silence: {longer_than: 4s}}
  agent-mute: {speaker: agent, silence: {longer_than: 8s}}
  patient: {speaker: agent, phrases: [慢慢说]}
emotions:
  anger:
    speaker: customer
    half_life: 60s
    levels: {mild: 0.3, high: 0.6, severe: 0.9}
    weights: {shouting: 0.7, sorry: -0.3, eased: -0.9}
rules:
  calm-down:
    need: customer-angry
    ability: empathy
    when: shouting
    met_by: sorry
    hint: {text: 先道歉, say: 对不起，让您着急了。}
  give-time:
    need: customer-silent
    ability: empathy
    when: customer-mute
    met_by: patient
    hint: {text: 不催}
  say-something:
    need: no-backchannel
    ability: communication
    when: agent-mute
    hint: {text: 回应一声}
"""

SCENARIO = """
title: {zh: 试一试, en: A try}
about: {zh: 客户在气头上。, en: The customer is angry.}
trains: [empathy]
difficulty: 2
turns:
  - customer: 什么破银行，钱都取不出来
    aim: {zh: 先道歉, en: Say sorry first}
    needs: [customer-angry]
    good: [对不起，让您着急了，我马上看, 抱歉给您添麻烦了]
    poor: 规定就是这样
    insists: [我说气死我了，你听见没有, 气死我了，叫你们经理来]
  - customer:
      - {if: {met: customer-angry}, say: 那你查吧，我等着}
      - {say: 不跟你说了, rate: 1.5}
    good: 正在查，请稍等
ending:
  - {if: {met: customer-angry, below: severe}, say: 那就好，麻烦你了}
  - 我要投诉
"""


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    folder = tmp_path_factory.mktemp("pack")
    (folder / "rules.yaml").write_text(PACK, "utf-8")
    loaded = load([folder], folder=default_folder(), tokenizer=default_tokenizer())
    assert loaded.program is not None, loaded.errors
    return loaded.program


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    return made(SCENARIO)


def made(text: str) -> Scenario:
    root = read("scenario.yaml", textwrap.dedent(text))
    assert root is not None
    return Scenario.model_validate(root.plain())


def known_to(program: Program) -> Known:
    needs = {rule.need for rule in program.rules.rules.values() if rule.need}
    return Known(needs, program.rules.signals.keys())


@pytest.fixture(scope="session")
def read_from(program: Program) -> Callable[[Path], Catalogue]:
    """The catalogue with a folder of one's own, by the rules of the small pack."""
    return lambda folder: catalogue(folder, known_to(program))


@pytest.fixture(scope="session")
def shipped_program() -> Program:
    loaded = load(shipped_packs(), folder=default_folder(), tokenizer=default_tokenizer())
    assert loaded.program is not None
    return loaded.program


@pytest.fixture(scope="session")
def shipped(shipped_program: Program) -> Catalogue:
    return catalogue(None, known_to(shipped_program))


def entry_of(scenario: Scenario) -> Entry:
    return Entry("try", scenario)
