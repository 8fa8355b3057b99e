"""Conditions over the recent past: whether one holds at a moment, and what supports it.

:func:`holds` is asked at an *anchor*: the media time of an occurrence, or of a deadline.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter, itemgetter
from typing import Any, TypeVar

from .clock import Clock
from .listens import (
    CLOSING_SIGNAL,
    need_signals,
    parts,
    triggers,
)
from .meters import Curve, level_signal
from .occurrences import History, Occurrence
from .rules import (
    LEVELS,
    Absent,
    AllOf,
    AnyOf,
    AtLeast,
    Condition,
    ContextIs,
    ContextTest,
    Count,
    During,
    EmotionIs,
    Heard,
    HistoryIs,
    InOrder,
    NeedIs,
    Turns,
)
from .turns import Turns as TurnLog

Support = tuple[Occurrence, ...]
Context = TypeVar("Context", bound=Mapping[str, Any])
TRIES = 16
"""How far back a window is searched for an earlier place where a nested condition held."""
_NOTHING: frozenset[str] = frozenset()
_since: Callable[[tuple[int, Any]], int] = itemgetter(0)


@dataclass(slots=True)
class Past:
    """All that a condition may look at. One is made for every fold, and never changed (freezing it
    would cost as much as a condition)."""

    history: History
    curves: Mapping[str, Curve]
    turns: TurnLog
    contexts: Sequence[tuple[int, Mapping[str, Any]]]
    """(since when, context), in order: a condition sees the context of its own moment."""
    open_needs: Callable[[str, int], bool]
    """Whether a need is open at a media time."""
    clock: Clock
    awaited: frozenset[str] = frozenset()
    """Whose words the rule waits for: where those were lost, their absence means nothing."""
    remembered: Mapping[str, int] = field(default_factory=dict)
    """``need:ID`` or ``signal:NAME`` -> ms from its last time in earlier calls to this one."""
    assume_absent: bool = False
    """Take every absence as given: what is left to wait for?"""
    listed: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """id() of a condition -> its :func:`triggers`: worked out once a rule set."""
    needed: Mapping[int, frozenset[str]] = field(default_factory=dict)
    """id() of a condition -> signals without any of which it never holds: looked up sooner than it
    is asked, and of most nobody has said a word."""
    known: dict[tuple[int, int], Support | None] = field(default_factory=dict)
    """(condition, time) -> what :func:`holds` said. Conditions within conditions ask for the same
    moments again and again, each as often as the one around it, and so without end."""

    def context(self, time: int) -> Mapping[str, Any]:
        """The call's context as it stood at a media time (before the first: the first)."""
        return standing(self.contexts, time)


def standing(contexts: Sequence[tuple[int, Context]], time: int) -> Context:
    """Of (since when, context) in order, the one that stood at a media time."""
    return contexts[max(0, bisect_right(contexts, time, key=_since) - 1)][1]


def holds(condition: Condition, past: Past, time: int) -> Support | None:
    """What supports ``condition`` at ``time``; None when it does not hold.

    An empty support means that it holds without anybody's words (a state, an absence).
    """
    if isinstance(condition, Heard):
        return _heard(condition, past, time)  # looked up sooner than remembered
    asked = (id(condition), time)
    if asked not in past.known:
        past.known[asked] = _HOLDS[type(condition)](condition, past, time)
    return past.known[asked]


def _heard(condition: Heard, past: Past, time: int) -> Support | None:
    item = past.history.latest(condition.name, time, time)
    return None if item is None else (item,)


def _may_hold(condition: Condition, past: Past) -> bool:
    """Whether all that it cannot do without is remembered."""
    return past.history.by_signal.keys() >= past.needed.get(id(condition), _NOTHING)


def _all_of(condition: AllOf, past: Past, time: int) -> Support | None:
    supports, first = [], time - condition.within
    if not _may_hold(condition, past):
        return None
    for part in sorted(condition.of, key=_is_asked):
        support = _latest(part, past, first, time)
        if support is None:
            return None
        supports.append(support)
    return _join(supports)


