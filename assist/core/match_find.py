"""What counts in one form of an utterance, brought up to date with each hypothesis.

A candidate is looked for again, or judged again, only where something changed that has a say in
it: what a recogniser appends or rewrites is two characters, and most of what was said stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .match_guards import Guards
from .match_plan import Captures, FormPlan, PatternPlan, SignalPlan
from .match_sheet import Change, Sheet
from .protocols import Tokenizer

Candidate = tuple[SignalPlan, int, int, int, Captures]
"""Signal, start, end (in its own form of the text), order in the rule file, captures."""

Span = tuple[int, int]


class Finder:
    """The candidates of one form of an utterance, and which of them count.

    ``sheet``: that form; ``folded``: what vetoes and negation are judged on.
    """

    __slots__ = (
        "_candidates",
        "_folded",
        "_open",
        "_patterned",
        "_plan",
        "_sheet",
        "_tokenizer",
        "_verdicts",
        "found",
    )

    def __init__(self, plan: FormPlan, sheet: Sheet, folded: Sheet, tokenizer: Tokenizer) -> None:
        self._plan = plan
        self._sheet = sheet
        self._folded = folded
        self._tokenizer = tokenizer
        self._candidates: list[Candidate] = []  # of phrases, in order of their ends
        self._verdicts: list[bool] = []
        self._open = frozenset(plan.triggered({}))  # patterns that may match whatever is said
        self._patterned: dict[PatternPlan, tuple[list[Candidate], list[bool]]] = {}
        self.found: list[Candidate] = []

    def update(self, change: Change, in_folded: Callable[[int, int], Span], *, final: bool) -> bool:
        """Take what changed on the sheet; whether :attr:`found` may have.

        ``found`` has, of overlapping candidates that count, one for each signal. ``in_folded``
        gives the folded span of one of this form.
        """
        if change.touched:
            self._open = frozenset(
                p for p in self._plan.triggered(self._sheet.found) if p.may_match(self._sheet.found)
            )
        elif not (self._candidates or self._patterned or self._open or self.found):
            return False
        judge = _Judge(self._sheet, self._folded, self._tokenizer, in_folded, change, final=final)
        candidates, verdicts = self._candidates, self._verdicts
        kept = change.kept
        while candidates and candidates[-1][2] > kept:
            candidates.pop()
            verdicts.pop()
        for index, candidate in enumerate(candidates):
            if not judge.stands(candidate):
                verdicts[index] = judge.passes(candidate)
        if change.touched:
            for candidate in self._completed(change.old):
                candidates.append(candidate)
                verdicts.append(judge.passes(candidate))
        if change.touched or self._patterned or self._open:
            self._run_patterns(change, judge)
        if not (candidates or self._patterned or self.found):
            return False
        passed = [c for c, counts in zip(candidates, verdicts, strict=True) if counts]
        for matched, counted in self._patterned.values():
            passed += [c for c, counts in zip(matched, counted, strict=True) if counts]
        self.found = list(_merged(passed)) if len(passed) > 1 else passed
        return True

    def _completed(self, old: int) -> Iterator[Candidate]:
        """Of phrases, those that end with a hit after the first ``old``."""
        sheet, endings = self._sheet, self._plan.endings
        for literal, start, end in sheet.hits[old:]:
            if literal not in endings:
                continue
            for signal, order, phrase, captures in endings[literal]:
                for begin in phrase.starts(sheet, len(phrase.pieces) - 1, start):
                    yield signal, begin, end, order, captures

    def _run_patterns(self, change: Change, judge: _Judge) -> None:
        """Run those whose matches may have changed; judge again those that stay.

        A pattern that ends with one of its literals, and looks at nothing beside it, matches
        what it matched as long as no hit of these literals went or came.
        """
        patterned = self._patterned
        found = self._sheet.found
        due = {p for p in self._plan.completed(change.touched, found) if p.may_match(found)}
        due |= self._open
        for pattern in list(patterned):
            open_ = not pattern.endings
            if open_ or pattern in due or not pattern.endings.isdisjoint(change.touched):
                del patterned[pattern]
                if pattern.may_match(found):
                    due.add(pattern)
                continue
            matched, counted = patterned[pattern]
            for index, candidate in enumerate(matched):
                if not judge.stands(candidate):
                    counted[index] = judge.passes(candidate)
        encoded: bytes | None = None
        for pattern in due:
            if encoded is None:  # once for all, not in every call of re2's
                encoded = self._sheet.text.encode()
            matched = list(_matched(pattern, encoded))
            if matched:
                patterned[pattern] = matched, [judge.passes(one) for one in matched]


class _Judge:
    """The guards of one hypothesis, made when first they are asked."""

    __slots__ = ("_change", "_final", "_folded", "_guards", "_in_folded", "_sheet", "_tokenizer")

    def __init__(
        self,
        sheet: Sheet,
        folded: Sheet,
        tokenizer: Tokenizer,
        in_folded: Callable[[int, int], Span],
        change: Change,
        *,
        final: bool,
    ) -> None:
        self._sheet = sheet
        self._folded = folded
        self._tokenizer = tokenizer
        self._in_folded = in_folded
        self._change = change
        self._final = final
        self._guards: Guards | None = None

    def stands(self, candidate: Candidate) -> bool:
        """Whether nothing changed that has a say in a candidate of the hypothesis before."""
        plan = candidate[0]
        if plan.is_unguarded:
            return True
        return (
            self._sheet is self._folded
            and self._change.kept - candidate[2] >= plan.reach
            and plan.guards.isdisjoint(self._change.touched)
            and (plan.exceptions is None or not self._sheet.has_runs)
        )

    def passes(self, candidate: Candidate) -> bool:
        plan, start, end = candidate[:3]
        if plan.is_unguarded:
            return True
        if self._guards is None:
            self._guards = Guards(self._sheet, self._folded, self._tokenizer, final=self._final)
        span = (start, end) if self._sheet is self._folded else self._in_folded(start, end)
        return self._guards.passes(plan, start, end, span)


def _matched(pattern: PatternPlan, encoded: bytes) -> Iterator[Candidate]:
    """Where a pattern matches. Offsets of UTF-8 are counted back only for what matched."""
    for match in pattern.compiled.finditer(encoded):
        start, end = match.span()
        if end > start:
            named = match.groupdict().items()
            captures = tuple(
                (group, value.decode(errors="ignore"))
                for group, value in named
                if value is not None
            )
            begin = len(encoded[:start].decode(errors="ignore"))
            length = len(encoded[start:end].decode(errors="ignore"))
            yield pattern.of, begin, begin + length, pattern.order, captures


def _merged(candidates: list[Candidate]) -> Iterator[Candidate]:
    """Of overlapping candidates of one signal the leftmost, of these the longest, of these the
    first in the order of the rule file."""
    candidates.sort(key=lambda c: (c[0].signal.name, c[1], -c[2], c[3]))
    name, reached = "", 0
    for candidate in candidates:
        signal, start, end, _, _ = candidate
        if signal.signal.name != name or start >= reached:
            name, reached = signal.signal.name, end
            yield candidate
