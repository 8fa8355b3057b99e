"""A text with its private numbers starred."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .digits import may_hold_numbers, numbers
from .kinds import to_mask

_STARS = re.compile(r"[^\W_]|○")


def mask(text: str, *, settled: bool) -> str:
    """``text`` with every number of the kinds above masked; as long as it was.

    ``settled``: the text will not grow, so its last digits are all that there are.
    """
    if not may_hold_numbers(text):
        return text
    while (masked := _mask_once(text, settled)) != text:
        text = masked  # what was one run may be two by now, and each is looked at afresh
    return text


def _mask_once(text: str, settled: bool) -> str:
    spans = [
        (run.start, run.end) for number in numbers(text) for run in to_mask(text, number, settled)
    ]
    return starred(text, spans) if spans else text


def starred(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """``text`` with every character in ``spans``, which rise, starred; pauses stay."""
    out: list[str] = []
    at = 0
    for start, end in spans:
        out += (text[at:start], _STARS.sub("*", text[start:end]))
        at = end
    out.append(text[at:])
    return "".join(out)
