"""An edit played against recorded calls before it is saved: what would have gone otherwise.

Calls in which nothing of the edit could be heard go as they went, and are not played at all; the
others are played under both rule sets, each made ready for what is said in them. So the answer is
that of a whole backtest (:mod:`assist.backtest`), for a fraction of its time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Any

from assist.backtest.changes import CallChange, Moved, changes
from assist.backtest.playing import Result, Shown, play_case
from assist.backtest.reading import Case
from assist.core.events import Fragment
from assist.core.protocols import Folder, Tokenizer
from assist.core.rules import RuleSet

from .hearing import Said, all_of, said
from .touching import Touch, cues, touch
from .trying import Ready

BATCH = 8
"""Calls that share a program made ready for what is said in them."""
MOST_CHANGES = 200
"""Calls told of; who has more than this to look at changes the rule."""

Progress = Callable[[str, int, int], None]
"""Is told the stage, how many are done, and of how many."""
Load = Callable[[], Case]


@dataclass(frozen=True, slots=True)
class Call:
    """A call to play: read anew each time, so that a thousand need not lie in memory."""

    name: str
    load: Load


@dataclass(slots=True)
class _Fires:
    """Of one rule: how often it fired before and after the edit, and how that differs."""

    before: int = 0
    after: int = 0
    new: int = 0
    gone: int = 0
    moved: int = 0
    reworded: int = 0

    @property
    def differs(self) -> bool:
        return bool(self.new or self.gone or self.moved or self.reworded)


@dataclass(slots=True)
class Rehearsal:
    """What came of it. ``played``: calls looked at; ``complete``: False when the time was over."""

    played: int = 0
    labelled: int = 0
    affected: int = 0
    complete: bool = True
    fires: dict[str, _Fires] = field(default_factory=dict)
    changes: list[dict[str, Any]] = field(default_factory=list)

    def told(self, old: RuleSet, new: RuleSet, took_s: float) -> dict[str, Any]:
        """Ready for JSON; how often rules fire is per 100 calls."""
        rules = [
            {
                "rule": name,
                "mode": (new.rules.get(name) or old.rules[name]).mode,
                "before": _rate(one.before, self.played) if name in old.rules else None,
                "after": _rate(one.after, self.played) if name in new.rules else None,
                "new": one.new,
                "gone": one.gone,
                "moved": one.moved,
                "reworded": one.reworded,
            }
            for name, one in self.fires.items()
        ]
        rules.sort(key=lambda one: (-(one["new"] + one["gone"]), one["rule"]))  # type: ignore[operator]
        return {
            "calls": self.played,
            "labelled": self.labelled,
            "affected": self.affected,
            "complete": self.complete,
            "took_ms": round(took_s * 1000),
            "rules": rules,
            "changes": self.changes[:MOST_CHANGES],
        }


def rehearse(
    calls: Sequence[Call],
    old: RuleSet,
    new: RuleSet,
    folder: Folder,
    tokenizer: Tokenizer,
    *,
    seconds: float,
    progress: Progress,
) -> dict[str, Any]:
    """The difference that ``new`` makes to the calls, within so many seconds."""
    began = perf_counter()
    until = began + seconds
    found = Rehearsal()
    change = touch(old, new)
    words: list[tuple[Call, Said]] = []
    for number, call in enumerate(calls):
        if perf_counter() > until - seconds / 2:  # half of the time is for playing
            found.complete = False
            break
        progress("reading", number, len(calls))
        case = call.load()
        found.labelled += case.is_labelled
        words.append((call, said(_texts(case), folder)))
    found.played = len(words)
    reached = change.among([what for _, what in words])
    touched = [one for number, one in enumerate(words) if number in reached]
    others = [one for number, one in enumerate(words) if number not in reached]
    ready = Ready(old, folder, tokenizer), Ready(new, folder, tokenizer)
    for name in change.rules:
        found.fires[name] = _Fires()
    _play_twice(touched, ready, found, folder, until, progress)
    found.fires = {
        name: one for name, one in found.fires.items() if name in change.rules or one.differs
    }
    _count_others(others, old, found, ready[0], folder, until)
    return found.told(old, new, perf_counter() - began)


def _play_twice(
    touched: Sequence[tuple[Call, Said]],
    ready: tuple[Ready, Ready],
    found: Rehearsal,
    folder: Folder,
    until: float,
    progress: Progress,
) -> None:
    """Play the calls that the edit can touch, before and after it."""
    done = 0
    for batch in _batches(touched):
        programs = [one.for_words(all_of([what for _, what in batch])) for one in ready]
        for call, _ in batch:
            if perf_counter() > until:
                found.complete = False
                return
            case = call.load()
            before, after = (_fired(play_case(case, program, folder)) for program in programs)
            _compare(before, after, case, found)
            done += 1
            progress("playing", done, len(touched))


def _count_others(
    others: Sequence[tuple[Call, Said]],
    old: RuleSet,
    found: Rehearsal,
    ready: Ready,
    folder: Folder,
    until: float,
) -> None:
    """Count the firings, in the calls that the edit does not touch, of the rules that are told of:
    there they fire alike before and after."""
    told = Touch()
    for name in found.fires:
        if name in old.rules:
            cues(told, old.rules[name], old)
    reached = told.among([what for _, what in others])
    for batch in _batches([one for number, one in enumerate(others) if number in reached]):
        program = ready.for_words(all_of([what for _, what in batch]))
        for call, _ in batch:
            if perf_counter() > until:
                found.complete = False
                return
            for shown in _fired(play_case(call.load(), program, folder)).shown:
                if shown.rule in found.fires:
                    found.fires[shown.rule].before += 1
                    found.fires[shown.rule].after += 1


def _compare(before: Result, after: Result, case: Case, found: Rehearsal) -> None:
    for result, key in ((before, "before"), (after, "after")):
        for rule, count in Counter(shown.rule for shown in result.shown).items():
            fires = found.fires.setdefault(rule, _Fires())
            setattr(fires, key, getattr(fires, key) + count)
    for one in changes([before], [after]):
        found.affected += 1
        found.changes.append(_told(one, case))
        for shown in one.new:
            found.fires[shown.rule].new += 1
        for shown in one.gone:
            found.fires[shown.rule].gone += 1
        for moved in one.moved:
            found.fires[moved.after.rule].moved += 1
        for reworded in one.reworded:
            found.fires[reworded.after.rule].reworded += 1


def _fired(result: Result) -> Result:
    """What rules in shadow would have shown counts as shown."""
    both = sorted((*result.shown, *result.shadows), key=lambda shown: shown.at)
    return replace(result, shown=both)


def _told(one: CallChange, case: Case) -> dict[str, Any]:
    return {
        "call": one.call,
        "source": "labelled" if case.label is not None else "log",
        "new": [_moment(shown) for shown in one.new],
        "gone": [_moment(shown) for shown in one.gone],
        "moved": [_moment(m.after) | {"was_at": m.before.at} for m in one.moved],
        "reworded": [_moment(m.after) | _was(m) for m in one.reworded],
        "faults_before": one.faults_before,
        "faults_after": one.faults_after,
    }


def _was(moved: Moved) -> dict[str, Any]:
    return {"was": moved.before.text}


def _moment(shown: Shown) -> dict[str, Any]:
    return {
        "rule": shown.rule,
        "need": shown.need,
        "at": shown.at,
        "t": round(shown.at / 1000, 1),
        "text": shown.text,
        "because": [quote.text for quote in shown.because],
        "shadow": shown.shadow,
    }


def _texts(case: Case) -> Iterator[str]:
    for entry in case.entries(rewrites=0.0, seed=1):
        if isinstance(entry.event, Fragment):
            yield entry.event.text


def _batches(
    words: Sequence[tuple[Call, Said]],
) -> Iterator[Sequence[tuple[Call, Said]]]:
    for first in range(0, len(words), BATCH):
        yield words[first : first + BATCH]


def _rate(count: int, calls: int) -> float:
    return round(100 * count / calls, 1) if calls else 0.0
