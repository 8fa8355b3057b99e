"""Emotions: what raises them, how they fade, and what is told of them."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.core.meters import Curve
from assist.core.occurrences import History, Occurrence
from assist.core.rules import Meter
from tests.core.calls import MOODS, SIGNALS, Call, closed, of, rules, shown

ANGER: Final = Meter(
    name="anger",
    speaker="customer",
    half_life=10_000,
    levels=(("mild", 0.3), ("high", 0.6)),
    hysteresis=0.1,
    spike=(0.5, 5_000),
    weights={"angry": 0.4, "sorry": -0.3},
)


def curve(*said: tuple[int, str], meter: Meter = ANGER) -> Curve:
    """The meter after signals at their times (ms)."""
    history, found = History(), Curve(meter)
    for time, signal in said:
        history.add(f"customer/{time}", Occurrence(time, signal, "customer", str(time), quote="x"))
    found.refold(history)
    return found


def test_a_level_halves_with_every_half_life() -> None:
    anger = curve((0, "angry"))
    assert [anger.value(t) for t in (0, 10_000, 20_000)] == pytest.approx([0.4, 0.2, 0.1])
    assert anger.value(-1) == 0
    assert anger.value(200_000) == 0


def test_weights_add_up_and_stay_between_0_and_1() -> None:
    assert curve((0, "angry"), (10_000, "angry")).value(10_000) == pytest.approx(0.6)
    assert curve(*((t, "angry") for t in range(5))).value(5) == pytest.approx(1, abs=0.01)
    assert curve((0, "angry"), (1, "sorry"), (2, "sorry")).value(2) == 0


def test_levels_rise_at_once_and_fall_with_hysteresis() -> None:
    anger = curve((0, "angry"), (1, "angry"))
    falls = []
    time: int | None = 0
    while time is not None and (time := anger.next_fall(time)) is not None:
        falls.append((anger.level(time - 1), anger.level(time)))
    assert falls == [(2, 1), (1, 0)]
    assert anger.level(-1) == 0


def test_signals_are_folded_in_media_order_whatever_order_they_come_in() -> None:
    assert curve((9_000, "angry"), (0, "sorry")).value(9_000) == pytest.approx(0.4)


def test_a_spike_is_a_rise_within_its_window_and_counts_once() -> None:
    sudden = curve((0, "angry"), (1_000, "angry"), (2_000, "angry"))
    assert [p.spike for p in sudden.points] == [False, True, False]
    slow = curve((0, "angry"), (30_000, "angry"), (60_000, "angry"))
    assert not any(p.spike for p in slow.points)
    unwatched = Meter(**{**{f: getattr(ANGER, f) for f in Meter.__slots__}, "spike": None})
    assert not any(p.spike for p in curve((0, "angry"), (1, "angry"), meter=unwatched).points)


@pytest.mark.parametrize("hysteresis", [0.3, 0.5])
def test_a_level_falls_in_the_end_whatever_its_hysteresis(hysteresis: float) -> None:
    stubborn = Meter(
        name="anger",
        speaker="customer",
        half_life=1_000,
        levels=(("mild", 0.0), ("high", 0.3)),
        hysteresis=hysteresis,
        spike=None,
        weights={"angry": 0.4},
    )
    assert curve((0, "angry"), meter=stubborn).level(20_000) == 0


# -- in a call -----------------------------------------------------------------------------


def test_the_weight_of_a_withdrawn_signal_leaves_exactly() -> None:
    call, quiet = Call(SIGNALS), Call(SIGNALS)
    for one in (call, quiet):
        one.customer(3, "气死我了", u="first")
    call.hears("customer", 5, "我要投诉你们行", u="x")
    assert call.value("anger", 5) > 0.8
    call.hears("customer", 6, "我要投资你们行", u="x")
    call.customer(8, "气死我了", u="z")
    quiet.customer(8, "气死我了", u="z")
    assert call.value("anger", 8) == quiet.value("anger", 8)


def test_a_late_signal_counts_at_the_time_of_its_words() -> None:
    call = Call(SIGNALS)
    call.customer(60, "我查余额", start=58, end=59)
    call.customer(62, "气死我了", start=0, end=2)
    assert call.value("anger", 62) == pytest.approx(0.2)


def test_two_emotion_events_a_second_at_most_and_the_last_level_is_told() -> None:
    call = Call(SIGNALS)
    for tenth in range(20):
        call.customer(5 + tenth / 10, "气死我了" if tenth % 2 else "我要投诉")
    call.agent(7, "很抱歉")
    call.until(8)
    told = [event["at"] for event in of(call.seen, "emotion")]
    assert min(later - earlier for earlier, later in itertools.pairwise(told)) >= 500
    assert len(told) == 3
    assert of(call.seen, "emotion")[-1]["meters"]["anger"] == pytest.approx(0.7, abs=0.01)


def test_a_level_that_falls_is_told_when_it_does() -> None:
    call = Call(SIGNALS)
    call.customer(5, "我要投诉", end=5)
    assert [e["level"] for e in of(call.until(200), "emotion")] == ["calm"]
    assert of(call.seen, "emotion")[-1]["at"] == pytest.approx(5_000 + 60_000 * 1.3219, abs=5)


def test_a_spike_is_told_once_even_where_its_words_were_heard_late() -> None:
    call = Call(SIGNALS)
    call.customer(5, "气死我了", end=4)
    call.customer(9, "我要投诉", start=3, end=4.9)
    call.customer(12, "我查余额")
    call.until(40)
    assert [e["spike"] for e in of(call.seen, "emotion")].count(True) == 1


def test_a_withdrawn_emotion_is_taken_back_from_the_screen() -> None:
    call = Call(SIGNALS)
    call.hears("customer", 5, "我要投诉你们行", u="x")
    call.final("customer", 6, "我要投资你们行", u="x")
    assert of(call.seen, "emotion")[-1]["level"] == "calm"
    assert of(call.seen, "emotion")[-1]["meters"] == {"anger": 0.0}


def derived(what: str) -> str:
    signal = f"  felt: {{speaker: customer, emotion: {{anger: {what}}}}}\n"
    return rules("it: {need: customer-angry, when: felt}").replace(
        "signals:\n", "signals:\n" + signal, 1
    )


def test_an_emotion_that_spikes_is_a_signal() -> None:
    call = Call(derived("spike"))
    call.customer(5, "气死我了")
    assert shown(call.customer(8, "我要投诉")) == [(8, "it")]


def test_an_emotion_that_reaches_a_level_is_a_signal_and_is_taken_back_with_its_words() -> None:
    call = Call(derived("high"))
    call.customer(5, "气死我了")
    call.hears("customer", 8, "我要投诉你们行", u="x")
    assert call.visible == ["it"]
    assert closed(call.final("customer", 9, "我要投资你们行", u="x")) == [(9, "retracted")]


def test_an_emotion_that_eased_is_a_signal_with_nobody_speaking() -> None:
    call = Call(derived("eased"))
    call.customer(5, "气死我了", end=5)
    (at, rule), *_ = shown(call.until(400))
    assert rule == "it"
    assert at == pytest.approx(65, abs=1)


def test_an_emotion_rises_because_of_the_words_that_had_built_up() -> None:
    call = Call(derived("high"))
    call.customer(5, "气死我了", u="a")
    quotes = of(call.customer(8, "我要投诉", u="b"), "hint.show")[0]["because"]
    assert [quote["utterance"] for quote in quotes] == ["a", "b"]


def test_a_node_clock_behind_the_recognisers_still_lets_levels_fall() -> None:
    call = Call(SIGNALS)
    call.customer(100, "我要投诉", end=100, received=40)
    assert [e["level"] for e in of(call.until(400), "emotion")][-1] == "calm"


def test_a_spike_is_a_rise_above_what_is_usual_for_the_speaker() -> None:
    calm = curve((300_000, "angry"), (301_000, "angry"))
    assert [point.spike for point in calm.points] == [False, True]
    always = [(time, "angry") for time in range(0, 300_000, 9_000)]
    agitated = curve(*always, (301_000, "angry"))
    usual = sum(agitated.value(time) for time in range(261_000, 301_000, 100)) / 400
    assert usual == pytest.approx(0.6, abs=0.1)
    assert not agitated.points[-1].spike


def test_what_is_usual_is_the_mean_of_the_curve() -> None:
    anger = curve((0, "angry"), (7_000, "angry"), (11_000, "sorry"), (60_000, "angry"))
    for until in (3_000, 11_000, 39_000, 70_000):
        mean = sum(anger.value(time) for time in range(until - 40_000, until, 5)) / 8_000
        assert anger._usual(until) == pytest.approx(mean, abs=0.002)


BORNE: Final = """
signals:
  rage: {speaker: customer, phrases: [气死我了]}
  calm: {speaker: customer, phrases: [算了算了]}
  bears: {emotion: {anger: high}, every: 10s}
