"""The file of the memory: what outlives the process, and what is overwritten."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from assist.core.remembering import Visit
from assist.memory.base import MemoryFault
from assist.memory.sqlite import SqliteMemory
from assist.memory.store import Store, beside

VISIT = Visit((("need", "a-need-of-the-tests"),), {"prefers_dialect": "粤语"})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return beside(tmp_path / "assist.db")


def test_it_lies_beside_the_log_and_outlives_the_process(path: Path) -> None:
    assert path.name == "assist.db.customers.db"
    store = Store(path)
    store.keep("customer-0001", VISIT, 5, 1)
    store.close()
    again = Store(path)
    assert {item.name for item in again.read("customer-0001", 0)} == {
        "a-need-of-the-tests",
        "prefers_dialect",
    }
    again.close()


def test_no_key_of_a_customer_s_stands_in_it(path: Path) -> None:
    store = Store(path)
    store.keep("customer-0001", VISIT, 5, 1)
    store.close()
    assert b"customer-0001" not in path.read_bytes()
    secret = path.with_name("assist.db.customers.key")
    assert secret.stat().st_mode & 0o777 == path.stat().st_mode & 0o777 == 0o600
    secret.unlink()
    stranger = Store(path)  # another secret: nobody's any more
    assert stranger.read("customer-0001", 0) == []
    stranger.close()


def test_a_lost_secret_is_told_and_a_first_one_is_not(path: Path) -> None:
    with capture_logs() as told:
        store = Store(path)
        store.keep("customer-0001", VISIT, 5, 1)
        store.close()
        Store(path).close()
    assert told == []
    secret = path.with_name("assist.db.customers.key")
    secret.unlink()
    with capture_logs() as told:
        Store(path).close()
    (lost,) = told
    assert (lost["event"], lost["file"]) == ("key_lost", str(secret))


def test_nobody_else_on_the_machine_reads_it_nor_its_journal(path: Path) -> None:
    before = os.umask(0o022)
    try:
        store = Store(path)
        store.keep("customer-0001", VISIT, 5, 1)
        files = {p.name: p.stat().st_mode & 0o777 for p in path.parent.iterdir()}
        store.close()
    finally:
        os.umask(before)
    assert f"{path.name}-wal" in files
    assert set(files.values()) == {0o600}


def test_what_is_forgotten_is_overwritten(path: Path) -> None:
    store = Store(path)
    store.keep("customer-0001", VISIT, 5, 1)
    store.keep("customer-0002", VISIT, 50, 1)
    assert store.forget("customer-0001") == 2
    assert store.prune(40, 0) == 0
    assert store.prune(51, 0) == 2
    files = [each.read_bytes() for each in path.parent.glob("assist.db.customers.db*")]
    assert not any(b"a-need-of-the-tests" in content for content in files)
    store.close()


def test_who_asked_to_be_forgotten_stands_in_it_under_a_hash_until_no_call_needs_it(
    path: Path,
) -> None:
    store = Store(path)
    assert store.erase("customer-0001", 100) == 0
    store.keep("customer-0001", VISIT, 200, 100)
    assert store.read("customer-0001", 0) == []
    assert b"customer-0001" not in path.read_bytes()
    store.prune(0, 101)
    store.keep("customer-0001", VISIT, 200, 100)
    assert len(store.read("customer-0001", 0)) == 2
    store.close()


def test_a_memory_of_the_version_before_is_taken_on(path: Path) -> None:
    store = Store(path)
    store.keep("customer-0001", VISIT, 5, 1)
    store.close()
    with sqlite3.connect(path) as old:
        old.executescript("DROP TABLE erased; PRAGMA user_version = 1;")
    old.close()
    again = Store(path)
    assert len(again.read("customer-0001", 0)) == 2
    assert again.erase("customer-0001", 100) == 2
    again.close()


def test_another_process_may_forget_while_it_is_open(path: Path) -> None:
    server, tool = Store(path), Store(path)
    server.keep("customer-0001", VISIT, 5, 1)
    assert tool.forget("customer-0001") == 2
    assert server.read("customer-0001", 0) == []
    server.close()
    tool.close()


def test_what_is_no_memory_is_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE mine (x)")
    other.close()
    with pytest.raises(MemoryFault, match="no memory of this version"):
        Store(path)
    path.write_bytes(b"this is not a database at all, whatever its name says" * 50)
    with pytest.raises(MemoryFault, match="not a database"):
        Store(path)


def test_a_secret_of_something_else_is_told(path: Path) -> None:
    path.with_name("assist.db.customers.key").write_text("short")
    with pytest.raises(MemoryFault, match="not the secret"):
        Store(path)


async def test_a_disk_that_fails_is_told_of_and_stops_no_call(
    path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = await SqliteMemory.open(path, days=1)

    def fails(*_: object) -> None:
        raise MemoryFault("disk full")

    monkeypatch.setattr(Store, "keep", fails)
    told: list[object] = []
    memory.keep("customer-0001", VISIT, 1)
    memory.recall("customer-0001", told.append)
    assert (await memory.read("customer-0001")).items == ()
    assert told == []
    await memory.close()
