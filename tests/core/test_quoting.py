"""What is quoted of an utterance: the clause around the words that count, never half a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.core.quoting import QUOTE_CHARS, excerpt, quote, whole_words

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
            "…伴上个月走了那个卡里…",
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