emotions:
  anger: {speaker: customer, half_life: 60s, levels: {high: 0.5}, hysteresis: 0.1,
    weights: {rage: 0.8, calm: -0.8}}
  strain: {speaker: agent, half_life: 5m, levels: {high: 0.5}, weights: {bears: 0.2}}
rules:
  pause: {need: agent-needs-pause, ability: empathy, when: {emotion: strain, level: high},
    hint: {text: 停三秒, say: 慢慢来}}
"""


def bears(call: Call) -> list[int]:
    return [item.time for item in call.engine.state.history.by_signal.get("bears", [])]


def test_anger_is_borne_for_as_long_as_it_stands() -> None:
    call = Call(BORNE)
    call.customer(4, "气死我了")
    call.until(30)
    assert bears(call) == [10_000, 20_000, 30_000]
    assert call.visible == ["pause"]
    call.customer(38, "算了算了")
    call.until(90)
    assert bears(call) == [10_000, 20_000, 30_000]


def test_anger_that_fades_is_borne_no_longer() -> None:
    call = Call(BORNE)
    call.customer(4, "气死我了")
    call.until(200)
    assert bears(call) == [10_000, 20_000, 30_000, 40_000, 50_000, 60_000]


def test_what_was_borne_of_anger_that_was_misheard_is_gone() -> None:
    call = Call(BORNE)
    call.hears("customer", 4, "气死我了", u="u")
    call.hears("customer", 4.5, "气死我了吧", u="u")
    call.until(31)
    assert bears(call) == [10_000, 20_000, 30_000]
    call.customer(32, "喜事我了解", u="u")
    assert bears(call) == []
    assert call.visible == []


def test_what_is_borne_goes_on_after_a_restart() -> None:
    call = Call(BORNE)
    call.customer(4, "气死我了")
    call.until(15)
    call.restart().until(30)
    assert bears(call) == [10_000, 20_000, 30_000]
    assert call.visible == ["pause"]


@given(
    st.lists(st.tuples(st.integers(0, 60_000), st.sampled_from(["angry", "sorry"])), max_size=8),
    st.lists(st.integers(-5_000, 90_000), max_size=12).map(sorted),
)
def test_many_values_at_once_are_the_same_as_one_by_one(
    said: list[tuple[int, str]], times: list[int]
) -> None:
    anger = curve(*{time: (time, signal) for time, signal in said}.values())
    assert anger.values(times) == [anger.value(time) for time in times]


@given(
    st.lists(
        st.tuples(st.integers(0, 60_000), st.sampled_from(["angry", "sorry", "taken back"])),
        max_size=12,
    )
)
def test_a_meter_that_was_followed_says_what_one_folded_at_the_end_says(
    said: list[tuple[int, str]],
) -> None:
    bearing = replace(ANGER, borne=(("bears", "mild", 2_000),))
    history, followed = History(), Curve(bearing, {"emotion:anger:high": ("furious",)})
    for now, (time, signal) in enumerate(said, 1):
        words = Occurrence(time, signal, "customer", str(time), quote="x")
        history.replace(f"customer/{time}", () if signal == "taken back" else (words,))
        followed.refold(history)
        _told(followed, 10_000 * now)
    afresh = Curve(bearing, followed.aliases)
    afresh.refold(history)
    end = 10_000 * len(said)
    assert _told(followed, end) == _told(afresh, end)


def _told(curve: Curve, now: int) -> list[list[Occurrence]]:
    return [list(curve.derived()), list(curve.eased(now)), list(curve.borne(now))]


def felt(call: Call) -> list[tuple[str, str, str]]:
    """What was told last: by which meter to name it, that one's level, and the highest of all."""
    last = of(call.seen, "emotion")[-1]
    return [(last["feeling"], last["feeling_level"], last["level"])]


def test_a_feeling_is_named_by_the_meter_of_that_feeling_not_by_that_of_all() -> None:
    call = Call(MOODS)
    call.customer(2, "怎么没有")
    assert felt(call) == [("mood", "high", "high")]
    call.customer(5, "我老伴走了，怎么办")
    assert felt(call) == [("grief", "mild", "severe")]
    call.customer(8, "气死我了")
    assert felt(call) == [("anger", "high", "severe")]


def test_the_mood_is_named_where_no_single_feeling_tells_and_nothing_where_all_is_calm() -> None:
    call = Call(MOODS)
    call.customer(2, "我老伴走了")
    assert felt(call) == [("grief", "mild", "mild")]
    call.until(70)
    assert felt(call) == [("mood", "mild", "mild")]
    call.until(200)
    assert felt(call) == [("", "calm", "calm")]
