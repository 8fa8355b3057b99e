"""Running the tests that an edit can touch, the nearest first, as long as there is time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Any

from assist.core.manner_plan import plans
from assist.core.match import Matcher
from assist.core.program import Program, index
from assist.core.protocols import Folder, Tokenizer
from assist.core.rules import Mode, RuleSet
from assist.ruleset import RuleTest
from assist.ruleset.pack import TESTS_SUFFIX
from assist.ruleset.script import hypotheses
from assist.ruleset.testing import NOTHING_MUTED, Outcome, run

from .hearing import Said, all_of, said, within
from .touching import Touch, touch

BATCH = 8
"""Tests that share a program made ready for what is said in them: it takes as long as two tests."""
NEAR_S = 1.0
"""How much longer the tests of the edited file itself may take: they are what is looked at."""
REMEMBERED = 4_096
"""Tests whose words, or outcomes under the rules on disk, are remembered."""


class Superseded(Exception):  # noqa: N818 - nothing is wrong
    """Nobody waits for the answer any more."""


@dataclass(slots=True)
class Tried:
    """``outcomes`` of the tests that were run, with how each went before (None: there was none like
    it); ``touched``: how many the edit can touch."""

    outcomes: list[tuple[Outcome, str | None]] = field(default_factory=list)
    touched: int = 0


class Trier:
    """Runs tests; remembers what is said in each, and how it went under the rules on disk."""

    def __init__(self, folder: Folder, tokenizer: Tokenizer) -> None:
        self._folder, self._tokenizer = folder, tokenizer
        self._said: dict[str, Said] = {}
        self._was: dict[tuple[str, str], str] = {}

    def touched(
        self,
        path: str,
        old: RuleSet | None,
        new: RuleSet,
        tests: Sequence[RuleTest],
        before: Sequence[RuleTest],
    ) -> list[RuleTest]:
        """The tests that may go otherwise since the rules were ``old`` and the tests ``before``,
        those nearest to the file ``path`` first."""
        known = {(test.file, test.name): test for test in before}
        words = [self.words(test) for test in tests]
        change = touch(old, new) if old is not None else Touch(always=True)
        reached = change.among(words)
        found = [
            test
            for number, test in enumerate(tests)
            if number in reached or not _is_same(test, known.get((test.file, test.name)))
        ]
        return sorted(found, key=lambda test: _distance(test, path, change.rules))

    def run(
        self,
        tests: Sequence[RuleTest],
        new: RuleSet,
        old: RuleSet | None,
        *,
        path: str,
        seconds: float,
        check: Callable[[], None],
        muted: Mapping[str, Mode] = NOTHING_MUTED,
        muted_before: Mapping[str, Mode] = NOTHING_MUTED,
    ) -> Tried:
        """Run tests under ``new`` until the time is over; those of the file ``path`` get a little
        longer. ``check`` is called between two of them and may raise :class:`Superseded`. Those
        that do not pass are run under ``old`` as well. ``muted``: as in :func:`run`, of each."""
        tried = Tried(touched=len(tests))
        until = perf_counter() + seconds
        last, near = until + NEAR_S, {path, beside(path)}
        for outcome in self._outcomes(tests, new, muted, check):
            same = outcome.ok and outcome.status != "muted"
            was = outcome.status if same else self._before(outcome.test, old, muted_before)
            tried.outcomes.append((outcome, was))
            if perf_counter() > until and (outcome.test.file not in near or perf_counter() > last):
                break
        return tried

    def _outcomes(
        self,
        tests: Sequence[RuleTest],
        rules: RuleSet,
        muted: Mapping[str, Mode],
        check: Callable[[], None],
    ) -> Iterator[Outcome]:
        ready = Ready(rules, self._folder, self._tokenizer)
        for first in range(0, len(tests), BATCH):
            batch = tests[first : first + BATCH]
            check()
            program = ready.for_words(all_of([self.words(test) for test in batch]))
            for test in batch:
                check()
                yield run(test, program, muted)

    def _before(self, test: RuleTest, old: RuleSet | None, muted: Mapping[str, Mode]) -> str | None:
        """How the test went under the rules on disk; None where they have errors."""
        if old is None:
            return None
        key = (old.digest, repr(replace(test, line=0, column=0)))
        if key not in self._was:
            program = Ready(old, self._folder, self._tokenizer).for_words(self.words(test))
            _bounded(self._was)[key] = run(test, program, muted).status
        return self._was[key]

    def words(self, test: RuleTest) -> Said:
        """What is said in a test."""
        if test.script not in self._said:
            texts = (text for line in test.lines for _, text, _ in hypotheses(line))
            _bounded(self._said)[test.script] = said(texts, self._folder)
        return self._said[test.script]


class Ready:
    """A rule set made ready as far as some words need it."""

    def __init__(self, rules: RuleSet, folder: Folder, tokenizer: Tokenizer) -> None:
        self._rules, self._folder, self._tokenizer = rules, folder, tokenizer
        self._index, self._plans = index(rules), plans(rules)

    def for_words(self, what: Said) -> Program:
        """What does on these words what the whole rule set does."""
        rules = within(self._rules, what)
        matcher = Matcher(rules.signals, rules.vetoes, self._folder, self._tokenizer, rules.lessons)
        return Program(rules=rules, matcher=matcher, index=self._index, plans=self._plans)


def _bounded(kept: dict[Any, Any]) -> dict[Any, Any]:
    if len(kept) >= REMEMBERED:
        kept.clear()
    return kept


def _is_same(test: RuleTest, before: RuleTest | None) -> bool:
    """Whether it was there before; an edit above it may have moved it."""
    return before is not None and before == replace(test, line=before.line, column=before.column)


def _distance(test: RuleTest, path: str, rules: set[str]) -> int:
    """How far a test is from an edit: in the file or beside it, of a rule that it concerns, of the
    same pack, anywhere."""
    if test.file in {path, beside(path)}:
        return 0
    if test.tested & rules:
        return 1
    return 2 if test.file.partition("/")[0] == path.partition("/")[0] else 3


def beside(path: str) -> str:
    """The file of tests that belongs to a file of rules."""
    stem = path.removesuffix(".yaml").removesuffix(".yml")
    return f"{stem}{TESTS_SUFFIX}"
