"""Calls as they stood at moments, so that one late in a long call needs no replay from its start.

While a call is played its engine is saved now and then; a moment is reached from the last of these
before it. What is kept is bounded, lives no longer than the process, and is only used while the
log still holds the call: it holds customers' (masked) words.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import orjson

from assist.core.engine import Engine
from assist.core.events import Tick
from assist.core.program import Program
from assist.log.base import Entry
from assist.node.replay import Timed, play
from assist.privacy import mask_event

EVERY_MS = 300_000
"""An engine is saved once in so much of a call: talk of that long is played in half a second."""
CALLS_KEPT = 3
"""Calls of which this is remembered: those looked at last. Three hours of one take a megabyte."""
QUICK = 1
"""The compression level: a tenth of the size in 5 ms."""


class Source(Protocol):
    """Where a call and its rules come from."""

    def entries(self, since: int, until: int | None) -> Sequence[Entry]:
        """Those of the call from offset ``since`` on, received ``until`` so many ms into it."""
        ...

    def program(self, digest: str) -> Program:
        """The rules of a digest. Raises where they are lost."""
        ...

    def program_of(self, digest: str) -> Program | None:
        """The same; None where they are lost."""
        ...


@dataclass(frozen=True, slots=True)
class Saved:
    """An engine just after the entry at ``offset``, received so many ms into the call."""

    offset: int
    received: int
    state: bytes

    def engine(self, source: Source) -> Engine:
        """It, again."""
        state = orjson.loads(zlib.decompress(self.state))
        return Engine.restore(source.program(state["rules"]), state)


class Moments:
    """Engines of the calls looked at last, saved ``every`` so many ms."""

    def __init__(self, every: int = EVERY_MS, calls: int = CALLS_KEPT) -> None:
        self._every = every
        self._most = calls
        self._saved: dict[str, list[Saved]] = {}

    def forget(self, calls: Iterable[str]) -> None:
        """Keep nothing of these calls."""
        for call in calls:
            self._saved.pop(call, None)

    def engine_at(self, call: str, at: int, source: Source, program: Program) -> Engine | None:
        """The engine ``at`` ms into a call; None where the log does not hold the call.

        ``program``: in force until the call names its own rules."""
        saved = self._saved.pop(call, [])
        start = next((each for each in reversed(saved) if each.received <= at), None)
        entries = source.entries(start.offset if start is not None else 0, at)
        if start is not None and (not entries or entries[0].offset != start.offset):
            saved, start = [], None  # forgotten, and perhaps begun anew under its old name
            entries = source.entries(0, at)
        if not entries and not source.entries(0, None):
            return None
        self._saved[call] = saved  # the one looked at last is the last
        while len(self._saved) > self._most:
            del self._saved[next(iter(self._saved))]
        engine = start.engine(source) if start is not None else None
        return self._play(call, at, entries[engine is not None :], source, program, engine, saved)

    def _play(
        self,
        call: str,
        at: int,
        entries: Sequence[Entry],
        source: Source,
        program: Program,
        engine: Engine | None,
        saved: list[Saved],
    ) -> Engine:
        offset = 0
        tick = Tick(type="tick", call=call, at=at)

        def timed() -> Iterator[Timed]:
            nonlocal offset
            for entry in entries:
                offset = entry.offset
                yield Timed(entry.received, mask_event(entry.event))
            yield Timed(at, tick)

        known = engine.program if engine is not None else program
        for step in play(call, timed(), known, source.program_of, engine):
            if step.event is tick:
                return step.engine
            if step.received - (saved[-1].received if saved else 0) >= self._every:
                state = zlib.compress(orjson.dumps(step.engine.save()), QUICK)
                saved.append(Saved(offset, step.received, state))
        raise AssertionError("every event played is a step")
