"""Signals and conditions in a supervisor's words."""

from __future__ import annotations

import pytest

from assist.ruleset.saying import Lang, hears


@pytest.mark.parametrize(
    ("signal", "lang", "said"),
    [
        ("late-money", "zh", "`late-money`"),
        ("emotion:anger:high", "en", "`emotion:anger:high`"),
        ("examples:bank-zh:late-arrival:heard:0.05", "zh", "像 `late-arrival` 的例句，至少 5%"),
        (
            "examples:bank-en:late-arrival:whole:0.45",
            "en",
            "a whole utterance like the examples of `late-arrival`, 45 % or more",
        ),
    ],
)
def test_a_signal_of_examples_is_told_by_what_it_is_like(
    signal: str, lang: Lang, said: str
) -> None:
    assert hears(signal, lang) == said
