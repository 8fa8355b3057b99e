"""How rules fare, and which want a look."""

from __future__ import annotations

from typing import Any

import pytest

from assist.studio.health import health_told


def rule(**about: Any) -> dict[str, Any]:
    told = {"need": "fraud", "mode": "live", **about}
    return {"name": "r", "path": "bank/a.yaml", "line": 3, "about": told}


def figures(shown: int = 10, calls: int = 5, **verdicts: int) -> dict[str, Any]:
    closed = {"met": 3, "expired": 6}
    last = {"call": "c", "at": 5}
    return {"rule": "r", "shown": shown, "calls": calls, "met": 4, "closed": closed,
            "verdicts": verdicts, "last": last}  # fmt: skip


@pytest.mark.parametrize(
    ("about", "found", "calls", "verdicts"),
    [
        ({}, [], 100, ["never"]),
        ({}, [], 5, []),  # too few to say
        ({"mode": "shadow"}, [], 100, []),
        ({"need": None}, [], 100, []),
        ({}, [figures()], 100, []),
        ({}, [figures(calls=40)], 100, ["too_often"]),
        ({}, [figures(helpful=2, wrong=1)], 100, ["often_wrong"]),
        ({}, [figures(helpful=9, wrong=1)], 100, []),
        ({}, [figures(dismissed=4, later=9)], 100, ["always_dismissed"]),
        ({}, [figures(dismissed=2)], 100, []),
    ],
)
def test_a_rule_is_judged_only_by_enough(
    about: dict[str, Any], found: list[Any], calls: int, verdicts: list[str]
) -> None:
    (told,) = health_told([rule(**about)], calls, found)["rules"]
    assert told["verdicts"] == verdicts


def test_those_that_want_a_look_come_first() -> None:
    quiet = rule() | {"name": "quiet"}
    told = health_told([rule(), quiet], 50, [figures()])
    assert [one["rule"] for one in told["rules"]] == ["quiet", "r"]
    of_r = told["rules"][1]
    assert (of_r["per_100"], of_r["met"], of_r["expired"], of_r["last"]["call"]) == (
        20.0,
        4,
        6,
        "c",
    )
