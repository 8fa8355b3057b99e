"""How long a glance takes: the time that the agent needs for one headline before the next."""

from __future__ import annotations

from typing import Final
from unicodedata import east_asian_width

TURN_MS: Final = 1_500
"""To notice that something came and to turn to it, in the middle of a call. With it the longest
headline of a rule, 24 Chinese characters, takes the four seconds that the design allows."""
CHARACTERS_PER_S: Final = 9
"""At which Chinese is read without haste: what Netflix's Timed Text Style Guide for Simplified
Chinese allows subtitles for adults. There as here a Latin letter counts for half a character: 18 a
second, between the medium and the fast subtitles of Szarkowska & Gerber-Morón 2018 (17 and 20)."""
_FULL: Final = frozenset("WFA")
"""East Asian widths that fill a whole cell: wide, full, and ambiguous as “…” is."""


def glance_ms(text: str) -> int:
    """Ms to notice a headline and to read it."""
    halves = sum(2 if east_asian_width(char) in _FULL else 1 for char in text)
    return TURN_MS + halves * 1_000 // (2 * CHARACTERS_PER_S)
