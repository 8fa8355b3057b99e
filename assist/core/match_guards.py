"""What keeps a candidate from counting: exceptions, company, vetoes, negation, word borders."""

from __future__ import annotations

from typing import Final

from .match_group import PhraseGroup
from .match_negation import negated
from .match_plan import WINDOW, NearPlan, SignalPlan
from .match_sheet import Sheet
from .match_spans import Spans
from .protocols import Tokenizer

_UNSURE: Final = 3
"""Word borders in the last characters of a hypothesis still move: 11 % of them do
(ARCHITECTURE.md)."""


class Guards:
    """Judges candidates of one form; what it finds is kept for the next candidate of the same
    hypothesis.

    ``sheet``: the form that signals are matched on; ``folded``: for vetoes and negation.
    """

    __slots__ = ("_final", "_folded", "_sheet", "_spans", "_tokenizer")

    def __init__(self, sheet: Sheet, folded: Sheet, tokenizer: Tokenizer) -> None:
        self._sheet = sheet
        self._folded = folded
        self._tokenizer = tokenizer
        self._final = False
        self._spans: dict[PhraseGroup, Spans] = {}

    def turn(self, *, final: bool) -> None:
        """The next hypothesis was written on the sheets."""
        self._final = final
        if self._spans:
            self._spans = {}

    def pass_before(self, plan: SignalPlan, start: int) -> bool:
        """Whether what was said before a candidate lets it count. ``start``: in folded text."""
        wish = plan.signal.negated
        if wish != "any" and negated(self._folded.text, start) != (wish == "only"):
            return False
        if plan.before.isdisjoint(self._folded.found):
            return True
        for veto in plan.vetoes_before:
            heard = self._heard(veto.phrases, self._folded)
            if heard is not None:
                before = heard.before(start)
                if before is not None and before <= veto.before:
                    return False
        return True

    def pass_after(self, plan: SignalPlan, start: int, end: int, folded_end: int) -> bool:
        """Whether all else lets the candidate ``[start, end)`` count now.

        One that the rest of the sentence may yet decide (a longer exception has begun, a
        word's border is not sure) does not count until it is decided.
        """
        if self._sheet is self._folded and plan.after.isdisjoint(self._sheet.found):
            if plan.near is not None:
                return False
        elif not self._pass_heard(plan, start, end, folded_end):
            return False
        exceptions = plan.exceptions
        if exceptions is not None and not self._final and exceptions.has_begun(self._sheet, start):
            return False
        return not plan.signal.word or self._is_word(start, end)

    def still_pass(self, plan: SignalPlan, start: int) -> bool:
        """Whether a candidate that counted surely does, where no literal of a guard went or came:
        all that may have begun since is an exception."""
        exceptions = plan.exceptions
        return not plan.signal.word and (
            self._final or exceptions is None or not exceptions.has_begun(self._sheet, start)
        )

    def _pass_heard(self, plan: SignalPlan, start: int, end: int, folded_end: int) -> bool:
        """Judge by what was heard of the guards."""
        if plan.exceptions is not None:
            heard = self._heard(plan.exceptions, self._sheet)
            if heard is not None and heard.covers(start, end):
                return False
        if plan.near is not None and not self._near(plan.near, start, end):
            return False
        if plan.not_near is not None and self._near(plan.not_near, start, end):
            return False
        for veto in plan.vetoes_after:
            heard = self._heard(veto.phrases, self._folded)
            if heard is not None:
                after = heard.after(folded_end)
                if after is not None and after <= veto.after:
                    return False
        return True

    def _near(self, near: NearPlan, start: int, end: int) -> bool:
        heard = self._heard(near.phrases, self._sheet)
        return heard is not None and heard.within(start, end, near.chars)

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
