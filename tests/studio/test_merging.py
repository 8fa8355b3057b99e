"""Two supervisors, one file."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from assist.studio.merging import merge

BASE = "a: 1\nb: 2\nc: 3\nd: 4\ne: 5\n"


def test_edits_apart_are_both_kept() -> None:
    mine, theirs = BASE.replace("b: 2", "b: 20"), BASE.replace("e: 5", "e: 50\nf: 6")
    assert merge(BASE, mine, theirs).text == "a: 1\nb: 20\nc: 3\nd: 4\ne: 50\nf: 6\n"


def test_edits_of_the_same_line_are_told_at_their_line() -> None:
    mine, theirs = BASE.replace("c: 3", "c: 30"), "x: 0\n" + BASE.replace("c: 3", "c: 31")
    merged = merge(BASE, mine, theirs)
    assert merged.text is None
    (conflict,) = merged.conflicts
    assert (conflict.line, conflict.mine, conflict.theirs) == (4, "c: 30\n", "c: 31\n")


def test_lines_next_to_each_other_are_not_torn_apart() -> None:
    mine, theirs = BASE.replace("b: 2", "b: 20"), BASE.replace("c: 3", "c: 30")
    assert merge(BASE, mine, theirs).text is None


def test_the_same_edit_twice_is_one() -> None:
    both = BASE.replace("c: 3", "c: 30")
    assert merge(BASE, both, both).text == both


lines = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "\n", "d: e\n"]), max_size=12).map("".join)


@given(lines, lines)
@settings(max_examples=100)
def test_what_only_one_changed_is_his(base: str, mine: str) -> None:
    assert merge(base, mine, base).text == mine
    assert merge(base, base, mine).text == mine
    assert merge(base, mine, mine).text == mine


@given(lines, lines, lines)
@settings(max_examples=100)
def test_a_conflict_is_one_for_both(base: str, mine: str, theirs: str) -> None:
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert one.text == other.text
    assert [c.mine for c in one.conflicts] == [c.theirs for c in other.conflicts]
