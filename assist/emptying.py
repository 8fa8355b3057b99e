"""Emptying the write-ahead logs of SQLite files, so that what was deleted lives on in none.

Whoever reads such a file, in whatever process, keeps its journal from being emptied meanwhile: a
half-read SELECT in a shell, a backup made in one step. Nobody waits for that: it is tried again.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Final

import structlog

RETRY_S: Final = 5.0
TELL_S: Final = 60.0
"""Readers are gone by then, mostly; one that is not is worth a line in the process's own log."""

_logger = structlog.get_logger("assist.journal")


class Journal:
    """The write-ahead log of one connection. ``owed``: it holds what was deleted."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.owed = False

    def empty(self) -> bool:
        """Empty it; False, at once, where somebody reads the file. Raises :class:`sqlite3.Error`.

        What SQLite says of a checkpoint that met a reader is a row, not a fault
        (https://www.sqlite.org/pragma.html#pragma_wal_checkpoint).
        """
        run = self._connection.execute
        patience = int(run("PRAGMA busy_timeout").fetchone()[0])
        run("PRAGMA busy_timeout = 0")
        try:
            busy = run("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            run(f"PRAGMA busy_timeout = {patience}")
        self.owed = bool(busy)
        return not busy


class Emptier:
    """Tries again until a journal is empty. ``do`` has something done on the thread that the
    connection belongs to; ``file``: as people know it."""

    def __init__(
        self,
        journal: Journal,
        do: Callable[[Callable[[], bool]], Awaitable[bool]],
        file: str,
        retry_s: float = RETRY_S,
    ) -> None:
        self._journal, self._do, self._file, self._retry_s = journal, do, file, retry_s
        self._trying: asyncio.Task[None] | None = None

    def see_to_it(self) -> None:
        """To be called in the loop, once something was deleted."""
        if self._journal.owed and self._trying is None:
            self._trying = asyncio.ensure_future(self._try())

    def stop(self) -> None:
        """Try no more: the file is about to be closed, which empties it if nobody reads it."""
        if self._trying is not None:
            self._trying.cancel()

    async def _try(self) -> None:
        waited, told = 0.0, False
        try:
            while self._journal.owed:
                await asyncio.sleep(self._retry_s)
                waited += self._retry_s
                if not await self._do(self._journal.empty) and waited >= TELL_S and not told:
                    _logger.warning("journal_not_emptied", file=self._file, seconds=waited)
                    told = True
        except Exception as fault:  # noqa: BLE001 - whatever the disk says, calls go on
            _logger.error("journal_not_emptied", file=self._file, reason=str(fault))  # noqa: TRY400
        finally:
            self._trying = None
