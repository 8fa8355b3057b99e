"""Which places can be relied on: recognisers rewrite the end of what they wrote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from .match_places import Place

FOLLOWED: Final = 3
"""Characters after a match that settle it (RULES.md, *Settled*)."""

Key = tuple[str, str, int]
"""Signal, matched text, and which of the equal ones it is, from 0."""


def keys(places: Iterable[Place]) -> tuple[Key, ...]:
    """What makes a place the same one in the next hypothesis, wherever it moved."""
    seen: Counter[tuple[str, str]] = Counter()
    result: list[Key] = []
    for place in places:
        named = (place.signal, place.heard)
        result.append((*named, seen[named]))
        seen[named] += 1
    return tuple(result)


def _still_heard(place: Place, before: Iterable[Place], kept: int) -> bool:
    """Whether a place before lies within this one, in text that did not change: 去世 → 去世了."""
    return any(
        old.signal == place.signal and place.start <= old.start and old.end <= min(place.end, kept)
        for old in before
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """The places of one hypothesis and their keys, and which of them are settled."""

    places: tuple[Place, ...] = ()
    keys: tuple[Key, ...] = ()
    settled: frozenset[Key] = frozenset()

    @classmethod
    def of(
        cls,
        places: tuple[Place, ...],
        *,
        length: int,
        stable: int,
        final: bool,
        before: Reading,
        kept: int,
    ) -> Reading:
        """Read a hypothesis after the one ``before``, with which it has ``kept`` folded
        characters in common. ``length``: of the folded text.

        A place is settled when both agree on it, or three characters follow it, or the
        recogniser calls its characters stable, or the utterance is final.
        """
        if places is before.places and len(before.settled) == len(before.keys):
            return before  # what was heard twice is settled
        named = keys(places)
        heard_before = frozenset(before.keys)
        settled = frozenset(
            key
            for key, place in zip(named, places, strict=True)
            if final
            or key in heard_before
            or length - place.end >= FOLLOWED
            or 0 < place.quote_end <= stable
            or _still_heard(place, before.places, kept)
        )
        return cls(places, named, settled)

    def counting(self, *, final: bool) -> Iterator[Place]:
        """The places whose signal need not wait any longer."""
        for place, key in zip(self.places, self.keys, strict=True):
            on = place.plan.signal.on
            if final or on == "partial" or (on == "settled" and key in self.settled):
                yield place
