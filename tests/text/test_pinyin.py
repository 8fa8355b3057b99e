"""How characters sound to a recogniser."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.text.pinyin import PinyinSounder

SOUNDER = PinyinSounder()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("战", "赞"),  # zh, z
        ("吃", "次"),  # ch, c
        ("是", "四"),  # sh, s, tones aside
        ("你", "里"),  # n, l
        ("福", "胡"),  # f, h
        ("帮", "班"),  # ang, an
        ("光", "关"),
        ("争", "真"),  # eng, en; zh
        ("请", "寝"),  # ing, in
        ("女", "吕"),
        ("安", "按"),
    ],
)
def test_what_is_taken_for_the_same(one: str, other: str) -> None:
    assert SOUNDER.sounds(one) == SOUNDER.sounds(other)


@pytest.mark.parametrize(("one", "other"), [("钱", "强"), ("大", "他"), ("a", "啊"), ("力", "路")])
def test_what_is_not(one: str, other: str) -> None:
    assert SOUNDER.sounds(one) != SOUNDER.sounds(other)


def test_a_phrase_is_read_by_its_words_and_by_its_characters() -> None:
    readings = SOUNDER.readings("银行卡")
    assert len(readings) == 2
    assert SOUNDER.sounds("银航卡") in readings
    assert SOUNDER.sounds("银形卡") in readings
    assert SOUNDER.readings("安全账户") == (SOUNDER.sounds("安全账户"),)


def test_what_has_no_sound_has_no_reading() -> None:
    assert SOUNDER.readings("app登录") == ()
    assert SOUNDER.readings("3.5") == ()


@given(st.text("银行卡安全账户abc123 。", max_size=20))
def test_sounds_are_as_long_as_the_text(text: str) -> None:
    sounds = SOUNDER.sounds(text)
    assert len(sounds) == len(text)
    assert SOUNDER.sounds(text[:5]) == sounds[:5]
