"""The words of an utterance that raised a need or answered one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from .match_places import Match

Part = Literal["cue", "answer"]
"""What words are to a need: they raised it, or they met it (or a step of it)."""

Bearings = Mapping[tuple[str, int], Sequence[tuple[str, Part]]]
"""(signal, ordinal within the utterance) -> for which rules it was heard, and as what."""


@dataclass(frozen=True, slots=True)
class Mark:
    """From character ``start`` to ``end`` of the original text."""

    start: int
    end: int
    signal: str
    rule: str
    part: Part


def marks(matches: Iterable[Match], bearings: Bearings) -> Iterator[Mark]:
    """Where the words lie that bear on a need; one place may bear on several."""
    seen = Counter[str]()
    for match in matches:
        for rule, part in bearings.get((match.signal, seen[match.signal]), ()):
            yield Mark(match.quote_start, match.quote_end, match.signal, rule, part)
        seen[match.signal] += 1
