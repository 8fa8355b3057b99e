"""What counts in one form of an utterance, brought up to date with each hypothesis.

A candidate is looked for again, or judged again, only where something changed that has a say in
it: what a recogniser appends or rewrites is two characters, and most of what was said stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from .match_guards import Guards
from .match_phrases import PhrasePlan
from .match_plan import Captures, FormPlan, PatternPlan, SignalPlan
from .match_sheet import Sheet
from .protocols import Folded

if TYPE_CHECKING:
    from .match_places import Place


class Candidate:
    """Where a signal may be heard: ``[start, end)`` of its own form of the text.

    ``order``: of its phrase or pattern in the rule file. ``counts``: no guard objects. ``until``:
    a change behind so many characters (or more, where there are long runs of digits) has no say.
    ``phrase``: which it is; None for a pattern. ``degree``: of the words beside it. ``place``: what
    was last told of it.
    """

    __slots__ = (
        "captures",
        "counts",
        "degree",
        "end",
        "order",
        "phrase",
        "place",
        "plan",
        "start",
        "until",
    )

    def __init__(
        self,
        plan: SignalPlan,
        start: int,
        end: int,
        order: int,
        captures: Captures,
        phrase: PhrasePlan | None = None,
    ) -> None:
        self.plan = plan
        self.start = start
        self.end = end
        self.order = order
        self.captures = captures
        self.counts = True
        self.phrase = phrase
        self.degree = 1.0
        self.place: Place | None = None
        self.until = 0 if plan.is_unguarded else end + plan.reach


class Finder:
    """The candidates of one form of an utterance, and which of them count.

    ``found``: of overlapping candidates that count, one for each signal.
    """

    __slots__ = (
        "_armed",
        "_by_sound",
        "_candidates",
        "_guards",
        "_open",
        "_patterned",
        "_sheet",
        "found",
    )

    def __init__(
        self, plan: FormPlan, sheet: Sheet, guards: Guards, *, by_sound: bool = False
    ) -> None:
        """``sheet``: that form, of which ``guards`` judge. ``by_sound``: the form is how the folded
        text sounds."""
        self._sheet = sheet
        self._by_sound = by_sound
        self._guards = guards
        self._candidates: list[Candidate] = []  # of phrases, in order of their ends
        self._patterned: dict[PatternPlan, list[Candidate]] = {}
        self._armed: set[int] = set()  # literals heard that some patterns cannot do without
        self._open = plan.always  # patterns that may match whatever is said
        self.found: list[Candidate] = []

    def passes_over(self, text: str, kept: int) -> bool:
        """Take the next text, of which ``kept`` characters are the last one's, if nothing was heard
        in that nor can be in this one; else leave it."""
        return not self._open and self._sheet.passes_over(text, kept)

    def update(self, folded: Folded, *, final: bool) -> bool:
        """Take what changed on the sheet; whether :attr:`found` may have.

        ``folded``: the hypothesis, and what of it comes from where.
        """
        sheet, candidates = self._sheet, self._candidates
        heard = len(sheet.hits) > sheet.old
        if not (heard or candidates or self._patterned or self._open):
            return False
        self._guards.turn(folded, final=final)
        changed = False
        if candidates:
            kept = sheet.kept
            while candidates and candidates[-1].end > kept:
                changed |= candidates.pop().counts
            if candidates:
                changed |= self._judge_again(candidates, folded)
        due: set[PatternPlan] = set()
        if heard and self._complete(due, folded):
            changed = True
        if (due or self._patterned or self._open) and self._run_patterns(due, folded):
            changed = True
        if changed:
            passed = [candidate for candidate in candidates if candidate.counts]
            for matched in self._patterned.values():
                passed += [candidate for candidate in matched if candidate.counts]
            self.found = merged(passed) if len(passed) > 1 else passed
        return changed

    def _complete(self, due: set[PatternPlan], folded: Folded) -> bool:
        """Take up what ends with a new hit; whether a phrase counts. ``due``: takes the patterns
        that may match now."""
        sheet, armed = self._sheet, self._armed
        closed: list[Mapping[int, tuple[PatternPlan, ...]]] = []
        counts = False
        for literal, at, end in sheet.hits[sheet.old :]:
            if literal.arms:
                armed.add(literal.number)
            if literal.closings:
                closed.append(literal.closings)
            if not literal.begins:
                continue
            if literal.opens:
                self._open = tuple(dict.fromkeys(self._open + literal.opens))
            for plan, order, phrase, captures in literal.completes:
                starts: Iterable[int] = (at,)
                if phrase.gaps:
                    if phrase.pieces[-2].lengths.keys().isdisjoint(sheet.found):
                        continue
                    starts = phrase.starts(sheet, len(phrase.pieces) - 1, at)
                for start in starts:
                    candidate = Candidate(plan, start, end, order, captures, phrase)
                    if self._by_sound and folded.text[start:end] in phrase.pieces[0].texts:
                        continue  # it was not misheard
                    if (plan.is_unguarded and not self._by_sound) or self._begin(candidate, folded):
                        self._candidates.append(candidate)
                        counts |= candidate.counts
        if closed and armed:
            for closings in closed:
                if not closings.keys().isdisjoint(armed):
                    for number in closings.keys() & armed:
                        due.update(closings[number])
        return counts

    def _begin(self, candidate: Candidate, folded: Folded) -> bool:
        """Judge a new candidate; false where it will never count, whatever follows."""
        if self._guards.in_place and not self._guards.pass_before(candidate.plan, candidate.start):
            return False
        candidate.counts = self._passes(candidate, folded)
        return True

    def _passes(self, candidate: Candidate, folded: Folded) -> bool:
        """Whether the guards let it count now."""
        plan, start, end, guards = candidate.plan, candidate.start, candidate.end, self._guards
        span = (start, end) if guards.in_place else folded.folded_span(start, end)
        if not guards.in_place and not guards.pass_before(plan, span[0]):
            return False
        phrase = candidate.phrase
        whole = phrase is not None and not phrase.gaps
        if not guards.pass_after(plan, start, end, span, whole=whole):
            return False
        if self._by_sound and phrase and guards.is_another(plan, phrase, start, end):
            return False
        if plan.signal.degree:
            candidate.degree = guards.degree(*span)
        return True

    def _judge_again(self, candidates: list[Candidate], folded: Folded) -> bool:
        """Where something changed that has a say; whether a verdict did."""
        sheet, guards, changed = self._sheet, self._guards, False
        in_place, kept, runs = guards.in_place, sheet.kept, sheet.has_runs
        touched = guards.touched
        for candidate in candidates:
            if candidate.until == 0 and not self._by_sound:
                continue
            if in_place and not self._by_sound:
                if candidate.until <= kept and not runs:
                    continue
                plan, end = candidate.plan, candidate.end
                away = sheet.distance(end, kept) if runs else kept - end
                if away >= plan.reach:
                    continue
                if plan.after.isdisjoint(touched) and (
                    away >= plan.hold
                    or (candidate.counts and guards.still_pass(plan, candidate.start))
                ):
                    continue
            before = candidate.counts, candidate.degree
            candidate.counts = self._passes(candidate, folded)
            if before != (candidate.counts, candidate.degree):
                candidate.place, changed = None, True
        return changed

    def _run_patterns(self, due: set[PatternPlan], folded: Folded) -> bool:
        """Run those whose matches may have changed; whether one that counts came or went.

        A pattern that ends with one of its literals, and looks at nothing beside it, matches
        what it matched as long as no hit of these literals went or came.
        """
        sheet, patterned = self._sheet, self._patterned
        for pattern in self._open:
            if pattern.may_match(sheet.found):
                due.add(pattern)
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
            matched = _matched(pattern, encoded)
            if matched:
                matched = [candidate for candidate in matched if self._begin(candidate, folded)]
            if matched:
                patterned[pattern] = matched
            was = before.get(pattern)
            if was or matched:
                changed |= _told(was or ()) != _told(matched)
                changed |= any(c.end > sheet.kept for c in was or ())  # in other words
        return changed


def _told(candidates: Iterable[Candidate]) -> list[tuple[int, int, Captures, float]]:
    """Of one pattern's candidates, what those that count say."""
    return [(c.start, c.end, c.captures, c.degree) for c in candidates if c.counts]


def _matched(pattern: PatternPlan, encoded: bytes) -> list[Candidate]:
    """Where a pattern matches. Offsets of UTF-8 are counted back only for what matched."""
    candidates: list[Candidate] = []
    for match in pattern.compiled.finditer(encoded):
        start, end = match.span()
        if end > start:
            captures: Captures = ()
            if pattern.captures:
                captures = tuple(
                    (group, value.decode(errors="ignore"))
                    for group, value in match.groupdict().items()
                    if value is not None
                )
            begin = len(encoded[:start].decode(errors="ignore"))
            length = len(encoded[start:end].decode(errors="ignore"))
            candidates.append(Candidate(pattern.of, begin, begin + length, pattern.order, captures))
    return candidates


def _precedence(candidate: Candidate) -> tuple[str, int, int, int]:
    return candidate.plan.signal.name, candidate.start, -candidate.end, candidate.order


def merged(candidates: list[Candidate]) -> list[Candidate]:
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
