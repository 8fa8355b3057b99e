"""What keeps a candidate from counting: exceptions, company, vetoes, negation, word borders."""

from __future__ import annotations

from typing import Final

from .match_group import PhraseGroup
from .match_negation import negated
from .match_plan import WINDOW, NearPlan, SignalPlan, VetoPlan
from .match_sheet import Sheet
from .match_spans import Spans
from .protocols import Tokenizer

_UNSURE: Final = 3
"""Word borders in the last characters of a hypothesis still move: 11 % of them do
(ARCHITECTURE.md)."""


class Guards:
    """Judges candidates on one hypothesis; what it finds is kept for the next candidate.

    ``sheet``: the form that signals are matched on; ``folded``: for vetoes and negation.
    """

    def __init__(self, sheet: Sheet, folded: Sheet, tokenizer: Tokenizer, *, final: bool) -> None:
        self._sheet = sheet
        self._folded = folded
        self._tokenizer = tokenizer
        self._final = final
        self._spans: dict[PhraseGroup, Spans] = {}
        self._begun: dict[PhraseGroup, int | None] = {}

    def passes(self, plan: SignalPlan, start: int, end: int, folded: tuple[int, int]) -> bool:
        """Whether the candidate ``[start, end)`` counts now. ``folded``: its span in folded text.

        One that the rest of the sentence may yet decide (a longer exception has begun, a
        word's border is not sure) does not count until it is decided.
        """
        signal = plan.signal
        return (
            self._negation_agrees(signal.negated, folded[0])
            and not (plan.exceptions is not None and self._excepted(plan.exceptions, start, end))
            and (plan.near is None or self._near(plan.near, start, end))
            and not (plan.not_near is not None and self._near(plan.not_near, start, end))
            and not any(self._vetoed(veto, *folded) for veto in plan.vetoes)
            and (not signal.word or self._is_word(start, end))
        )

    def _negation_agrees(self, wish: str, start: int) -> bool:
        return wish == "any" or negated(self._folded.text, start) == (wish == "only")

    def _excepted(self, exceptions: PhraseGroup, start: int, end: int) -> bool:
        heard = self._heard(exceptions, self._sheet)
        if heard is not None and heard.covers(start, end):
            return True
        begun = None if self._final else self._unfinished(exceptions)
        return begun is not None and begun <= start

    def _near(self, near: NearPlan, start: int, end: int) -> bool:
        heard = self._heard(near.phrases, self._sheet)
        return heard is not None and heard.within(start, end, near.chars)

    def _vetoed(self, veto: VetoPlan, start: int, end: int) -> bool:
        heard = self._heard(veto.phrases, self._folded)
        if heard is None:
            return False
        before, after = heard.before(start), heard.after(end)
        return (veto.before > 0 and before is not None and before <= veto.before) or (
            veto.after > 0 and after is not None and after <= veto.after
        )

    def _is_word(self, start: int, end: int) -> bool:
        text = self._sheet.text
        if not self._final and end > len(text) - _UNSURE:
            return False
        begin = max(0, start - WINDOW)
        borders = self._tokenizer.borders(text[begin : end + WINDOW])
        return start - begin in borders and end - begin in borders

    def _heard(self, phrases: PhraseGroup, sheet: Sheet) -> Spans | None:
        """Where the phrases were heard; None, as mostly, where not even a literal of them was."""
        if phrases.literals.isdisjoint(sheet.found):
            return None
        heard = self._spans.get(phrases)
        if heard is None:
            heard = self._spans[phrases] = Spans(sheet, phrases.spans(sheet))
        return heard

    def _unfinished(self, phrases: PhraseGroup) -> int | None:
        if phrases not in self._begun:
            self._begun[phrases] = phrases.begun(self._sheet)
        return self._begun[phrases]
