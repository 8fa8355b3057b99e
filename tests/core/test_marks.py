"""Which words of an utterance are marked as having raised a need: none is cut in two."""

from __future__ import annotations

from assist.core.marks import Bearings, marks
from assist.core.match import UtteranceText
from tests.core.test_match import matcher as matcher_of
from tests.core.test_match import phrases, signal
from tests.core.test_match_lessons import matcher, taught


def marked(heard: UtteranceText) -> list[str]:
    bearings: Bearings = {
        (match.signal, nth): [("a-rule", "cue")] for nth, match in enumerate(heard.matches)
    }
    return [heard.text[mark.start : mark.end] for mark in marks(heard, bearings)]


def test_a_phrase_is_marked_in_whole_words() -> None:
    heard = matcher_of(signal("么态度", "投诉到银")).open("customer")
    heard.revise("你这是什么态度，我投诉到银行了", final=True)
    assert marked(heard) == ["什么态度", "投诉到银行"]


def test_what_examples_say_is_marked_as_the_clause_that_says_it() -> None:
    heard = matcher(taught()).open("customer")
    heard.revise("昨天上午打来的那笔钱没到，昨天。", final=True)
    assert marked(heard) == ["昨天上午打来的那笔钱没到"]


def test_traditional_characters_are_marked_by_their_words_too() -> None:
    heard = matcher_of(signal("么态度")).open("customer")
    heard.revise("你這是什麼態度", final=True)
    assert marked(heard) == ["什麼態度"]


def test_only_what_bears_on_a_need_is_marked() -> None:
    heard = matcher_of(signal(*(one.source for one in phrases("去世")))).open("customer")
    heard.revise("他去世了", final=True)
    assert list(marks(heard, {})) == []
