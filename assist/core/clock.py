"""When a deadline is due: media time against what has been received so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

FIRST_LAG_MS = 800
"""How far results trail speech before any final has told (RULES.md)."""
LAG_SAMPLES = 8
GRACE_MS = 3_000
"""A deadline waits for the recogniser no longer than this (RULES.md)."""
CLOSES_MS = 5_000
"""An open utterance counts as over this long after its last hypothesis (RULES.md)."""
SPEAKING_MS = 1_500
"""A speaker's open hypothesis this fresh means that he is speaking."""
INTERVALS_KEPT = 64
"""Of each speaker, and as many of those for everybody."""
FOREVER = 1 << 62
"""Later than any time: what is due then never is."""


@dataclass(slots=True)
class Interval:
    """Time stands still from ``start`` to ``end`` (None: still does), for ``speaker`` or all."""

    start: int
    end: int | None
    speaker: str | None = None


def _start(interval: Interval) -> int:
    return interval.start


def _joined(intervals: Iterable[Interval]) -> list[Interval]:
    """The intervals of one speaker, or of all, no two of which overlap or touch, and no more than
    :data:`INTERVALS_KEPT`. One that is open yet is left as it is.

    Where there are more, the two oldest become one that is as long as both together, so that what
    has been waited for since before them has been waited for no longer than it had.
    """
    found: list[Interval] = []
    for interval in sorted(intervals, key=_start):
        last = found[-1] if found else None
        if last is None or last.end is None or interval.end is None or interval.start > last.end:
            found.append(interval)
        else:
            last.end = max(last.end, interval.end)
    over = [interval for interval in found if interval.end is not None]
    if len(over) > INTERVALS_KEPT:
        first, second = over[:2]
        found.remove(first)
        second.start -= (first.end or 0) - first.start
    return found


@dataclass(slots=True)
class Stream:
    """What is known of one speaker's recognition."""

    lags: list[int] = field(default_factory=list)
    open_utterance: str | None = None
    open_end: int = 0
    """End (media) of the open utterance's latest hypothesis."""
    heard_at: int = 0
    """Received time of that hypothesis."""

    @property
    def lag(self) -> int:
        return max(self.lags, default=FIRST_LAG_MS)

    def hypothesis(self, utterance: str, end: int, received: int) -> None:
        self.open_utterance, self.open_end, self.heard_at = utterance, end, received

    def final(self, utterance: str, at: int, end: int | None) -> None:
        if end is not None:
            self.lags = [*self.lags[1 - LAG_SAMPLES :], max(0, at - end)]
        if self.open_utterance == utterance:
            self.open_utterance = None

    def withdrawn(self, utterance: str) -> None:
        """The utterance was folded into another."""
        if self.open_utterance == utterance:
            self.open_utterance = None

    def speaks(self, now: int) -> bool:
        """Whether the speaker is speaking at received ``now``."""
        return self.open_utterance is not None and now < self.pauses

    @property
    def pauses(self) -> int:
        """Received time from which on silence means that the speaker has paused."""
        return self.heard_at + SPEAKING_MS + 1

    def reaches(self, deadline: int) -> int:
        """Received time at which the watermark stands at ``deadline`` (0: it already does).

        The watermark is the latest hypothesis's end while an utterance is open, else now − lag.
        """
        if self.open_utterance is None:
            return deadline + self.lag
        if self.open_end >= deadline:
            return 0
        return max(self.heard_at + CLOSES_MS, deadline + self.lag)


@dataclass(slots=True)
class Clock:
    """Streams by speaker, and the times when deadlines stood still (hold, lost input, gaps)."""

    streams: dict[str, Stream] = field(default_factory=dict)
    still: list[Interval] = field(default_factory=list)

    def stream(self, speaker: str) -> Stream:
        found = self.streams.get(speaker)
        if found is None:
            found = self.streams[speaker] = Stream()
        return found

    def stop(self, at: int, speaker: str | None = None) -> None:
        """Time stands still for everybody, or one speaker, from ``at`` on; stopping twice is
        stopping once."""
        if self._open(speaker) is None:
            self._keep(Interval(at, None, speaker))

    def go(self, at: int, speaker: str | None = None) -> None:
        interval = self._open(speaker)
        if interval is not None:
            self.still.remove(interval)
            self._keep(Interval(interval.start, max(interval.start, at), speaker))

    @property
    def stopped(self) -> bool:
        return self._open(None) is not None

    @property
    def missing(self) -> frozenset[str]:
        """Speakers of whom nothing is known from some time on."""
        return frozenset(one.speaker for one in self.still if one.end is None and one.speaker)

    def _open(self, speaker: str | None) -> Interval | None:
        found = (one for one in self.still if one.end is None and one.speaker == speaker)
        return next(found, None)

    def lost(self, speaker: str, start: int, end: int) -> None:
        """Nothing is known of ``speaker`` between ``start`` and ``end``."""
        self._keep(Interval(start, max(start, end), speaker))

    def _keep(self, interval: Interval) -> None:
        others = [kept for kept in self.still if kept.speaker != interval.speaker]
        own = [kept for kept in self.still if kept.speaker == interval.speaker]
        self.still = sorted([*others, *_joined([*own, interval])], key=_start)

    def after(self, start: int, wait: int, speakers: Iterable[str] = ()) -> int | None:
        """Media time at which ``wait`` ms have run since ``start``; None while nothing runs."""
        names, left = frozenset(speakers), wait
        for interval in self.still:
            if interval.speaker is not None and interval.speaker not in names:
                continue
            if interval.end is not None and interval.end <= start:
                continue
            if interval.start >= start + left:
                break
            left -= max(0, interval.start - start)
            if interval.end is None:
                return None
            start = interval.end
        return start + left

    def before(self, end: int, wait: int, speakers: Iterable[str] = ()) -> int:
        """Media time from which ``wait`` ms have run until ``end``: :meth:`after`, backwards."""
        names, left = frozenset(speakers), wait
        for interval in sorted(self.still, key=lambda kept: kept.end or end, reverse=True):
            if interval.speaker is not None and interval.speaker not in names:
                continue
            last = end if interval.end is None else min(end, interval.end)
            if interval.start >= end:
                continue
            if last <= end - left:
                break
            left -= end - last
            end = interval.start
        return end - left

    def due(self, deadline: int, speakers: Iterable[str]) -> int:
        """Received time at which ``deadline`` (media) is due: when every awaited speaker's
        watermark has reached it, at the latest :data:`GRACE_MS` after it."""
        silent = Stream()
        streams = (self.streams.get(speaker, silent) for speaker in speakers)
        reached = max((stream.reaches(deadline) for stream in streams), default=0)
        return min(deadline + GRACE_MS, max(reached, deadline))
