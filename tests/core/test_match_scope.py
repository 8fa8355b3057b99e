"""What the words beside a match make of it: negated, asked, quoted, said of a degree, misheard."""

from __future__ import annotations

from typing import Any

import pytest

from assist.core.match import Matcher
from assist.core.match_dialects import DIALECTS, known, speaks
from assist.core.match_scope import MILD, STRONG
from assist.core.rules import Near, Signal, Veto
from assist.text import default_folder, default_tokenizer

from .test_match import hear, last, patterns, phrases, signal

FOLDER = default_folder()


# -- negation ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("我不投诉", False),
        ("我不，投诉", True),  # another clause
        ("解决不了。投诉你们", True),
        ("不用投诉", False),
        ("不是没有投诉", True),  # twice
        ("并非不能投诉", True),
        ("不是投诉", False),
        ("忍不住投诉", True),  # an idiom's own 不
        ("恨不得投诉", True),
        ("特别投诉", True),
        ("是不是投诉", True),
    ],
)
def test_negation_reaches_to_the_end_of_its_clause(said: str, counts: bool) -> None:
    cue = signal("投诉", negated="ignore")
    assert last(cue, said) == (["投诉"] if counts else [])
    assert last(signal("投诉", negated="only"), said) == ([] if counts else ["投诉"])


def test_punctuation_that_is_put_in_later_ends_a_negation() -> None:
    cue = signal("投诉", negated="ignore")
    assert hear(cue, "解决不了投诉", "解决不，投诉", "解决不了，投诉", "解决不了投诉") == [
        [],
        ["投诉"],
        ["投诉"],
        [],
    ]


# -- questions and quotations ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "is_asked"),
    [
        ("我老伴走了吗", True),
        ("我老伴走了啊吗", True),  # a filler between
        ("我老伴走了是吧", True),
        ("我老伴走了没有", True),
        ("我老伴走了？", True),
        ("是不是我老伴走了", True),
        ("难道我老伴走了", True),
        ("我老伴走了", False),
        ("我老伴走了怎么取钱", False),
        ("我老伴走了，能取钱吗", False),
        ("是不是这样，我老伴走了", False),
    ],
)
def test_what_is_asked_is_not_said(said: str, is_asked: bool) -> None:
    assert last(signal("老伴走了", asked="ignore"), said) == ([] if is_asked else ["老伴走了"])
    assert last(signal("老伴走了", asked="only"), said) == (["老伴走了"] if is_asked else [])
    assert last(signal("老伴走了"), said) == ["老伴走了"]


@pytest.mark.parametrize(
    ("said", "is_asked"),
    [
        ("was my card stolen", True),
        ("they asked if my card stolen", True),
        ("my card stolen yesterday", False),
        ("it was bad, my card stolen", False),
    ],
)
def test_what_is_asked_in_english(said: str, is_asked: bool) -> None:
    assert last(signal("stolen", asked="ignore"), said) == ([] if is_asked else ["stolen"])


def test_a_question_that_is_heard_later_takes_the_match_back() -> None:
    cue = signal("老伴走了", asked="ignore")
    assert hear(cue, "老伴走了", "老伴走了吗", "老伴走了嘛", "老伴走了他") == [
        ["老伴走了"],
        [],
        [],
        ["老伴走了"],
    ]


@pytest.mark.parametrize(
    ("said", "is_quoted"),
    [
        ("有人说我老伴走了吗", True),
        ("听说老伴走了", True),
        ("邻居跟我说老伴走了", True),
        ("他说“老伴走了”", True),
        ("你们写的“老伴走了”", True),
        ('你们写的"老伴走了"', True),
        ("“好的”老伴走了", False),
        ("我说老伴走了", False),
        ("他说的。我老伴走了", False),  # another sentence
        ("他说让我带上材料过来办手续可是老伴走了", False),  # too far
        ("someone told me 老伴走了", True),
        ("i told you 老伴走了", False),
    ],
)
def test_what_others_said(said: str, is_quoted: bool) -> None:
    assert last(signal("老伴走了", quoted="ignore"), said) == ([] if is_quoted else ["老伴走了"])
    assert last(signal("老伴走了", quoted="only"), said) == (["老伴走了"] if is_quoted else [])


