"""Deadlines of all calls: one heap, one timer of the event loop."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable
from itertools import count
from typing import Generic, TypeVar

T = TypeVar("T")


class Timers(Generic[T]):
    """Calls ``fire(owner, when)`` at or soon after the times asked for.

    Asking costs a heap push and is not taken back: an owner that has since asked for another time
    knows by ``when`` that it is no longer meant. Times are seconds of the event loop's clock.
    """

    def __init__(self, fire: Callable[[T, float], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._fire = fire
        self._heap: list[tuple[float, int, T]] = []
        self._order = count()
        self._handle: asyncio.Handle | None = None
        self._rings = 0.0  # uvloop's handle of a time already past cannot be asked for it

    def wake(self, owner: T, when: float) -> None:
        """Call ``fire(owner, when)`` at ``when``."""
        heapq.heappush(self._heap, (when, next(self._order), owner))
        if self._handle is None or when < self._rings:
            self._arm()

    def stop(self) -> None:
        """Wake nobody any more."""
        self._heap.clear()
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def _arm(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
        self._rings = self._heap[0][0]
        self._handle = self._loop.call_at(self._rings, self._ring)

    def _ring(self) -> None:
        self._handle = None
        now = self._loop.time()
        while self._heap and self._heap[0][0] <= now:
            when, _, owner = heapq.heappop(self._heap)
            self._fire(owner, when)
        if self._heap and self._handle is None:
            self._arm()
