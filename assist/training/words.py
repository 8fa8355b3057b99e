"""What is said as a recogniser tells it: utterances, their silences, and their growing text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assist.core.events import Speaker
from assist.ruleset.script import Line, hypotheses, speaking_ms

_SILENCE = re.compile(r"\{([0-9]{1,2}(?:\.[0-9])?)s\}")

GREETING = {
    "zh": "您好，请问有什么可以帮您？",
    "en": "Good morning, thank you for calling. How can I help you?",
}
SILENCES = {
    "zh": ("喂？您还在听吗？", "喂？怎么不说话了？我还等着呢。"),
    "en": ("Hello? Are you still there?", "Hello? I am still waiting."),
}
"""What is said where the scenario says nothing else."""
GOODBYE = {
    "zh": "您看还有别的要我一起办的吗？没有的话，感谢您的来电，再见。",
    "en": "Is there anything else I can help you with? Thank you for calling, goodbye.",
}
GOODBYE_AIM = {
    "zh": "道别之前，问一句还有没有别的要办。",
    "en": "Before goodbye, ask whether there is anything else.",
}
"""Of the last moment, which every call has."""


@dataclass(frozen=True, slots=True)
class Part:
    """An utterance, and the silence before it in ms."""

    text: str
    pause: int


@dataclass(frozen=True, slots=True)
class Heard:
    """One hypothesis: sent ``at`` (ms since the call began), the whole text so far."""

    at: int
    speaker: Speaker
    utterance: str
    revision: int
    text: str
    final: bool
    start: int
    end: int


def parts(said: str) -> list[Part]:
    """The utterances of what somebody says, cut at its silences (``{4s}``)."""
    found: list[Part] = []
    pause = 0
    for number, piece in enumerate(_SILENCE.split(said)):
        if number % 2:
            pause += round(float(piece) * 1000)
        elif piece.strip():
            found.append(Part(piece.strip(), pause))
            pause = 0
    return found


def plain(said: str) -> str:
    """The words alone, as they are written down."""
    return " ".join(part.text for part in parts(said))


def speak(
    speaker: Speaker, utterance: str, text: str, start: int, took: int | None = None
) -> Iterator[Heard]:
    """The hypotheses of one utterance that begins at ``start``; ``took``: how long it takes to say
    (ms), by default as long as people take."""
    end = start + (speaking_ms(text) if took is None else took)
    line = Line(speaker, start, end, text)
    for revision, (at, heard, final) in enumerate(hypotheses(line)):
        yield Heard(at, speaker, utterance, revision, heard, final, start, min(at, end))
