"""Where an utterance's signals are heard: in the folded text, and in what was received."""

from __future__ import annotations

from operator import ne
from typing import NamedTuple

from .match_find import Finder
from .match_plan import Captures, Plans, SignalPlan
from .match_scan import common_prefix
from .match_sheet import Sheet
from .protocols import Folded, Tokenizer


class Place(NamedTuple):
    """One place where a signal is heard. ``start``/``end``: folded; ``quote_*``: as received.
    ``heard`` is the text between, in the form the signal is matched on."""

    start: int
    end: int
    signal: str
    quote_start: int
    quote_end: int
    heard: str
    captures: Captures
    plan: SignalPlan


class Listener:
    """Both forms of one utterance, and the places where its speaker's signals are heard.

    ``places``: those that count now, ordered by (start, end, signal); the same object as long
    as they are the same.
    """

    __slots__ = ("_as_received", "_own", "_text", "places", "sheets")

    def __init__(self, plans: Plans, speaker: str, tokenizer: Tokenizer) -> None:
        plan = plans.speakers[speaker]
        sheet, own = Sheet(plan.folded.scanner), None
        self.places: tuple[Place, ...] = ()
        self._as_received = True  # folding changed nothing
        self._text = Finder(plan.folded, sheet, sheet, tokenizer)
        self._own: Finder | None = None
        if not plan.original.is_empty:
            own = Sheet(plan.original.scanner)
            self._own = Finder(plan.original, own, sheet, tokenizer)
        self.sheets = sheet, own

    def hear(self, received: str, folded: Folded, kept: int, *, final: bool) -> tuple[Place, ...]:
        """Take the next hypothesis, of which ``kept`` folded characters are the last one's."""
        sheet, own = self.sheets
        sheet.rewrite(folded.text, kept)
        changed = self._text.update(folded, final=final)
        if self._own is not None and own is not None:
            own.rewrite(received, common_prefix(own.text, received))
            changed |= self._own.update(folded, final=final)
        as_received = folded.is_same
        if changed or (self.places and not (as_received and self._as_received)):
            self._place(received, folded)
        self._as_received = as_received
        if final:  # what follows from the text is not needed any more
            sheet.clear()
            if own is not None:
                own.clear()
        return self.places

    def _place(self, received: str, folded: Folded) -> None:
        """Say again where everything is; :attr:`places` stays the same object if nothing moved."""
        places: list[Place] = []
        for c in self._text.found:
            start, end = c.start, c.end
            quote_start, quote_end = folded.original_span(start, end)
            heard = folded.text[start:end]
            name = c.plan.signal.name
            places.append(
                Place(start, end, name, quote_start, quote_end, heard, c.captures, c.plan)
            )
        for c in self._own.found if self._own is not None else ():
            start, end = folded.folded_span(c.start, c.end)
            heard = received[c.start : c.end]
            name = c.plan.signal.name
            places.append(Place(start, end, name, c.start, c.end, heard, c.captures, c.plan))
        if len(places) > 1:
            places.sort(key=_order)
        if len(places) != len(self.places) or any(map(ne, places, self.places)):
            self.places = tuple(places)


def _order(place: Place) -> tuple[int, int, str]:
    return place[:3]
