"""What the quick parser reads, the careful one reads alike; what it might not, it is not asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.ruleset import growing, parsers
from assist.ruleset.growing import Tree
from assist.ruleset.node import Node
from assist.ruleset.packs import home
from assist.ruleset.parsers import Otherwise, carefully, quickly
from assist.ruleset.syntax import Unreadable, precheck
from assist.ruleset.tree import read

SHIPPED = sorted(home().rglob("*.yaml"), key=lambda path: path.stat().st_size)
LINES = [line for path in SHIPPED[::9] for line in path.read_text(encoding="utf-8").split("\n")]
BEGINNINGS = [at for at, line in enumerate(LINES) if line[:3].strip() and line[0] != "#"]

CHARACTERS = ":,[]{}#&*!|>'\"%@`?- \n\t\\~：“…\u3000\u00a0\x85\u2028\ufeff😀"
PIECES = """
a: b|: |, | #|"x"|'it''s'|"\\u4e00"|<<: |? |[a, |{a: b}|去世|null|007|1.50|>-|>+2
"""
SIGNS = st.sampled_from([*CHARACTERS, *PIECES.strip().split("|")]) | st.sampled_from(
    ["\n\n", "\n  ", "\n- ", "\n---\n", "\n...", "|\n", "|\n  "]
)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """Some lines of the shipped packs, with a few signs put in and a few characters lost."""
    first = draw(st.sampled_from(BEGINNINGS))
    text = dedent("\n".join(LINES[first : first + draw(st.integers(1, 12))]))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(SIGNS) + text[at + draw(st.integers(0, 2)) :]
    return text


def quick(text: str) -> Node | None:
    return Tree("f.yaml", text).of(quickly(text))


def careful(text: str) -> Node | None:
    return Tree("f.yaml", text).of(carefully("f.yaml", text))


def told(reading: Callable[[], Node | None]) -> Node | str | None:
    """What was read, or why nothing could be."""
    try:
        return reading()
    except Unreadable as bad:
        return f"{bad} ({bad.advice})"


@given(damaged())
@settings(max_examples=300, deadline=None)
def test_both_parsers_see_the_same_at_the_same_places(text: str) -> None:
    try:
        precheck("f.yaml", text)
        found = quick(text)
    except (Otherwise, Unreadable):
        return

    assert found == careful(text)


@given(damaged())
@settings(max_examples=200, deadline=None)
def test_both_parsers_stop_at_the_same_bound(text: str) -> None:
    with patch.multiple(growing, MAX_NODES=12, MAX_DEPTH=3, MAX_SCALAR=30):
        try:
            precheck("f.yaml", text)
            quick(text)
        except Unreadable as bad:
            if bad.code in {"R003", "R004"}:
                assert told(lambda: careful(text)) == told(lambda: quick(text))
        except Otherwise:
            pass


@pytest.mark.parametrize("path", SHIPPED[20:100:20], ids=lambda path: path.name)
def test_a_shipped_file_is_read_alike(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert quick(text) == careful(text)


def test_every_shipped_file_is_read_quickly() -> None:
    assert len(SHIPPED) > 90
    for path in SHIPPED:
        assert quick(path.read_text(encoding="utf-8")) is not None


@pytest.mark.parametrize(
    "text",
    [
        "a: x\ty",
        "a: >\t\n  b",
        "a: x\x85  y",
        "\u2028a: b",
        "a: 'x\u2029  y'",
        "a: b\ufeff\n",
        '{"a":b}',
        "[[a]:b]",
        "a: |-# c\n  b",
        "a: >\n \n  b\n",
        "a: |\n\n  b\n",
        "a: >\n...\n\n",
        "|\n# x",
        ".a\n...\n...",
        "---\na: b\n",
        "[a: ]",
        "{a: , b: c}",
        "? a",
        "a:\nb: c\n",
    ],
)
def test_what_they_might_read_otherwise_is_read_carefully(text: str) -> None:
    with pytest.raises(Otherwise):
        quick(text)

    assert told(lambda: read("f.yaml", text)) == told(lambda: careful(text))


def test_without_libyaml_all_is_read_only_more_slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: {b: [1, '2', c d]}\n"
    before = read("f.yaml", text)
    monkeypatch.setattr(parsers, "CParser", None)

    with pytest.raises(Otherwise):
        quick(text)
    assert read("f.yaml", text) == before
