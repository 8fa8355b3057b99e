"""The archive of a log: filled, searched, counted, forgotten, thrown away and filled again."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest

from assist.archive.archive import Archive, Unplayable
from assist.archive.finding import Wanted
from assist.archive.morning import MOST_TO_LOOK_AT, Look, Morning
from assist.archive.schema import ArchiveError, beside, connect
from assist.archive.trends import Team, borders
from assist.core.events import CallEnd, CallStart, CallTransfer, Event, RulesInForce, Tick
from assist.core.program import Program
from assist.log.base import Log
from assist.log.memory import MemoryLog
from assist.log.sqlite import SqliteLog

from .calls import ANGRY, CALM, log_call, program, spoken


@pytest.fixture(scope="module")
def rules() -> Program:
    return program()


@asynccontextmanager
async def kept_up(log: Log, rules: Program, path: Path | None = None) -> AsyncIterator[Archive]:
    """An archive that follows its log; ``path``: that of the log's file."""
    archive = Archive(
        log,
        path=beside(path) if path else None,
        source=path,
        digest=lambda: rules.rules.digest,
    )
    await archive.open()
    following = asyncio.create_task(archive.keep_up())
    try:
        yield archive
    finally:
        following.cancel()
        await asyncio.wait([following])
        await archive.close()


async def until_there(archive: Archive, *calls: str) -> None:
    """Until these calls, and no others, are in the archive."""
    async with asyncio.timeout(60):
        while {row.call for row in await archive.find(Wanted(), 99)} != set(calls):
            await asyncio.sleep(0.05)


async def everything(archive: Archive, *calls: str) -> Any:
    """All that an archive tells."""
    today = datetime.now(UTC).date()
    days = borders(today - timedelta(days=1), today + timedelta(days=1), UTC)
    return {
        "rows": await archive.find(Wanted(), 99),
        "facets": await archive.facets(),
        "reports": [await archive.report(call) for call in calls],
        "trends": await archive.trends(days, Team()),
        "morning": await archive.morning(days[0][1], days[-1][2]),
        "found": await archive.find(Wanted(text="破银行"), 99),
    }


async def test_what_is_thrown_away_comes_back_as_it_was(tmp_path: Path, rules: Program) -> None:
    path = tmp_path / "assist.db"
    log = await SqliteLog.open(path, linger=0.001)
    async with kept_up(log, rules, path) as archive:
        await log_call(log, rules, ANGRY, "c-1", context={"product": "信用卡"}, queue="卡")
        await until_there(archive, "c-1")
        await log_call(log, rules, CALM, "c-2", agent="7002")
        await until_there(archive, "c-1", "c-2")
        grown = await everything(archive, "c-1", "c-2")
    assert [row.call for row in grown["rows"]] == ["c-2", "c-1"]
    assert [row.call for row in grown["found"]] == ["c-1"]
    angry = grown["rows"][1]
    assert (angry.product, angry.queue, angry.met, angry.missed) == ("信用卡", "卡", 1, 1)
    assert (angry.level, angry.peak_meter, angry.duration) == ("high", "anger", 87_300)
    assert {need: ended for need, _, ended in angry.needs} == {
        "customer-angry": "after_hint",
        "bare-refusal": "missed",
    }
    assert [look.why for look in grown["morning"].look] == [("missed",)]

    beside(path).unlink()
    async with kept_up(log, rules, path) as archive:
        await until_there(archive, "c-1", "c-2")
        assert await everything(archive, "c-1", "c-2") == grown

    beside(path).write_bytes(b"not a database any more " * 999)
    async with kept_up(log, rules, path) as archive:
        await until_there(archive, "c-1", "c-2")
        assert await everything(archive, "c-1", "c-2") == grown

        await log.forget("c-1")
        await until_there(archive, "c-2")
        assert await archive.find(Wanted(text="破银行"), 9) == []
        with pytest.raises(Unplayable):
            await archive.report("c-1")
    await log.forget("c-2")  # with nobody to hear it
    async with kept_up(log, rules, path) as archive:
        await until_there(archive)
    await log.close()
    assert "破银行".encode() not in beside(path).read_bytes()
    assert beside(path).stat().st_mode & 0o777 == 0o600


async def test_a_morning_says_how_many_more_there_are(rules: Program) -> None:
    log = MemoryLog()
    async with kept_up(log, rules) as archive:
        names = [f"c-{n}" for n in range(MOST_TO_LOOK_AT + 2)]
        for name in names:
            await log_call(log, rules, ANGRY, name)
        await log_call(log, rules, CALM, "calm")
        await until_there(archive, "calm", *names)
        today = datetime.now(UTC).date()
        days = borders(today - timedelta(days=1), today + timedelta(days=1), UTC)
        found = await archive.morning(days[0][1], days[-1][2])
        assert (found.calls, found.worth) == (len(names) + 1, len(names))
        assert len(found.look) == MOST_TO_LOOK_AT
    await log.close()


async def test_a_log_in_memory_has_its_archive_too(rules: Program) -> None:
    log = MemoryLog()
    async with kept_up(log, rules) as archive:
        await log_call(log, rules, ANGRY, "c-1")
        await until_there(archive, "c-1")
        told = orjson.loads(await archive.report("c-1"))
        assert [line["text"] for line in told["lines"]][:2] == ["什么破银行", "对不起"]
        assert b"<!doctype html>" in await archive.case("c-1", "html", None, "UTC")
        row = await archive.row("c-1")
        assert row is not None
        lost = replace(row, call="none")
        found = Morning(2, 2, (Look(row, ("missed",)), Look(lost, ("fault",))), ())
        both = await archive.cases(found, "md", "晨会", "zh", "Asia/Shanghai")
        assert both.startswith("# 晨会")
        assert "· 7001 · c-1: 有需要没做到" in both
        assert "· 7001 · none: 没能整理" in both
        assert both.count("# 通话复盘") == 1
        await log.prune(datetime.now(UTC) + timedelta(days=1))
        await until_there(archive)
    await log.close()


