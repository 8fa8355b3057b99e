"""The embedded log: one SQLite file, one writer, group commit."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, get_args

import structlog
from pydantic import TypeAdapter

from assist.core.events import CallEnd, CallStart, Context, Event, RulesInForce
from assist.emptying import Emptier

from . import customers, rule_sets, schema, store
from .base import EndedCall, Entry, LogError
from .forgotten import Forgotten
from .sealing import Seal, key_beside, seal_beside
from .watermark import Watermark

LINGER_S = 0.05
"""How long the first entry of a batch waits for others, in seconds. At 2,000 entries a second it
makes some 100 entries a commit, and half the CPU of 5 ms; acknowledgements may take 250 ms
(PROTOCOL.md)."""

_TO_JSON: dict[type[Any], Callable[..., bytes]] = {
    kind: TypeAdapter(kind).serializer.to_json for kind in get_args(Event)
}
"""The serialiser of each event, without what ``model_dump_json`` wraps around it: half the time."""

_LOST = "names in the calls that the log holds are shown as ***"
_DO = "stop the server and put the key back from its backup; a new one is made for new calls"

T = TypeVar("T")

_logger = structlog.get_logger("assist.log")


class SqliteLog:
    """:class:`.base.Log` in a file. Made by :meth:`open`.

    The journal is in WAL mode with ``synchronous=FULL``: each commit is flushed to the disk before
    it counts, so what is durable survives the end of the process, of the operating system, and
    a power cut, as far as the disk keeps what it says it has flushed. The file must lie on a local
    disk. One log, in one process, may write it (a lock file beside it sees to that); others may
    read it with :func:`read_call`.

    While one batch is being committed the next one gathers, so commits are never more than one
    in flight and grow with the load. Writing and reading each have a thread and a connection.
    """

    def __init__(self, path: Path, linger: float, lock: int) -> None:
        self._path = path
        self._linger = linger
        self._lock = lock
        self._loop = asyncio.get_running_loop()
        self._write_thread = ThreadPoolExecutor(1, "log-write")
        self._read_thread = ThreadPoolExecutor(1, "log-read")
        self._gathering: list[store.Row] = []
        self._commit: asyncio.Future[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._forgotten = Forgotten()
        self._seal: Seal
        self._writer: store.Writer
        self._emptier: Emptier
        self._reader: sqlite3.Connection
        self._watermark: Watermark
        self._appended: int

    @classmethod
    async def open(cls, path: Path | str, *, linger: float = LINGER_S) -> SqliteLog:
        """Open or make the log at ``path``; ``linger`` in seconds.

        Raises :class:`LogError` when the file is in use, no log, of a newer schema, or cannot
        be written.
        """
        path = Path(path)
        log = cls(path, linger, schema.lock(path))
        try:
            await log._on(log._write_thread, log._open)
        except BaseException:
            log._let_go()
            raise
        on_thread = partial(log._on, log._write_thread)
        log._emptier = Emptier(log._writer.journal, on_thread, path.name)
        log._emptier.see_to_it()
        return log

    def _open(self) -> None:
        connection = schema.connect(self._path)
        try:
            key = key_beside(self._path)
            if not key.exists() and store.holds_any(connection):
                _logger.error("key_lost", file=str(key), lost=_LOST, do=_DO)
            self._seal = seal_beside(self._path, make=True)
            self._writer = store.Writer(connection, self._path)
            self._reader = schema.connect_read_only(self._path)
        except BaseException:
            connection.close()
            raise
        self._appended = self._writer.last
        self._watermark = Watermark(self._writer.last)

    @property
    def durable(self) -> int:
        return self._watermark.durable

    @property
    def failed(self) -> LogError | None:
        return self._watermark.failed

    def append(self, received: int, event: Event) -> int:
        watermark = self._watermark
        if watermark.closed or watermark.failed is not None:
            watermark.check()
        kind = type(event)
        if isinstance(event, CallStart | Context):
            event = self._seal.seal(event)
        text = _TO_JSON[kind](event, exclude_defaults=True)
        offset = self._appended = self._appended + 1
        ended = store.now_ms() if kind is CallEnd else None
        gathering = self._gathering
        rules = event.digest if type(event) is RulesInForce else None
        gathering.append((offset, event.call, received, text, ended, rules))
        if len(gathering) == 1 and self._commit is None:
            self._timer = self._loop.call_later(self._linger, self._hand_over)
        return offset

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        return self._watermark.listen(listener)

    async def wait(self, offset: int) -> None:
        await self._watermark.wait(offset)

    def pending(self) -> int:
        return self._appended - self._watermark.durable

    async def read(self, call: str) -> Sequence[Entry]:
        def read() -> list[Entry]:
            head = self._writer.heads.get(call)
            return store.read_entries(self._reader, self._seal, call, head[1] if head else None)

        return await self._on(self._read_thread, read)

    async def tail(self, call: str, most: int) -> Sequence[Entry]:
        def read() -> list[Entry]:
            head = self._writer.heads.get(call)
            if head is None or not most:
                return []
            return store.read_tail(self._reader, self._seal, head[1], most)

        return await self._on(self._read_thread, read)

    async def unfinished(self) -> Sequence[str]:
        return await self._on(self._write_thread, lambda: list(self._writer.heads))

    async def ended(
        self,
        *,
        most: int = 100,
        after: EndedCall | None = None,
        since: datetime | None = None,
        before: datetime | None = None,
    ) -> Sequence[EndedCall]:
        job = partial(store.read_ended, self._reader, most, after, since, before)
        return await self._on(self._read_thread, job)

    async def of_customer(self, customer: str) -> Sequence[str]:
        return await asyncio.to_thread(customers.calls_of, self._path, customer)

    async def keep_rules(self, digest: str, sources: Mapping[str, str]) -> None:
        self._watermark.check()
        texts = await asyncio.to_thread(rule_sets.digests, sources)
        sets = self._writer.rule_sets
        missing = await self._on(self._write_thread, partial(sets.missing, texts.values()))
        bodies = await asyncio.to_thread(rule_sets.pack, sources, missing)
        await self._on(self._write_thread, partial(self._writer.keep_rules, digest, texts, bodies))

    async def rules(self, digest: str) -> Mapping[str, str] | None:
        return await self._on(self._read_thread, partial(rule_sets.read, self._reader, digest))

    async def last_rules(self) -> Mapping[str, str] | None:
        return await self._on(self._read_thread, partial(rule_sets.read_last, self._reader))

    async def forget(self, call: str) -> bool:
        self._watermark.check()
        gone = await self._on(self._write_thread, partial(self._writer.forget, call))
        self._forgotten.tell([call] if gone else [])
        self._emptier.see_to_it()
        return gone

    async def prune(self, before: datetime) -> int:
        self._watermark.check()
        before_ms = store.to_ms(before)
        gone = 0
        while calls := await self._on(self._write_thread, partial(self._writer.prune, before_ms)):
            self._forgotten.tell(calls)
            gone += len(calls)  # between two slices, appends get their turn
        self._emptier.see_to_it()
        return gone

    def listen_forgotten(self, listener: Callable[[Sequence[str]], None]) -> Callable[[], None]:
        return self._forgotten.listen(listener)

    async def close(self) -> None:
        if self._watermark.closed:
            return
        self._watermark.closed = True
        while self._commit is not None or self._gathering:
            self._hand_over()
            if self._commit is not None:
                await asyncio.wait([self._commit])
        self._watermark.close()
        self._emptier.stop()
        try:
            await self._on(self._read_thread, self._reader.close)
            await self._on(self._write_thread, self._writer.close)
        finally:
            self._let_go()
        if self.failed is not None:
            raise self.failed

    def _hand_over(self) -> None:
        """Commit what has gathered, unless a commit is under way (which will call this again)."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._commit is None and self._gathering:
            batch, self._gathering = self._gathering, []
            self._commit = self._loop.run_in_executor(self._write_thread, self._writer.write, batch)
            self._commit.add_done_callback(partial(self._committed, batch[-1][0]))

    def _committed(self, offset: int, commit: asyncio.Future[None]) -> None:
        self._commit = None
        error = commit.exception()
        if error is not None:
            self._gathering.clear()
            told = error if isinstance(error, LogError) else LogError(f"{self._path}: {error!r}")
            self._watermark.fail(told)
            return
        self._watermark.rise(offset)
        if self._gathering:
            wait = 0 if self._watermark.closed else self._linger
            self._timer = self._loop.call_later(wait, self._hand_over)

    async def _on(self, thread: ThreadPoolExecutor, job: Callable[[], T]) -> T:
        def run() -> T:
            with schema.as_log_error(self._path):
                return job()

        return await self._loop.run_in_executor(thread, run)

    def _let_go(self) -> None:
        self._read_thread.shutdown()
        self._write_thread.shutdown()
        os.close(self._lock)


