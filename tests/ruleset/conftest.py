"""One pack in a string, loaded as from disk."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from assist.core.rules import RuleSet
from assist.ruleset import Loaded, load_sources
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
    """The errors of a pack as lines."""
    return lambda text="", **files: [str(p) for p in load_text(text, **files).errors]


@pytest.fixture(scope="session")
def warnings_of(load_text: Load) -> Callable[..., list[str]]:
    """``CODE line:column`` of the warnings of a pack that has no errors."""

    def warnings(text: str = "", **files: str) -> list[str]:
        loaded = load_text(text, **files)
        assert loaded.errors == ()
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
