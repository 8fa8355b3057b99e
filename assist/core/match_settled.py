"""Which places can be relied on: recognisers rewrite the end of what they wrote."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from .match_places import Match, Place

FOLLOWED: Final = 3
"""Characters after a match that settle it (RULES.md, *Settled*)."""

Key = tuple[str, str, int]
"""Signal, matched text, and which of the equal ones it is, from 0: what makes a place the same one
in the next hypothesis, wherever it moved."""


def _still_heard(match: Match, before: Iterable[Place], kept: int) -> bool:
    """Whether a place before lies within this one, in text that did not change: 去世 → 去世了."""
    start, end = match.start, min(match.end, kept)
    for place in before:
        old = place.match
        if old.signal == match.signal and start <= old.start and old.end <= end:
            return True
    return False


class Reading:
    """The places of one hypothesis, their keys, and which of them are settled; all one behind the
    other. ``is_settled``: all of them are."""

    __slots__ = ("is_settled", "keys", "places", "settled")

    def __init__(
        self, places: tuple[Place, ...], keys: tuple[Key, ...], settled: tuple[bool, ...]
    ) -> None:
        self.places = places
        self.keys = keys
        self.settled = settled
        self.is_settled = False not in settled

    def then(
        self, places: tuple[Place, ...], *, length: int, stable: int, final: bool, kept: int
    ) -> Reading:
        """Read the hypothesis after this one, with which it has ``kept`` folded characters in
        common. ``length``: of the folded text.

        A place is settled when both agree on it, or three characters follow it, or the
        recogniser calls its characters stable, or the utterance is final.
        """
        if places and places is self.places:  # what was heard twice is settled
            return Reading(places, self.keys, (True,) * len(places))
        keys: list[Key] = []
        settled: list[bool] = []
        alike: dict[tuple[str, str], int] = {}
        known = frozenset(self.keys)  # a recogniser that stutters hears one thing hundreds of times
        for place in places:
            match = place.match
            said = match.signal, place.heard
            nth = alike.get(said, 0)
            alike[said] = nth + 1
            key = *said, nth
            keys.append(key)
            settled.append(
                final
                or length - match.end >= FOLLOWED
                or key in known
                or 0 < match.quote_end <= stable
                or _still_heard(match, self.places, kept)
            )
        return Reading(places, tuple(keys), tuple(settled))

    def counting(self, *, stable: int, final: bool) -> list[Match]:
        """The matches whose signal need not wait any longer."""
        counting: list[Match] = []
        for (match, _, on), settled in zip(self.places, self.settled, strict=True):
            if final or (on == "settled" and settled) or on == "partial":
                if final or 0 < match.quote_end <= stable:
                    counting.append(match._replace(firm=True))
                else:
                    counting.append(match)
        return counting


NOTHING: Final = Reading((), (), ())
"""Before the first hypothesis."""