def _is_asked(condition: Condition) -> bool:
    """Whether it takes longer than what is only looked up, which may spare us asking."""
    return type(condition) is not Heard


def _any_of(condition: AnyOf, past: Past, time: int) -> Support | None:
    heard, needed = past.history.by_signal.keys(), past.needed
    for part in condition.of:
        if not heard >= needed.get(id(part), _NOTHING):
            continue  # as _may_hold() says, without the call: lists are long
        support = holds(part, past, time)
        if support is not None:
            return support
    return None


def _at_least(condition: AtLeast, past: Past, time: int) -> Support | None:
    first = time - condition.within
    found = [s for part in condition.of if (s := _latest(part, past, first, time)) is not None]
    return _join(found) if len(found) >= condition.n else None


def _count(condition: Count, past: Past, time: int) -> Support | None:
    items = past.history.between(condition.name, time - condition.within, time)
    return tuple(items[-condition.n :]) if len(items) >= condition.n else None


def _is_absent(condition: Absent, past: Past, time: int) -> Support | None:
    return () if past.assume_absent or _absent(condition, past, time) else None


def _need_is(condition: NeedIs, past: Past, time: int) -> Support | None:
    if condition.state == "open":
        return () if any(past.open_needs(need, time) for need in condition.ids) else None
    return _latest_heard(need_signals(condition), past, time, time)


def _emotion_is(condition: EmotionIs, past: Past, time: int) -> Support | None:
    curve = past.curves.get(condition.meter)
    if curve is None or curve.level(time) < LEVELS.index(condition.level):
        return None
    reached = past.history.latest(level_signal(condition.meter, condition.level), 0, time)
    return () if reached is None else (reached,)


def _context_is(condition: ContextIs, past: Past, time: int) -> Support | None:
    known = past.context(time)
    return () if all(is_true(test, known) for test in condition.tests) else None


def _history_is(condition: HistoryIs, past: Past, _time: int) -> Support | None:
    known = all(
        past.remembered.get(f"{test.what}:{test.name}", test.within + 1) <= test.within
        for test in condition.tests
    )
    return () if known else None


def _is_during(condition: During, past: Past, time: int) -> Support | None:
    return () if _during(condition.phase, condition.ms, past, time) else None


def _join(supports: Sequence[Support]) -> Support:
    spoken = [support for support in supports if support]
    if len(spoken) < 2:
        return spoken[0] if spoken else ()
    items = {item for support in spoken for item in support}
    return tuple(sorted(items, key=_order))


_order = attrgetter("time", "speaker", "utterance", "signal", "ordinal")


def _latest_heard(names: Iterable[str], past: Past, first: int, last: int) -> Support | None:
    found = [o for name in names if (o := past.history.latest(name, first, last)) is not None]
    if len(found) < 2:
        return (found[0],) if found else None
    return (max(found, key=_by_time),)


_by_time = attrgetter("time", "signal")


def _latest(condition: Condition, past: Past, first: int, last: int) -> Support | None:
    """What supports ``condition`` at the last moment in ``[first, last]`` at which it held."""
    if isinstance(condition, Heard):
        item = past.history.latest(condition.name, first, last)
        return None if item is None else (item,)
    if type(condition) in _STATES:
        return holds(condition, past, last)
    if isinstance(condition, NeedIs):
        if condition.state == "open":
            return holds(condition, past, last)
        return _latest_heard(need_signals(condition), past, first, last)
    if isinstance(condition, AnyOf):
        heard, needed = past.history.by_signal.keys(), past.needed
        found = [
            s
            for part in condition.of
            if heard >= needed.get(id(part), _NOTHING)  # as _any_of() looks them up
            and (s := _latest(part, past, first, last)) is not None
        ]
        if len(found) < 2:
            return found[0] if found else None
        return max(found, key=lambda s: max((o.time for o in s), default=last))
    if not _may_hold(condition, past):
        return None
    for time in _anchors(condition, past, first, last):
        support = holds(condition, past, time)
        if support is not None:
            return support
    return None