def read_call(
    path: Path | str, call: str, since: int = 0, until: int | None = None
) -> Sequence[Entry]:
    """The entries of a call in a log that may be in use; empty for an unknown call. Blocks.

    ``since``: only those from this offset on; ``until``: only those received by then, in ms since
    the call began. Raises :class:`LogError` when the file is no log or cannot be read.
    """
    path = Path(path)
    connection = schema.connect_read_only(path)
    try:
        with schema.as_log_error(path):
            seal = seal_beside(path, make=False)
            return store.read_entries(connection, seal, call, None, since, until)
    finally:
        connection.close()


def read_names(path: Path | str) -> Sequence[tuple[str, bool]]:
    """The calls of a log that may be in use, in the order in which they began; whether each has
    ended. Blocks. Raises :class:`LogError` as :func:`read_call` does.
    """
    path = Path(path)
    connection = schema.connect_read_only(path)
    try:
        with schema.as_log_error(path):
            rows = connection.execute("SELECT name, ended IS NOT NULL FROM call ORDER BY id")
            return [(str(name), bool(ended)) for name, ended in rows]
    finally:
        connection.close()


def read_rules(path: Path | str, digest: str) -> Mapping[str, str] | None:
    """The texts of a rule set kept in a log that may be in use; None when there are none. Blocks.

    Raises :class:`LogError` when the file is no log or cannot be read.
    """
    path = Path(path)
    connection = schema.connect_read_only(path)
    try:
        with schema.as_log_error(path):
            return rule_sets.read(connection, digest)
    finally:
        connection.close()
