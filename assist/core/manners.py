"""How something is said, as rules ask for it: pace, loudness, silence, overlap, repetition.

Times are milliseconds of media time. Each of these is one way for a signal to be raised without
particular words; :mod:`.manner` tells when it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

USUAL = "usual"
"""Pace compared with how fast people speak on service lines, not with anybody on this call."""


@dataclass(frozen=True, slots=True)
class Pace:
    """An utterance ``above`` or ``below`` so many times the pace that it is compared with: the
    speaker's own (``of`` is None), the other speaker's, or the usual one (:data:`USUAL`)."""

    above: float | None = None
    below: float | None = None
    of: Literal["customer", "agent", "usual"] | None = None


@dataclass(frozen=True, slots=True)
class Loudness:
    """An utterance so many dB above the speaker's own baseline."""

    above_db: float


@dataclass(frozen=True, slots=True)
class Silence:
    """The speaker says nothing for ``longer_than`` after the other has finished."""

    longer_than: int


@dataclass(frozen=True, slots=True)
class TalkRatio:
    """The speaker has more than ``above`` of all speech within the last ``over``."""

    above: float
    over: int


@dataclass(frozen=True, slots=True)
class Interrupts:
    """The speaker starts while the other speaks, and goes on for ``by`` or more."""

    by: int


@dataclass(frozen=True, slots=True)
class LongTurn:
    """The speaker goes on, without the other taking the floor, for ``time`` (and is told of again
    for each further so much), or for ``chars`` characters (words, in scripts that part them)."""

    time: int | None = None
    chars: int | None = None


@dataclass(frozen=True, slots=True)
class Repeats:
    """The speaker says nearly the same (``similar``: 0-1) for the ``times``-th time ``within`` so
    long; sayings less than ``apart`` after the one counted before are one saying."""

    similar: float
    times: int
    within: int
    apart: int = 0


@dataclass(frozen=True, slots=True)
class Backchannel:
    """The speaker says no more than “I am listening” (嗯, 好的, mhm)."""


Manner = Pace | Loudness | Silence | TalkRatio | Interrupts | LongTurn | Repeats | Backchannel
