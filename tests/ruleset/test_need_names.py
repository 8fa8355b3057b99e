"""What needs are called: pages say it of a need, and of why a complaint is to be feared."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from assist.core.rules import RuleSet
from assist.ruleset import compile_paths
from assist.ruleset.packs import home
from assist.text import default_folder

REASONS = Path(__file__).parents[2] / "web/src/console/floor/reasons.ts"


@cache
def shipped() -> RuleSet:
    rules = compile_paths([home()], folder=default_folder()).rules
    assert rules is not None
    return rules


def test_every_need_that_a_shipped_rule_may_raise_has_words_in_both_languages() -> None:
    rules = shipped()
    names = rules.need_names
    raised = {rule.need for rule in rules.rules.values() if rule.need}
    assert len(raised) > 30
    assert {need for need in {*names, *raised} if set(names.get(need, {})) != {"zh", "en"}} == set()
    chinese = re.compile(r"[\u4e00-\u9fff]")
    assert all(chinese.search(told["zh"]) for told in names.values())
    assert not any(chinese.search(told["en"]) for told in names.values())


def test_what_the_floor_says_of_complaints_is_of_needs_that_there_are_in_both_languages() -> None:
    _, zh, en = re.split(r"\n  (?:zh|en): \{", REASONS.read_text(encoding="utf-8"))
    found = [re.findall(r'^    "?([a-z-]+)"?: "', part, re.MULTILINE) for part in (zh, en)]
    assert found[0] == found[1] != []
    assert set(found[0]) <= set(shipped().need_names)
