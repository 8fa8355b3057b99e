"""One way of scoring: the figures are those of ``tools/score_calls.py``, to the last digit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.backtest.calls import LabelledCall
from assist.backtest.scoring import CallScore, Moment, Score, score
from tests.backtest.calls import label, loss_call, turn

SHOW, UPDATE, CLOSE = "show", "update", "close"


def call(call_id: str, kind: str, **changes: Any) -> dict[str, Any]:
    turns = [turn("customer", 0.0, 4.0, "一"), turn("agent", 5.0, 8.0, "二")]
    turns += [turn("customer", 20.0, 24.0, "三"), turn("agent", 25.0, 28.0, "四")]
    return loss_call(call_id, kind=kind, turns=turns, expect=[], optional=[]) | changes


MADE_UP: list[tuple[dict[str, Any], list[tuple[float, str, str, str]]]] = [
    (
        call(
            "met-and-missed",
            "positive",
            expect=[
                label("bereaved", 0, 0.0, 16.0, "critical"),
                label("customer-angry", 2, 20.0, 36.0),
            ],
            optional=[label("no-empathy", 0, 5.0, 10.0)],
        ),
        [
            (3.5, SHOW, "a", "bereaved"),
            (24.9, SHOW, "b", "no-empathy"),  # 14.9 s after its window: grace
            (26.0, SHOW, "c", "no-empathy"),  # too late for grace
            (27.0, CLOSE, "a", "bereaved"),
        ],
    ),
    (
        call(
            "repeats-and-standing",
            "positive",
            expect=[
                label("bereaved", 0, 0.0, 16.0),
                label("customer-angry", 2, 23.0, 36.0),
                label("no-empathy", 3, 27.5, 40.0),
            ],
            optional=[label("bereaved", 0, 12.0, 13.0)],
        ),
        [
            (6.0, SHOW, "a", "bereaved"),
            (9.0, CLOSE, "a", "bereaved"),
            (10.0, SHOW, "b", "bereaved"),  # the repeat that is free
            (11.0, SHOW, "c", "bereaved"),  # a third, outside the optional window: false
            (12.5, SHOW, "d", "bereaved"),  # and one more, inside it
            (22.0, SHOW, "e", "customer-angry"),  # before its window, but it stands at 24.0
            (26.0, CLOSE, "e", "customer-angry"),
            (27.0, SHOW, "f", "no-empathy"),  # too early, hence false …
            (28.5, UPDATE, "f", "no-empathy"),  # … and yet its update meets what is expected
            (29.5, UPDATE, "f", "no-empathy"),
        ],
    ),
    (
        call(
            "all-right",
            "agent-right",
            forbid=["no-empathy"],
            optional=[label("bereaved", 0, 0.0, 8.0)],
        ),
        [(2.0, SHOW, "a", "bereaved"), (12.0, SHOW, "b", "no-empathy")],
    ),
    (call("quiet", "distractor", no_hints=True, forbid=["*"]), [(2.0, SHOW, "a", "bereaved")]),
    (call("silent", "distractor", no_hints=True, forbid=["*"]), []),
]


def scored(made: dict[str, Any], seen: list[tuple[float, str, str, str]]) -> CallScore:
    moments = [Moment(at, kind, hint, need, f"r-{need}") for at, kind, hint, need in seen]  # type: ignore[arg-type]
    return score(LabelledCall.model_validate(made), moments)


def test_the_figures_are_those_of_the_projects_scorer() -> None:
    """``made_up_score.json`` is what ``score_calls.py --json`` printed for these calls."""
    expected = json.loads(Path(__file__).with_name("made_up_score.json").read_text("utf-8"))
    expected.pop("unknown_calls")

    assert Score([scored(*one) for one in MADE_UP]).to_json() == expected


def test_every_showing_has_a_verdict() -> None:
    verdicts = {
        made["id"]: [(j.moment.hint, j.verdict) for j in scored(made, seen).judged]
        for made, seen in MADE_UP
    }

    assert verdicts == {
        "met-and-missed": [("a", "right"), ("b", "optional"), ("c", "false")],
        "repeats-and-standing": [
            ("a", "right"), ("b", "repeat"), ("c", "false"), ("d", "optional"), ("e", "false"),
            ("f", "false"), ("f", "right"),
        ],
        "all-right": [("a", "optional"), ("b", "forbidden")],
        "quiet": [("a", "forbidden")],
        "silent": [],
    }  # fmt: skip


def test_what_met_a_need_is_known_by_its_rule() -> None:
    missed, standing = (scored(*MADE_UP[number]) for number in (0, 1))

    assert missed.met_by == ("r-bereaved", None)
    assert [one.need for one in missed.missed] == ["customer-angry"]
    assert standing.met_by == ("r-bereaved", "r-customer-angry", "r-no-empathy")


def test_nothing_asked_and_nothing_shown_is_no_precision() -> None:
    nothing = Score([scored(*MADE_UP[4])])

    assert (nothing.precision, nothing.recall, nothing.f1) == (0.0, 0.0, 0.0)
    assert nothing.to_json()["delay_s"] is None


NEEDS = ("bereaved", "customer-angry", "no-empathy")
MOMENTS = st.lists(
    st.tuples(st.integers(0, 40), st.sampled_from([SHOW, UPDATE, CLOSE]), st.sampled_from(NEEDS)),
    max_size=12,
)


@settings(max_examples=100, deadline=None)
@given(MOMENTS, st.integers(0, len(MADE_UP) - 1))
def test_showings_are_counted_once_each(drawn: list[tuple[int, str, str]], which: int) -> None:
    seen = [(float(at), kind, f"h{n}", need) for n, (at, kind, need) in enumerate(drawn)]
    made = MADE_UP[which][0]
    result = scored(made, seen)

    shows = [(at, hint) for at, kind, hint, _ in seen if kind == SHOW]
    judged = [(j.moment.at, j.moment.hint) for j in result.judged if j.moment.kind == SHOW]
    assert sorted(shows) == sorted(judged)
    right = sum(j.verdict == "right" for j in result.judged)
    assert right <= sum(rule is not None for rule in result.met_by) <= len(made["expect"])


@pytest.mark.parametrize("made", [made for made, _ in MADE_UP])
def test_the_calls_are_ones_that_can_be_read(made: dict[str, Any]) -> None:
    assert LabelledCall.model_validate(made).is_labelled
