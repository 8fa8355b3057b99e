"""Whatever stands on a line is found by any part of it, and nothing else is."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.archive.words import indexed, query
from assist.text.plain import plain


def found(lines: list[str], wanted: str) -> bool:
    """Whether a call with these lines is found."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5 (text, content='')")
        text = indexed(plain(line) for line in lines)
        connection.execute("INSERT INTO words (rowid, text) VALUES (1, ?)", (text,))
        asked = query(wanted)
        if asked is None:
            return False
        hits = "SELECT count(*) FROM words WHERE words MATCH ?"
        return bool(connection.execute(hits, (asked,)).fetchone()[0])
    finally:
        connection.close()


CALL = ["我老伴上个月走了，他卡里那点钱怎么取啊", "I don't have my card", "金額是３００元"]


@pytest.mark.parametrize(
    "wanted",
    [
        "老伴",
        "伴",
        "取",
        "他卡里那点",
        "走了他卡",
        "DON'T have",
        "card",
        "my card",
        "金额",
        "300",
        "老伴 card",
    ],
)
def test_any_part_of_a_line_is_found(wanted: str) -> None:
    assert found(CALL, wanted)


@pytest.mark.parametrize("wanted", ["伴老", "取啊I", "老人", "老伴 存折", "，", "", '"', "AND"])
def test_what_nobody_said_is_not_found(wanted: str) -> None:
    assert not found(CALL, wanted)


SAID = st.text(alphabet="老伴卡里钱Ab1，。 ", max_size=12)


@settings(max_examples=80, deadline=None)
@given(st.lists(SAID, max_size=4), SAID)
def test_found_is_exactly_what_some_line_holds(lines: list[str], wanted: str) -> None:
    parts = [part for word in wanted.split() if (part := plain(word))]
    held = bool(parts) and all(any(part in plain(line) for line in lines) for part in parts)
    assert found(lines, wanted) == held
