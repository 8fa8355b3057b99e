"""Words out of an utterance, as a person would quote them: the clause, in whole words."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Final

QUOTE_CHARS: Final = 32
"""Longest quotation: two lines of the overlay, in Chinese characters. Of letters there are twice as
many in a line, so of these, and in the bounds below, it is twice as many."""
CLAUSE_CHARS: Final = 10
"""So much of the clause is quoted on either side of the words that were matched."""
CONTEXT_CHARS: Final = 4
"""Of a longer clause, so much."""
_MARKS: Final = "，。！？、；：,.!?;:…—\n"
_CLAUSE_END: Final = re.compile(f"[{_MARKS}]")
IDEOGRAPHS: Final = "\u2e80"
"""From here on, characters are as wide as they are high, and words have nothing between them."""
_WIDE: Final = re.compile(f"[{IDEOGRAPHS}-\U0010ffff]")

_ALONE: Final = frozenset(
    "我你您俺咱他她它谁啥的地得了着过吗呢吧啊呀嘛哦就也都又才还再很太真把被让给跟和与同从到在往向对替按比"
    "那这哪每个些几要会能可想该没不别是有说讲去来上下里外前后"
)
"""Words of one character that most talk is joined by. Whether one of them stands alone, only a
segmenter knows, which takes a hundred times as long: quotations are made of every hypothesis."""
_REACH: Final = 3
"""So far from where a quotation has to be cut a joint is looked for."""

Widen = Callable[[int, int], tuple[int, int]]
"""``[start, end)`` of a text, not empty -> the same with the rest of the words it begins and ends
in, where nothing stands between words."""


def as_it_is(start: int, end: int) -> tuple[int, int]:
    """Knows no words but those that letters make."""
    return start, end


def quote(text: str, first: int, last: int) -> str:
    """The clause around ``text[first:last]``, in the original script; ``…`` where it is cut: beside
    a word of one character where there is one."""
    widen = partial(_to_joints, text)
    start, end = clause(text, first, last, widen)
    most = QUOTE_CHARS
    if end - start > most:  # of ideographs
        most *= _to_a_width(text[start:end])
    cut = end - start > most
    if cut:
        end = _before(text, start, start + most, widen)
    words = text[start:end].strip()
    before = "…" if start > 0 and _CLAUSE_END.match(text, start - 1) is None else ""
    after = "…" if cut or (end < len(text) and _CLAUSE_END.match(text, end) is None) else ""
    return before + words + after


def clause(text: str, first: int, last: int, widen: Widen = as_it_is) -> tuple[int, int]:
    """From where to where the clause around ``text[first:last]`` goes.

    Where the recogniser gives no punctuation (or a clause runs on), :data:`CONTEXT_CHARS` either
    side have to do. No word is cut in two: neither one that letters make, nor one that ``widen``
    knows, which is asked only where something has to be cut.
    """
    first, last = whole_words(text, first, last)
    start = max(text.rfind(mark, 0, first) for mark in _MARKS) + 1
    ended = _CLAUSE_END.search(text, last)
    end = ended.start() if ended else len(text)
    if end - start <= CLAUSE_CHARS:
        return start, end
    narrow = _to_a_width(text[start:end])
    if first - start > narrow * CLAUSE_CHARS:
        start = _word(text, first - narrow * CONTEXT_CHARS, widen)[0]
    if end - last > narrow * CLAUSE_CHARS:
        end = _word(text, last + narrow * CONTEXT_CHARS - 1, widen)[1]
    return start, end


def excerpt(text: str) -> str:
    """The beginning of an utterance, where no words in it stand out."""
    most = QUOTE_CHARS * _to_a_width(text)
    return text if len(text) <= most else text[: _before(text, 0, most - 1)].rstrip() + "…"


def whole_words(text: str, start: int, end: int, widen: Widen = as_it_is) -> tuple[int, int]:
    """``[start, end)``, not empty, with the rest of the words that it begins and ends in."""
    if text[start] < IDEOGRAPHS or text[end - 1] < IDEOGRAPHS:
        start, end = _word_start(text, start), _word_end(text, end)
        if text[start] < IDEOGRAPHS and text[end - 1] < IDEOGRAPHS:
            return start, end
    return widen(start, end)


def _to_joints(text: str, start: int, end: int) -> tuple[int, int]:
    """``[start, end)`` from joint to joint, as far as there are any near."""
    for at in range(start, max(-1, start - _REACH - 1), -1):
        if _is_joint(text, at):
            start = at
            break
    for at in range(end, min(len(text), end + _REACH) + 1):
        if _is_joint(text, at):
            end = at
            break
    return start, end


def _is_joint(text: str, at: int) -> bool:
    if not 0 < at < len(text):
        return True
    one, other = text[at - 1], text[at]
    return one in _ALONE or other in _ALONE or one < IDEOGRAPHS or other < IDEOGRAPHS


def _to_a_width(text: str) -> int:
    """How many of its characters are as wide as a Chinese one."""
    return 1 if _WIDE.search(text) else 2


def _word_start(text: str, at: int) -> int:
    while _splits(text, at):
        at -= 1
    return at


def _word_end(text: str, at: int) -> int:
    while _splits(text, at):
        at += 1
    return at


def _word(text: str, at: int, widen: Widen) -> tuple[int, int]:
    """The word that the character at ``at`` is in."""
    return whole_words(text, at, at + 1, widen)


def _before(text: str, start: int, at: int, widen: Widen = as_it_is) -> int:
    """The end of the last whole word before ``at``, or ``at`` where one word fills it all."""
    first, last = _word(text, at - 1, widen)
    end = at if last <= at else first
    return end if end > start else at


def _splits(text: str, at: int) -> bool:
    """Whether letters of one word stand on both sides of ``at``."""
    return 0 < at < len(text) and _is_letter(text[at - 1]) and _is_letter(text[at])


def _is_letter(char: str) -> bool:
    return char < IDEOGRAPHS and (char.isalnum() or char in "'’-")
