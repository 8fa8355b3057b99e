"""Two ways to write the same words fold to the same text, and every character is traced back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.core.protocols import Folder
from assist.text import default_folder
from assist.text.folding import TextFolder
from assist.text.taiwan import WORDS

FOLDER: Folder = default_folder()


def fold(text: str) -> str:
    return FOLDER.fold(text).text


@pytest.mark.parametrize(
    ("received", "folded"),
    [
        # width, case, punctuation
        ("ＡＴＭ机，吞卡了！", "atm机吞卡了"),
        ("您好，请问有什么可以帮您？", "您好请问有什么可以帮您"),
        # script, and 著 as 着
        ("他卡裡那點錢怎麼取", "他卡里那点钱怎么取"),
        ("我睡著了，他很著急", "我睡着了他很着急"),
        ("乾淨的頭髮和皇后", "干净的头发和皇后"),
        # Taiwan's words
        ("隨身碟", "u盘"),
        ("坐計程車去的，收到簡訊說網路有問題", "坐出租车去的收到短信说网络有问题"),
        ("晶片卡的資訊", "芯片卡的信息"),
        ("轉帳的帳戶", "转账的账户"),
        ("妳的身分證呢，甚麼", "你的身份证呢什么"),
        ("那台提款機", "那台取款机"),
        # ... but not those that the mainland uses too, with another meaning
        ("查詢匯入的資料", "查询汇入的资料"),
        ("刷卡達到上限", "刷卡达到上限"),
        ("申请程序和文件", "申请程序和文件"),
        # spoken digits
        ("卡号六二二二零二幺幺", "卡号62220211"),
        ("我要打幺二三七八", "我要打12378"),
        ("尾号一二", "尾号一二"),
        ("二零二五年三月", "2025年三月"),
        ("6222零2一一", "622202一一"),
        ("尾号幺2三4", "尾号1234"),
        # ... but not words beside written digits
        ("转了500一直没到", "转了500一直没到"),
        ("500三次", "500三次"),
        # one number, however it is written
        ("2025-12378-091", "202512378091"),
        ("1,000 元", "1000元"),
        ("6222 0212 3456", "622202123456"),
        # fillers
        ("嗯，我呃那个想问一下啊", "我那个想问一下"),
        ("um I uh lost my card, er, yesterday", "i lost my card yesterday"),
        ("umbrella and era", "umbrella and era"),
        ("金额不对", "金额不对"),
        # Latin words keep one space between them, none elsewhere
        ("  I  didn't\tdo   that. ", "i didnt do that"),
        ("I don’t know", "i dont know"),
        ("我的 iPhone 15 pro 坏了", "我的iphone 15 pro坏了"),
        ("hello,world", "hello world"),
        ("hello嗯world", "hello world"),
        ("a 一二三 b", "a 123 b"),
        ("café", "cafe"),
        ("", ""),
        ("嗯……", ""),
        # 唔 is a hesitation in the north and the word for not in Cantonese
        ("钱收唔到", "钱收唔到"),
    ],
)
def test_folds(received: str, folded: str) -> None:
    assert fold(received) == folded
    assert FOLDER.fold_phrase(received) == folded


def quoted(received: str, folded: str) -> str:
    """The original behind the first occurrence of ``folded``."""
    result = FOLDER.fold(received)
    start = result.text.index(folded)
    first, last = result.original_span(start, start + len(folded))
    return received[first:last]


@pytest.mark.parametrize(
    ("received", "folded", "original"),
    [
        ("我老伴，上个月走了。", "上个月走了", "上个月走了"),
        ("我老伴，上个，月走了。", "上个月", "上个，月"),
        ("我的隨身碟裡有資料", "u盘", "隨身碟"),
        ("我的隨身碟裡有資料", "我的", "我的"),
        ("我的隨身碟裡有資料", "里有", "裡有"),
        ("號碼是６２-２２ 零幺", "622201", "６２-２２ 零幺"),
        ("I didn't do that", "didnt", "didn't"),
        ("第㎏个", "kg", "㎏"),
        ("晶，片卡", "芯片", "晶，片"),
    ],
)
def test_quotes_keep_the_original_script(received: str, folded: str, original: str) -> None:
    assert quoted(received, folded) == original


AWKWARD = (
    "零〇幺一二三四五六七八九十百0123456789"
    "嗯呃啊呀哦，。？！、…  '’-.,"
    "我的老伴去世了转账没到不是"
    "著裡後乾隨身碟資訊計程車晶片登入伺服器查詢檔案網路匯入"
    "aAuUmMhHeErRdDoOnNtTzZ"
    "ＡＢ１２㎏½①Ⅳé́ßİﬁ樂ﺂﻵǱ가ガ𠮷😀\u200b\ud7ff"
)
texts = st.text(st.one_of(st.sampled_from(AWKWARD), st.characters(codec="utf-8")), max_size=40)
likely = st.text(st.sampled_from(AWKWARD), max_size=40)


@given(st.one_of(texts, likely))
@settings(max_examples=400)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


@given(st.one_of(texts, likely))
@settings(max_examples=400)
def test_every_folded_character_is_traced_to_a_span_of_the_original(text: str) -> None:
    folded = FOLDER.fold(text)
    starts, ends = list(folded.starts), list(folded.ends)
    assert len(folded.starts) == len(folded.ends) == len(starts) == len(ends) == len(folded.text)
    assert starts == sorted(starts)
    assert ends == sorted(ends)
    assert all(0 <= s < e <= len(text) for s, e in zip(starts, ends, strict=True))


@given(st.one_of(texts, likely))
@settings(max_examples=400)
def test_the_traced_steps_are_the_quick_ones(text: str) -> None:
    assert isinstance(FOLDER, TextFolder)
    assert FOLDER._aligned(text).text == fold(text)


@given(likely, st.sampled_from(AWKWARD))
@settings(max_examples=200)
def test_a_rewritten_end_leaves_what_stands_well_before_it(text: str, end: str) -> None:
    """What follows a comma cannot change what two commas and a word before it folded to."""
    head = "我老伴上个月去世了，他的卡，"
    assert fold(head + "怎么办" + text + end).startswith("我老伴上个月去世了他的卡怎么办")


def test_folding_is_a_pure_function() -> None:
    once, again = FOLDER.fold("嗯，隨身碟"), FOLDER.fold("嗯，隨身碟")
    assert (once.text, list(once.starts), list(once.ends)) == ("u盘", [2, 2], [5, 5])
    assert (again.text, list(again.starts), list(again.ends)) == ("u盘", [2, 2], [5, 5])
    assert FOLDER.fold("我").is_same
    assert (FOLDER.fold("我").starts, FOLDER.fold("我").ends) == (range(1), range(1, 2))
    assert list(FOLDER.fold("嗯我好").starts[0:2]) == [1, 2]


def test_one_folder_a_process() -> None:
    assert default_folder() is default_folder()


def test_no_word_of_taiwan_stands_inside_a_replacement() -> None:
    for word, mainland in WORDS.items():
        assert fold(word) == mainland
        assert fold(mainland) == mainland


@given(st.lists(st.sampled_from([*WORDS, *"".join(WORDS), "隨", "網", "，"]), max_size=8))
@settings(max_examples=400)
def test_taiwan_words_beside_each_other(words: list[str]) -> None:
    once = fold("".join(words))
    assert fold(once) == once


def test_no_taiwan_word_stands_inside_a_replacement() -> None:
    assert not [(word, new) for new in WORDS.values() for word in WORDS if word in new]
