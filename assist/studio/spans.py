"""Where in a text a problem ends: the files' problems name the place where they begin."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\s,:\[\]{}\"'#]+")
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")


def end_of(lines: list[str], line: int, column: int) -> tuple[int, int]:
    """Line and column behind what begins at a place: a quoted text, or a word with what belongs to
    it; at least one character, and never beyond its line. All count characters from 1."""
    if not 0 < line <= len(lines):
        return line, column + 1
    text, at = lines[line - 1], column - 1
    found = _QUOTED.match(text, at) or _WORD.match(text, at)
    end = found.end() if found is not None else min(at + 1, max(len(text), at + 1))
    return line, end + 1
