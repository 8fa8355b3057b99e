"""Rules by what their own tests say of them."""

from __future__ import annotations

from assist.ruleset import Loaded
from assist.ruleset.testing import run


def passes(found: Loaded) -> bool:
    """Whether they load, and each of their tests passes."""
    assert found.errors == ()
    assert found.program is not None
    outcomes = [run(test, found.program) for test in found.tests]
    return all(outcome.status == "passed" for outcome in outcomes)
