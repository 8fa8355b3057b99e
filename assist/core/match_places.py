"""Where an utterance's signals are heard: in the folded text, and in what was received."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .match_find import Finder, merged
from .match_guards import Guards
from .match_plan import Captures
from .match_sheet import Sheet
from .protocols import Folded
from .rules import On

if TYPE_CHECKING:
    from .match import Matcher


class Match(NamedTuple):
    """One place where a signal is heard; overlapping ones are one (leftmost, longest).

    ``start``/``end``: offsets into the folded text; ``quote_start``/``quote_end``: into the
    hypothesis as received. ``firm``: the recogniser will not change a character of it. ``degree``:
    what the words beside it multiply its weight by. ``learned``: by examples, of which the place is
    what speaks most for the signal, not all that does.
    """

    signal: str
    start: int
    end: int
    quote_start: int
    quote_end: int
    captures: Captures
    firm: bool
    degree: float = 1.0
    learned: bool = False


class Place(NamedTuple):
    """Where a signal is heard, whether or not it counts yet. ``heard``: the text there, in the form
    the signal is matched on. ``match``: what it will be, not firm."""

    match: Match
    heard: str
    on: On


class Listener:
    """All forms of one utterance, and the places where its speaker's signals are heard.

    ``places``: those that count now, ordered by (start, end, signal); the same object as long
    as they are the same.
    """

    __slots__ = ("_as_received", "_own", "_sounder", "_sounds", "_text", "places", "sheets")

    def __init__(self, matcher: Matcher, speaker: str, dialects: frozenset[str]) -> None:
        plan, tokenizer = matcher.plans.speakers[speaker], matcher.tokenizer
        sheet, own, sounds = Sheet(plan.folded.scanner), None, None
        self.places: tuple[Place, ...] = ()
        self._as_received = True  # folding changed nothing
        self._text = Finder(plan.folded, sheet, Guards(sheet, sheet, tokenizer, dialects))
        self._own: Finder | None = None
        self._sounds: Finder | None = None
        self._sounder = matcher.folder.sounder
        if not plan.original.is_empty:
            own = Sheet(plan.original.scanner)
            self._own = Finder(plan.original, own, Guards(own, sheet, tokenizer, dialects))
        if not plan.sounds.is_empty:
            sounds = Sheet(plan.sounds.scanner)
            guards = Guards(sheet, sheet, tokenizer, dialects)
            self._sounds = Finder(plan.sounds, sounds, guards, by_sound=True)
        self.sheets = sheet, own, sounds

    def hear(
        self, received: str, folded: Folded, kept: int, same: int, *, final: bool
    ) -> tuple[Place, ...]:
        """Take the next hypothesis, of which ``kept`` folded characters are the last one's, and
        ``same`` as received."""
        sheet, own, sounds = self.sheets
        sheet.rewrite(folded.text, kept)
        changed = self._text.update(folded, final=final)
        if own is not None and self._own is not None and not self._own.passes_over(received, same):
            own.rewrite(received, same)
            changed |= self._own.update(folded, final=final)
        if self._sounds is not None and sounds is not None:
            sounds.rewrite(self._sounder.sounds(folded.text), kept)
            changed |= self._sounds.update(folded, final=final)
        as_received = folded.is_same
        if changed or (self.places and not (as_received and self._as_received)):
            self._place(received, folded)
        self._as_received = as_received
        return self.places

    def _place(self, received: str, folded: Folded) -> None:
        """Say again where everything is; :attr:`places` stays the same object if nothing moved."""
        places: list[Place] = []
        fixed = folded.is_same and self._as_received
        found = self._text.found
        if self._sounds is not None and self._sounds.found:
            found = merged([*found, *self._sounds.found])
        for c in found:
            if c.place is None or not fixed:
                start, end = c.start, c.end
                first, last = folded.original_span(start, end)
                signal = c.plan.signal
                match = Match(signal.name, start, end, first, last, c.captures, False, c.degree)
                c.place = Place(match, folded.text[start:end], signal.on)
            places.append(c.place)
        for c in self._own.found if self._own is not None else ():
            start, end = folded.folded_span(c.start, c.end)
            signal = c.plan.signal
            match = Match(signal.name, start, end, c.start, c.end, c.captures, False, c.degree)
            places.append(Place(match, received[c.start : c.end], signal.on))
        if len(places) > 1:
            places.sort(key=_order)
        placed = tuple(places)
        if placed != self.places:
            self.places = placed


def in_order(heard: tuple[Place, ...], taught: tuple[Place, ...]) -> tuple[Place, ...]:
    """All of them by (start, end, signal)."""
    return tuple(sorted((*heard, *taught), key=_order)) if taught else heard


def _order(place: Place) -> tuple[int, int, str]:
    match = place.match
    return match.start, match.end, match.signal