def _anchors(condition: Condition, past: Past, first: int, last: int) -> list[int]:
    names = past.listed.get(id(condition)) or tuple(triggers(condition))
    times = past.history.times(names, first, last)
    return sorted(times, reverse=True)[:TRIES]


def _in_order(condition: InOrder, past: Past, time: int) -> Support | None:
    return _Sequence(condition, past, time - condition.within).back(
        len(condition.of) - 1, time, None, time
    )


@dataclass(frozen=True, slots=True)
class _Sequence:
    """Finds the parts of a sequence from the last to the first, none before ``first``."""

    condition: InOrder
    past: Past
    first: int
    failed: set[tuple[int, int, str | None]] = field(default_factory=set)
    """(part, last, capture) from where nothing was found: not looked for twice."""

    def back(self, index: int, last: int, same: str | None, later: int) -> Support | None:
        """Match parts ``0..index`` with the ``index``-th at or before ``last``; ``same`` is the
        capture that they share; ``later`` is where the part after it stands, so that an absence
        between the two can be told.
        """
        if index < 0:
            return ()
        if (index, last, same) in self.failed:
            return None
        part = self.condition.of[index]
        if isinstance(part, Absent):
            found = self._without(part, index, last, same, later)
        else:
            found = self._with(part, index, last, same)
        if found is None:
            self.failed.add((index, last, same))
        return found

    def _without(
        self, part: Absent, index: int, last: int, same: str | None, later: int
    ) -> Support | None:
        support = self.back(index - 1, last, same, later)
        if support is None:
            return None
        since = max((item.time for item in support), default=self.first)
        return support if _latest(part.of, self.past, since, later) is None else None

    def _with(self, part: Condition, index: int, last: int, same: str | None) -> Support | None:
        is_last = index == len(self.condition.of) - 1
        for time in [last] if is_last else _anchors(part, self.past, self.first, last):
            for here in self._ways(part, time):
                value = _capture(here, self.condition.same)
                if None not in (value, same) and value != same:
                    continue
                start = min((item.time for item in here), default=time)
                before = self.back(index - 1, start - 1, value or same, start)
                if before is not None:
                    return _join((before, here))
        return None

    def _ways(self, part: Condition, time: int) -> Iterator[Support]:
        """What supports a part at a moment; several captures may be heard at one
        (“尾号卡号多少”), any of which may be the same."""
        if isinstance(part, Heard) and self.condition.same is not None:
            yield from (
                (item,) for item in reversed(self.past.history.between(part.name, time, time))
            )
        elif (here := holds(part, self.past, time)) is not None:
            yield here


def _capture(support: Support, name: str | None) -> str | None:
    values = (value for item in support for key, value in item.captures if key == name)
    return next(values, None)


def _absent(condition: Absent, past: Past, time: int) -> bool:
    first = _absence_start(condition, past, time)
    names = past.listed.get(id(condition.of)) or tuple(triggers(condition.of))
    if any(past.history.forgot_since(name, first) for name in names):
        return False
    return not _held(condition.of, past, first, time)


def _held(condition: Condition, past: Past, first: int, last: int) -> bool:
    """Whether ``condition`` held at any moment in ``[first, last]``: a level that was reached and
    has fallen again did."""
    match condition:
        case AnyOf(of):
            return any(_held(part, past, first, last) for part in of)
        case EmotionIs(meter, level, _):
            reached = _latest_heard((level_signal(meter, level),), past, first, last)
            moments = (holds(condition, past, time) for time in (first, last))
            return reached is not None or any(held is not None for held in moments)
        case _:
            return _latest(condition, past, first, last) is not None


def _absence_start(condition: Absent, past: Past, time: int) -> int:
    if condition.ms is not None:
        return past.clock.before(time, condition.ms, past.awaited)
    if condition.turns is not None:
        return past.turns.start_of_last(condition.turns, time)
    if condition.since is not None:
        heard = past.history.latest(condition.since, 0, time)
        return heard.time + 1 if heard else past.history.forgotten.get(condition.since, -1) + 1
    return 0


