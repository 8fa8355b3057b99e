"""Traditional script and Taiwan's vocabulary to Simplified.

OpenCC converts by context and cannot say which character became which. Comparing texts needs
less and more: one character for one (so that a rewritten end never changes the beginning), and
for the few words that change length, the block they came from. So OpenCC's table of characters
is read once, through its own converter, and words are replaced from :mod:`.taiwan`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from ahocorasick_rs import AhoCorasick, MatchKind
from opencc import OpenCC

from .taiwan import CHARACTERS, WORDS

IDEOGRAPHS: Final = range(0x3400, 0xA000)
"""CJK Unified Ideographs and Extension A (Unicode blocks): all that a recogniser writes."""


@lru_cache(maxsize=1)
def simplified() -> dict[str, str]:
    """Each Traditional character and its one Simplified one, and those of :mod:`.taiwan`."""
    converter = OpenCC("t2s")
    characters = [chr(point) for point in IDEOGRAPHS]
    # One character a line, so that no phrase table applies; twice, as one entry is a chain.
    lines = "\n".join(characters)
    for _ in range(2):
        lines = converter.convert(lines)
    pairs = zip(characters, lines.split("\n"), strict=True)
    table = {old: new for old, new in pairs if new != old}
    return table | CHARACTERS


class Vocabulary:
    """Words of one usage and the words of another that stand for them."""

    def __init__(self, words: dict[str, str]) -> None:
        self._new = tuple(words.values())
        self._found = AhoCorasick(list(words), matchkind=MatchKind.LeftmostLongest)

    def blocks(self, text: str) -> list[tuple[int, int, str]]:
        """The words found: start, end, what to write instead. Leftmost longest, not overlapping."""
        return [(s, e, self._new[word]) for word, s, e in self._found.find_matches_as_indexes(text)]


@lru_cache(maxsize=1)
def taiwan() -> tuple[Vocabulary, frozenset[str]]:
    """The words of Taiwan, and their first characters."""
    return Vocabulary(WORDS), frozenset(word[0] for word in WORDS)
