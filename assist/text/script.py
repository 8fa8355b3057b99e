"""Traditional script and Taiwan's vocabulary to Simplified, by OpenCC's tables.

OpenCC itself converts by context and cannot say which character became which. Comparing texts
needs less and more: one character for one (so that a rewritten end never changes the
beginning), and for the few words that change length, the block they came from. So its tables
are read once, through its own converter, and applied here.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Final

from ahocorasick_rs import AhoCorasick, MatchKind
from opencc import OpenCC

IDEOGRAPHS: Final = range(0x3400, 0xA000)
"""CJK Unified Ideographs and Extension A (Unicode blocks): all that a recogniser writes."""


@lru_cache(maxsize=1)
def simplified() -> dict[str, str]:
    """Each Traditional character and its one Simplified character; 著 is written 着."""
    converter = OpenCC("t2s")
    characters = [chr(point) for point in IDEOGRAPHS]
    # One character a line, so that no phrase table applies; twice, as one entry is a chain.
    lines = "\n".join(characters)
    for _ in range(2):
        lines = converter.convert(lines)
    pairs = zip(characters, lines.split("\n"), strict=True)
    table = {old: new for old, new in pairs if new != old}
    table["著"] = "着"
    return table


class Vocabulary:
    """Words of one usage and the words of another that stand for them."""

    def __init__(self, words: dict[str, str]) -> None:
        self._new = tuple(words.values())
        self._found = AhoCorasick(list(words), matchkind=MatchKind.LeftmostLongest)

    def blocks(self, text: str) -> list[tuple[int, int, str]]:
        """The words found: start, end, what to write instead. Leftmost longest, not overlapping."""
        return [(s, e, self._new[word]) for word, s, e in self._found.find_matches_as_indexes(text)]


@lru_cache(maxsize=1)
def taiwan() -> tuple[Vocabulary, Vocabulary, frozenset[str]]:
    """Words with a Traditional character, words without, and the first characters of these."""
    lines = files("assist.text").joinpath("taiwan.txt").read_text(encoding="utf-8").splitlines()
    words = [line for line in lines if line and not line.startswith("#")]
    converter = OpenCC("tw2sp")
    table = simplified()
    traditional: dict[str, str] = {}
    shared: dict[str, str] = {}
    for word in words:
        group = shared if table.keys().isdisjoint(word) else traditional
        group[word] = "".join(table.get(c, c) for c in converter.convert(word))
    return Vocabulary(traditional), Vocabulary(shared), frozenset(word[0] for word in shared)