def _turns(condition: Turns, past: Past, time: int) -> Support | None:
    turns = past.turns.last_of(condition.speaker, condition.last, time)
    if turns is None:
        return None
    support: list[Occurrence] = []
    for turn in turns:
        if condition.none and (
            past.history.latest(condition.none, turn.start, turn.end)
            or past.history.forgot_since(condition.none, turn.start)
        ):
            return None
        if condition.each:
            heard = past.history.latest(condition.each, turn.start, turn.end)
            if heard is None:
                return None
            support.append(heard)
    return tuple(support)


def _during(phase: str, ms: int, past: Past, time: int) -> bool:
    match phase:
        case "opening":
            second = past.turns.second_began("customer")
            return second is None or time < second
        case "closing":
            heard = past.history.by_signal.get(CLOSING_SIGNAL, [])
            return past.history.forgot_since(CLOSING_SIGNAL, 0) or any(
                item.speaker == "agent" and item.time <= time for item in heard
            )
        case "first":
            return time <= ms
        case _:
            return time > ms


def holds_within(condition: Condition, past: Past, first: int, last: int) -> Support | None:
    """What supports ``condition`` at the last moment in ``[first, last]`` at which it held."""
    return _latest(condition, past, first, last)


def absent_from(condition: Absent, past: Past, time: int) -> int:
    """Media time from which on an absence that is asked about at ``time`` is meant."""
    return _absence_start(condition, past, time)


def is_true(test: ContextTest, context: Mapping[str, Any]) -> bool:
    """Whether one test of the call's context is true; a missing key is false."""
    if test.key not in context:
        return False
    value, wanted = context[test.key], test.value
    match test.op:
        case "in":
            return value in wanted
        case "==":
            return bool(value == wanted)
        case "!=":
            return bool(value != wanted)
    try:
        number, limit = float(value), float(wanted)
    except (TypeError, ValueError):
        return False
    return {
        ">": number > limit,
        ">=": number >= limit,
        "<": number < limit,
        "<=": number <= limit,
    }[test.op]


_HOLDS: dict[type, Callable[[Any, Past, int], Support | None]] = {
    AllOf: _all_of,
    AnyOf: _any_of,
    AtLeast: _at_least,
    Count: _count,
    InOrder: _in_order,
    Absent: _is_absent,
    NeedIs: _need_is,
    EmotionIs: _emotion_is,
    Turns: _turns,
    ContextIs: _context_is,
    HistoryIs: _history_is,
    During: _is_during,
}
_STATES = frozenset({Absent, EmotionIs, Turns, ContextIs, HistoryIs, During})
"""Conditions that hold or not at a moment, whatever was said when before it."""


Timers = tuple[tuple[int, tuple[str, ...]], ...]
"""When time alone may make a condition true: so many ms after one of the signals was heard last,
or (no signals) after the call began."""


def timers(condition: Condition) -> Timers:
    """All that a condition has."""
    found: list[tuple[int, tuple[str, ...]]] = []
    for part in parts(condition):
        match part:
            case During("after", ms):
                found.append((ms + 1, ()))
            case Absent(of, int(ms)):
                if names := tuple(dict.fromkeys(triggers(of))):
                    found.append((ms + 1, names))
            case _:
                pass
    return tuple(found)


def wakes(ways: Timers, past: Past, after: int) -> set[int]:
    """Media times after ``after`` at which time alone may make the condition true."""
    found: set[int] = set()
    for ms, names in ways:
        if not names and ms > after:
            found.add(ms)
        for name in names:
            if not past.clock.still:  # nearly always
                found.update(time + ms for time in past.history.times((name,), after - ms + 1))
                continue
            for heard in past.history.by_signal.get(name, ()):
                time = past.clock.after(heard.time, ms, past.awaited)
                if time is not None and time > after:
                    found.add(time)
    return found
