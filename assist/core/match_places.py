"""Where an utterance's signals are heard: in the folded text, and in what was received."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from .match_find import Candidate, Finder, Span
from .match_plan import Captures, Plans, SignalPlan
from .match_scan import common_prefix
from .match_sheet import Sheet
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


_Found = tuple[Candidate, Span, Span, str]
"""A candidate, its folded span, its span as received, and what is between."""


class Listener:
    """Both forms of one utterance, and the places where its speaker's signals are heard.

    ``places``: those that count now, ordered by (start, end, signal); the same object as long
    as they are the same.
    """

    __slots__ = ("_found", "_own", "_text", "places", "sheets")

    def __init__(self, plans: Plans, speaker: str, tokenizer: Tokenizer) -> None:
        plan = plans.speakers[speaker]
        sheet = Sheet(plans.folded, plan.folded.wanted)
        own = Sheet(plans.original, plan.original.wanted)
        self.sheets = sheet, own
        self.places: tuple[Place, ...] = ()
        self._found: list[_Found] = []
        self._text = None if plan.folded.is_empty else Finder(plan.folded, sheet, sheet, tokenizer)
        self._own = None if plan.original.is_empty else Finder(plan.original, own, sheet, tokenizer)

    def hear(self, received: str, folded: Folded, kept: int, *, final: bool) -> tuple[Place, ...]:
        """Take the next hypothesis, of which ``kept`` folded characters are the last one's."""
        sheet, own = self.sheets
        change = sheet.rewrite(folded.text, kept)

        def in_folded(start: int, end: int) -> Span:
            """The folded characters behind ``[start, end)`` as received; empty where all were
            dropped."""
            first = bisect_right(folded.ends, start)
            return first, max(first, bisect_left(folded.starts, end))

        found: list[_Found] = []
        if self._text is not None and self._text.update(change, in_folded, final=final):
            for c in self._text.found:
                span = c[1], c[2]
                found.append((c, span, folded.original_span(*span), folded.text[c[1] : c[2]]))
        if self._own is not None:
            change = own.rewrite(received, common_prefix(own.text, received))
            if self._own.update(change, in_folded, final=final):
                for c in self._own.found:
                    span = c[1], c[2]
                    found.append((c, in_folded(*span), span, received[c[1] : c[2]]))
        if found != self._found:
            self._found = found
            self.places = tuple(sorted(_places(found), key=_order))
        if final:  # what follows from the text is not needed any more
            sheet.clear()
            own.clear()
        return self.places


def _places(found: list[_Found]) -> Iterator[Place]:
    for candidate, span, quote, heard in found:
        yield Place(candidate[0], *span, *quote, heard, candidate[4])


def _order(place: Place) -> tuple[int, int, str]:
    return place.start, place.end, place.signal
