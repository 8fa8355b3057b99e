"""From a supervisor's text to folded pieces and gaps."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assist.core.rules import Phrase
from assist.ruleset.phrases import Expander, PhraseError, parse
from assist.text import default_folder

LISTS = {
    "spouse": ["老伴", "爱人"],
    "left": ["走了", "没了"],
    "long": [f"词{i}" for i in range(60)],
}


@pytest.fixture
def phrase() -> Callable[[str], Phrase]:
    expander = Expander(LISTS, default_folder())
    return lambda text: expander.phrase(parse(text))


def test_a_gap_is_up_to_eight_characters(phrase: Callable[[str], Phrase]) -> None:
    assert phrase("不…着急") == Phrase("不…着急", (("不",), ("着急",)), ((0, 8),))


@pytest.mark.parametrize("gap", ["……", "...", "⋯", "⋯⋯", "。。。", "。。"])
def test_other_ways_to_type_a_gap(phrase: Callable[[str], Phrase], gap: str) -> None:
    assert phrase(f"不{gap}着急").gaps == ((0, 8),)


def test_a_gap_can_say_least_and_most(phrase: Callable[[str], Phrase]) -> None:
    assert phrase("不…{2, 20}着急…走").gaps == ((2, 20), (0, 8))


def test_lists_expand_and_join_what_stands_beside_them(phrase: Callable[[str], Phrase]) -> None:
    assert phrase("我$spouse…$left").pieces == (("我老伴", "我爱人"), ("走了", "没了"))
    assert phrase("$spouse$left").pieces == (("老伴走了", "老伴没了", "爱人走了", "爱人没了"),)


def test_literals_are_folded_after_they_are_joined(phrase: Callable[[str], Phrase]) -> None:
    assert phrase("我，嗯，$spouse").pieces == (("我老伴", "我爱人"),)
    assert phrase("ＡＢＣ銀行").pieces == (("abc银行",),)


def test_texts_for_the_original_stay_as_written() -> None:
    expander = Expander(LISTS, default_folder())

    assert expander.phrase(parse("Ａ，銀行"), original=True).pieces == (("Ａ，銀行",),)


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("…着急", "R302", "nothing stands before or after this …"),
        ("不…", "R302", "nothing stands before or after this …"),
        ("   ", "R302", "an empty phrase"),
        ("，。！", "R302", "nothing is left of `，。！`"),
        ("不…{20,2}着急", "R303", "the least is above the most"),
        ("不…{0,9999}着急", "R303", "a gap is at most 60 characters"),
        ("不…{20}着急", "R303", "`…{20}` is no gap"),
        ("$spuose走了", "R211", "there is no list `spuose`"),
        ("$long$long", "R304", "$long $long expand to 3,600 texts; 2,000 at most"),
        ("好" * 201, "R301", "longer than 200 characters"),
        ("…".join("天地玄黄宇宙洪荒日月"), "R301", "more than 8 pieces"),
    ],
)
def test_what_is_no_phrase_says_why(
    phrase: Callable[[str], Phrase], text: str, code: str, said: str
) -> None:
    with pytest.raises(PhraseError) as bad:
        phrase(text)

    assert bad.value.code == code
    assert said in bad.value.message


def test_a_misspelt_list_is_recognised(phrase: Callable[[str], Phrase]) -> None:
    with pytest.raises(PhraseError) as bad:
        phrase("$spuose走了")

    assert bad.value.advice == "did you mean `$spouse`?"


def test_a_dollar_before_a_number_is_money() -> None:
    assert parse("$100").pieces == (("$100",),)


def test_all_phrases_together_are_bounded() -> None:
    expander = Expander({"l": [f"词{i}" for i in range(1_500)]}, default_folder())

    for number in range(66):
        expander.phrase(parse(f"第{number}$l"))

    with pytest.raises(PhraseError, match="all phrases expand to more than 100,000 texts"):
        expander.phrase(parse("末$l"))
