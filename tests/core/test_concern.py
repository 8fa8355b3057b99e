"""The risk of a complaint and who needs help most: numbers that can be checked by hand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from assist.core import concern
from assist.core.concern import ANGER, BEARING, UNANSWERED, CameUp, complaint_risk, help_wanted
from assist.core.hints import PRIORITIES
from assist.ruleset.packs import catalogue

DOCS = Path(__file__).parents[2] / "docs" / "supervisors"


def came_up(need: str, times: int = 1, *, is_open: bool = True, escalated: bool = False) -> CameUp:
    return CameUp(need, f"text of {need}", times, is_open, escalated)


def test_a_call_in_which_nothing_came_up_has_no_risk() -> None:
    assert complaint_risk([], {}) == (0, ())
    assert complaint_risk([came_up("steps-and-times")], {"grief": 1.0}) == (0, ())


def test_one_reason_is_the_whole_risk_and_is_named() -> None:
    risk, (reason,) = complaint_risk([came_up("regulator-threat")], {})
    assert risk == pytest.approx(BEARING["regulator-threat"])
    assert (reason.what, reason.text) == ("regulator-threat", "text of regulator-threat")


def test_reasons_add_up_as_chances_do() -> None:
    risk, reasons = complaint_risk(
        [came_up("had-to-repeat", 3), came_up("customer-angry")], {"anger": 0.5, "grief": 0.9}
    )
    assert risk == pytest.approx(1 - (1 - 0.4) * (1 - 0.3) * (1 - ANGER * 0.5))
    assert [each.what for each in reasons] == ["had-to-repeat", "customer-angry", "emotion:anger"]


def test_what_was_answered_weighs_half_and_what_was_left_weighs_more() -> None:
    weights = [
        complaint_risk([came_up("complaint-demand", is_open=is_open, escalated=escalated)], {})[0]
        for is_open, escalated in ((False, False), (True, False), (True, True))
    ]
    assert weights == pytest.approx([0.3, 0.6, 0.6 + UNANSWERED])


def test_any_need_that_was_left_for_too_long_counts() -> None:
    left = came_up("documents-upfront", escalated=True)
    assert complaint_risk([left], {})[0] == pytest.approx(UNANSWERED)
    assert complaint_risk([came_up("documents-upfront")], {})[0] == 0


NEEDS = st.builds(
    CameUp,
    st.sampled_from([*BEARING, "documents-upfront"]),
    st.just(""),
    st.integers(1, 9),
    st.booleans(),
    st.booleans(),
)
METERS = st.dictionaries(st.sampled_from(["anger", "anxiety", "grief"]), st.floats(0, 1))


@given(st.lists(NEEDS, max_size=12), NEEDS, METERS)
def test_a_risk_is_a_share_and_another_reason_never_lessens_it(
    needs: list[CameUp], more: CameUp, meters: dict[str, float]
) -> None:
    before, reasons = complaint_risk(needs, meters)
    after, _ = complaint_risk([*needs, more], meters)
    assert 0 <= before <= after <= 1
    assert len(reasons) <= concern.REASONS
    assert [r.weight for r in reasons] == sorted((r.weight for r in reasons), reverse=True)


BESIDE: dict[str, Any] = {
    "gravest": None,
    "escalated": False,
    "emotion": 0.0,
    "rise": 0.0,
    "risk": 0.0,
    "uncared": 0,
}


def test_help_is_nothing_at_rest_and_a_hundred_at_worst() -> None:
    assert help_wanted(**BESIDE) == 0
    worst = {"gravest": "critical", "escalated": True, "emotion": 1.0, "rise": 0.5, "risk": 1.0}
    assert help_wanted(**{**BESIDE, **worst, "uncared": 60_000}) == 100
    assert help_wanted(**{**BESIDE, **worst, "rise": 9.0, "uncared": 10**9}) == 100


@pytest.mark.parametrize(
    ("part", "values"),
    [
        ("gravest", [None, *PRIORITIES]),
        ("emotion", [0.0, 0.3, 1.0]),
        ("rise", [-1.0, 0.2, 0.4]),
        ("risk", [0.0, 0.5, 1.0]),
        ("uncared", [0, 20_000, 60_000]),
    ],
)
def test_more_of_anything_is_more_help(part: str, values: list[Any]) -> None:
    told = [help_wanted(**{**BESIDE, part: value}) for value in values]
    assert told == sorted(told)
    assert told[0] == 0 < told[-1]


def test_nothing_outweighs_a_life() -> None:
    worst = {"gravest": "critical", "emotion": 0.9, "rise": 0.5, "risk": 0.95, "uncared": 50_000}
    assert help_wanted(**BESIDE, life=True) == 100 > help_wanted(**{**BESIDE, **worst})


def test_an_escalated_need_is_one_step_graver() -> None:
    escalated = help_wanted(**{**BESIDE, "gravest": "advice", "escalated": True})
    assert escalated == help_wanted(**{**BESIDE, "gravest": "urgent"})


def test_every_need_that_bears_on_it_is_in_the_catalogue() -> None:
    known = YAML(typ="safe").load(catalogue().read_text(encoding="utf-8"))
    assert BEARING.keys() <= known.keys()


@pytest.mark.parametrize("page", ["live.md", "live.zh.md"])
def test_the_supervisors_page_has_these_weights(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    weights = {float(w) for w in re.findall(r"\| (0\.\d+) \|", text)}
    assert weights == {*BEARING.values(), UNANSWERED}
    assert f"| {ANGER} × " in text
    parts = [int(n) for n in re.findall(r"^\| [^|]+ \| (\d+) \|", text, re.MULTILINE)]
    assert parts == [concern.GRAVITY, concern.FEELING, concern.TREND, concern.RISK, concern.WAITING]


def test_the_floor_has_words_for_every_need_that_bears_on_it() -> None:
    page = (DOCS.parents[1] / "web/src/console/floor/reasons.ts").read_text(encoding="utf-8")
    told = re.findall(r'^    "?([a-z-]+)"?: "', page, re.MULTILINE)
    assert sorted(told) == sorted([*BEARING, *BEARING])
