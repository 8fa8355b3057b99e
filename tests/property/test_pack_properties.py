"""What holds of any call under the rules that come with the program."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assist.core.program import Program
from assist.ruleset import Loaded, load
from assist.text import default_folder, default_tokenizer
from tests.property.spoken import PLAIN, Player, log, state_of

PACKS = Path(__file__).parents[2] / "rules"
BREATH_MS = 1_500
MISHEARD = ("不", "没", "别", "嗯", "那个", "not ", "I'm ", "12378", "他说", "如果", "以前", "投诉")
"""What a recogniser drops in, and takes out again."""

LEAVING = "再这样我就把卡剪了，不用你们家了，什么态"
"""With one character more it may be the first hint of a call."""


@cache
def loaded() -> Loaded:
    return load([PACKS], folder=default_folder(), tokenizer=default_tokenizer())


def packs() -> Program:
    program = loaded().program
    assert program is not None
    return program


@cache
def sentences(speaker: str) -> list[str]:
    """What somebody says in the tests beside the rules."""
    lines = (line for test in loaded().tests for line in test.lines)
    return sorted({line.text for line in lines if line.speaker == speaker})


@st.composite
def hypotheses(draw: st.DrawFn, speaker: str) -> list[str]:
    """An utterance as it is heard: too little, too much, or something wrong in it; the last is what
    was said."""
    whole = draw(st.sampled_from(sentences(speaker)))
    ends = st.integers(0, len(whole) // 4)
    parts = []
    for kind in draw(st.lists(st.sampled_from(["grown", "part", "wrong", "other"]), max_size=4)):
        match kind:
            case "grown":
                text = whole[: draw(st.integers(1, len(whole)))]
            case "part":
                text = whole[draw(ends) : len(whole) - draw(ends)]
            case "wrong":
                at = draw(st.integers(0, len(whole)))
                text = whole[:at] + draw(st.sampled_from(MISHEARD)) + whole[at + 1 :]
            case _:
                text = draw(st.sampled_from([*sentences(speaker), *PLAIN]))
        parts.append(text)
    return [*parts, whole[draw(ends) : len(whole) - draw(ends)]]


@st.composite
def talk(draw: st.DrawFn) -> list[tuple[str, list[str]]]:
    """Up to three utterances, each heard in one breath."""
    speakers = st.sampled_from(["customer", "customer", "agent"])
    return [
        (who, draw(hypotheses(who))) for who in draw(st.lists(speakers, min_size=1, max_size=3))
    ]


def heard(said: list[tuple[str, list[str]]], language: str, *, growing: bool) -> dict[str, Any]:
    """How the call stands. No time passes between the hypotheses of an utterance and its final, so
    that the same deadlines fall whether they are sent or not."""
    player, sent = Player(packs()), []
    for number, (speaker, texts) in enumerate(said):
        end = 500 + number * (BREATH_MS + 500) + BREATH_MS
        last = len(texts) - 1
        sent += [
            {
                "type": "fragment",
                "at": end + 300,
                "speaker": speaker,
                "utterance": f"u{number}",
                "revision": revision,
                "text": text,
                "final": revision == last,
                "start": end - BREATH_MS,
                "end": end,
            }
            for revision, text in enumerate(texts)
            if growing or revision == last
        ]
    for event, received in log(sent):
        start = event.type == "call.start"
        player.take((event.model_copy(update={"language": language}) if start else event, received))
    return state_of(player.engine)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(talk(), st.sampled_from(["zh", "en"]))
@example([("customer", ["Sorry am I speaking to", "am I speaking to"])], "en")
@example([("customer", [f"{LEAVING}度", LEAVING])], "zh")
def test_a_final_alone_ends_as_its_hypotheses_do_under_the_packs(
    said: list[tuple[str, list[str]]], language: str
) -> None:
    assert heard(said, language, growing=True) == heard(said, language, growing=False)
