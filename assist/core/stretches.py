"""Who spoke from when to when: what is remembered of each utterance once its words are matched.

What signals of manner rest on. Bounded: the last :data:`KEPT` utterances of both speakers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

KEPT = 64
"""Stretches remembered: of utterances of three seconds, the last three minutes."""
NEVER = 1 << 62
PAUSE_MS = 3_000
"""A speaker who goes on after a longer pause begins anew. Pauses of slow and elderly callers within
what they are telling are mostly shorter; 6 s is where a silence calls for a word (systems.yaml)."""
CHAR_MS = 217
"""How long a spoken character usually takes: 4.6 a second on service lines (RULES.md)."""
WORD_MS = 400
"""How long a word of English takes: 150 a minute, a usual pace of conversation."""

_CJK = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_CHARACTER = re.compile(rf"[{_CJK}0-9*]")
_LATIN = re.compile(rf"[^\W\d_{_CJK}]")
_WORD = re.compile(rf"[^\W\d_{_CJK}]+(?:['’][^\W\d_{_CJK}]+)*")


@dataclass(slots=True)
class Stretch:
    """One utterance in time; media ms. ``timed``: the recogniser gave its start and end.

    ``pace``: how fast it was said (1 is usual), 0 where that cannot be told. ``quote``: its words
    for a hint. ``said``: its folded words, for signals of repetition. ``run_*``: of the run of
    utterances that it goes on with, what came before it: its start, its end and its units.
    ``told``: what is told of it so far: how many of each signal, and when once it is final.
    ``size``: characters of its latest hypothesis, folded; while ``size`` and ``end`` stay in
    [``safe``, ``wake``), a hypothesis changes nothing.
    """

    speaker: str
    utterance: str
    start: int
    end: int
    timed: bool = True
    final: bool = False
    backchannel: bool = False
    units: int = 0
    loudness: float | None = None
    quote: str = ""
    said: str = ""
    run_start: int = 0
    run_end: int = 0
    run_units: int = 0
    told: tuple[int, ...] = ()
    size: int = 0
    safe_size: int = 0
    safe_end: int = 0
    wake_size: int = 0
    wake_end: int = 0
    pace: float = 0.0
    letters: Annotated[int, Field(exclude=True)] = 0
    """The characters of ``said`` as a set of bits, once they were asked for."""


@dataclass(slots=True)
class Quiet:
    """A silence under way or just over: ``since`` when, after whose utterance, which signals of
    it are told, and the latest media time at which one was."""

    after: str
    since: int
    told: list[str] = field(default_factory=list)
    until: int = 0


@dataclass(slots=True)
class Stretches:
    """The stretches of one call in the order of their starts, and what is known of voices.

    ``growing``: speakers whose utterances are heard while they are spoken, so that hearing nothing
    means that nothing is said. ``speaking``: speakers of whom voice activity says that they speak;
    ``voiced``: when it last said that they stopped.
    """

    kept: list[Stretch] = field(default_factory=list)
    growing: list[str] = field(default_factory=list)
    speaking: list[str] = field(default_factory=list)
    voiced: dict[str, int] = field(default_factory=dict)
    quiet: Quiet | None = None

    def find(self, speaker: str, utterance: str) -> int | None:
        """Index of an utterance's stretch; recent ones are found at once."""
        for back, stretch in enumerate(reversed(self.kept), 1):
            if stretch.utterance == utterance and stretch.speaker == speaker:
                return len(self.kept) - back
        return None

    def insert(self, new: Stretch) -> int:
        """Put a stretch where its start belongs; returns its index. Of two that start together, the
        order is that of their names, whichever was heard of first."""
        index, place = len(self.kept), _place(new)
        while index > 0 and _place(self.kept[index - 1]) > place:
            index -= 1
        self.kept.insert(index, new)
        if len(self.kept) > KEPT:
            del self.kept[0]
            index -= 1
        return max(0, index)

    def before(self, stretch: Stretch) -> Iterator[Stretch]:
        """Stretches that stand before one, the latest first."""
        index = len(self.kept) - 1
        while self.kept[index] is not stretch:
            index -= 1
        return reversed(self.kept[:index])


def _place(stretch: Stretch) -> tuple[int, str, str]:
    return (stretch.start, stretch.speaker, stretch.utterance)


def count(text: str) -> tuple[int, int]:
    """(characters of Chinese and digits, words of other scripts) of a text as received."""
    words = len(_WORD.findall(text)) if _LATIN.search(text) else 0
    return len(_CHARACTER.findall(text)), words


def estimate(folded: str) -> int:
    """About how many characters and words a folded hypothesis has; its final is counted."""
    words = folded.isascii() and not folded.isdigit()
    return folded.count(" ") + 1 if words else len(folded)
