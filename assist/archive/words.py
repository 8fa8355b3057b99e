"""Full-text search that finds any part of what was said, in Chinese as in English.

Chinese is written without spaces, and most of its words have two characters: SQLite's ``trigram``
tokenizer finds nothing shorter than three, and its ``unicode61`` takes a whole clause for one word.
So a line is indexed as its pairs of neighbouring characters, folded alike (width, case, script; no
spaces or punctuation), and what is looked for as the same pairs in the same order: found is exactly
what contains it. One character is looked for as the beginning of a pair.
"""

from __future__ import annotations

from collections.abc import Iterable

from assist.text.plain import plain

LINE_END = "xlinex"
"""Stands between two lines, so that nothing is found across them; no pair is as long."""


def pairs(text: str) -> list[str]:
    """Each character with the next one; the last alone."""
    return [text[n : n + 2] for n in range(len(text))]


def indexed(lines: Iterable[str]) -> str:
    """What is indexed of a call's lines, already :func:`plain`."""
    return f" {LINE_END} ".join(" ".join(pairs(line)) for line in lines)


def query(wanted: str) -> str | None:
    """The FTS5 query for calls in which each of the words, parted by spaces, is said on some line;
    None when nothing can be looked for."""
    parts = [text for word in wanted.split() if (text := plain(word))]
    return " AND ".join(map(_phrase, parts)) or None


def _phrase(text: str) -> str:
    if len(text) == 1:
        return f'"{text}"*'
    return '"' + " ".join(text[n : n + 2] for n in range(len(text) - 1)) + '"'
