"""Signals of manner in rule files: what they become, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assist.core.manners import (
    Backchannel,
    Interrupts,
    LongTurn,
    Loudness,
    Manner,
    Pace,
    Repeats,
    Silence,
    TalkRatio,
)
from assist.ruleset import Loaded

Errors = Callable[..., list[str]]
Load = Callable[..., Loaded]

PACK = """\
signals:
  so: {{speaker: {speaker}, {so}}}
rules:
  r:
    need: customer-silent
    ability: empathy
    when: so
    hint: {{text: 慢一点, say: 您慢慢说。}}
"""


@pytest.mark.parametrize(
    ("so", "becomes"),
    [
        ("pace: {above: 1.4}", Pace(above=1.4)),
        ("pace: {below: 0.7, of: agent}", Pace(below=0.7, of="agent")),
        ("pace: {above: 1.2, below: 2, of: usual}", Pace(1.2, 2, "usual")),
        ("loudness: {above_db: 6}", Loudness(6)),
        ("silence: {longer_than: 6s}", Silence(6_000)),
        ("talk_ratio: {above: 0.8, over: 2m}", TalkRatio(0.8, 120_000)),
        ("interrupts: {by: 500ms}", Interrupts(500)),
        ("long_turn: {time: 20s}", LongTurn(time=20_000)),
        ("long_turn: {chars: 25}", LongTurn(chars=25)),
        ("repeats: {similar: 0.6, times: 2, within: 120s}", Repeats(0.6, 2, 120_000)),
        (
            "repeats: {similar: 0.6, times: 3, within: 3m, apart: 15s}",
            Repeats(0.6, 3, 180_000, 15_000),
        ),
        ("backchannel: true", Backchannel()),
    ],
)
def test_each_manner_is_measured_as_written(load_text: Load, so: str, becomes: Manner) -> None:
    loaded = load_text(PACK.format(speaker="customer", so=so))

    assert loaded.program is not None
    assert loaded.program.rules.signals["so"].manner == becomes
    assert not loaded.program.plans["zh"].idle


def test_a_pack_without_any_asks_for_nothing(load_text: Load) -> None:
    loaded = load_text(PACK.format(speaker="customer", so="phrases: [去世]"))

    assert loaded.program is not None
    assert loaded.program.plans["zh"].idle


@pytest.mark.parametrize(
    ("speaker", "so", "said"),
    [
        ("any", "pace: {above: 1.4}", "2:17: `pace` is one speaker's"),
        ("customer", "pace: {}", "2:33: no pace is given"),
        ("customer", "pace: {above: 2, below: 1}", "2:33: nothing is both so fast and so slow"),
        ("customer", "pace: {above: 1.4, of: customer}", "2:50: the customer's own pace is what"),
        ("customer", "pace: {above: fast}", "2:41: `above`: "),
        ("customer", "pace: {abvoe: 1.4}", "2:34: `abvoe` is not known here (did you mean"),
        ("customer", "pace: {above: 1.4}, silence: {longer_than: 6s}", "2:47: `so` goes by pace"),
        ("customer", "silence: {longer_than: 6}", "2:50: 6 what? Write the unit: 6s"),
        ("customer", "silence: {longer_than: 1h}", "2:50: longer than can be told: at most 600s"),
        ("customer", "long_turn: {}", "2:38: a long turn is so long or so many"),
        ("customer", "long_turn: {time: 9s, chars: 9}", "2:38: a long turn is so long or"),
        ("customer", "talk_ratio: {above: 80, over: 1m}", "2:47: `above`: "),
        ("customer", "talk_ratio: {above: 0.8, over: 5m}", "2:58: longer than can be told"),
        ("customer", "backchannel: false", "2:40: `false` is not possible"),
        (
            "customer",
            "repeats: {similar: 0.6, times: 3, within: 30s, apart: 15s}",
            "2:36: 3 times so far apart do not fit",
        ),
        (
            "customer",
            "repeats: {similar: 0.6, times: 1, within: 30s}",
            "2:58: `times`: ",
        ),
        (
            "customer",
            "phrases: [去世], silence: {longer_than: 6s}",
            "2:42: `silence` tells of a moment, not of the words beside it",
        ),
        ("customer", "interrupts: {by: 500ms}, word: true", "2:52: `word` says nothing about a"),
        ("customer", "pace: {above: 2}, context: {age: 70}", "2:3: `so` has context and manner"),
    ],
)
def test_each_slip_is_named_at_its_place(
    errors_of: Errors, speaker: str, so: str, said: str
) -> None:
    found = errors_of(PACK.format(speaker=speaker, so=so))

    assert any(error.startswith(f"loss.yaml:{said}") for error in found), found


def test_a_manner_without_a_speaker_is_nobodys(errors_of: Errors) -> None:
    found = errors_of(PACK.replace("speaker: {speaker}, ", "").format(so="interrupts: {by: 1s}"))

    assert found == [
        "loss.yaml:2:3: `interrupts` is one speaker's (say `speaker: customer` or `speaker: agent`)"
    ]


def test_an_emotion_may_weigh_how_something_is_said(errors_of: Errors) -> None:
    strain = "emotions: {strain: {speaker: agent, half_life: 1m, levels: {high: 0.5}, weights: {}}}"
    weighed = strain.replace("weights: {}", "weights: {so: 0.3}")

    assert errors_of(PACK.format(speaker="customer", so="interrupts: {by: 1s}") + weighed) == []


STRAIN = """\
signals:
  rage: {{speaker: customer, phrases: [气死我了]}}
  bears: {{{bears}}}
emotions:
  anger: {{speaker: customer, half_life: 60s, levels: {{high: 0.5}}, weights: {{{anger}}}}}
  strain: {{speaker: agent, half_life: 5m, levels: {{high: 0.5}}, weights: {{{strain}}}}}
"""


@pytest.mark.parametrize(
    ("bears", "anger", "strain", "said"),
    [
        ("emotion: {anger: high}, every: 15s", "rage: 0.4", "bears: 0.1", None),
        ("emotion: {anger: high}", "rage: 0.4", "bears: 0.1", None),
        (
            "emotion: {anger: high}",
            "rage: 0.4, bears: 0.1",
            "rage: 0.1",
            "5:88: `bears` is no signal of words",
        ),
        (
            "emotion: {strain: high}",
            "rage: 0.4",
            "bears: 0.1",
            "6:74: `bears` is no signal of words",
        ),
        ("emotion: {anger: high}, every: 1s", "rage: 0.4", "bears: 0.1", "3:42: `every`: "),
        (
            "emotion: {anger: eased}, every: 15s",
            "rage: 0.4",
            "bears: 0.1",
            "3:36: `every` tells how long an emotion stands",
        ),
    ],
)
def test_an_agents_emotion_may_bear_the_customers(
    errors_of: Errors, bears: str, anger: str, strain: str, said: str | None
) -> None:
    found = errors_of(STRAIN.format(bears=bears, anger=anger, strain=strain))

    assert (said is None and found == []) or any(e.startswith(f"loss.yaml:{said}") for e in found)
