"""Recordings taken from a log, also while calls go on."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from urllib.parse import quote

import pytest
from typer.testing import CliRunner

from assist.cli import app
from assist.server.run import Server, opened
from tests.server.conftest import PACK, Caller, settings, trunk

SHOWN = ["--json", "--rules", str(PACK)]


async def talk(server: Server, call: Caller, *, end: bool = True) -> None:
    async with trunk(server) as leg:
        await leg.say(call.start(context={"age": 71, "note": None}))
        await leg.say(call.says("我的卡号是6222021234567890123", 900))
        await leg.say(call.says("我老伴走了", 2_000))
        if end:
            await leg.say(call.end(9_000))
        await leg.until(lambda m: m["type"] == "ack" and m["seq"] == call.seq)


def invoke(*args: str | Path) -> list[str]:
    done = CliRunner().invoke(app, list(map(str, args)))
    assert done.exit_code == 0, done.output
    return done.stdout.splitlines()


async def test_a_recording_replays_as_the_log_does(tmp_path: Path) -> None:
    log = tmp_path / "log.db"
    async with opened(settings(log=str(log))) as server:
        await talk(server, Caller("c/1"))
        await talk(server, Caller("c-2", agent="7002"), end=False)
        told = await asyncio.to_thread(invoke, "record", "--log", log, "--out", tmp_path)
    path = tmp_path / f"{quote('c/1', safe='')}.jsonl"
    assert told == [str(path), str(tmp_path / "c-2.jsonl")]
    text = path.read_text(encoding="utf-8")
    assert "6222021234567890123" not in text
    events = [json.loads(line) for line in text.splitlines()]
    assert all("received" in event for event in events)
    start = next(event for event in events if event["type"] == "call.start")
    assert start["context"] == {"age": 71, "note": None}
    from_log = invoke("replay", "--log", log, "--call", "c/1", *SHOWN)
    assert invoke("replay", path, *SHOWN) == from_log != []


async def test_a_live_call_is_followed_to_its_end(tmp_path: Path) -> None:
    log = tmp_path / "log.db"
    async with opened(settings(log=str(log))) as server:
        call = Caller("c-1")
        await talk(server, call, end=False)
        following = asyncio.create_task(
            asyncio.to_thread(
                invoke, "record", "--log", log, "--call", "c-1", "--follow", "--out", tmp_path
            )
        )
        path = tmp_path / "c-1.jsonl"
        async with asyncio.timeout(10):
            while not path.exists():
                await asyncio.sleep(0.01)
        assert "call.end" not in path.read_text(encoding="utf-8")
        async with trunk(server) as leg:
            await leg.say(call.says("好的", 5_000), call.end(9_000))
            async with asyncio.timeout(10):
                await following
    assert invoke("replay", path, *SHOWN) == invoke("replay", "--log", log, "--call", "c-1", *SHOWN)


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--log", "/nowhere.db", "--call", "c"], "/nowhere.db"),
        (["--log", "LOG", "--call", "c-9"], "no call 'c-9'"),
        (["--log", "LOG"], "give a folder"),
    ],
)
async def test_what_cannot_be_recorded_is_said(args: list[str], told: str, tmp_path: Path) -> None:
    log = tmp_path / "log.db"
    async with opened(settings(log=str(log))) as server:
        await talk(server, Caller("c-1"))
    done = CliRunner().invoke(app, ["record", *(str(log) if a == "LOG" else a for a in args)])
    assert done.exit_code == 2
    assert told in done.output
