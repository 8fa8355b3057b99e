"""What one character folds to, whatever stands beside it."""

from __future__ import annotations

import unicodedata
from typing import Final

from .script import simplified

FILLERS: Final = frozenset("嗯呃噢喔哦诶欸哎唉啊呀")
"""Hesitations, which recognisers write or leave out as they please."""

APOSTROPHES: Final = frozenset("'’‘ʼ`´")
"""Dropped without leaving a gap: don't is dont."""

BREAK: Final = " "
"""Stands for whatever is dropped, until it is known whether it parts two Latin words."""

_CACHED: Final = 0x10000
_ACCENTS_END: Final = 0x2E80  # where CJK begins


def _compatible(character: str) -> str:
    """Width, case and accents, until nothing changes any more."""
    before, now = "", character
    while now != before:
        before, now = now, unicodedata.normalize("NFKC", now).lower()
        now = "".join(map(_unaccented, now))
    return now


def _unaccented(character: str) -> str:
    """Without accents, in scripts that have them; kana and hangul are left whole."""
    if ord(character) >= _ACCENTS_END:
        return character
    parts = unicodedata.normalize("NFKD", character)
    return "".join(part for part in parts if not unicodedata.combining(part))


def _folded(character: str, script: dict[str, str]) -> str:
    if character in APOSTROPHES:
        return ""
    if unicodedata.combining(character):
        return ""
    folded = ""
    for part in _compatible(character):
        plain = script.get(part, part)
        digit = unicodedata.decimal(plain, None)
        if digit is not None:
            folded += str(digit)
        elif part in APOSTROPHES:
            continue
        else:
            folded += plain if plain.isalnum() and plain not in FILLERS else BREAK
    return folded


class CharacterTable(dict[int, str]):
    """For :meth:`str.translate`: code point → folded characters, filled as characters are met."""

    def __init__(self) -> None:
        super().__init__()
        self._script = simplified()

    def __missing__(self, point: int) -> str:
        folded = _folded(chr(point), self._script)
        if point < _CACHED:  # so a stream of odd characters cannot make it grow without bound
            self[point] = folded
        return folded
