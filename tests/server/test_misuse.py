"""A variable that sets nothing, and is like one that does."""

from __future__ import annotations

from assist.server.misuse import misspelt


def test_a_misspelt_variable_is_told_with_the_one_that_was_meant() -> None:
    assert misspelt(["ASSIST_RETENTION_DAY", "ASSIST_TOKENS", "ASSIST_MAX_CALL"]) == {
        "ASSIST_RETENTION_DAY": "ASSIST_RETENTION_DAYS",
        "ASSIST_TOKENS": "ASSIST_TOKEN",
        "ASSIST_MAX_CALL": "ASSIST_MAX_CALLS",
    }


def test_variables_that_are_ours_or_somebody_elses_are_let_be() -> None:
    ours = ["ASSIST_PORT", "assist_port", "ASSIST_TAP_PORT", "ASSIST_TAP_TOKEN"]
    theirs = ["ASSIST_SERVICE_HOST", "ASSIST_PORT_8713_TCP", "ASSIST_ENGINE", "PATH"]
    assert misspelt([*ours, *theirs]) == {}
