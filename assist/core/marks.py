"""The words of an utterance that raised a need or answered one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from .match import Match, UtteranceText
from .needs import Names, RuleState
from .occurrences import History, Occurrence
from .quoting import clause, whole_words

Part = Literal["cue", "answer"]
"""What words are to a need: they raised it, or they met it (or a step of it)."""

Bearings = Mapping[tuple[str, int], Sequence[tuple[str, Part]]]
"""(signal, ordinal within the utterance) -> for which rules it was heard, and as what."""


@dataclass(frozen=True, slots=True)
class Mark:
    """From character ``start`` to ``end`` of the original text: whole words, and the whole clause
    where it was not these words alone."""

    start: int
    end: int
    signal: str
    rule: str
    part: Part


def bearings(
    states: Mapping[str, RuleState],
    names: Mapping[str, Names],
    history: History,
    said: tuple[str, str],
) -> Bearings:
    """Which signals of an utterance (``said``: its speaker and id) raised or answered an opening,
    and of which rules."""
    found: dict[tuple[str, int], list[tuple[str, Part]]] = {}
    for rule, state in states.items():
        answers = (*names[rule].met_by, *(name for step in names[rule].steps for name in step))
        for opening in state.openings:
            bore: list[tuple[Occurrence, Part]]
            bore = [(item, "cue") for cue in opening.cue for item in cue.heard()]
            done = {opening.met, *opening.steps_met}
            for signal in answers:
                heard = history.by_signal.get(signal, ())
                bore += [(item, "answer") for item in heard if item.time in done]
            for item, part in bore:
                if (item.speaker, item.utterance) == said:
                    found.setdefault((item.signal, item.ordinal), []).append((rule, part))
    return found


def marks(heard: UtteranceText, bearings: Bearings) -> Iterator[Mark]:
    """Where the words lie that bear on a need; one place may bear on several."""
    seen = Counter[str]()
    for match in heard.matches:
        for rule, part in bearings.get((match.signal, seen[match.signal]), ()):
            yield Mark(*_extent(heard, match), match.signal, rule, part)
        seen[match.signal] += 1


def _extent(heard: UtteranceText, match: Match) -> tuple[int, int]:
    extent = clause if match.learned else whole_words
    return extent(heard.text, match.quote_start, match.quote_end, heard.whole_words)