# -- degrees -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "degree"),
    [
        ("我着急", 1),
        ("我很着急", 1),
        ("我有点着急", MILD),
        ("我稍微有点儿着急", MILD),
        ("我不太着急", MILD),
        ("我特别着急", STRONG),
        ("我真的着急", STRONG),
        ("我快要着急", STRONG),
        ("我着急死了", STRONG),
        ("我着急得要命", STRONG),
        ("特别，着急", 1),  # another clause
        ("着急，死了", 1),
    ],
)
def test_degree_words_scale_a_match(said: str, degree: float) -> None:
    by_pattern = signal(phrases=(), patterns=patterns("着急"), degree=True)
    for cue in (signal("着急", degree=True), by_pattern):
        utterance = Matcher({"cue": cue}, {}, FOLDER, default_tokenizer()).open("customer")
        utterance.revise(said)
        assert [match.degree for match in utterance.matches] == [degree]
    plain = Matcher({"cue": signal("着急")}, {}, FOLDER, default_tokenizer()).open("customer")
    plain.revise(said)
    assert [match.degree for match in plain.matches] == [1]


@pytest.mark.parametrize(
    ("said", "degree", "is_negated"),
    [
        ("i am a bit worried", MILD, False),
        ("i am really worried", STRONG, False),
        ("i am worried", 1, False),
        ("i am not worried", 1, True),
        ("no, worried", 1, False),
    ],
)
def test_degree_and_negation_in_english(said: str, degree: float, is_negated: bool) -> None:
    cue = signal("worried", degree=True)
    utterance = Matcher({"cue": cue}, {}, FOLDER, default_tokenizer()).open("customer")
    utterance.revise(said)
    assert [match.degree for match in utterance.matches] == [degree]
    assert last(signal("worried", negated="only"), said) == (["worried"] if is_negated else [])


def test_a_degree_that_is_heard_later_changes_the_match() -> None:
    cue = signal("着急", degree=True)
    utterance = Matcher({"cue": cue}, {}, FOLDER, default_tokenizer()).open("customer")
    assert utterance.revise("我着急")
    assert utterance.revise("我着急死了")
    assert utterance.matches[0].degree == STRONG
    assert utterance.revise("我着急四川")
    assert utterance.matches[0].degree == 1


# -- how far guards look -----------------------------------------------------------------------


def test_guards_may_stop_at_clauses_and_sentences() -> None:
    def counts(said: str, **guard: Any) -> bool:
        return bool(last(signal("投诉", **guard), said, vetoes=[veto]))

    veto = Veto("past", phrases("解决"), before=10, after=10, scope="clause")
    within = Veto("past", phrases("解决"), before=10, after=10, scope="sentence")
    assert not counts("解决不了投诉", vetoes=("past",))
    assert counts("解决不了，投诉", vetoes=("past",))
    assert not counts("投诉都解决了", vetoes=("past",))
    assert counts("投诉，解决吧", vetoes=("past",))
    veto = within
    assert not counts("投诉，解决吧", vetoes=("past",))
    assert counts("投诉。解决吧", vetoes=("past",))
    near = Near(phrases("银行"), 10, "clause")
    assert counts("投诉银行", near=near)
    assert not counts("投诉，银行", near=near)
    assert counts("投诉，银行", not_near=near)
    assert not counts("银行，投诉", near=Near(phrases("银行"), 10, "clause"))
    assert counts("银行，投诉", near=Near(phrases("银行"), 10, "sentence"))


def test_an_exception_at_the_edge_of_a_longer_match() -> None:
    gapped = signal("买…冻", exceptions=phrases("冻鱼"))
    assert last(gapped, "买的卡冻") == ["买的卡冻"]
    assert last(gapped, "买的冻鱼") == []
    excepted = phrases("冻鱼", "的卡")
    pattern = signal(phrases=(), patterns=patterns("买.{0,8}冻"), exceptions=excepted)
    assert last(pattern, "买的冻鱼") == []
    assert last(pattern, "买的卡冻") == ["买的卡冻"]  # in its middle it says nothing


