"""From hits to what a hypothesis says: each signal's places, guards passed, overlaps merged."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from .match_guards import Guards
from .match_plan import Captures, FormPlan, PatternPlan, SignalPlan, SpeakerPlan
from .match_scan import Hit
from .match_sheet import Sheet, whole
from .protocols import Folded, Tokenizer


@dataclass(frozen=True, slots=True)
class Place:
    """One place where a signal is heard. ``start``/``end``: folded; ``quote_*``: as received.
    ``heard`` is the text between, in the form the signal is matched on."""

    plan: SignalPlan
    start: int
    end: int
    quote_start: int
    quote_end: int
    heard: str
    captures: Captures

    @property
    def signal(self) -> str:
        return self.plan.signal.name


_Candidate = tuple[SignalPlan, int, int, int, Captures]
"""Signal, start, end (in its own form of the text), order in the rule file, captures."""


def places(
    plan: SpeakerPlan,
    received: str,
    folded: Folded,
    hits: list[Hit],
    original_hits: list[Hit],
    tokenizer: Tokenizer,
    *,
    final: bool,
) -> tuple[Place, ...]:
    """Every place of every signal that counts now, ordered by (start, end, signal)."""
    sheet = Sheet(folded.text, hits)
    guards = Guards(sheet, sheet, tokenizer, final=final)
    passed = [
        candidate
        for candidate in _candidates(plan.folded, sheet)
        if guards.passes(*candidate[:3], candidate[1:3])
    ]
    found = [
        Place(c[0], *c[1:3], *folded.original_span(*c[1:3]), folded.text[slice(*c[1:3])], c[4])
        for c in _merged(passed)
    ]
    if plan.original.has_cue(original_hits):
        own = Sheet(received, original_hits)
        guards = Guards(own, sheet, tokenizer, final=final)
        passed = [
            candidate
            for candidate in _candidates(plan.original, own)
            if guards.passes(*candidate[:3], _folded_span(folded, *candidate[1:3]))
        ]
        found += [
            Place(c[0], *_folded_span(folded, *c[1:3]), *c[1:3], received[slice(*c[1:3])], c[4])
            for c in _merged(passed)
        ]
    found.sort(key=lambda place: (place.start, place.end, place.signal))
    return tuple(found)


def _merged(candidates: list[_Candidate]) -> Iterator[_Candidate]:
    """Of overlapping candidates of one signal the leftmost, of these the longest, of these the
    first in the order of the rule file."""
    candidates.sort(key=lambda c: (c[0].signal.name, c[1], -c[2], c[3]))
    name, reached = "", 0
    for candidate in candidates:
        signal, start, end, _, _ = candidate
        if signal.signal.name != name or start >= reached:
            name, reached = signal.signal.name, end
            yield candidate


def _folded_span(folded: Folded, start: int, end: int) -> tuple[int, int]:
    """The folded characters behind ``[start, end)`` as received; empty where all were dropped."""
    first = bisect_right(folded.ends, start)
    last = bisect_left(folded.starts, end)
    return first, max(first, last)


def _candidates(plan: FormPlan, sheet: Sheet) -> Iterator[_Candidate]:
    patterns: dict[PatternPlan, None] = dict.fromkeys(plan.always)
    for literal, start, end in sheet.hits:
        for pattern in plan.triggers.get(literal, ()):
            patterns[pattern] = None
        endings = plan.endings.get(literal)
        if endings is None or not whole(sheet.text, start, end):
            continue
        for signal, order, phrase, captures in endings:
            for begin in phrase.starts(sheet, len(phrase.pieces) - 1, start):
                yield signal, begin, end, order, captures
    for pattern in patterns:
        for match in pattern.compiled.finditer(sheet.text):
            start, end = match.span()
            if end > start:
                named = match.groupdict().items()
                captures = tuple((group, value) for group, value in named if value is not None)
                yield pattern.of, start, end, pattern.order, captures
