"""Work that must not hold up what passes through: done one piece at a time, between rounds of the
event loop, so that bytes that have come meanwhile go first."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

MOST = 16 << 20
"""Bytes of copies that may lie here before no more are taken: many seconds of what recognisers
say."""

Work = Callable[[], None]


class Aside:
    """Pieces of work in the order in which they were put here."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._queue: deque[tuple[Work, int]] = deque()
        self._held = 0
        self._loop = asyncio.get_running_loop()

    def put(self, work: Work, size: int = 0) -> bool:
        """Have it done later; False when too much waits already. What takes no room always may."""
        if size and self._held + size > self._most:
            return False
        if not self._queue:
            self._loop.call_soon(self._turn)
        self._queue.append((work, size))
        self._held += size
        return True

    def _turn(self) -> None:
        """One piece. The loop looks at its sockets before it calls this again."""
        work, size = self._queue[0]
        try:
            work()
        finally:
            self._queue.popleft()
            self._held -= size
            if self._queue:
                self._loop.call_soon(self._turn)
