"""What was deleted leaves the journal once nobody reads the file, and nobody waits for that."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import structlog

from assist.core.events import EVENT_IN, EventIn
from assist.core.remembering import Visit
from assist.emptying import Emptier, Journal
from assist.log.sqlite import SqliteLog
from assist.memory.sqlite import SqliteMemory

WORDS = "我老伴走了"


@contextmanager
def reader(path: Path) -> Iterator[None]:
    """Somebody with a half-read SELECT."""
    connection = sqlite3.connect(path)
    connection.execute("BEGIN")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    try:
        yield
    finally:
        connection.close()


def holds(path: Path, words: str = WORDS) -> bool:
    files = (path, path.with_name(path.name + "-wal"))
    return any(words.encode() in file.read_bytes() for file in files if file.exists())


async def until(so: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not so():
            await asyncio.sleep(0.02)


def event(kind: str, seq: int, **more: object) -> EventIn:
    told: dict[str, object] = {"type": kind, "call": "c", "at": 0, "seq": seq, **more}
    return EVENT_IN.validate_python(told)


async def spoken(path: Path) -> SqliteLog:
    log = await SqliteLog.open(path)
    said = {"utterance": "u", "revision": 0, "text": WORDS, "final": True, "speaker": "customer"}
    log.append(0, event("call.start", 1, agent="a"))
    log.append(1, event("fragment", 2, **said))
    log.append(2, event("call.end", 3))
    await log.wait(3)
    return log


async def test_a_call_is_forgotten_at_once_and_its_words_go_with_the_reader(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.db"
    log = await spoken(path)
    log._emptier._retry_s = 0.05
    with reader(path):
        began = time.monotonic()
        assert await log.forget("c")
        log.append(0, event("call.start", 1, call="d", agent="a"))
        await log.wait(4)
        assert time.monotonic() - began < 2, "a commit waited for the reader"
        assert holds(path)
    await until(lambda: not holds(path))
    await log.close()


async def test_words_that_a_killed_process_left_go_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    log = await spoken(path)
    with reader(path):
        assert await log.forget("c")
        await log.close()
        assert holds(path)
    again = await SqliteLog.open(path)
    assert not holds(path)
    await again.close()


async def test_a_customer_s_memory_goes_with_the_reader_too(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    memory = await SqliteMemory.open(path, days=90)
    memory._emptier._retry_s = 0.05
    memory.keep("k", Visit((("need", "hardship-plan"),)), 0)
    assert (await memory.read("k")).items
    with reader(path):
        began = time.monotonic()
        assert await memory.erase("k") == 1
        assert time.monotonic() - began < 2
        assert holds(path, "hardship-plan")
    await until(lambda: not holds(path, "hardship-plan"))
    await memory.close()


async def test_a_reader_that_stays_is_told_of_once(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE t (x)")
    journal = Journal(connection)
    patience = connection.execute("PRAGMA busy_timeout").fetchone()

    async def do(job: Callable[[], bool]) -> bool:
        return job()

    emptier = Emptier(journal, do, "x.db", retry_s=0.01)
    with reader(path), structlog.testing.capture_logs() as told, pytest.MonkeyPatch.context() as to:
        to.setattr("assist.emptying.TELL_S", 0.02)
        connection.execute("INSERT INTO t VALUES (1)")
        assert not journal.empty()
        emptier.see_to_it()
        emptier.see_to_it()
        await asyncio.sleep(0.3)
    await until(lambda: not journal.owed)
    assert [(line["event"], line["file"]) for line in told] == [("journal_not_emptied", "x.db")]
    assert connection.execute("PRAGMA busy_timeout").fetchone() == patience
    emptier.stop()
    connection.close()
