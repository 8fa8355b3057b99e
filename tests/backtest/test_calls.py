"""Labelled calls as a recogniser tells them: the same recordings as ever were made of them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from assist.backtest.calls import LabelledCall, events
from assist.core.events import CallEnd, CallStart, Fragment
from tests.backtest.calls import loss_call, turn

CALL = LabelledCall.model_validate(loss_call())


def test_a_turn_grows_without_punctuation_and_ends_as_said() -> None:
    first = [e for e in events(CALL) if isinstance(e, Fragment) and e.utterance == "u0"]

    assert [e.at for e in first] == [*range(400, 4000, 400), 4300]
    assert first[3].text == "我老伴上个月"
    assert first[-1].text == "我老伴上个月走了，他的存折怎么取"
    assert [e.final for e in first] == [False] * 9 + [True]
    assert (first[0].start, first[0].end, first[-1].end) == (0, 400, 4000)


def test_the_call_ends_after_a_silence() -> None:
    sent = events(CALL)

    assert isinstance(sent[0], CallStart)
    assert isinstance(sent[-1], CallEnd)
    assert sent[-1].at == 16_300 + 15_000
    assert [e.seq for e in sent] == list(range(1, len(sent) + 1))


def test_own_hypotheses_are_told_as_they_were() -> None:
    turns = [
        {**turn("customer", 0.0, 3.0, "人在机场"), "partials": [{"t": 1.2, "text": "人在鸡场"}]}
    ]
    made = LabelledCall.model_validate(loss_call(turns=turns, expect=[], optional=[]))

    told = [(e.at, e.text) for e in events(made, rewrites=1.0) if isinstance(e, Fragment)]
    assert told == [(1200, "人在鸡场"), (3300, "人在机场")]


def test_an_english_script_is_an_english_call() -> None:
    start = events(LabelledCall.model_validate(loss_call(script="en")))[0]

    assert isinstance(start, CallStart)
    assert start.language == "en"


@settings(max_examples=50, deadline=None)
@given(st.floats(0, 1), st.integers(0, 9))
def test_rewrites_are_the_same_each_time_and_put_right_by_the_final(
    rewrites: float, seed: int
) -> None:
    once = events(CALL, rewrites=rewrites, seed=seed)

    assert once == events(CALL, rewrites=rewrites, seed=seed)
    finals = [e.text for e in once if isinstance(e, Fragment) and e.final]
    assert finals == [said.text for said in CALL.turns]
