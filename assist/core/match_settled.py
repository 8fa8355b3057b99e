"""Which places can be relied on: recognisers rewrite the end of what they wrote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from .match_find import Place

FOLLOWED: Final = 3
"""Characters after a match that settle it (RULES.md, *Settled*)."""

Key = tuple[str, str, int]
"""Signal, matched text, and which of the equal ones it is, from 0."""


def keys(places: Iterable[Place]) -> list[Key]:
    """What makes a place the same one in the next hypothesis, wherever it moved."""
    seen: Counter[tuple[str, str]] = Counter()
    result = []
    for place in places:
        named = (place.signal, place.heard)
        result.append((*named, seen[named]))
        seen[named] += 1
    return result


def _still_heard(place: Place, before: Sequence[Place], kept: int) -> list[int]:
    """Which places before lie within this one, in text that did not change: 去世 → 去世了."""
    return [
        index
        for index, old in enumerate(before)
        if old.signal == place.signal
        and place.start <= old.start
        and old.end <= place.end
        and old.end <= kept
    ]


def settled(
    places: Sequence[Place],
    *,
    length: int,
    stable: int,
    final: bool,
    before: Sequence[Place] = (),
    settled_before: frozenset[Key] = frozenset(),
    kept: int = 0,
) -> frozenset[Key]:
    """The keys of those ``places`` that are settled.

    Two hypotheses in a row agree on it, or three characters follow, or the recogniser
    calls its characters stable, or the utterance is final; once settled, as long as it is heard.
    ``length``: of the folded text. ``before``: the places of the hypothesis before (these two
    agreeing settles it), ``kept``: how many folded characters the two have in common.
    """
    heard_before = set(keys(before)) | settled_before
    return frozenset(
        key
        for key, place in zip(keys(places), places, strict=True)
        if final
        or key in heard_before
        or length - place.end >= FOLLOWED
        or 0 < place.quote_end <= stable
        or _still_heard(place, before, kept)
    )