async def test_a_call_that_cannot_be_played_is_listed_and_the_others_come(rules: Program) -> None:
    log = MemoryLog()
    start = CallStart(type="call.start", call="odd", seq=1, at=0, agent="7001")
    log.append(0, start)
    log.append(5_000, CallEnd(type="call.end", call="odd", seq=2, at=5_000))
    for event in (
        Tick(type="tick", call="only", at=0),
        CallEnd(type="call.end", call="only", seq=1, at=9),
    ):
        await log.wait(log.append(0, event))
    archive = Archive(log, path=None, source=None, digest=lambda: "lost")
    await archive.open()
    following = asyncio.create_task(archive.keep_up())
    await until_there(archive, "odd", "only")
    for row in await archive.find(Wanted(), 9):
        assert row.fault is not None
        assert "rules" in row.fault
    following.cancel()
    await asyncio.wait([following])
    await archive.close()
    await log.close()


async def test_killing_the_process_that_plays_costs_nothing(tmp_path: Path, rules: Program) -> None:
    path = tmp_path / "assist.db"
    log = await SqliteLog.open(path, linger=0.001)
    await log_call(log, rules, CALM, "c-1")
    async with kept_up(log, rules, path) as archive:
        await until_there(archive, "c-1")
        process = archive._player._process
        assert process is not None
        os.kill(process.pid, signal.SIGKILL)
        await process.wait()
        await log_call(log, rules, ANGRY, "c-2")
        await until_there(archive, "c-1", "c-2")
        told = await archive.explain("c-2", 2_500, ["calm-down"], "zh")
        assert [one["standing"] for one in told["rules"]] == ["visible"]
    await log.close()


async def test_anger_is_borne_by_whoever_had_the_call_then(rules: Program) -> None:
    log = MemoryLog()
    moved: Event = CallTransfer(
        type="call.transfer", call="c-1", seq=999, at=8_000, agent="7002", sender="cti"
    )
    await log_call(log, rules, "0-2 客户: 什么破银行\n30-32 客户: 气死我了", "c-1", more=moved)
    async with kept_up(log, rules) as archive:
        await until_there(archive, "c-1")
        today = datetime.now(UTC).date()
        found = await archive.trends(borders(today, today, UTC), Team())
        assert [(load.agent, load.calls) for load in found.agents] == [("7001", 0), ("7002", 1)]
        assert 0 < found.agents[0].strain < found.agents[1].strain
        assert found.days[0].strain == pytest.approx(sum(load.strain for load in found.agents))
    await log.close()


def test_days_are_as_long_as_clocks_make_them() -> None:
    spans = borders(date(2026, 10, 24), date(2026, 10, 26), ZoneInfo("Europe/Berlin"))
    assert [(end - start) / 3_600_000 for _, start, end in spans] == [24, 25, 24]
    assert all(one[2] == other[1] for one, other in pairwise(spans))


def test_somebody_elses_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.calls.db"
    with contextlib.closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE customer (name TEXT)")
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match="not an archive"):
        connect(path)
    assert path.read_bytes() == before
    with pytest.raises(ArchiveError, match="no-such-folder"):
        connect(tmp_path / "no-such-folder" / "x.db")


async def test_the_loop_turns_while_a_long_call_is_played(tmp_path: Path, rules: Program) -> None:
    """No step is a great part of the whole (how long the longest is: ``bench.long_call``)."""
    path = tmp_path / "assist.db"
    log = await SqliteLog.open(path, linger=0.001)
    lines = "\n".join(f"{n * 5}-{n * 5 + 3} 客户: 第{n}句什么破银行" for n in range(700))
    await log_call(log, rules, lines, "long")
    gaps = []
    async with kept_up(log, rules, path) as archive:
        last = time.perf_counter()
        async with asyncio.timeout(120):
            while not await archive.find(Wanted(), 1):
                for _ in range(10):
                    await asyncio.sleep(0.002)
                    now = time.perf_counter()
                    gaps.append(now - last)
                    last = now
    await log.close()
    assert max(gaps) < sum(gaps) / 4


async def test_a_call_that_is_looked_at_as_it_ends_is_kept_whole(
    rules: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A supervisor opens a live call, which ends while its first half is still being played."""
    log, read, ended = MemoryLog(), asyncio.Event(), asyncio.Event()
    async with kept_up(log, rules) as archive:
        ask, turn = archive._player.ask, asyncio.Lock()

        async def slowly(job: Any, beside: bytes) -> Any:
            async with turn:  # the process does one job at a time
                answer = await ask(job, beside)
                if not read.is_set():
                    read.set()
                    await ended.wait()
                return answer

        monkeypatch.setattr(archive._player, "ask", slowly)
        digest = rules.rules.digest
        await log.keep_rules(digest, rules.rules.sources)
        last = log.append(0, RulesInForce(type="rules", call="c-1", at=0, digest=digest))
        events = spoken(ANGRY, "c-1")
        half = len(events) // 2
        for event in events[:half]:
            last = log.append(event.at, event)
        await log.wait(last)
        looking = asyncio.create_task(archive.report("c-1"))
        await read.wait()
        for event in events[half:]:
            last = log.append(event.at, event)
        await log.wait(last)
        await asyncio.sleep(1.5)  # until the archive has seen that it ended
        ended.set()
        assert len(orjson.loads(await looking)["lines"]) < 4
        await until_there(archive, "c-1")
        assert len(orjson.loads(await archive.report("c-1"))["lines"]) == 4
