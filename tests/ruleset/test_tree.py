"""YAML becomes a tree that knows places, or is refused at one."""

from __future__ import annotations

import pytest

from assist.ruleset.problems import Place
from assist.ruleset.syntax import Unreadable
from assist.ruleset.tree import read


def test_every_key_and_value_knows_its_place() -> None:
    root = read("f.yaml", "a:\n  b: [x, {c: y}]\n")

    assert root is not None
    assert root.plain() == {"a": {"b": ["x", {"c": "y"}]}}
    assert root.key_at(("a", "b")) == Place("f.yaml", 2, 3)
    assert root.at(("a", "b", 0)) == Place("f.yaml", 2, 7)
    assert root.at(("a", "b", 1, "c")) == Place("f.yaml", 2, 14)
    assert root.key_at(("a", "b", 1, "c")) == Place("f.yaml", 2, 11)


def test_what_is_not_there_stands_at_the_key_that_lacks_it() -> None:
    root = read("f.yaml", "a:\n  b: 1\n")

    assert root is not None
    assert root.at(("a", "missing", 3)) == Place("f.yaml", 1, 1)


def test_only_what_reads_back_unchanged_is_a_number() -> None:
    root = read("f.yaml", "[12378, 007, 1_000, 1e3, 0x1f, 1.50, on, yes, true, ~, '1']")

    assert root is not None
    assert root.plain() == [
        12378, "007", "1_000", "1e3", "0x1f", 1.5, "on", "yes", True, None, "1",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "# nothing\n", "\n\n"])
def test_an_empty_file_is_nothing(text: str) -> None:
    assert read("f.yaml", text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &x 1", "f.yaml:1:4: &x is a YAML anchor or alias; rule files do without"),
        ("a: *x", "f.yaml:1:4: *x is a YAML anchor or alias; rule files do without"),
        ("a: 1\nb: {<<: 2}", "f.yaml:2:5: << is a YAML merge key; rule files do without"),
        ("a: !!python/name:os.system 1", "f.yaml:1:4: tag:yaml.org,2002:python/name:os.system is"),
        ("a: !x [1]", "f.yaml:1:4: !x is a YAML tag; rule files do without"),
        ("a: 1\n---\nb: 2", "f.yaml:2:1: a second document begins here; a rule file is one"),
        ("%YAML 1.2\n---\na: 1", "f.yaml:1:1: a line cannot begin with %"),
        ("a: 1\nb:\n\tc: 2", "f.yaml:3:1: a tab in the indentation"),
        ("a: x\x00y", "f.yaml:1:5: a control character (U+0000) stands here"),
        ("a: b\x1b[31m", "f.yaml:1:5: a control character (U+001B) stands here"),
        ('a: "x\\u0007"', "f.yaml:1:4: a control character (U+0007) in this text"),
        ('a: "\\ud800"', "f.yaml:1:4: a control character (U+D800) in this text"),
        ('a: "\\UFFFFFFFF"', "f.yaml:1:1: cannot be read from here on: "),
        ("a: 1\nb: 2\na: 3", "f.yaml:3:1: `a` stands here twice; the first is at line 1, column 1"),
        ("a: {b: 1, b: 2}", "f.yaml:1:11: `b` stands here twice; the first is at line 1, column 5"),
        ("a: b: c", "f.yaml:1:5: a `:` stands where no key can be"),
        ("a: [x, 不…{0,20}着急]", "f.yaml:1:10: a `,` or `]` is missing before this"),
        ("a: [1,\n  2\nb: 3", "f.yaml:3:2: a `,` or `]` is missing before this (opened at line 1"),
        ("a: 'x\nb: 1", "f.yaml:1:4: a quote opened here is never closed"),
        ("a:\n  b: 1\n c: 2", "f.yaml:3:2: this does not line up with what stands above it"),
        ("a: @x", "f.yaml:1:4: nothing can begin with this character"),
        ('a: "\\q"', "f.yaml:1:6: no such escape"),
        ("? [a]\n: b", "f.yaml:1:3: a list or mapping cannot be a key"),
        ("a: " + "[" * 40, "f.yaml:1:27: nested more than 24 deep"),
        ("a: " + "x" * 19_999, "f.yaml:1:1: a line longer than 20,000 characters"),
        ("k" * 300 + ": 1", "f.yaml:1:1: a key longer than 256 characters"),
        ("a: |\n" + "  x\n" * 15_000, "f.yaml:1:4: a text longer than 20,000 characters"),
        ("a:\n" + "  - x\n" * 30_000, "f.yaml:29999:5: more than 30,000 keys and texts in one"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_place(text: str, said: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read("f.yaml", text)

    assert str(refused.value).startswith(said)
