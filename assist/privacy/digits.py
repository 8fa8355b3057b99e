"""Digits in a text, written or spoken, and the numbers that they make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_HAN: Final = {
    char: str(n)
    for n, chars in enumerate(
        (
            "零〇○",
            "一幺壹",
            "二两兩贰貳",
            "三叁參",
            "四肆",
            "五伍",
            "六陆陸",
            "七柒",
            "八捌",
            "九玖",
        )
    )
    for char in chars
}
_WORDS: Final = {
    word: str(n)
    for n, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    )
} | {"oh": "0", "double": "0", "triple": "00"}
"""``double`` and ``triple`` stand for the digits that they add; only how many counts."""
_DIGIT = (
    rf"(?:\d|一(?![下个個起些样樣直定般边邊共])|两(?![个张笔次百千万])"
    rf"|[{''.join(char for char in _HAN if char not in '一两')}]"
    rf"|(?<![a-z])(?:{'|'.join(_WORDS)})(?![a-z]))"
)
_GAP = r"[ \u00a0\u3000.·()（）\-‐‑–—－]{0,2}"
_RUN = re.compile(rf"{_DIGIT}(?:{_GAP}{_DIGIT})*", re.IGNORECASE)
ONE = re.compile(_DIGIT, re.IGNORECASE)
_CHAR = re.compile(rf"[\d{''.join(_HAN)}]")
_LATIN = re.compile(r"[A-Za-z]")
_LETTERS = re.compile(r"[a-z]+")
_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d([-./])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])(?!\d)")
PAUSE = re.compile(
    r"(?:[\s，、,;；。.…：:\-/／_＿]|嗯|呃|额|啊|哦|唔|诶|那个|然后|就是|再|um+|uh+|er+|and|then)+",
    re.IGNORECASE,
)
_MAX_PAUSE = 12
"""Characters between two groups of one number."""

FOUR_DIGITS = re.compile(rf"{_DIGIT}(?:{_GAP}{_DIGIT}){{3}}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Run:
    """Digits with at most a space or hyphen between: ``groups`` are what those part."""

    start: int
    end: int
    digits: str
    groups: tuple[str, ...]


def may_hold_numbers(text: str) -> bool:
    """A cheap look that finds four digits wherever they stand: most texts end here."""
    chars = len(_CHAR.findall(text))
    if chars >= 4 or _LATIN.search(text) is None:
        return chars >= 4
    words = sum(word in _WORDS for word in _LETTERS.findall(text.lower()))
    return words > 0 and chars + words >= 3  # "triple" counts twice


def runs(text: str) -> Iterator[Run]:
    """Every run of digits, be it of one."""
    return (_run(text, start, end) for start, end in _spans(text))


def numbers(text: str) -> Iterator[Sequence[Run]]:
    """Every number of four digits and more: its runs, which only pauses or hesitations part."""
    spans: list[tuple[int, int]] = []
    for start, end in _spans(text):
        if spans and not _goes_on(text, spans[-1][1], start):
            yield from _number(text, spans)
            spans = []
        spans.append((start, end))
    yield from _number(text, spans)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for start, end in [*(found.span() for found in _DATE.finditer(text)), (len(text), 0)]:
        for found in _RUN.finditer(text, at, start):
            yield found.span()
        at = end


def _goes_on(text: str, end: int, start: int) -> bool:
    return start - end <= _MAX_PAUSE and PAUSE.fullmatch(text, end, start) is not None


def _number(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Sequence[Run]]:
    if sum(end - start for start, end in spans) >= 4:
        runs = [_run(text, start, end) for start, end in spans]
        if sum(len(run.digits) for run in runs) >= 4:
            yield runs


def _run(text: str, start: int, end: int) -> Run:
    groups: list[str] = []
    last = -1
    for found in ONE.finditer(text, start, end):
        said = found.group().lower()
        digit = _HAN.get(said) or _WORDS.get(said) or str(int(said))
        if found.start() == last:
            groups[-1] += digit
        else:
            groups.append(digit)
        last = found.end()
    if len("".join(groups)) == 17 and re.match(r"\s?[xXｘＸ](?![a-zA-Z])", text[end : end + 3]):
        end += 1 if text[end] in "xXｘＸ" else 2
    return Run(start, end, "".join(groups), tuple(groups))
