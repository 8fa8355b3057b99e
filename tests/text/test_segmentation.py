"""Word borders, by jieba."""

from __future__ import annotations

import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from assist.text import default_tokenizer
from assist.text.segmentation import JiebaTokenizer


def test_borders_lie_between_words() -> None:
    borders = default_tokenizer().borders("我要办理转账业务")
    assert {0, 4, 6, 8} <= borders
    assert 5 not in borders


def test_a_word_inside_another_has_no_border() -> None:
    assert 1 not in default_tokenizer().borders("信用卡")


@given(st.text("我要转账信用卡去世博会 a1", max_size=20))
@settings(max_examples=100, deadline=None)
def test_both_ends_are_borders(text: str) -> None:
    borders = JiebaTokenizer().borders(text)
    assert {0, len(text)} <= borders
    assert all(0 <= border <= len(text) for border in borders)


def test_it_is_loaded_when_first_asked_and_says_nothing() -> None:
    script = (
        "import sys; from assist.text import default_tokenizer; t = default_tokenizer();"
        "assert 'jieba' not in sys.modules; t.borders('我要转账'); assert 'jieba' in sys.modules"
    )
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
