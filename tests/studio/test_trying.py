"""The tests that an edit can touch, and a rule set made ready for what is said in them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from assist.core.program import Program, build
from assist.ruleset import Compiled, compile_sources
from assist.ruleset.load import gather
from assist.ruleset.memory import Memory
from assist.ruleset.packs import shipped_packs
from assist.ruleset.problems import Report
from assist.ruleset.testing import run
from assist.studio.trying import Superseded, Trier
from assist.text import default_folder, default_tokenizer

KEY = "bank-zh/swallowed-card.yaml"


@cache
def trier() -> Trier:
    return Trier(default_folder(), default_tokenizer())


@cache
def memory() -> Memory:
    return Memory()


@cache
def texts() -> dict[str, str]:
    """The Chinese pack."""
    packs = [path for path in shipped_packs() if path.name == "bank-zh"]
    return gather(packs, Report()).texts


def compiled(key: str = KEY, old: str = "", new: str = "") -> Compiled:
    assert old in texts()[key]
    sources = texts() | {key: texts()[key].replace(old, new, 1)}
    made = compile_sources(sources, folder=default_folder(), memory=memory())
    assert made.rules is not None
    return made


@cache
def whole() -> Program:
    """The pack as it is, made ready as a whole."""
    rules = compiled().rules
    assert rules is not None
    return build(rules, default_folder(), default_tokenizer())


EXAMPLES = next(line for line in texts()[KEY].splitlines() if "examples:" in line).strip()
"""What a rule of the file asks its examples; how much, its authors may change."""
EDITS = [
    (KEY, "cooldown: 30s", "cooldown: 31s"),
    (KEY, EXAMPLES, "examples: {enough: 0.5, needed: 0.02}"),
    ("bank-zh/lists.yaml", "老伴", "老伴儿"),
    ("bank-zh/empathy.yaml", "phrases: [", "phrases: [您别急, "),
]


@pytest.mark.parametrize("edit", EDITS)
def test_a_test_that_an_edit_cannot_touch_goes_as_before(edit: tuple[str, str, str]) -> None:
    before, after = compiled(), compiled(*edit)
    assert before.rules is not None
    assert after.rules is not None
    found = trier().touched(edit[0], before.rules, after.rules, after.tests, before.tests)
    touched = {(test.file, test.name) for test in found}
    others = [test for test in after.tests if (test.file, test.name) not in touched][::20]
    assert others
    old, new = whole(), build(after.rules, default_folder(), default_tokenizer())
    for test in others:
        one, other = run(test, old), run(test, new)
        assert (one.status, one.events) == (other.status, other.events)


def test_made_ready_for_what_is_said_rules_do_what_they_do_whole() -> None:
    made = compiled()
    assert made.rules is not None
    tests = made.tests[::12]
    tried = trier().run(tests, made.rules, None, path=KEY, seconds=60, check=lambda: None)
    assert [outcome for outcome, _ in tried.outcomes] == [run(test, whole()) for test in tests]


def test_a_comment_touches_nothing() -> None:
    before, after = compiled(), compiled(KEY, "signals:", "# moved by a line\nsignals:")
    assert before.rules is not None
    assert after.rules is not None
    assert not trier().touched(KEY, before.rules, after.rules, after.tests, before.tests)


def test_the_tests_of_the_file_come_first_and_say_how_they_went_before() -> None:
    before, after = compiled(), compiled(KEY, EXAMPLES, "mode: off")
    assert before.rules is not None
    assert after.rules is not None
    found = trier().touched(KEY, before.rules, after.rules, after.tests, before.tests)
    assert found[0].file == "bank-zh/swallowed-card.test.yaml"
    tried = trier().run(found, after.rules, before.rules, path=KEY, seconds=0, check=lambda: None)
    told = {outcome.test.name: (outcome.status, was) for outcome, was in tried.outcomes}
    assert told["swallowed before the train"] == ("failed", "passed")
    assert tried.touched == len(found)


def test_a_new_test_is_run_and_a_moved_one_is_not() -> None:
    made = compiled()
    assert made.rules is not None
    moved = [replace(test, line=test.line + 7) for test in made.tests]
    new = replace(made.tests[0], name="another")
    found = trier().touched(KEY, made.rules, made.rules, [*moved, new], made.tests)
    assert found == [new]


def test_nobody_waits_for_what_was_superseded() -> None:
    made = compiled()
    assert made.rules is not None

    def newer() -> None:
        raise Superseded

    with pytest.raises(Superseded):
        trier().run(made.tests, made.rules, None, path=KEY, seconds=9, check=newer)
