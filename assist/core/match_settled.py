"""Which places can be relied on: recognisers rewrite the end of what they wrote."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from .match_places import Place

FOLLOWED: Final = 3
"""Characters after a match that settle it (RULES.md, *Settled*)."""

Key = tuple[str, str, int]
"""Signal, matched text, and which of the equal ones it is, from 0."""


def keys(places: Iterable[Place]) -> tuple[Key, ...]:
    """What makes a place the same one in the next hypothesis, wherever it moved."""
    result: list[Key] = []
    for place in places:
        signal, heard, nth = place.signal, place.heard, 0
        while (signal, heard, nth) in result:
            nth += 1
        result.append((signal, heard, nth))
    return tuple(result)


def _still_heard(place: Place, before: Iterable[Place], kept: int) -> bool:
    """Whether a place before lies within this one, in text that did not change: 去世 → 去世了."""
    start, end = place.start, min(place.end, kept)
    for old in before:
        if old.signal == place.signal and start <= old.start and old.end <= end:
            return True
    return False


class Reading:
    """The places of one hypothesis and their keys, and which of them are settled."""

    __slots__ = ("keys", "places", "settled")

    def __init__(
        self, places: tuple[Place, ...], keys: tuple[Key, ...], settled: frozenset[Key]
    ) -> None:
        self.places = places
        self.keys = keys
        self.settled = settled

    @property
    def is_settled(self) -> bool:
        """Whether all of them are."""
        return len(self.settled) == len(self.keys)

    def then(
        self, places: tuple[Place, ...], *, length: int, stable: int, final: bool, kept: int
    ) -> Reading:
        """Read the hypothesis after this one, with which it has ``kept`` folded characters in
        common. ``length``: of the folded text.

        A place is settled when both agree on it, or three characters follow it, or the
        recogniser calls its characters stable, or the utterance is final.
        """
        if places and places is self.places:  # what was heard twice is settled
            return self if self.is_settled else Reading(places, self.keys, frozenset(self.keys))
        named, heard_before = keys(places), self.keys
        settled = [
            key
            for key, place in zip(named, places, strict=True)
            if final
            or key in heard_before
            or length - place.end >= FOLLOWED
            or 0 < place.quote_end <= stable
            or _still_heard(place, self.places, kept)
        ]
        return Reading(places, named, frozenset(settled))

    def counting(self, *, final: bool) -> list[Place]:
        """The places whose signal need not wait any longer."""
        counting: list[Place] = []
        for place, key in zip(self.places, self.keys, strict=True):
            on = place.plan.signal.on
            if final or on == "partial" or (on == "settled" and key in self.settled):
                counting.append(place)
        return counting


NOTHING: Final = Reading((), (), frozenset())
"""Before the first hypothesis."""
