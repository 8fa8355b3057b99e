"""A rule in one sentence that a supervisor can read aloud."""

from __future__ import annotations

from itertools import product

import pytest

from assist.core.rules import RuleSet
from assist.ruleset import load, load_sources
from assist.ruleset.packs import shipped_packs
from assist.ruleset.saying import Lang
from assist.studio.sentences import rule_sentence
from assist.text import default_folder, default_tokenizer

RULES = """
lists:
  kin: [老伴, 爸]
signals:
  loss: {speaker: customer, phrases: [我$kin走了, 去世, 过世, 没了]}
  secret: {speaker: customer, patterns: ["(密码|口令)是[0-9]{3,}"]}
  late: {speaker: customer, phrases: [没到账]}
  hurry: {speaker: customer, phrases: [赶时间]}
  rent: {speaker: customer, phrases: [交房租]}
  train: {speaker: customer, phrases: [赶火车]}
  sorry: {speaker: agent, phrases: [对不起]}
rules:
  one:
    need: bereaved
    ability: empathy
    when: loss
    met_by: sorry
    patience: {turns: 1}
    hint: {text: 先安慰}
  code: {need: bereaved, ability: empathy, when: secret, hint: {text: 别听密码}}
  many:
    need: bereaved
    ability: empathy
    when:
      any:
        - {all: [late, {any: [hurry, rent, train, loss]}], within: 30s}
        - loss
        - hurry
        - rent
        - train
    hint: {text: 说到账时间}
  needy:
    need: bereaved
    ability: empathy
    when:
      need: [defensive, customer-angry, customer-anxious, no-empathy, short-of-time]
      state: opened
    hint: {text: 慢一点}
"""


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    needs = (shipped_packs()[0].parent / "needs.yaml").read_text(encoding="utf-8")
    loaded = load_sources(
        {"needs.yaml": needs, "pack/rules.yaml": RULES},
        folder=default_folder(),
        tokenizer=default_tokenizer(),
    )
    assert loaded.program is not None, loaded.errors
    return loaded.program.rules


def said(rules: RuleSet, name: str, *, en: bool = False) -> str:
    return rule_sentence(rules.rules[name], rules, "en" if en else "zh")


def test_what_people_do_not_say_is_not_quoted(rules: RuleSet) -> None:
    assert said(rules, "one") == (
        "当客户说到“去世”“过世”等，除非坐席说到“对不起”，先等 1 次发言，就提示“先安慰”。"
    )
    assert said(rules, "code") == "当客户说到`secret`，就提示“别听密码”。"


def test_of_many_the_first_are_told_and_how_many_more(rules: RuleSet) -> None:
    assert said(rules, "many") == (
        "当（客户说到“没到账”，并且（客户说到“赶时间”，或者另外 3 种情形）（30秒内）），"
        "或者客户说到“去世”“过世”等，或者客户说到“赶时间”，或者另外 2 种情形，就提示“说到账时间”。"
    )
    assert "or 2 more: show" in said(rules, "many", en=True)
    assert "等 5 种" in said(rules, "needy")
    assert "and 2 more" in said(rules, "needy", en=True)


def test_every_shipped_rule_can_be_read_aloud() -> None:
    program = load(shipped_packs(), folder=default_folder(), tokenizer=default_tokenizer()).program
    assert program is not None
    languages: tuple[Lang, ...] = ("zh", "en")
    for rule, lang in product(program.rules.rules.values(), languages):
        sentence = rule_sentence(rule, program.rules, lang)
        assert len(sentence) < 600, rule.name
        assert not {"$", "{", "\\", "[^"} & set(sentence), rule.name
