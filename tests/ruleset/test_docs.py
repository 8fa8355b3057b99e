"""The supervisors' pages are true: every example loads, every shown error is the one given."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assist.ruleset import Loaded, Problem
from assist.ruleset.bounds import MAX_DEPTH, MAX_PATTERN_CHARS, MAX_PHRASE_CHARS
from assist.ruleset.chinese import problem_in
from assist.ruleset.model import RuleModel, SignalModel
from assist.ruleset.model_conditions import CONDITIONS
from assist.ruleset.testing import run

Load = Callable[..., Loaded]

FOLDER = Path(__file__).parents[2] / "docs" / "supervisors"
PAGES = sorted(page for page in FOLDER.glob("*.md") if not page.name.startswith("scenarios"))
"""Those on rules; what the pages on scenarios show is played by ``tests/training``."""
EDITIONS = ("rule-language.md", "rule-language.zh.md")
FENCE = re.compile(r"^```(\w+(?: \w+)?)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
READERS_WORDS = re.compile(r"^ *- name: .*$| *# .*$", re.MULTILINE)
"""What an example says in its reader's language: names of tests, and comments."""


def read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def examples() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for fence in FENCE.finditer(text):
            if fence[1] == "yaml":
                yield f"{page.name}:{text.count(chr(10), 0, fence.start()) + 1}", fence[2]


@pytest.mark.parametrize("example", [pytest.param(body, id=where) for where, body in examples()])
def test_every_example_loads_and_its_tests_pass(load_text: Load, example: str) -> None:
    loaded = load_text(example)

    assert [str(problem) for problem in loaded.errors] == []
    assert loaded.program is not None
    for test in loaded.tests:
        assert run(test, loaded.program).failures == () or test.todo
        assert run(test, loaded.program).ok


def as_printed(problem: Problem, page: Path) -> str:
    if not page.name.endswith(".zh.md"):
        return str(problem)
    told = problem_in(problem, "zh")
    place = f"{told.file}:{told.line}:{told.column}"
    return f"{place}: {told.message}（{told.advice}）"


def test_the_errors_shown_are_the_errors_given(load_text: Load) -> None:
    shown = 0
    for page in PAGES:
        fences = [(f[1], f[2]) for f in FENCE.finditer(page.read_text(encoding="utf-8"))]
        for (kind, body), (_, following) in itertools.pairwise(fences):
            if kind == "yaml bad":
                given = [as_printed(problem, page) for problem in load_text(body).errors]
                assert given == following.splitlines()
                shown += 1
    assert shown


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_reference_names_every_key(edition: str) -> None:
    reference = read(edition)
    keys = {
        info.alias or name
        for model in (RuleModel, SignalModel)
        for name, info in model.model_fields.items()
    }
    missing = {key for key in keys | set(CONDITIONS) if f"`{key}`" not in reference}
    missing -= {key for key in missing if f"{{{key}:" in reference or f" {key}:" in reference}

    assert missing == set()
    for bound in (MAX_DEPTH, MAX_PATTERN_CHARS, MAX_PHRASE_CHARS):
        assert str(bound) in reference


def headings(text: str) -> list[str]:
    """The level of each heading: ``#``, ``##`` …"""
    return re.findall(r"^(#+) ", FENCE.sub("", text), re.MULTILINE)


def yaml_blocks(text: str) -> list[str]:
    return [READERS_WORDS.sub("", fence[2]) for fence in FENCE.finditer(text) if fence[1] == "yaml"]


def looked_up(text: str) -> list[list[str]]:
    """The names of the language in the first cell of each row of a table, placeholders left out."""
    rows = re.findall(r"^\| (.*?) \| ", text, re.MULTILINE)
    return [re.findall(r"[a-z_]{2,}", " ".join(re.findall(r"`([^`]+)`", row))) for row in rows]


@pytest.mark.parametrize("part", [headings, yaml_blocks, looked_up])
def test_the_editions_of_the_reference_have_the_same(part: Callable[[str], list[object]]) -> None:
    english, chinese = (part(read(edition)) for edition in EDITIONS)

    differ = [
        pair for pair in itertools.zip_longest(english, chinese) if len(set(map(str, pair))) > 1
    ]
    assert differ == []
    assert english
