"""Forgetting: what is filed away is forgotten when it would be if everything were looked at."""

from __future__ import annotations

from functools import cache, partial

from hypothesis import given
from hypothesis import strategies as st

from assist.core.forgetting import Forgetting
from assist.core.occurrences import History, Occurrence
from assist.core.program import WHOLE_MS, Index
from tests.core.calls import program

RULES = """
signals:
  loss: {speaker: customer, phrases: [丢了]}
  threat: {speaker: customer, phrases: [投诉]}
  away: {speaker: customer, phrases: [外地]}
emotions:
  anger: {speaker: customer, half_life: 60s, levels: {high: 0.5}, hysteresis: 0.1,
    weights: {threat: 0.5}}
rules:
  lost-abroad: {need: bereaved, ability: empathy, when: {all: [loss, away], within: 2m},
    hint: {text: 先挂失}}
"""
SIGNALS = ("loss", "threat", "away", "turn:customer")


@cache
def index() -> Index:
    return program(RULES).index


def test_a_moment_is_kept_until_what_is_kept_no_longer_reaches_it() -> None:
    for signal in SIGNALS:
        for time in (0, 1, WHOLE_MS - 1, WHOLE_MS, 1_234_567):
            until = index().kept_until(signal, time)
            assert index().keep_from(until - 1, signal) <= time < index().keep_from(until, signal)


said = st.lists(st.tuples(st.sampled_from(SIGNALS), st.integers(0, 90_000)), max_size=3)
step = st.tuples(st.integers(0, 12), said, st.integers(0, 400_000), st.booleans())


@given(st.lists(step, max_size=40), st.integers(0, 40))
def test_it_forgets_what_looking_at_everything_would(
    steps: list[tuple[int, list[tuple[str, int]], int, bool]], restarted: int
) -> None:
    """Utterances come, are said otherwise and close; some time passes; what is old is forgotten."""
    filed, looked = History(), History()
    forgetting = Forgetting(index(), filed)
    newest, still_open = 0, set[str]()
    for nth, (name, words, passes, closes) in enumerate(steps):
        source = f"customer/{name}" if name else "emotion/anger"
        if nth == restarted:  # nothing of it is saved
            forgetting = Forgetting(index(), filed)
        spoken = tuple(
            Occurrence(max(0, newest - before), signal, "customer", str(name), ordinal=ordinal)
            for ordinal, (signal, before) in enumerate(words)
        )
        for history in (filed, looked):
            history.replace(source, spoken)
        still_open.add(source)
        if closes:
            still_open.clear()
        newest += passes
        prunable = [s for s in looked.by_source if s not in still_open and s[:8] != "emotion/"]
        gone = looked.prune(prunable, partial(index().keep_from, newest))
        assert {id(item) for item in forgetting.prune(newest, still_open)} == set(map(id, gone))
        assert filed.by_source == looked.by_source
        assert filed.by_signal == looked.by_signal
        assert filed.forgotten == looked.forgotten
