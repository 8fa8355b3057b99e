"""What a backtest says is the same in both languages."""

from __future__ import annotations

import re

from assist.backtest.words import WORDS


def slots(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


def test_both_languages_say_the_same() -> None:
    assert WORDS["zh"].keys() == WORDS["en"].keys()
    for name, said in WORDS["zh"].items():
        assert slots(said) == slots(WORDS["en"][name])
