"""All meters of a call: kept in step with what is heard, and told to the overlay now and then."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import chain
from typing import NamedTuple

from .clock import FOREVER
from .hints import Emotion
from .meters import NOISE, Curve
from .occurrences import History
from .program import Index
from .rules import LEVELS, Meter

TELL_EVERY_MS = 500
"""At most two emotion events a second (PROTOCOL.md)."""
REFRESH_MS = 2_000
"""A level that only fades is told this often, with whatever else happens."""
NEWS_MS = 60_000
"""A spike longer ago is no news: what was usual before it may be forgotten by then."""
CALMED = 0.1
"""A fall that is told at once: fading takes its time, a good word does not."""
SEEN = 0.02
"""The least change of a level that a curve on a screen shows."""
GENERAL = frozenset({"mood", "en-mood"})
"""Meters of any bad feeling: they rise with each of them, and tell none from another."""
NOBODY: frozenset[str] = frozenset()
"""One for all: a set takes 216 bytes while it is empty."""


class Stand(NamedTuple):
    """How a meter stands: its value 0-1, and an index of LEVELS."""

    meter: str
    value: float
    level: int


def named(stands: Iterable[Stand]) -> Stand:
    """Which of a speaker's meters to name the feeling by: the highest of a single feeling that is
    not calm, else the highest. A widow is in a bad mood, too, but what helps is that she grieves.
    """

    def telling(stand: Stand) -> tuple[bool, int, float]:
        return (stand.level > 0 and stand.meter not in GENERAL, stand.level, stand.value)

    return max(stands, key=telling, default=Stand("", 0.0, 0))


class Feelings:
    """The curves of both speakers, and what was last told of them."""

    def __init__(self, meters: Mapping[str, Meter], index: Index) -> None:
        self.curves = {name: Curve(meter, index.aliases) for name, meter in meters.items()}
        self.told: dict[str, Emotion] = {}
        self.spiked: dict[str, int] = {}
        """Speaker -> media time of the last spike that was told."""
        self.held_back: frozenset[str] = NOBODY
        self._look: frozenset[str] = NOBODY
        """Speakers whose meters may show something new; the others have only faded."""
        self._fades: dict[str, float] = {}
        """Speaker -> ms after the last telling before which there is nothing new to tell."""
        self._told_until: float = math.inf
        """Received ms before which nothing is told, unless there is somebody to look at."""
        self._due = -1
        """What :meth:`next_deadline` said; to be worked out again once it has passed."""

    def use(
        self, meters: Mapping[str, Meter], history: History, index: Index, now: int
    ) -> set[str]:
        """Take another rule set's meters: what is remembered, weighed by their weights. Returns
        the derived signals that changed."""
        changed: set[str] = set()
        for name, curve in self.curves.items():
            self._look_at(curve)
            if name not in meters:
                for source in _sources(name):
                    changed |= history.replace(source, ())
        self.curves = {name: Curve(meter, index.aliases) for name, meter in meters.items()}
        for curve in self.curves.values():
            curve.refold(history)
            self._look_at(curve)
            changed |= self._derive(curve, history, now)
        return changed

    def change(
        self, changed: AbstractSet[str], history: History, index: Index, now: int
    ) -> set[str]:
        """Refold the meters that ``changed`` signals weigh on; returns the derived signals that
        changed with them."""
        touched = {name for signal in changed for name in index.meters_of.get(signal, ())}
        derived: set[str] = set()
        for name in sorted(touched & self.curves.keys()):
            curve = self.curves[name]
            curve.refold(history)
            self._look_at(curve)
            derived |= self._derive(curve, history, now)
        return derived

    def _look_at(self, curve: Curve) -> None:
        """The curve may have something new to show, and another time to fall."""
        self._look |= {curve.meter.speaker}
        self._due = -1

    def _derive(self, curve: Curve, history: History, now: int) -> set[str]:
        """Each kind of signal has a source of its own: it only ever grows at its end."""
        found = (curve.derived(), curve.eased(now), curve.borne(now))
        changed: set[str] = set()
        for source, items in zip(_sources(curve.meter.name), found, strict=True):
            changed |= history.replace(source, tuple(items))
        return changed

    def forget(self, gone: Iterable[str], history: History, index: Index, now: int) -> set[str]:
        """After pruning: the curves that ``gone`` signals weigh on no longer hold what is
        forgotten, nor give its signals."""
        touched = {name for signal in gone for name in index.meters_of.get(signal, ())}
        changed: set[str] = set()
        for name, curve in self.curves.items():
            self._look_at(curve)
            if name not in touched:
                continue
            before = [history.by_source.get(source, ()) for source in _sources(name)]
            curve.refold(history)
            derived = self._derive(curve, history, now)
            for signal in derived:
                touched.update(index.meters_of.get(signal, ()))
            changed |= derived
            first = curve.points[0].time if curve.points else now
            for item in chain.from_iterable(before):
                if item.time < first:
                    history.forget(item)
        return changed

    def load(
        self,
        told: dict[str, Emotion],
        spiked: dict[str, int],
        held_back: Iterable[str],
        history: History,
    ) -> None:
        """Go on from a saved state; there is nothing new to tell of it."""
        self.told, self.spiked, self.held_back = told, spiked, frozenset(held_back)
        for curve in self.curves.values():
            curve.refold(history)
        self._fades = {speaker: self._fade(event) for speaker, event in told.items()}
        self._due, self._told_until = -1, self._next_telling()

    def refresh(self, history: History, now: int) -> set[str]:
        """Time passed: levels may have fallen. Returns the derived signals that changed."""
        changed: set[str] = set()
        for curve in self.curves.values():
            if curve.points:
                self._look_at(curve)
                changed |= self._derive(curve, history, now)
        return changed

    def next_deadline(self, now: int) -> int:
        """Received ms at which a level falls or has stood for so long, or at which a change held
        back may be told."""
        if self._due <= now:
            falls = [fall for c in self.curves.values() if (fall := c.next_fall(now)) is not None]
            falls += [due for c in self.curves.values() if (due := c.next_borne(now)) is not None]
            tells = [self.told[speaker].at + TELL_EVERY_MS for speaker in self.held_back]
            self._due = min((*falls, *tells), default=FOREVER)
        return self._due

    def rest(self, now: int) -> bool:
        """Whether there is nothing to :meth:`tell`."""
        return not self._look and now < self._told_until

    def tell(self, call: str, now: int) -> Iterable[Emotion]:
        """Emotion events due now, one a speaker."""
        if self.rest(now):
            return ()
        events = list(self._tell(call, now))
        self._due, self._told_until = -1, self._next_telling()
        return events

    def _next_telling(self) -> float:
        """Received ms from which on what was told may have faded, or was held back long enough."""
        waits = (
            told.at + (TELL_EVERY_MS if speaker in self.held_back else self._fades.get(speaker, 0))
            for speaker, told in self.told.items()
        )
        return min(waits, default=math.inf)

    def _tell(self, call: str, now: int) -> Iterator[Emotion]:
        look, self._look = set(self._look), NOBODY
        for speaker, told in self.told.items():
            due = TELL_EVERY_MS if speaker in self.held_back else self._fades.get(speaker, 0)
            if now - told.at >= due:
                look.add(speaker)
        for speaker in sorted(look):
            last = self.told.get(speaker)
            event = self._emotion(call, speaker, now)
            changed = self._changed(event, last)
            if not changed and not (last and self._faded(event, last)):
                self.held_back -= {speaker}
                continue
            if last is not None and now - last.at < TELL_EVERY_MS:
                self.held_back |= {speaker}
                continue
            self.held_back -= {speaker}
            self.told[speaker] = event
            self._fades[speaker] = self._fade(event)
            self.spiked[speaker] = max(self.spiked.get(speaker, -1), self._last_spike(speaker))
            yield event

    def _fade(self, told: Emotion) -> float:
        """Ms before which what was told cannot have faded enough to be told again.

        What is told is rounded, so a difference may be seen a :data:`NOISE` early.
        """
        least = SEEN - 2 * NOISE
        waits = [
            self.curves[name].meter.half_life * math.log2(value / max(value - least, NOISE))
            for name, value in told.meters.items()
            if value >= least and name in self.curves
        ]
        return max(REFRESH_MS, min(waits, default=math.inf))

    def _last_spike(self, speaker: str) -> int:
        """Media time of the last spike that is remembered; -1 where none is."""
        mine = (c.last_spike for c in self.curves.values() if c.meter.speaker == speaker)
        return max(mine, default=-1)

    def _emotion(self, call: str, speaker: str, now: int) -> Emotion:
        mine = [c for c in self.curves.values() if c.meter.speaker == speaker]
        latest = max((c.points[-1].time for c in mine if c.points), default=now)
        time = max(now, latest)
        since = max(self.spiked.get(speaker, -1), now - NEWS_MS)
        stands = [Stand(c.meter.name, *c.stands(time)) for c in mine]
        feeling = named(stands)
        return Emotion(
            call=call,
            at=now,
            speaker=speaker,
            meters={stand.meter: round(stand.value, 3) for stand in stands},
            level=LEVELS[max((stand.level for stand in stands), default=0)],
            spike=self._last_spike(speaker) > since,
            feeling=feeling.meter if feeling.level else "",
            feeling_level=LEVELS[feeling.level],
        )

    @staticmethod
    def _changed(event: Emotion, last: Emotion | None) -> bool:
        before = last.meters if last is not None else {}
        moves = [value - before.get(name, 0.0) for name, value in event.meters.items()]
        rose = any(move >= SEEN or move <= -CALMED for move in moves)
        gone = any(value >= SEEN and name not in event.meters for name, value in before.items())
        return rose or gone or event.spike or (last is not None and _named(last) != _named(event))

    @staticmethod
    def _faded(event: Emotion, last: Emotion) -> bool:
        fell = any(
            last.meters.get(name, 0.0) - value >= SEEN for name, value in event.meters.items()
        )
        return fell and event.at - last.at >= REFRESH_MS


def _named(event: Emotion) -> tuple[str, str, str]:
    return event.level, event.feeling, event.feeling_level


def _sources(meter: str) -> tuple[str, str, str]:
    """Where in the history a meter's signals are: levels and spikes, calm again, borne so long."""
    return f"emotion/{meter}", f"emotion/{meter}/eased", f"emotion/{meter}/borne"
