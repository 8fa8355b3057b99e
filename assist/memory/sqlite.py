"""The durable memory: one SQLite file beside the log, and a thread that reads and writes it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import structlog

from assist.core.remembering import Visit
from assist.emptying import Emptier

from .base import DAY_MS, Recalled
from .store import Store

T = TypeVar("T")

_logger = structlog.get_logger("assist.memory")


class SqliteMemory:
    """:class:`.base.Memory` in a file. Made by :meth:`open`, in the loop that it will be used in.

    Everything is done by one thread in the order asked for, so a call that begins right after
    another of the same customer is told what that one left. A call's end does not wait for it: the
    process that is killed within the moment that a write takes forgets that one call.
    """

    def __init__(self, days: int, wall: Callable[[], float]) -> None:
        self._days = days
        self._wall = wall
        self._loop = asyncio.get_running_loop()
        self._thread = ThreadPoolExecutor(1, "memory")
        self._pending: set[asyncio.Future[Any]] = set()
        self._store: Store
        self._emptier: Emptier

    @classmethod
    async def open(
        cls, path: Path, *, days: int, wall: Callable[[], float] = lambda: time.time() * 1000
    ) -> SqliteMemory:
        """Open or make the memory at ``path``; it keeps things for ``days``. Raises
        :class:`MemoryFault`."""
        memory = cls(days, wall)
        try:
            memory._store = await memory._on(partial(Store, path))
        except BaseException:
            memory._thread.shutdown()
            raise
        memory._emptier = Emptier(memory._store.journal, memory._on, path.name)
        memory._emptier.see_to_it()
        return memory

    def recall(self, customer: str, tell: Callable[[Recalled], None]) -> None:
        self._behind(lambda: self._read(customer), partial(_tell, tell))

    def keep(self, customer: str, visit: Visit, began: int) -> None:
        at = round(self._wall())
        self._behind(lambda: self._store.keep(customer, visit, at, began))

    def forget(self, customer: str) -> None:
        self._behind(lambda: self._store.forget(customer), self._see_to_journal)

    async def read(self, customer: str) -> Recalled:
        return await self._on(lambda: self._read(customer))

    async def erase(self, customer: str) -> int:
        at = round(self._wall())
        return self._see_to_journal(await self._on(lambda: self._store.erase(customer, at)))

    async def prune(self, began: int | None) -> int:
        erased = round(self._wall()) if began is None else began
        gone = await self._on(lambda: self._store.prune(self._oldest(), erased))
        return self._see_to_journal(gone)

    async def close(self) -> None:
        if self._pending:
            await asyncio.wait(self._pending)
        self._emptier.stop()
        await self._on(self._store.close)
        self._thread.shutdown()

    def _see_to_journal(self, gone: int) -> int:
        self._emptier.see_to_it()
        return gone

    def _oldest(self) -> int:
        return round(self._wall()) - self._days * DAY_MS

    def _read(self, customer: str) -> Recalled:
        return Recalled(round(self._wall()), tuple(self._store.read(customer, self._oldest())))

    def _behind(self, job: Callable[[], T], then: Callable[[T], object] | None = None) -> None:
        """Have a job done while the calls go on; ``then`` is called in the loop with what it
        gave."""
        doing = self._loop.run_in_executor(self._thread, job)
        self._pending.add(doing)
        doing.add_done_callback(partial(self._done, then))

    def _done(self, then: Callable[[T], object] | None, done: asyncio.Future[T]) -> None:
        self._pending.discard(done)
        fault = done.exception()
        if fault is not None:
            _logger.error("memory_failed", reason=str(fault))
        elif then is not None:
            then(done.result())

    async def _on(self, job: Callable[[], T]) -> T:
        return await self._loop.run_in_executor(self._thread, job)


def _tell(tell: Callable[[Recalled], None], known: Recalled) -> None:
    if known.items:
        tell(known)
