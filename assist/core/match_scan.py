"""One automaton over the literals of one speaker: the only thing that each hypothesis pays for.

``ahocorasick-rs`` is flat in the number of literals, but not in how far back it has to look: it
is given the last three characters of each, and what it finds is looked up in whole. So a
hypothesis two characters longer costs a scan of four characters, whatever the longest literal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from ahocorasick_rs import AhoCorasick

if TYPE_CHECKING:
    from .match_plan import Completion, PatternPlan

ANCHOR: Final = 3
"""Characters at the end of a literal that the automaton knows. Two are found by chance three times
as often, four make it look further back; measured on the Chinese pack, three cost the least."""


_FEW: Final = 64


class Literal:
    """A literal, and what it may mean that one speaker says it.

    ``number``: the same for all speakers. ``must_be_whole``: it does not count where it cuts a
    Latin word or a number. ``completes``: phrases that end with it; ``closings``: patterns that
    end with it, by the number of another literal that they need, which ``arms`` them; ``opens``:
    patterns that need it and may match anew whatever is said after it. ``begins``: it completes or
    opens anything.
    """

    __slots__ = (
        "arms",
        "begins",
        "closings",
        "completes",
        "length",
        "must_be_whole",
        "number",
        "opens",
        "text",
    )

    def __init__(self, number: int, text: str, *, must_be_whole: bool) -> None:
        self.number = number
        self.text = text
        self.length = len(text)
        self.must_be_whole = must_be_whole
        self.completes: tuple[Completion, ...] = ()
        self.closings: dict[int, tuple[PatternPlan, ...]] = {}
        self.arms = self.begins = False
        self.opens: tuple[PatternPlan, ...] = ()


Hit = tuple[Literal, int, int]
"""A literal, and where it starts and ends."""

_Under = tuple[tuple[Literal, ...], tuple[int, ...]]
"""The literals that an anchor is all of, and the lengths of those that only end with it."""


class Scanner:
    """Finds literals; none may be empty, and the same text may be that of several.

    ``ends``: the characters that they end with, where they are so few that most hypotheses have
    none of them.
    """

    def __init__(self, literals: Iterable[Literal]) -> None:
        texts: dict[str, tuple[Literal, ...]] = {}
        for literal in literals:
            texts[literal.text] = (*texts.get(literal.text, ()), literal)
        lengths: dict[str, set[int]] = {}
        for text in texts:
            under = lengths.setdefault(text[-ANCHOR:], set())
            if len(text) > ANCHOR:
                under.add(len(text))
        self.texts = texts
        self.ends: re.Pattern[str] | None = None
        if len(lengths) <= _FEW:
            last = sorted({re.escape(anchor[-1]) for anchor in lengths})
            self.ends = re.compile(f"[{''.join(last)}]")
        self.under: list[_Under] = [
            (texts.get(anchor, ()), tuple(sorted(under))) for anchor, under in lengths.items()
        ]
        self.find = AhoCorasick(list(lengths), store_patterns=False).find_matches_as_indexes


def common_prefix(old: str, new: str) -> int:
    """Length of the longest common prefix. Slices compare at memory speed: so from the end of the
    old one in growing steps, as recognisers rewrite ends, then by bisection."""
    if new.startswith(old):
        return len(old)
    if old.startswith(new):
        return len(new)
    high, step = min(len(old), len(new)), 1
    low = high - 1
    while not new.startswith(old[:low]):
        high, step = low, 2 * step
        low = max(0, high - step)
    while low + 1 < high:
        middle = (low + high) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle
    return low
