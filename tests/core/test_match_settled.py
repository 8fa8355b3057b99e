"""A recogniser that stutters: one thing hundreds of times over in one utterance."""

from __future__ import annotations

import time

from assist.core.match_places import Match, Place
from assist.core.match_settled import NOTHING

PHRASE = "我要投诉"
TIMES = 1_000
"""4,000 characters, the longest utterance that the protocol lets through."""


def stuttered(times: int) -> tuple[Place, ...]:
    size = len(PHRASE)
    spans = [(at, at + size) for at in range(0, times * size, size)]
    return tuple(
        Place(Match("complains", *span, *span, (), firm=False), PHRASE, "settled") for span in spans
    )


def test_a_thousand_equal_places_are_told_apart_without_looking_at_each_from_each() -> None:
    places = stuttered(TIMES)
    begun = time.process_time()
    first = NOTHING.then(places, length=4_000, stable=0, final=False, kept=0)
    more = first.then(stuttered(TIMES + 1), length=4_004, stable=0, final=True, kept=4_000)

    assert time.process_time() - begun < 1  # 10 ms; a minute when each was counted anew
    assert more.keys[:TIMES] == first.keys
    assert more.keys[-1] == ("complains", PHRASE, TIMES)
    assert first.settled == (True,) * (TIMES - 1) + (False,)
    assert more.is_settled
