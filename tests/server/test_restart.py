"""The process ends in mid-call, by force or in order, and another one goes on."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from assist.client import AssistClient, Counting
from assist.server.run import Server, opened

from .conftest import TOKEN, Caller, http, screen, settings, trunk
from .process import Sidecar


def at(sidecar: Sidecar) -> Server:
    """What the peers need of a server is its address."""
    return cast(Server, sidecar)


async def test_a_killed_server_goes_on_with_the_call(tmp_path: Path) -> None:
    sidecar = Sidecar(tmp_path / "log.db")
    call = Caller("c1")
    await sidecar.start()
    async with trunk(at(sidecar)) as leg, screen(at(sidecar)) as overlay:
        await leg.say(call.start(context={"name": "王女士"}), call.says("我赶时间", 1000))
        await leg.say(call.event("fragment", 1100))  # refused, and its number used up
        await leg.say(call.says("我老伴走了", 6000))
        first = await overlay.until(lambda m: m["type"] == "hint.show" and m["need"] == "bereaved")
        escalated = await overlay.until("hint.update")
        epoch = (await _welcome(overlay))["epoch"]
        await leg.until(lambda m: m["type"] == "ack" and m["seq"] == 4)
        last = overlay.got[-1]["seq"]
        await asyncio.sleep(0.2)  # so that the tick that escalated is durable as well
        await sidecar.kill()

    await sidecar.start()
    resume = {"epoch": epoch, "seq": last}
    async with trunk(at(sidecar)) as leg, screen(at(sidecar), resume=resume) as overlay:
        welcome = await overlay.until("welcome")
        assert welcome["recovered"] is False  # another epoch: a snapshot, never half a stream
        (state,) = (await overlay.until("snapshot"))["calls"]
        assert state["context"] == {"name": "王女士"}
        shown = {hint["id"]: hint for hint in state["hints"]}
        assert shown[first["id"]]["text"] == escalated["text"]
        await leg.say({"type": "resume", "call": "c1"})
        assert (await leg.until("resumed"))["seq"] == 4  # nothing acked is lost
        await leg.say(call.says("您节哀", 9000, speaker="agent"), call.end(9500))
        closed = await overlay.until("hint.close")
        assert (closed["id"], closed["reason"]) == (first["id"], "met")
        await overlay.until("call.end")
        assert "hint.show" not in overlay.types()  # no hint is shown twice
        await leg.until(lambda m: m["type"] == "ack" and m["seq"] == 6)
    async with httpx.AsyncClient(base_url=sidecar.url) as client:
        metrics = (await client.get("/metrics")).text
        assert "assist_calls_recovered_total 1.0" in metrics
        assert "assist_engine_faults_total 0.0" in metrics
    assert await sidecar.terminate() == 0


@pytest.mark.parametrize("spoilt", ['{"type":"fragment","text":"x"}', b'{"type":\xff\xfe'])
async def test_a_call_that_cannot_be_read_is_over_and_no_other_call_notices(
    tmp_path: Path, spoilt: str | bytes
) -> None:
    path = tmp_path / "log.db"
    lost, well = Caller("lost"), Caller("well")
    async with opened(settings(log=str(path))) as server, trunk(server) as leg:
        await leg.say(lost.start(), lost.says("我赶时间", 1000), well.start())
        await leg.until(lambda m: m["type"] == "ack" and m["call"] == "well")
    with closing(sqlite3.connect(path)) as file, file:
        entry = "UPDATE entry SET event = CAST(? AS TEXT) WHERE event LIKE '%赶时间%'"
        assert file.execute(entry, (spoilt,)).rowcount == 1

    async with opened(settings(log=str(path))) as server, trunk(server) as leg:
        await leg.say({"type": "resume", "call": "lost"})
        assert (await leg.until("resumed"))["seq"] == 0
        await leg.say(lost.says("您好", 2000), well.says("我赶时间", 2000))
        assert (await leg.until("error"))["code"] == "call_ended"
        assert (await leg.until("ack"))["call"] == "well"
        async with http(server) as client:
            again = await client.post("/v1/ingest/native", json=lost.end(3000))
            assert (again.status_code, again.json()[0]["code"]) == (200, "call_ended")
            metrics = (await client.get("/metrics")).text
            assert "assist_calls_unreadable_total 1.0" in metrics
        (over,) = await server.service.log.ended()
        assert over.call == "lost"
        assert await server.service.log.prune(datetime.now(UTC) + timedelta(days=1)) == 1
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("SELECT name FROM call").fetchall() == [("well",)]


async def test_the_client_carries_a_call_across_a_kill(tmp_path: Path) -> None:
    """The client of the demo: it goes on sending while there is no server, and nothing is lost."""
    sidecar = Sidecar(tmp_path / "log.db")
    await sidecar.start()
    counts = Counting()
    async with AssistClient(sidecar.url.replace("http", "ws"), TOKEN, hooks=counts) as client:
        call = await client.start("c1", agent="7001", language="zh")
        await call.fragment("customer", "u1", "您好", at=500, final=True)
        await client.drained()
        await sidecar.kill()
        await call.fragment("customer", "u2", "我老伴", at=2000)
        await call.fragment("customer", "u2", "我老伴走了", at=2400, final=True)
        await sidecar.start()
        await client.drained()
        async with screen(at(sidecar)) as overlay:
            (state,) = (await overlay.until("snapshot"))["calls"]
            assert [hint["need"] for hint in state["hints"]] == ["bereaved"]
        await call.end(at=3000)
        assert counts.refusals == 0
        assert counts.connections == 2
    assert await sidecar.terminate() == 0


async def test_sigterm_acks_what_was_taken_and_says_come_back(tmp_path: Path) -> None:
    sidecar = Sidecar(tmp_path / "log.db")
    await sidecar.start()
    call = Caller("c1")
    async with trunk(at(sidecar)) as leg, screen(at(sidecar)) as overlay:
        await leg.say(call.start(), call.says("我老伴走了", 1000))
        await overlay.until("hint.show")  # taken, and not yet acked
        assert "ack" not in leg.types()
        ended = asyncio.create_task(sidecar.terminate())
        assert (await leg.until("ack"))["seq"] == 2
        assert await leg.close_code() == 4000
        assert await overlay.close_code() == 4000
        assert await ended == 0
    assert "我老伴".encode() not in sidecar.stderr
    assert b'"event": "stopped"' in sidecar.stderr
    await sidecar.start()
    async with screen(at(sidecar)) as overlay:
        (state,) = (await overlay.until("snapshot"))["calls"]
        assert [hint["need"] for hint in state["hints"]] == ["bereaved"]
    assert await sidecar.terminate() == 0


async def _welcome(overlay: Any) -> dict[str, Any]:
    return next(message for message in overlay.got if message["type"] == "welcome")
