"""Nothing of a customer's is kept for ever: calls that ended long ago are deleted from the log, and
what is remembered from call to call has its time."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import structlog

from assist.log.base import Log, LogError
from assist.memory.base import MemoryFault
from assist.node.node import Node

DAY_S = 86_400.0

_logger = structlog.get_logger("assist.server")


async def prune_daily(log: Log, days: int, *, every: float = DAY_S) -> None:
    """Now and once a day, forget every call that ended more than ``days`` days ago.

    0 keeps them all, and returns at once. ``every``: seconds between two times. What the log could
    not delete is told in the process's own log, and tried again the next time.
    """
    while days > 0:
        try:
            gone = await log.prune(datetime.now(UTC) - timedelta(days=days))
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
