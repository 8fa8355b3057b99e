"""Emotion meters: a level that signals raise, that halves with time, and that is never patched.

A meter is refolded over its signals in media order whenever one comes, moves or is withdrawn,
so the weight of a withdrawn signal leaves it exactly. After a signal of weight w the value is
``min(1, max(0, v * 2 ** (-dt / half_life) + w))`` (exponential decay with a half-life).
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, pairwise
from operator import attrgetter

from .occurrences import History, Occurrence, alike
from .rules import LEVELS, Level, Meter

MEMORY = 10
"""Half-lives after which a signal no longer counts: 2 ** -10 is below what a level can show."""
BASELINE = 4
"""Half-lives over which the usual value of a speaker is taken: of a minute each, four minutes."""
NEVER = 1 << 62
NOISE = 0.001
_time = attrgetter("time")
_order = attrgetter("time", "speaker", "utterance", "signal", "ordinal")


@dataclass(frozen=True, slots=True)
class Point:
    """The meter just after the signal ``cause``: ``value`` 0–1, ``level`` an index of LEVELS."""

    time: int
    value: float
    level: int
    rose_from: int
    spike: bool
    cause: Occurrence


@dataclass(slots=True)
class Curve:
    """One meter over the signals still remembered."""

    meter: Meter
    aliases: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What else its signals are called."""
    points: list[Point] = field(default_factory=list)
    _causes: Sequence[Occurrence] = field(init=False, default=())
    """Those of the points."""
    _thresholds: tuple[tuple[int, float], ...] = field(init=False)
    _falls: Sequence[int] = field(init=False, default=())
    """When the level falls, one after the other, if nothing follows the last point."""
    _rises: list[tuple[Occurrence, ...]] = field(init=False, default_factory=list)
    """What each point gave, for as many as :meth:`derived` has been asked of and stand."""
    _eases: list[tuple[Occurrence, ...]] = field(init=False, default_factory=list)
    """Likewise what came of each between it and the next one."""
    _bears: list[tuple[Occurrence, ...]] = field(init=False, default_factory=list)
    """Likewise how long it had stood at a level, between each and the next one."""
    _spiked: list[int] = field(init=False, default_factory=list)
    """Times of the points at which it spiked."""

    _floors: Mapping[int, float] = field(init=False)
    """Below which each level no longer holds; never nothing, so that every level falls."""
    _least: float = field(init=False, default=0.0)
    """Below which none does."""

    def __post_init__(self) -> None:
        self._thresholds, self._floors = _marks(self.meter.levels, self.meter.hysteresis)
        self._least = min(self._floors.values(), default=math.inf)
        self._foresee()

    def refold(self, history: History) -> None:
        """Fold all remembered signals, in media order; those before the first change stand."""
        causes: list[Occurrence] = []
        for name in history.by_signal.keys() & self.meter.weights:
            causes += history.by_signal[name]
        causes.sort(key=_order)
        same = alike(self._causes, causes)
        self._let_stand(same, causes)
        self._causes = causes
        last = self.points[-1] if self.points else None
        for cause in causes[same:]:
            before, level = self._after(last, cause.time)
            after = min(1.0, max(0.0, before + self.meter.weights[cause.signal] * cause.degree))
            rises = self._level(after, level)
            spikes = self._spikes(cause.time, after)
            if spikes:
                self._spiked.append(cause.time)
            last = Point(cause.time, after, rises, level, spikes, cause)
            self.points.append(last)
        self._foresee()

    def _let_stand(self, same: int, causes: list[Occurrence]) -> None:
        """Drop all but the first ``same`` points, and what was derived of points that others at the
        same moment may bear on, or after which another came next."""
        moments = [point.time for point in self.points[same : same + 1]]
        moments += [cause.time for cause in causes[same : same + 1]]
        spikes = sum(point.spike for point in self.points[same:])
        del self._spiked[len(self._spiked) - spikes :]
        del self.points[same:]
        stand = same
        while stand and moments and self.points[stand - 1].time >= min(moments):
            stand -= 1
        del self._rises[stand:]
        del self._eases[max(0, same - 1) :]
        del self._bears[max(0, same - 1) :]

    def _foresee(self) -> None:
        self._falls = ()
        if not self.points:
            return
        falls = []
        last = self.points[-1]
        level, time = last.level, last.time
        while level > 0:
            time = max(time + 1, self._reaches(last, self._floors[level]))
            level = self._level(self._decayed(last.value, time - last.time), level)
            falls.append(time)
        self._falls = falls

    def _at(self, time: int) -> Point | None:
        index = bisect_right(self.points, time, key=_time) - 1
        return self.points[index] if index >= 0 else None

    def _decayed(self, value: float, elapsed: int) -> float:
        faded = value * 2.0 ** (-elapsed / self.meter.half_life)
        return faded if faded >= NOISE else 0.0

    def value(self, time: int) -> float:
        """The value at a media time, 0–1."""
        point = self._at(time)
        return 0.0 if point is None else self._decayed(point.value, time - point.time)

    def values(self, times: Sequence[int]) -> list[float]:
        """:meth:`value` at each of ``times``, which rise: one walk over the points."""
        found: list[float] = []
        at = len(self.points) - 1
        for time in reversed(times):
            while at >= 0 and self.points[at].time > time:
                at -= 1
            point = self.points[at] if at >= 0 else None
            found.append(0.0 if point is None else self._decayed(point.value, time - point.time))
        found.reverse()
        return found

    def level(self, time: int) -> int:
        """Index into LEVELS at a media time, with hysteresis on the way down."""
        return self.stands(time)[1]

    def stands(self, time: int) -> tuple[float, int]:
        """:meth:`value` and :meth:`level` at a media time."""
        return self._after(self._at(time), time)

    def _after(self, point: Point | None, time: int) -> tuple[float, int]:
        if point is None:
            return 0.0, 0
        value = self._decayed(point.value, time - point.time)
        return value, self._level(value, point.level)

    @property
    def last_spike(self) -> int:
        """Media time of the last spike that is remembered; -1 where none is."""
        return self._spiked[-1] if self._spiked else -1

    def _level(self, value: float, level: int) -> int:
        reached = 0
        if value < self._least:
            return reached
        for mark, at in self._thresholds:
            if mark > reached and (
                value >= max(at, NOISE) or (mark <= level and value >= self._floors[mark])
            ):
                reached = mark
        return reached

    def _spikes(self, time: int, value: float) -> bool:
        """Whether it rose by so much, from where it was and from what is usual for the speaker:
        who is always agitated spikes when it is more than ever."""
        if self.meter.spike is None:
            return False
        rise, within = self.meter.spike
        since = time - within
        lows = [self.value(since)]
        for point in reversed(self.points):
            if point.time < since:
                break
            if point.spike:
                return False
            # just before this signal's weight came in is where the curve was lowest
            weight = self.meter.weights[point.cause.signal] * point.cause.degree
            lows.append(max(0.0, point.value - weight))
        low = min(lows)
        return value - low >= rise and value - max(low, self._usual(since)) >= rise

    def _usual(self, until: int) -> float:
        """The mean value over :data:`BASELINE` half-lives up to a media time, 0-1."""
        half_life = self.meter.half_life
        since, area, end = until - BASELINE * half_life, 0.0, until
        for point in reversed(self.points):
            if point.time < end:
                start = max(point.time, since)
                first, last = (2.0 ** ((point.time - at) / half_life) for at in (start, end))
                area += point.value * (first - last) * half_life / math.log(2)
                end = point.time
            if point.time <= since:
                break
        return area / (until - since)

    def next_fall(self, time: int) -> int | None:
        """When the level will fall next if nothing more is heard; None when it will not."""
        at = bisect_right(self._falls, time)
        return self._falls[at] if at < len(self._falls) else None

    def _calm_at(self, point: Point) -> int | None:
        """When the level is calm again if nothing follows ``point``; None when it is calm there."""
        if point.level == 0:
            return None
        return self._reaches(point, self._floors[min(self._floors)])

    def _reaches(self, point: Point, floor: float) -> int:
        elapsed = self.meter.half_life * math.log2(point.value / floor)
        return point.time + max(0, math.floor(elapsed)) + 1

    def borne(self, now: int) -> Iterator[Occurrence]:
        """Signals of how long it has stood at a level, up to media time ``now``: one at each
        multiple of their time at which it does, so that nothing later moves them."""
        for at in range(len(self._bears), len(self.points) - 1):
            if self.points[at + 1].time > now:
                break
            self._bears.append(tuple(self._bear(self.points[at], self.points[at + 1].time)))
        latest = (
            self._bear(point, min(following.time if following is not None else NEVER, now + 1))
            for point, following in pairwise((*self.points[len(self._bears) :], None))
            if point is not None
        )
        return chain(chain.from_iterable(self._bears), chain.from_iterable(latest))

    def _bear(self, point: Point, end: int) -> Iterator[Occurrence]:
        """Those between a point and the ``end`` of what it tells of."""
        for name, level, every in self.meter.borne:
            for time in range(
                every * (point.time // every + 1), min(end, self._stops(point, level)), every
            ):
                yield Occurrence(
                    time=time,
                    signal=name,
                    speaker=self.meter.speaker,
                    utterance=point.cause.utterance,
                    ordinal=time // every,
                    firm=point.cause.firm,
                    roots=(point.cause,),
                )

    def next_borne(self, now: int) -> int | None:
        """When the next such signal is due, if nothing more is heard; None where none is."""
        if not self.meter.borne or (at := bisect_right(self.points, now, key=_time)) == 0:
            return None
        end = self.points[at].time if at < len(self.points) else NEVER
        times = [
            time
            for _, level, every in self.meter.borne
            if (time := every * (now // every + 1))
            < min(end, self._stops(self.points[at - 1], level))
        ]
        return min(times, default=None)

    def _stops(self, point: Point, level: Level) -> int:
        """Until when it stands at ``level`` or above if nothing follows ``point``; at which it
        begins where it does not."""
        least = LEVELS.index(level)
        return self._reaches(point, self._floors[least]) if point.level >= least else point.time

    def derived(self) -> Iterator[Occurrence]:
        """Signals that the curve itself gives: a level reached, a spike."""
        for at in range(len(self._rises), len(self.points)):
            self._rises.append(tuple(self._rise(at)))
        return chain.from_iterable(self._rises)

    def _rise(self, at: int) -> Iterator[Occurrence]:
        point = self.points[at]
        roots: tuple[Occurrence, ...] = (point.cause,)
        if point.level > point.rose_from:
            # what had built up before is why this one tipped it over
            first = bisect_left(self.points, point.time - self.meter.half_life, key=_time)
            last = bisect_right(self.points, point.time, key=_time)
            roots = tuple(
                earlier.cause
                for earlier in self.points[first:last]
                if self.meter.weights[earlier.cause.signal] > 0
            )[-3:] or (point.cause,)
        reached = [LEVELS[level] for level in range(point.rose_from + 1, point.level + 1)]
        for what in (*reached, "spike") if point.spike else reached:
            yield from self._derive(point, what, point.time, point.cause.ordinal, roots)

    def eased(self, now: int) -> Iterator[Occurrence]:
        """Signals that the level fell back to calm, up to media time ``now``."""
        for at in range(len(self._eases), len(self.points) - 1):
            self._eases.append(self._ease(self.points[at], self.points[at + 1].time))
        last = self._ease(self.points[-1], now + 1) if self.points else ()
        return chain(chain.from_iterable(self._eases), last)

    def _ease(self, point: Point, end: int) -> tuple[Occurrence, ...]:
        calm = self._calm_at(point)
        if calm is None or not point.time < calm < end:
            return ()
        return tuple(self._derive(point, "eased", calm, 0, (point.cause,)))

    def _derive(
        self, point: Point, what: str, time: int, ordinal: int, roots: tuple[Occurrence, ...]
    ) -> Iterator[Occurrence]:
        """The signal, under its own name and those that supervisors gave it."""
        own = level_signal(self.meter.name, what)
        for name in (own, *self.aliases.get(own, ())):
            yield Occurrence(
                time=time,
                signal=name,
                speaker=self.meter.speaker,
                utterance=point.cause.utterance,
                ordinal=ordinal,
                firm=what == "eased" or point.cause.firm,
                roots=roots,
            )


@lru_cache(maxsize=64)
def _marks(
    levels: tuple[tuple[Level, float], ...], hysteresis: float
) -> tuple[tuple[tuple[int, float], ...], Mapping[int, float]]:
    """A meter's thresholds and floors, one for all calls."""
    thresholds = tuple((LEVELS.index(name), at) for name, at in levels)
    return thresholds, {level: max(at - hysteresis, NOISE) for level, at in thresholds}


def level_signal(meter: str, what: str) -> str:
    """Name of the derived signal “``meter`` reached ``what``” (a level, ``spike``, ``eased``)."""
    return f"emotion:{meter}:{what}"
