"""How Chinese text sounds to a recogniser: toneless pinyin, common confusions as one.

The readings are pypinyin's. A character of a text has its most common one (a misheard word has no
context to read it by); a phrase of a rule file has that of each character, and those that its
characters have together (银行 is háng).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_FIRST: Final = 0xE000
"""Private use (Unicode): a character for each sound, so that sounds are as long as the text."""

_CONFUSED: Final = (
    (re.compile("^zh"), "z"),
    (re.compile("^ch"), "c"),
    (re.compile("^sh"), "s"),
    (re.compile("^n(?=.)"), "l"),
    (re.compile("^f"), "h"),
    (re.compile("(?<!i)ang$"), "an"),
    (re.compile("eng$"), "en"),
    (re.compile("ing$"), "in"),
)
"""What southern speakers and recognisers mix up (RULES.md, *Sounds like*)."""


@lru_cache(maxsize=4096)
def _sound(reading: str) -> str:
    """``nán`` → ``lan``."""
    toneless = "".join(c for c in unicodedata.normalize("NFD", reading) if not _is_tone(c))
    toneless = unicodedata.normalize("NFC", toneless).replace("ü", "v")
    for pattern, one in _CONFUSED:
        toneless = pattern.sub(one, toneless)
    return toneless


def _is_tone(character: str) -> bool:
    return unicodedata.combining(character) != 0 and character != "\u0308"


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[int, str], dict[str, str]]:
    """Code points to sounds, and toneless syllables to sounds."""
    from pypinyin.pinyin_dict import pinyin_dict  # noqa: PLC0415 - most rule sets never ask

    syllables = {
        point: _sound(readings.split(",")[0])
        for point, readings in pinyin_dict.items()
        if 0x3400 <= point < 0xA000
    }
    sounds = {name: chr(_FIRST + n) for n, name in enumerate(sorted(set(syllables.values())))}
    return {point: sounds[name] for point, name in syllables.items()}, sounds


class PinyinSounder:
    """Implements :class:`assist.core.protocols.Sounder`."""

    def sounds(self, text: str) -> str:
        """The first call reads pypinyin's table (0.1 s)."""
        return text.translate(_tables()[0])

    def readings(self, phrase: str) -> tuple[str, ...]:
        """By its characters and by its words; loads pypinyin's phrases (0.3 s) when first asked."""
        from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

        points, sounds = _tables()
        if not all(ord(character) in points for character in phrase):
            return ()
        alone = phrase.translate(points)
        read = [sounds.get(_sound(s)) for s in lazy_pinyin(phrase, style=Style.TONE)]
        together = "".join(s or "" for s in read)
        if together == alone or len(together) != len(phrase):
            return (alone,)
        return (alone, together)
