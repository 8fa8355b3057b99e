"""One value changed in a text: nothing else moves, whatever stands around it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.ruleset.tree import read
from assist.studio.roundtrip import CannotEdit, flow, with_entry, with_value

TEXT = """\
# What customers say when a card is gone.
signals:
  gone:            # heard in the branch
    phrases: [吞卡, "卡…在机器里",   # the machine
      不吐卡]
  help:
    phrases:
      # as agents say it
      - 补卡
      - 挂失   # at once

rules:
  lost-card:
    need: stranded-without-card   # of the catalogue
    when: gone
    hint: {text: {zh: 查网点, en: "Find a branch"}, say: 您别着急}
    # not too often
    cooldown: 30s
"""
RULE = ("rules", "lost-card")


def plain(text: str) -> Any:
    root = read("", text)
    return None if root is None else root.plain()


def changed(before: str, after: str) -> tuple[str, str]:
    """What was cut out, and what was put there."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return before[start : len(before) - end], after[start : len(after) - end]


@pytest.mark.parametrize(
    ("path", "value", "cut", "put"),
    [
        ((*RULE, "cooldown"), "45s", "30", "45"),
        ((*RULE, "hint", "text", "zh"), "查当地网点", "", "当地"),
        ((*RULE, "hint", "text", "en"), "Find the branch", "a", "the"),
        ((*RULE, "hint", "priority"), "urgent", "", ", priority: urgent"),
        ((*RULE, "mode"), "shadow", "", "    mode: shadow\n"),
        ((*RULE, "cooldown"), None, "    cooldown: 30s\n", ""),
        ((*RULE, "hint", "say"), None, ", say: 您别着急", ""),
        (("signals", "gone", "phrases"), ["吞卡", "卡…在机器里"], "不吐卡", ""),
        (
            ("signals", "help", "phrases"),
            ["补卡", "换卡", "挂失"],
            "",
            "      - 换卡\n",
        ),
        (("signals", "help", "phrases"), ["挂失"], "      - 补卡\n", ""),
        (("signals", "help", "speaker"), "agent", "", "\n    speaker: agent"),
    ],
)
def test_only_what_changes_is_touched(
    path: tuple[str, ...], value: Any, cut: str, put: str
) -> None:
    edited = with_value(TEXT, path, value)
    was, now = changed(TEXT, edited)
    assert (sorted(was), sorted(now)) == (sorted(cut), sorted(put))


def test_a_new_key_stands_where_its_like_do() -> None:
    order = ("need", "when", "met_by", "hint", "cooldown")
    edited = with_value(TEXT, (*RULE, "met_by"), "help", order)
    assert "    when: gone\n    met_by: help\n    hint:" in edited


def test_a_section_is_made_where_there_is_none() -> None:
    edited = with_entry(
        TEXT, "tests", ["- name: lost", "  call: |", "    0.0 客户: 吞卡"], item=True
    )
    assert edited.startswith(TEXT)
    assert plain(edited)["tests"][0]["name"] == "lost"
    assert plain(with_entry("", "lists", ["kin: [老伴]"])) == {"lists": {"kin": ["老伴"]}}
    assert plain(with_entry("lists:\n", "lists", ["kin: [老伴]"])) == {"lists": {"kin": ["老伴"]}}


def test_an_entry_is_put_after_the_last_of_its_section() -> None:
    edited = with_entry(TEXT, "signals", ["hurry:", "  phrases: [赶火车]"])
    assert "      - 挂失   # at once\n  hurry:\n    phrases: [赶火车]\n\nrules:" in edited


def test_what_cannot_be_changed_in_place_is_refused_not_mangled() -> None:
    with pytest.raises(CannotEdit):
        with_value("rules: [a, b]\n", (*RULE, "mode"), "off")
    with pytest.raises(CannotEdit):
        with_entry("signals: {a: {phrases: [x]}}\n", "signals", ["b: {phrases: [y]}"])


words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff"),
    min_size=1,
    max_size=12,
).filter(lambda text: text.strip() == text)
texts = st.lists(words, min_size=1, max_size=6)


of_texts = [("signals", name, "phrases") for name in ("gone", "help")]
of_words = [(*RULE, "need"), (*RULE, "hint", "say"), (*RULE, "exclusive")]
places = st.one_of(
    st.tuples(st.sampled_from(of_words), words), st.tuples(st.sampled_from(of_texts), texts)
)


@given(places)
@settings(max_examples=60, deadline=None)
def test_whatever_is_put_in_reads_back_and_all_else_stays(place: tuple[Any, Any]) -> None:
    path, value = place
    wanted = plain(TEXT)
    at = wanted
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    edited = with_value(TEXT, path, value)
    assert plain(edited) == wanted
    kept = [line for line in TEXT.splitlines() if "#" in line and "phrases" not in line]
    assert all(line in edited for line in kept if "need" not in line and "挂失" not in line)
    assert with_value(edited, path, value) == edited


@given(
    st.recursive(
        words | st.integers(-9999, 9999) | st.booleans(), lambda x: st.lists(x, max_size=3)
    )
)
@settings(max_examples=100)
def test_a_value_on_one_line_reads_back(value: Any) -> None:
    assert plain(f"x: {flow(value)}\n") == {"x": value}
