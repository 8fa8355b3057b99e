"""What counts in one form of an utterance, brought up to date with each hypothesis.

A candidate is looked for again, or judged again, only where something changed that has a say in
it: what a recogniser appends or rewrites is two characters, and most of what was said stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .match_guards import Guards
from .match_plan import Captures, FormPlan, PatternPlan, SignalPlan
from .match_sheet import Sheet
from .protocols import Folded, Tokenizer


class Candidate:
    """Where a signal may be heard: ``[start, end)`` of its own form of the text.

    ``order``: of its phrase or pattern in the rule file. ``counts``: no guard objects. ``until``:
    a change behind so many characters (or more, where there are long runs of digits) has no say.
    """

    __slots__ = ("captures", "counts", "end", "order", "plan", "start", "until")

    def __init__(
        self, plan: SignalPlan, start: int, end: int, order: int, captures: Captures
    ) -> None:
        self.plan = plan
        self.start = start
        self.end = end
        self.order = order
        self.captures = captures
        self.counts = True
        self.until = 0 if plan.is_unguarded else end + plan.reach


class Finder:
    """The candidates of one form of an utterance, and which of them count.

    ``sheet``: that form; ``folded``: what vetoes and negation are judged on. ``found``: of
    overlapping candidates that count, one for each signal.
    """

    __slots__ = (
        "_armed",
        "_candidates",
        "_guards",
        "_in_place",
        "_open",
        "_patterned",
        "_sheet",
        "found",
    )

    def __init__(self, plan: FormPlan, sheet: Sheet, folded: Sheet, tokenizer: Tokenizer) -> None:
        self._sheet = sheet
        self._in_place = sheet is folded
        self._guards = Guards(plan, sheet, folded, tokenizer)
        self._candidates: list[Candidate] = []  # of phrases, in order of their ends
        self._patterned: dict[PatternPlan, list[Candidate]] = {}
        self._armed: set[int] = (
            set()
        )  # literals once heard without which some patterns do not match
        self._open = plan.always  # patterns that may match whatever is said
        self.found: list[Candidate] = []

    def update(self, folded: Folded, *, final: bool) -> bool:
        """Take what changed on the sheet; whether :attr:`found` may have.

        ``folded``: the hypothesis, and what of it comes from where.
        """
        sheet, candidates = self._sheet, self._candidates
        self._guards.turn(final=final)
        changed = False
        if candidates:
            kept = sheet.kept
            while candidates and candidates[-1].end > kept:
                changed |= candidates.pop().counts
            changed |= self._judge_again(candidates, folded)
        due: set[PatternPlan] | None = None
        if len(sheet.hits) > sheet.old:
            due, counts = self._complete(folded)
            changed |= counts
        if due or self._patterned or self._open:
            changed |= self._run_patterns(due or set(), folded)
        if changed:
            passed = [candidate for candidate in candidates if candidate.counts]
            for matched in self._patterned.values():
                passed += [candidate for candidate in matched if candidate.counts]
            self.found = _merged(passed) if len(passed) > 1 else passed
        return changed

    def _complete(self, folded: Folded) -> tuple[set[PatternPlan] | None, bool]:
        """Take up what ends with a new hit: patterns that may match now, and whether a phrase
        counts."""
        sheet, armed = self._sheet, self._armed
        due: set[PatternPlan] | None = None
        counts = False
        new = sheet.hits[sheet.old :]
        for literal, _, _ in new:
            if literal.arms:
                armed.add(literal.number)
            if literal.opens:
                self._open = tuple(dict.fromkeys(self._open + literal.opens))
        for literal, at, end in new:
            closings = literal.closings
            if closings and not closings.keys().isdisjoint(armed):
                due = due or set()
                for number in closings.keys() & armed:
                    due.update(closings[number])
            for plan, order, phrase, captures in literal.completes:
                starts = phrase.starts(sheet, len(phrase.pieces) - 1, at) if phrase.gaps else (at,)
                for start in starts:
                    candidate = Candidate(plan, start, end, order, captures)
                    if plan.is_unguarded or self._begin(candidate, folded):
                        self._candidates.append(candidate)
                        counts |= candidate.counts
        return due, counts

    def _begin(self, candidate: Candidate, folded: Folded) -> bool:
        """Judge a new candidate; false where it will never count, whatever follows."""
        if self._in_place and not self._guards.pass_before(candidate.plan, candidate.start):
            return False
        candidate.counts = self._passes(candidate, folded)
        return True

    def _passes(self, candidate: Candidate, folded: Folded) -> bool:
        """Whether the guards let it count now."""
        plan, start, end = candidate.plan, candidate.start, candidate.end
        if self._in_place:
            return self._guards.pass_after(plan, start, end, end)
        first, last = folded.folded_span(start, end)
        guards = self._guards
        return guards.pass_before(plan, first) and guards.pass_after(plan, start, end, last)

    def _judge_again(self, candidates: list[Candidate], folded: Folded) -> bool:
        """Where something changed that has a say; whether a verdict did."""
        sheet, in_place, changed = self._sheet, self._in_place, False
        kept = sheet.kept
        for candidate in candidates:
            if candidate.until <= kept and in_place and not sheet.has_runs:
                continue
            if candidate.until and not (in_place and self._stands(candidate)):
                counts = self._passes(candidate, folded)
                changed |= counts != candidate.counts
                candidate.counts = counts
        return changed

    def _stands(self, candidate: Candidate) -> bool:
        """Whether nothing changed that has a say in it."""
        sheet, plan = self._sheet, candidate.plan
        away = sheet.distance(candidate.end, sheet.kept)
        if away >= plan.reach:
            return True
        return plan.after.isdisjoint(sheet.touched) and (
            away >= plan.hold
            or (candidate.counts and self._guards.still_pass(plan, candidate.start))
        )

    def _run_patterns(self, due: set[PatternPlan], folded: Folded) -> bool:
        """Run those whose matches may have changed; whether one that counts came or went.

        A pattern that ends with one of its literals, and looks at nothing beside it, matches
        what it matched as long as no hit of these literals went or came.
        """
        sheet, patterned = self._sheet, self._patterned
        due.update(pattern for pattern in self._open if pattern.may_match(sheet.found))
        before: dict[PatternPlan, list[Candidate]] = {}
        changed = False
        for pattern in list(patterned):
            endings = pattern.endings
            if not endings or pattern in due or not endings.isdisjoint(sheet.touched):
                before[pattern] = patterned.pop(pattern)
                due.add(pattern)
            else:
                changed |= self._judge_again(patterned[pattern], folded)
        if not due:
            return changed
        encoded = sheet.text.encode()  # once for all, not in every call of re2's
        for pattern in due:
            matched = [c for c in _matched(pattern, encoded) if self._begin(c, folded)]
            if matched:
                patterned[pattern] = matched
            if pattern in before or matched:
                changed |= _told(before.get(pattern, ())) != _told(matched)
        return changed


def _told(candidates: Iterable[Candidate]) -> list[tuple[int, int, Captures]]:
    """Of one pattern's candidates, what those that count say."""
    return [(c.start, c.end, c.captures) for c in candidates if c.counts]


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
            yield Candidate(pattern.of, begin, begin + length, pattern.order, captures)


def _precedence(candidate: Candidate) -> tuple[str, int, int, int]:
    return candidate.plan.signal.name, candidate.start, -candidate.end, candidate.order


def _merged(candidates: list[Candidate]) -> list[Candidate]:
    """Of overlapping candidates of one signal the leftmost, of these the longest, of these the
    first in the order of the rule file."""
    candidates.sort(key=_precedence)
    merged: list[Candidate] = []
    plan, reached = None, 0
    for candidate in candidates:
        if candidate.plan is not plan or candidate.start >= reached:
            plan, reached = candidate.plan, candidate.end
            merged.append(candidate)
    return merged
