"""Nothing of a customer's is kept for ever: calls that ended long ago are deleted from the log, and
what is remembered from call to call has its time."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

import structlog

from assist.log.base import Log, LogError
from assist.memory.base import MemoryFault
from assist.node.node import Node

DAY_S = 86_400.0
SET_S = 3_600.0
"""A wall clock that is so far from the monotonic one has been set meanwhile: it is watched anew."""

_logger = structlog.get_logger("assist.server")


def is_doubtful(now: datetime, newest: datetime | None, days: int, watched_s: float) -> bool:
    """Whether the wall clock may be ahead, so that nothing should be deleted by it: the ``newest``
    call that ended before it was watched is older, by more than a day, than any call is kept, and
    it has gone evenly for less than a day."""
    if newest is None or watched_s >= DAY_S:
        return False
    return now - newest > timedelta(days=days + 1)


class Watch:
    """Over the wall clock, ``since`` that time of it. ``log``: its calls are the witnesses."""

    def __init__(self, log: Log, since: datetime | None = None) -> None:
        self._log = log
        self._since = since or datetime.now(UTC)
        self._seen = time.monotonic()

    async def doubts(self, now: datetime, days: int) -> bool:
        """Whether what is deleted after so many ``days`` had better wait (:func:`is_doubtful`),
        which is told in the process's own log. Raises :class:`LogError`."""
        watched_s = time.monotonic() - self._seen
        if abs((now - self._since).total_seconds() - watched_s) > SET_S:
            self._since, self._seen, watched_s = now, time.monotonic(), 0.0
        last = await self._log.ended(most=1, before=self._since)
        newest = last[0].ended if last else None
        if not is_doubtful(now, newest, days, watched_s):
            return False
        _logger.warning("retention_waits", newest=str(newest), now=str(now), days=days)
        return True


async def prune_daily(log: Log, days: int, watch: Watch, *, every: float = DAY_S) -> None:
    """Now and once a day, forget every call that ended more than ``days`` days ago; a day later
    where the wall clock is doubtful.

    0 keeps them all, and returns at once. ``every``: seconds between two times. What the log could
    not delete is told in the process's own log, and tried again the next time.
    """
    while days > 0:
        now = datetime.now(UTC)
        try:
            doubtful = await watch.doubts(now, days)
            gone = 0 if doubtful else await log.prune(now - timedelta(days=days))
        except LogError as fault:
            _logger.error("retention_failed", reason=str(fault))  # noqa: TRY400 - no traceback
        else:
            if gone:
                _logger.info("calls_forgotten", calls=gone)
        await asyncio.sleep(every)


async def forget_daily(node: Node, days: int, watch: Watch, *, every: float = DAY_S) -> None:
    """Now and once a day, let go of what is remembered of customers and was last so more than
    ``days`` days ago; faults, and a doubtful clock, as above."""
    while True:
        try:
            doubtful = await watch.doubts(datetime.now(UTC), days)
            gone = 0 if doubtful else await node.prune_memory()
        except (MemoryFault, LogError) as fault:
            _logger.error("memory_failed", reason=str(fault))  # noqa: TRY400 - no traceback
        else:
            if gone:
                _logger.info("memories_forgotten", things=gone)
        await asyncio.sleep(every)
