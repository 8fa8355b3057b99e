"""How long a glance at a headline takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.core.glance import TURN_MS, glance_ms


@pytest.mark.parametrize(
    ("headline", "ms"),
    [
        ("", 1_500),
        ("先承接情绪，再问", 2_388),
        ("先把客户的话复述一遍，再告诉他下一步要等几天才行", 4_166),
        ("Acknowledge the loss first", 2_944),
    ],
)
def test_a_glance_takes_as_long_as_turning_to_it_and_reading(headline: str, ms: int) -> None:
    assert glance_ms(headline) == ms


@given(st.text(), st.text())
def test_longer_takes_longer(one: str, more: str) -> None:
    assert TURN_MS <= glance_ms(one) <= glance_ms(one + more)
