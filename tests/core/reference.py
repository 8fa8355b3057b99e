"""What is heard in a text, by the slowest and plainest means: to compare the matcher with.

Nothing is remembered, nothing filed under anything: every phrase is tried at every place of the
whole text, every pattern run on all of it, every guard asked of every candidate.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from assist.core.match_literals import compile_pattern
from assist.core.match_negation import negated
from assist.core.match_scope import (
    asked,
    clause_end,
    clause_start,
    quoted,
    sentence_end,
    sentence_start,
)
from assist.core.match_sheet import whole
from assist.core.protocols import Folder
from assist.core.rules import Near, Phrase, Scope, Signal, Veto

Span = tuple[int, int]


class Reference:
    """The final text of an utterance."""

    def __init__(self, text: str, folder: Folder, vetoes: Mapping[str, Veto]) -> None:
        folded = folder.fold(text)
        self.text = folded.text
        self.marks = folded.marks
        self.vetoes = vetoes

    def heard(self, signal: Signal) -> list[Span]:
        """Where the signal counts: leftmost, longest, apart."""
        counting = [
            span
            for phrase in signal.phrases
            for span in self.spans(phrase)
            if self._counts(signal, span, whole_phrase=not phrase.gaps)
        ]
        for pattern in signal.patterns:
            counting += [
                match.span()
                for match in compile_pattern(pattern.source).finditer(self.text)
                if match[0] and self._counts(signal, match.span(), whole_phrase=False)
            ]
        merged: list[Span] = []
        for start, end in sorted(counting, key=lambda s: (s[0], -s[1])):
            if not merged or start >= merged[-1][1]:
                merged.append((start, end))
        return merged

    def spans(self, phrase: Phrase) -> list[Span]:
        """Every place where the phrase is heard."""
        found = []
        for literals in product(*phrase.pieces):
            found += [(start, end) for start, end in self._from(literals, phrase.gaps)]
        return found

    def _from(
        self, literals: tuple[str, ...], gaps: tuple[Span, ...], at: int | None = None
    ) -> Iterator[Span]:
        first, rest = literals[0], literals[1:]
        for start in range(len(self.text)) if at is None else (at,):
            end = start + len(first)
            if not self.text.startswith(first, start) or not whole(self.text, start, end):
                continue
            if not rest:
                yield start, end
                continue
            least, most = gaps[0]
            for following in range(end, len(self.text)):
                if least <= self.distance(end, following) <= most:
                    for _, last in self._from(rest, gaps[1:], following):
                        yield start, last

    def distance(self, start: int, end: int) -> int:
        """Characters, a run of four digits or more as one."""
        count, at = 0, start
        while at < end:
            run = at
            while run < len(self.text) and self.text[run] in "0123456789":
                run += 1
            begin = at
            while begin and self.text[begin - 1] in "0123456789":
                begin -= 1
            if run - begin >= 4 and run > at:
                count += 1 if begin == at else 0
                at = min(run, end)
            else:
                count, at = count + 1, at + 1
        return count

    def _counts(self, signal: Signal, span: Span, *, whole_phrase: bool) -> bool:
        start, end = span
        exceptions = [s for phrase in signal.exceptions for s in self.spans(phrase)]
        edges = () if whole_phrase else ((start, start + 1), (end - 1, end))
        if any(s <= a and b <= e for s, e in exceptions for a, b in (span, *edges)):
            return False
        for wish, is_so in (
            (signal.negated, negated(self.text, start, clause_start(self.marks, start))),
            (signal.asked, asked(self.text, self.marks, start, end)),
            (signal.quoted, quoted(self.text, self.marks, start)),
        ):
            if wish != "any" and is_so != (wish == "only"):
                return False
        if signal.near and not self._near(signal.near, span):
            return False
        if signal.not_near and self._near(signal.not_near, span):
            return False
        return not any(self._vetoed(self.vetoes[name], span) for name in signal.vetoes)

    def _near(self, near: Near, span: Span) -> bool:
        return any(
            (s[0] < span[1] and s[1] > span[0])
            or self._before(near.scope, span[0], s, near.chars)
            or self._after(near.scope, span[1], s, near.chars)
            for phrase in near.phrases
            for s in self.spans(phrase)
        )

    def _vetoed(self, veto: Veto, span: Span) -> bool:
        return any(
            (veto.before > 0 and self._before(veto.scope, span[0], s, veto.before))
            or (veto.after > 0 and self._after(veto.scope, span[1], s, veto.after))
            for phrase in veto.phrases
            for s in self.spans(phrase)
        )

    def _before(self, scope: Scope, start: int, span: Span, chars: int) -> bool:
        since = 0
        if scope != "utterance" and self.marks:
            since = (clause_start if scope == "clause" else sentence_start)(self.marks, start)
        in_scope = span[1] > since or not since
        return span[1] <= start and in_scope and self.distance(span[1], start) <= chars

    def _after(self, scope: Scope, end: int, span: Span, chars: int) -> bool:
        until = len(self.text)
        if scope == "clause" and self.marks:
            until = clause_end(self.marks, end, until)[0]
        elif scope == "sentence" and self.marks:
            until = sentence_end(self.marks, end, until)
        return end <= span[0] < until and self.distance(end, span[0]) <= chars