def test_a_decimal_number_is_one_number() -> None:
    assert last(signal("3.5"), "利率3.5个点") == ["3.5"]
    assert last(signal("35"), "利率3.5个点") == []
    assert last(signal("5个点"), "利率3.5个点") == []
    assert last(signal("3"), "利率3.5个点") == []
    assert hear(signal("3"), "利率3", "利率3.", "利率3.5") == [["3"], ["3"], []]
    assert last(signal("3", original=True), "利率3.5个点") == []
    assert last(signal("3", original=True), "利率3.然后") == ["3"]


# -- sounds ------------------------------------------------------------------------------------


def test_a_misheard_phrase_is_heard_by_its_sound() -> None:
    cue = signal("安全账户", sounds_like=True)
    assert last(cue, "打到安全帐护里去了", final=True) == ["安全帐护"]
    assert last(cue, "打到俺权障互里去了", final=True) == ["俺权障互"]  # an/ang, tones
    assert last(cue, "打到安全账户里去了", final=True) == ["安全账户"]
    assert last(signal("安全账户"), "打到安全帐护里去了", final=True) == []


def test_a_sound_is_relied_on_three_characters_later() -> None:
    cue = signal("安全账户", sounds_like=True)
    heard = hear(cue, "打到安全帐护", "打到安全帐护里去", "打到安全帐护里去了", "打到安全通道里")
    assert heard == [[], [], ["安全帐护"], []]


def test_other_words_that_sound_the_same_are_no_match() -> None:
    cue = signal("失信人", sounds_like=True)
    other = signal("实心", name="other")
    assert last(cue, "那个石信人说的话", final=True) == ["石信人"]
    assert last([cue, other], "那个实心人说的话", final=True) == ["实心"]
    whole = signal("公证处", sounds_like=True)
    assert last(whole, "我去公正处问问", final=True) == ["公正处"]
    one_word = signal("共振器", sounds_like=True)
    assert last(one_word, "那个共振棋好用", final=True) == ["共振棋"]


def test_guards_judge_what_was_misheard_too() -> None:
    cue = signal("安全账户", sounds_like=True, negated="ignore", exceptions=phrases("安全账护科"))
    assert last(cue, "不是安全帐护里去了", final=True) == []
    assert last(cue, "打到安全帐护科去了", final=True) == []
    assert last(cue, "打到安全帐护里去了", final=True) == ["安全帐护"]


# -- dialects ----------------------------------------------------------------------------------


def test_a_dialects_words_count_where_it_is_spoken() -> None:
    cue = signal("走咗", dialect="yue")
    assert last(cue, "佢走咗嘅") == ["走咗"]
    assert last(cue, "他走咗了") == []
    assert hear(cue, "走咗", "走咗佢", "走咗佢啲", "走咗他") == [[], ["走咗"], ["走咗"], []]


def test_a_call_known_to_be_in_a_dialect() -> None:
    cue = Signal(name="cue", speaker="customer", phrases=phrases("走咗"), dialect="yue")
    matcher = Matcher({"cue": cue}, {}, FOLDER, default_tokenizer())
    utterance = matcher.open("customer", known("zh", {"dialect": "粤语"}))
    utterance.revise("他走咗", final=True)
    assert [m.signal for m in utterance.matches] == ["cue"]
    again = type(utterance).restore(matcher, utterance.save())
    assert again.matches == utterance.matches
    assert again.dialects == {"yue"}


def test_who_says_which_dialect() -> None:
    assert known("zh-HK", {}) == {"yue"}
    assert known("zh", {"dialect": ["上海话", "四川话", 7, "klingon"]}) == {"wu", "sichuan"}
    assert known("zh", {}) == known("en", {"dialect": None}) == frozenset()
    assert speaks("佢唔知", "yue")
    assert not speaks("佢佢", "yue")  # one word twice


def test_the_words_of_dialects_are_as_folding_leaves_them() -> None:
    from assist.core.match_dialects import _WORDS  # noqa: PLC0415

    assert tuple(_WORDS) == DIALECTS
    for words in _WORDS.values():
        assert [w for w in words.split() if FOLDER.fold_phrase(w) != w] == []
