"""When what was heard is forgotten: as soon as no rule can look back to it any more.

Of the hundreds of sources that a long call remembers, few have something to forget at any moment.
So they are filed by when they will, and the others are not looked at.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from .clock import FOREVER
from .occurrences import History, Occurrence
from .program import Index

GRAIN_MS = 16_000
"""Sources are filed by so much of the call: about what is said between two prunings."""


class Forgetting:
    """Of one call under one rule set. It follows from the history, so nothing in it is saved."""

    __slots__ = ("_history", "_index", "_later")

    def __init__(self, index: Index, history: History) -> None:
        self._index = index
        self._history = history
        self._later: dict[int, list[str]] = {}
        """Time, in grains -> the sources that have nothing to forget before it."""
        history.touched = dict.fromkeys(history.by_source)

    def prune(self, newest: int, still_open: Collection[str]) -> list[Occurrence]:
        """Forget what is too old, ``newest`` being the latest media time heard of; returns that.

        What ``still_open`` sources say stays, for it may be withdrawn, and so does what the meters
        say, whose signals follow from what they remember.
        """
        history, waiting, ripe = self._history, dict[str, None](), list[str]()
        for source in self._to_look_at(newest):
            if source in still_open:
                waiting[source] = None
            elif not source.startswith("emotion/") and not self._file(source, newest):
                ripe.append(source)
        gone = history.prune(ripe, partial(self._index.keep_from, newest))
        for source in ripe:
            self._file(source, newest)
        history.touched = waiting
        return gone

    def _to_look_at(self, newest: int) -> dict[str, None]:
        look, now = self._history.touched, newest // GRAIN_MS
        for grain in [grain for grain in self._later if grain <= now]:
            look.update(dict.fromkeys(self._later.pop(grain)))
        return look

    def _file(self, source: str, newest: int) -> bool:
        """File a source, unless it has something to forget now."""
        index, until = self._index, FOREVER
        for item in self._history.by_source.get(source, ()):
            until = min(until, index.kept_until(item.signal, item.time))
        if until <= newest:
            return False
        if until < FOREVER:
            self._later.setdefault(until // GRAIN_MS, []).append(source)
        return True
