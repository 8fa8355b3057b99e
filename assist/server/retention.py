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


async def prune_daily(
    log: Log, days: int, *, since: datetime | None = None, every: float = DAY_S
) -> None:
    """Now and once a day, forget every call that ended more than ``days`` days ago; a day later
    where the wall clock :func:`is_doubtful`, which ``since`` tells the start of.

    0 keeps them all, and returns at once. ``every``: seconds between two times. What the log could
    not delete is told in the process's own log, and tried again the next time.
    """
    since, seen = since or datetime.now(UTC), time.monotonic()
    while days > 0:
        now, watched_s = datetime.now(UTC), time.monotonic() - seen
        if abs((now - since).total_seconds() - watched_s) > SET_S:
            since, seen, watched_s = now, time.monotonic(), 0.0
        try:
            last = await log.ended(most=1, before=since)
            newest = last[0].ended if last else None
            if is_doubtful(now, newest, days, watched_s):
                _logger.warning("retention_waits", newest=str(newest), now=str(now))
                gone = 0
            else:
                gone = await log.prune(now - timedelta(days=days))
        except LogError as fault:
            _logger.error("retention_failed", reason=str(fault))  # noqa: TRY400 - no traceback
        else:
            if gone:
                _logger.info("calls_forgotten", calls=gone)
        await asyncio.sleep(every)


async def forget_daily(node: Node, *, every: float = DAY_S) -> None:
    """Now and once a day, let go of what is remembered of customers and has had its time; faults
    as above."""
    while True:
        try:
            gone = await node.prune_memory()
        except MemoryFault as fault:
            _logger.error("memory_failed", reason=str(fault))  # noqa: TRY400 - no traceback
        else:
            if gone:
                _logger.info("memories_forgotten", things=gone)
        await asyncio.sleep(every)
