"""Customers' words are not kept for ever, in the file or in its journal."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assist.core.events import CallEnd, CallStart, Event, Fragment
from assist.log.base import LogError
from assist.log.memory import MemoryLog
from assist.log.sqlite import SqliteLog, read_call
from assist.memory.base import MemoryFault
from assist.memory.fleeting import FleetingMemory
from assist.node.node import Node
from assist.server.retention import Watch, forget_daily, is_doubtful, prune_daily
from assist.server.run import opened
from tests.node.rules import program

from .conftest import settings

DAY_MS = 86_400_000


def a_call(name: str, text: str) -> Sequence[Event]:
    """A call in which the customer says ``text``, and that ends."""
    return (
        CallStart(type="call.start", call=name, seq=1, at=0, agent="7001"),
        Fragment(
            type="fragment", call=name, seq=2, at=10, speaker="customer", utterance="1",
            revision=0, text=text, final=True,
        ),
        CallEnd(type="call.end", call=name, seq=3, at=20),
    )  # fmt: skip


async def keep(path: Path, *calls: Sequence[Event]) -> None:
    log = await SqliteLog.open(path)
    for call in calls:
        for event in call:
            log.append(event.at, event)
    await log.close()


def age(path: Path, call: str, days: float) -> None:
    """Make it so many days since the call ended."""
    with sqlite3.connect(path) as connection:
        connection.execute(
            "UPDATE call SET ended = ended - ? WHERE name = ?", (int(days * DAY_MS), call)
        )
    connection.close()


def is_held(path: Path, call: str) -> bool:
    return len(read_call(path, call)) > 0


async def until_gone(path: Path, call: str) -> None:
    async with asyncio.timeout(5):
        while is_held(path, call):
            await asyncio.sleep(0.01)


async def test_a_start_deletes_the_calls_that_ended_long_ago_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "calls.db"
    live = a_call("live", "还在说话")[:-1]
    await keep(path, a_call("old", "我老伴上个月走了"), a_call("recent", "我想查账单"), live)
    age(path, "old", 30.1)
    age(path, "recent", 29.9)
    async with opened(settings(log=str(path))) as server:
        await until_gone(path, "old")
        assert is_held(path, "recent")
        assert "live" in server.service.node.calls
    written = b"".join(each.read_bytes() for each in tmp_path.iterdir())
    assert "我老伴上个月走了".encode() not in written
    assert "我想查账单".encode() in written


async def test_with_0_days_nothing_is_deleted(tmp_path: Path) -> None:
    path = tmp_path / "calls.db"
    await keep(path, a_call("ancient", "很久以前"))
    age(path, "ancient", 10_000)
    log = await SqliteLog.open(path)
    async with asyncio.timeout(1):
        await prune_daily(log, 0, Watch(log))  # returns: there is nothing to do, today or tomorrow
    await log.close()
    assert is_held(path, "ancient")


def test_a_clock_that_makes_everything_old_is_doubted_for_a_day() -> None:
    monday = datetime(2026, 3, 2, 9, tzinfo=UTC)
    later = monday + timedelta(days=40)
    assert is_doubtful(later, monday, 30, 0)
    assert is_doubtful(later, monday, 30, 86_399)
    assert not is_doubtful(later, monday, 30, 86_400)  # it goes on: the server was down so long
    assert not is_doubtful(later, monday, 40, 0)  # a day more is explained by retention
    assert not is_doubtful(monday, later, 30, 0)  # behind: nothing is deleted too early
    assert not is_doubtful(later, None, 30, 0)


async def test_a_clock_that_is_ahead_at_the_start_deletes_nothing_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "calls.db"
    live = a_call("live", "还在说话")[:-1]
    await keep(path, a_call("old", "上个月说的"), a_call("newest", "昨天说的"), live)
    age(path, "old", 70)
    age(path, "newest", 40)  # as a clock that is forty days ahead has it
    with sqlite3.connect(path) as file:
        file.execute("UPDATE entry SET event = '{}' WHERE event LIKE '%还在说话%'")
    file.close()
    async with opened(settings(log=str(path))):
        await asyncio.sleep(0.3)  # what recovery ended, by that clock, is no witness
        assert is_held(path, "old")
        assert is_held(path, "newest")
    assert "retention_waits" in "".join(capsys.readouterr())


async def test_a_call_that_grows_old_while_the_server_runs_is_deleted_too(tmp_path: Path) -> None:
    path = tmp_path / "calls.db"
    await keep(path, a_call("c1", "今天说的"))
    log = await SqliteLog.open(path)
    daily = asyncio.create_task(prune_daily(log, 7, Watch(log), every=0.01))
    await asyncio.sleep(0.05)
    assert is_held(path, "c1")
    age(path, "c1", 7.1)
    await until_gone(path, "c1")
    daily.cancel()
    await log.close()


async def test_a_failed_deletion_is_told_and_tried_again(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    log, tried = MemoryLog(), 0

    async def prune(_before: object) -> int:
        nonlocal tried
        tried += 1
        raise LogError("disk on fire")

    monkeypatch.setattr(log, "prune", prune)
    daily = asyncio.create_task(prune_daily(log, 7, Watch(log), every=0.01))
    async with asyncio.timeout(5):
        while tried < 2:
            await asyncio.sleep(0.01)
    daily.cancel()
    assert "retention_failed" in "".join(capsys.readouterr())


async def test_what_is_remembered_has_its_time_too_and_a_fault_is_tried_again() -> None:
    tries: list[int] = []

    class Failing(FleetingMemory):
        async def prune(self, began: int | None) -> int:
            assert began is None  # no call is live
            tries.append(len(tries))
            if len(tries) == 1:
                raise MemoryFault("disk full")
            if len(tries) == 3:
                done.set()
            return 1

    done = asyncio.Event()
    log = MemoryLog()
    node = Node(log, program(), memory=Failing())
    chore = asyncio.create_task(forget_daily(node, 180, Watch(log), every=0.001))
    async with asyncio.timeout(5):
        await done.wait()
    chore.cancel()
    node.stop()
    assert tries[:3] == [0, 1, 2]


async def test_a_clock_that_is_ahead_forgets_no_customer_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "calls.db"
    await keep(path, a_call("newest", "昨天说的"))
    age(path, "newest", 200)
    log = await SqliteLog.open(path)
    pruned: list[int | None] = []

    class Counting(FleetingMemory):
        async def prune(self, began: int | None) -> int:
            pruned.append(began)
            return 0

    node = Node(log, program(), memory=Counting())
    for days, times in ((180, 0), (250, 1)):
        chore = asyncio.create_task(forget_daily(node, days, Watch(log)))
        await asyncio.sleep(0.1)
        chore.cancel()
        assert len(pruned) == times
    node.stop()
    await log.close()
    assert "retention_waits" in "".join(capsys.readouterr())
