"""What keeps a candidate from counting: exceptions, company, vetoes, negation, word borders."""

from __future__ import annotations

from typing import Final

from .match_dialects import speaks
from .match_group import PhraseGroup
from .match_negation import negated
from .match_phrases import PhrasePlan
from .match_plan import WINDOW, NearPlan, SignalPlan
from .match_scope import (
    Marks,
    asked,
    clause_end,
    clause_start,
    degree,
    quoted,
    sentence_end,
    sentence_start,
)
from .match_sheet import Sheet
from .match_spans import Spans
from .protocols import Folded, Tokenizer
from .rules import Scope, Signal

_UNSURE: Final = 3
"""Word borders in the last characters of a hypothesis still move: 11 % of them do
(ARCHITECTURE.md)."""


class Guards:
    """Judges candidates of one form; what it finds is kept for the next candidate of the same
    hypothesis.

    ``sheet``: the form that signals are matched on; ``folded``: for vetoes and negation.
    ``in_place``: these are the same.
    """

    __slots__ = (
        "_dialects",
        "_final",
        "_folded",
        "_sheet",
        "_spans",
        "_text",
        "_tokenizer",
        "in_place",
    )

    def __init__(
        self, sheet: Sheet, folded: Sheet, tokenizer: Tokenizer, dialects: frozenset[str]
    ) -> None:
        self.in_place = sheet is folded
        self._sheet = sheet
        self._folded = folded
        self._tokenizer = tokenizer
        self._dialects = dialects
        self._text: Folded | None = None
        self._final = False
        self._spans: dict[PhraseGroup, Spans] = {}

    def turn(self, text: Folded, *, final: bool) -> None:
        """The next hypothesis was written on the sheets."""
        self._text = text
        self._final = final
        if self._spans:
            self._spans = {}

    @property
    def touched(self) -> list[int]:
        """Literals that went or came in what the guards look at."""
        return self._sheet.touched

    def pass_before(self, plan: SignalPlan, start: int) -> bool:
        """Whether what was said before a candidate lets it count. ``start``: in folded text."""
        signal = plan.signal
        wish = signal.negated
        if wish != "any":
            marks = self._marks
            since = clause_start(marks, start) if marks else 0
            if negated(self._folded.text, start, since) != (wish == "only"):
                return False
        wish = signal.quoted
        if wish != "any" and quoted(self._folded.text, self._marks, start) != (wish == "only"):
            return False
        if plan.before.isdisjoint(self._folded.found):
            return True
        for veto in plan.vetoes_before:
            heard = self._heard(veto.phrases, self._folded)
            if heard is not None:
                before = heard.before(start, self._since(veto.scope, start))
                if before is not None and before <= veto.before:
                    return False
        return True

    def degree(self, start: int, end: int) -> float:
        """By how much the words beside ``[start, end)`` of the folded text scale it."""
        return degree(self._folded.text, self._marks, start, end)

    def pass_after(
        self, plan: SignalPlan, start: int, end: int, folded: tuple[int, int], *, whole: bool
    ) -> bool:
        """Whether all else lets the candidate ``[start, end)`` count now. ``folded``: its span in
        folded text. ``whole``: it is one phrase without gaps.

        One that the rest of the sentence may yet decide (a longer exception has begun, a
        word's border is not sure) does not count until it is decided.
        """
        if self.in_place and plan.after.isdisjoint(self._sheet.found):
            if plan.near is not None:
                return False
        elif not self._pass_heard(plan, start, end, folded, whole=whole):
            return False
        exceptions = plan.exceptions
        if exceptions is not None and not self._final and exceptions.has_begun(self._sheet, start):
            return False
        return not plan.is_open or self._pass_open(plan.signal, start, end, folded)

    def _pass_open(self, signal: Signal, start: int, end: int, folded: tuple[int, int]) -> bool:
        """Judge by what is said beside it, whatever that is."""
        wish = signal.asked
        if wish != "any" and asked(self._folded.text, self._marks, *folded) != (wish == "only"):
            return False
        dialect = signal.dialect
        known = dialect is None or dialect in self._dialects
        if dialect is not None and not (known or speaks(self._folded.text, dialect)):
            return False
        return not signal.word or self._is_word(start, end)

    def still_pass(self, plan: SignalPlan, start: int) -> bool:
        """Whether a candidate that counted surely does, where no literal of a guard went or came:
        all that may have begun since is an exception."""
        exceptions = plan.exceptions
        return not plan.is_open and (
            self._final or exceptions is None or not exceptions.has_begun(self._sheet, start)
        )

    def _pass_heard(
        self, plan: SignalPlan, start: int, end: int, folded: tuple[int, int], *, whole: bool
    ) -> bool:
        """Judge by what was heard of the guards."""
        if plan.exceptions is not None:
            heard = self._heard(plan.exceptions, self._sheet)
            if heard is not None and (
                heard.covers(start, end)
                or (not whole and (heard.covers(start, start + 1) or heard.covers(end - 1, end)))
            ):
                return False
        if plan.near is not None and not self._near(plan.near, start, end):
            return False
        if plan.not_near is not None and self._near(plan.not_near, start, end):
            return False
        for veto in plan.vetoes_after:
            heard = self._heard(veto.phrases, self._folded)
            if heard is not None:
                after = heard.after(folded[1], self._until(veto.scope, folded[1]))
                if after is not None and after <= veto.after:
                    return False
        return True

    def _near(self, near: NearPlan, start: int, end: int) -> bool:
        heard = self._heard(near.phrases, self._sheet)
        if heard is None:
            return False
        since, until = self._since(near.scope, start), self._until(near.scope, end)
        return heard.within(start, end, near.chars, since, until)

    @property
    def _marks(self) -> Marks:
        return () if self._text is None else self._text.marks

    def _since(self, scope: Scope, start: int) -> int:
        """Where the part of the utterance begins that a guard may lie in."""
        marks = self._marks if scope != "utterance" else ()
        if not marks:
            return 0
        return (clause_start if scope == "clause" else sentence_start)(marks, start)

    def _until(self, scope: Scope, end: int) -> int | None:
        """Where the part of the utterance ends that a guard may lie in; None: with it."""
        marks = self._marks if scope != "utterance" else ()
        if not marks:
            return None
        length = len(self._folded.text)
        if scope == "sentence":
            return sentence_end(marks, end, length)
        return clause_end(marks, end, length)[0]

    def _is_word(self, start: int, end: int) -> bool:
        text = self._sheet.text
        if not self._final and end > len(text) - _UNSURE:
            return False
        begin = max(0, start - WINDOW)
        borders = self._tokenizer.borders(text[begin : end + WINDOW])
        return start - begin in borders and end - begin in borders

    def is_another(self, plan: SignalPlan, phrase: PhrasePlan, start: int, end: int) -> bool:
        """Whether what merely sounds like a phrase is something else: it holds a phrase of another
        signal, or is one word, or the phrase in its place would begin or end within a word. Yes,
        as long as that is not sure."""
        for literal, at, stop in self._folded.hits:
            if at >= start and stop <= end and literal.length > 1:
                for other, _, said, _ in literal.completes:
                    if other is not plan and not said.gaps:
                        return True
        text, tokenizer = self._folded.text, self._tokenizer
        if not self._final and end > len(text) - _UNSURE:
            return True
        begin = max(0, start - WINDOW)
        before, after = text[begin:start], text[end : end + WINDOW]
        first, last = start - begin, end - begin
        borders = tokenizer.borders(before + text[start:end] + after)
        if first in borders and last in borders and not borders & set(range(first + 1, last)):
            return True
        return not any(
            {first, last} <= tokenizer.borders(before + meant + after)
            for meant in phrase.pieces[0].texts
            if len(meant) == end - start
        )

    def _heard(self, phrases: PhraseGroup, sheet: Sheet) -> Spans | None:
        """Where the phrases were heard; None, as mostly, where not even a literal of them was."""
        if phrases.literals.isdisjoint(sheet.found):
            return None
        heard = self._spans.get(phrases)
        if heard is None:
            heard = self._spans[phrases] = Spans(sheet, phrases.spans(sheet))
        return heard
