"""The garbage collector rests while rules are loaded, and is left as it was found."""

from __future__ import annotations

import gc

import pytest

from assist.ruleset.uncollected import uncollected


@uncollected()
def failing() -> None:
    assert not gc.isenabled()
    raise KeyError


def test_it_rests_within_and_goes_on_after_even_a_failure() -> None:
    assert gc.isenabled()

    with pytest.raises(KeyError):
        failing()

    assert gc.isenabled()


def test_one_that_rested_before_is_not_woken() -> None:
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
