"""RE2 patterns: within bounds, and refused in a supervisor's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from assist.core.match_literals import PatternError, compile_pattern, required_literals
from assist.core.protocols import Folder
from assist.core.rules import Pattern

from .bounds import MAX_PATTERN_CHARS, MAX_PATTERNS, MAX_PROGRAM, MAX_PROGRAMS
from .phrases import PhraseError

_LOOKAROUND = re.compile(r"(?<!\\)\(\?<?[=!]")
_BACKREFERENCE = re.compile(r"(?<!\\)(?:\\\\)*(?:\\[1-9]|\(\?P=)")
_SYNTAX = re.compile(
    r"\\.|\(\?P?<[^>]*>|\(\?[a-zA-Z-]*:?\)?|\[[^\]]*\]|\{[0-9,]*\}|[.^$*+?()|]", re.DOTALL
)


class Patterns:
    """Compiles the patterns of one rule set, counting what they cost."""

    def __init__(self) -> None:
        self.count = 0
        self.program = 0

    def compile(self, source: str) -> Pattern:
        """The compiled pattern. Raises :class:`~.phrases.PhraseError`."""
        if len(source) > MAX_PATTERN_CHARS:
            raise PhraseError("R305", f"a pattern longer than {MAX_PATTERN_CHARS} characters")
        if found := _LOOKAROUND.search(source):
            raise PhraseError(
                "R305",
                f"`{found[0]}` looks ahead or behind, which patterns cannot: it can take for ever",
                "say what must not stand there with `except:` or `not_near:`",
            )
        if _BACKREFERENCE.search(source):
            raise PhraseError(
                "R305",
                "a pattern cannot refer back to what a group found: it can take for ever",
                "write the possibilities out, or use variants and `sequence` with `same:`",
            )
        self.count += 1
        if self.count > MAX_PATTERNS or self.program > MAX_PROGRAMS:
            raise PhraseError("R304", "the patterns of all packs are too many, or too large")
        try:
            size = _compiled(source).programsize
            literals = required_literals(source)
        except PatternError as error:
            raise PhraseError("R305", f"not a pattern: {error.reason}") from None
        self.program += size
        if size > MAX_PROGRAM:
            raise PhraseError(
                "R305",
                f"a pattern of {size:,} instructions; {MAX_PROGRAM:,} at most",
                "repeat less: {1,900} is written out nine hundred times",
            )
        return Pattern(source, literals)


def groups_of(source: str) -> frozenset[str]:
    """Names of the groups of a pattern; none when it is no pattern."""
    try:
        return frozenset(_compiled(source).groupindex)
    except PatternError:
        return frozenset()


@lru_cache(maxsize=64)  # asked for its size, then for its groups
def _compiled(source: str) -> Any:
    return compile_pattern(source)


def folded_away(source: str, folder: Folder) -> Iterator[tuple[str, str]]:
    """Characters of the pattern that folded text never has, and what becomes of each."""
    for character in dict.fromkeys(_SYNTAX.sub("", source)):
        folded = folder.fold_phrase(f"是{character}是")
        kept = {f"是{character}是", f"是 {character} 是", f"是{character} 是"}
        if folded not in kept and character != ".":  # which stays between digits
            left = folded[1:-1].strip()
            yield character, f"reads `{left}`" if left else "is left out"
