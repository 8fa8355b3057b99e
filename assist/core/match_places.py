"""Where an utterance's signals are heard: in the folded text, and in what was received."""

from __future__ import annotations

from typing import NamedTuple

from .match_find import Finder
from .match_plan import Captures, Plans
from .match_scan import common_prefix
from .match_sheet import Sheet
from .protocols import Folded, Tokenizer
from .rules import On


class Match(NamedTuple):
    """One place where a signal is heard; overlapping ones are one (leftmost, longest).

    ``start``/``end``: offsets into the folded text; ``quote_start``/``quote_end``: into the
    hypothesis as received. ``firm``: the recogniser will not change a character of it.
    """

    signal: str
    start: int
    end: int
    quote_start: int
    quote_end: int
    captures: Captures
    firm: bool


class Place(NamedTuple):
    """Where a signal is heard, whether or not it counts yet. ``heard``: the text there, in the form
    the signal is matched on. ``match``: what it will be, not firm."""

    match: Match
    heard: str
    on: On


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
        return self.places

    def _place(self, received: str, folded: Folded) -> None:
        """Say again where everything is; :attr:`places` stays the same object if nothing moved."""
        places: list[Place] = []
        fixed = folded.is_same and self._as_received
        for c in self._text.found:
            if c.place is None or not fixed:
                start, end = c.start, c.end
                first, last = folded.original_span(start, end)
                signal = c.plan.signal
                match = Match(signal.name, start, end, first, last, c.captures, False)
                c.place = Place(match, folded.text[start:end], signal.on)
            places.append(c.place)
        for c in self._own.found if self._own is not None else ():
            start, end = folded.folded_span(c.start, c.end)
            signal = c.plan.signal
            match = Match(signal.name, start, end, c.start, c.end, c.captures, False)
            places.append(Place(match, received[c.start : c.end], signal.on))
        if len(places) > 1:
            places.sort(key=_order)
        placed = tuple(places)
        if placed != self.places:
            self.places = placed


def _order(place: Place) -> tuple[int, int, str]:
    match = place.match
    return match.start, match.end, match.signal
