"""One pack in a string, loaded as from disk."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from assist.core.rules import RuleSet
from assist.ruleset import Loaded, Problem, load_sources
from assist.ruleset.chinese import chinese
from assist.ruleset.packs import catalogue
from assist.text import default_folder, default_tokenizer

Load = Callable[..., Loaded]

RULE = """
rules:
  acknowledge-loss:
    need: bereaved
    ability: empathy
    when: bereavement
    hint: {text: 放慢语速，先安慰, say: 我知道您心里不好受。}
"""


CODE_ALONE = re.compile(r"\{.*\}|speaker: agent|not a pattern: .*|.*: value error, .*")
"""Advice that is what to write and nothing else; and words of libraries, which we pass on."""


def not_in_chinese(problem: Problem) -> list[str]:
    """What of a problem a Chinese supervisor would be told in English."""
    said = [problem.message, *([problem.advice] if problem.advice else [])]
    return [one for one in said if chinese(one) is None and not CODE_ALONE.fullmatch(one)]


@pytest.fixture(scope="session")
def load_text() -> Load:
    """``load_text(text)`` or ``load_text(a_yaml=..., b_test_yaml=...)``, dedented."""

    def load(text: str = "", **files: str) -> Loaded:
        sources = {name.replace("_", "."): textwrap.dedent(body) for name, body in files.items()}
        if text:
            sources["loss.yaml"] = textwrap.dedent(text)
        sources["needs.yaml"] = Path(catalogue()).read_text(encoding="utf-8")
        return load_sources(sources, folder=default_folder(), tokenizer=default_tokenizer())

    return load


@pytest.fixture(scope="session")
def errors_of(load_text: Load) -> Callable[..., list[str]]:
    """The errors of a pack as lines; each can be told in Chinese, too."""

    def errors(text: str = "", **files: str) -> list[str]:
        found = load_text(text, **files).errors
        untold = [said for problem in found for said in not_in_chinese(problem)]
        assert untold == []
        return [str(problem) for problem in found]

    return errors


@pytest.fixture(scope="session")
def warnings_of(load_text: Load) -> Callable[..., list[str]]:
    """``CODE line:column`` of the warnings of a pack that has no errors."""

    def warnings(text: str = "", **files: str) -> list[str]:
        loaded = load_text(text, **files)
        assert loaded.errors == ()
        assert [said for problem in loaded.problems for said in not_in_chinese(problem)] == []
        return [f"{p.code} {p.line}:{p.column}" for p in loaded.problems]

    return warnings


@pytest.fixture(scope="session")
def rules_of(load_text: Load) -> Callable[..., RuleSet]:
    """The compiled rules of a pack that has no errors."""

    def compiled(text: str = "", **files: str) -> RuleSet:
        loaded = load_text(text, **files)
        assert [str(problem) for problem in loaded.errors] == []
        assert loaded.program is not None
        return loaded.program.rules

    return compiled
