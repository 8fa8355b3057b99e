"""What is quoted of an utterance: the clause around the words that count, never half a word."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.core.quoting import QUOTE_CHARS, clause, excerpt, quote, whole_words

LONG = (
    "well I was standing there at the airport just before the flight and the machine kept my card"
)


def around(text: str, words: str) -> str:
    at = text.index(words)
    return quote(text, at, at + len(words))


@pytest.mark.parametrize(
    ("text", "words", "quoted"),
    [
        ("您好，我老伴走了，怎么办", "走了", "我老伴走了"),
        (
            "我想问一下就是说我老伴上个月走了那个卡里的钱我要怎么取出来呢",
            "走了",
            "…老伴上个月走了那个卡里…",
        ),
        ("I lost my husband last month.", "lost my hus", "I lost my husband last month"),
        (LONG, "the machine kept", "…flight and the machine kept my card"),
        (LONG, "chine kept", "…and the machine kept my card"),
        (LONG, "airport", "…at the airport just before…"),
        ("我的APP打不开了", "PP打", "我的APP打不开了"),
        (
            "it's somebody from the police who told me",
            "body from",
            "it's somebody from the police…",
        ),
    ],
)
def test_the_clause_is_quoted_in_whole_words(text: str, words: str, quoted: str) -> None:
    assert around(text, words) == quoted


UNPUNCTUATED = "我想问一下就是说我老伴上个月走了那个卡里面的钱我要怎么取出来呢"


def words_of(*cut: str) -> Callable[[int, int], tuple[int, int]]:
    """Widens to the words of a text that was cut into words."""
    borders = [0, *accumulate(map(len, cut))]

    def widen(start: int, end: int) -> tuple[int, int]:
        return max(b for b in borders if b <= start), min(b for b in borders if b >= end)

    return widen


SAID = words_of(
    "我想问一下就是说我", "老伴", "上个月", "走", "了", "那个", "卡", "里面", "的钱我要怎么取出来呢"
)


def test_words_that_nothing_stands_between_are_cut_beside_one_of_one_character() -> None:
    at = UNPUNCTUATED.index("走了")
    assert quote(UNPUNCTUATED, at, at + 2) == "…老伴上个月走了那个卡里…"
    assert quote("怕" * 40 + "他" + "怕" * 40, 38, 40) == "…" + "怕" * 6 + "他怕怕怕…"
    assert quote("怕" * 30 + "我老伴走了呢", 0, 36) == "怕" * 30 + "我…"


def test_a_clause_is_cut_between_words() -> None:
    at = UNPUNCTUATED.index("走了")
    start, end = clause(UNPUNCTUATED, at, at + 2, SAID)
    assert UNPUNCTUATED[start:end] == "老伴上个月走了那个卡里面"


def test_a_word_is_marked_whole() -> None:
    at = UNPUNCTUATED.index("个月")
    assert whole_words(UNPUNCTUATED, at, at + 2, SAID) == (at - 1, at + 2)
    start, end = clause("您好，我老伴走了，怎么办", 6, 7)
    assert (start, end) == (3, 8)


def test_words_are_told_apart_only_where_something_has_to_be_cut() -> None:
    def nobody(start: int, end: int) -> tuple[int, int]:
        raise AssertionError((start, end))

    assert clause(LONG, 20, 30, nobody)
    with pytest.raises(AssertionError):
        clause(UNPUNCTUATED, 13, 15, nobody)


def test_of_letters_twice_as_many_fill_the_lines() -> None:
    text = " ".join(["afraid"] * 40)
    words = quote(text, 0, len(text))
    assert words == " ".join(["afraid"] * 9) + "…"
    assert len(quote("怕" * 80, 0, 80)) == QUOTE_CHARS + 1


def test_a_word_that_fills_it_all_is_cut() -> None:
    assert quote("a" * 90, 0, 90) == "a" * 64 + "…"


def test_the_beginning_of_what_is_long_is_excerpted_in_whole_words() -> None:
    assert excerpt("I do not know") == "I do not know"
    assert excerpt(LONG) == "well I was standing there at the airport just before the flight…"
    assert excerpt("怕" * 80) == "怕" * 31 + "…"


TEXTS = st.text(st.sampled_from("ab' é-，。 …我怕"), min_size=1, max_size=120)


@given(TEXTS, st.data())
def test_what_was_matched_begins_in_its_quotation(text: str, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(text) - 1))
    last = data.draw(st.integers(first + 1, len(text)))
    words = quote(text, first, last)
    start, _ = whole_words(text, first, last)
    assert words.strip("…") in text
    assert text[start:last].strip()[:1] in words
    assert len(words) <= 2 * QUOTE_CHARS + 2 + max(map(len, text.split()), default=0)
