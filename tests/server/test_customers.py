"""Customers who are remembered from call to call: a real server, its HTTP side, its tools."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import cast

import pytest
from httpx import AsyncClient
from typer.testing import CliRunner, Result

from assist.cli import app
from assist.server.run import Server, opened

from .conftest import SUPERVISORS, Caller, http, screen, settings, trunk
from .process import Sidecar


def agreed(call: str, **more: object) -> dict[str, object]:
    caller = Caller(call)
    return caller.start(customer="k1", context={"memory_consent": True, **more})


async def test_the_next_call_says_in_one_line_what_is_remembered(tmp_path: Path) -> None:
    log = str(tmp_path / "log.db")
    async with opened(settings(log=log)) as server, trunk(server) as leg:
        first = Caller("c1")
        await leg.say(
            first.start(
                customer="k1", context={"memory_consent": True, "prefers_large_type": True}
            ),
            first.says("我老伴走了", 1000),
            first.end(2000),
        )
        await leg.until(lambda m: m["type"] == "ack" and m["seq"] == 3)
    async with opened(settings(log=log)) as server, trunk(server) as leg, screen(server) as overlay:
        await overlay.until("snapshot")
        await leg.say(agreed("c2"))
        told = await overlay.until("snapshot")
        (call,) = told["calls"]
        assert call["remembered"] == "上次来电（今天）：家人去世，在办后续；偏好大字"
        assert call["context"]["prefers_large_type"] is True
        supervisors = server.service.gate.supervisors or ""
        async with http(server, bearer=supervisors) as client:
            shown = (await client.get("/v1/customers/k1")).json()
            assert {(item["what"], item["name"], item["value"]) for item in shown["known"]} == {
                ("need", "bereaved", None),
                ("preference", "prefers_large_type", True),
            }
            assert shown["known"][0]["expires"] > shown["known"][0]["at"]
            assert shown["told"]["zh"] == call["remembered"]
            assert (await client.delete("/v1/customers/k1")).json()["forgotten"] == 2
            assert (await client.get("/v1/customers/k1")).json()["known"] == []
            assert (await client.delete("/v1/customers/no%2Fsuch")).json() == {
                "customer": "no/such",
                "forgotten": 0,
            }


@pytest.mark.parametrize("method", ["GET", "DELETE"])
async def test_agents_are_neither_shown_nor_let_to_delete(server: Server, method: str) -> None:
    async with http(server) as client:
        refused = await client.request(method, "/v1/customers/k1")
    assert (refused.status_code, refused.json()["code"]) == (403, "supervisors_only")


async def test_a_customer_is_forgotten_at_the_command_line_while_the_server_runs(
    tmp_path: Path,
) -> None:
    log = tmp_path / "log.db"
    tool = CliRunner()
    nothing = tool.invoke(app, ["forget", "k1", "--log", str(log)])
    assert (nothing.exit_code, "no such file" in nothing.output) == (2, True)
    async with opened(settings(log=str(log))) as server, trunk(server) as leg:
        call = Caller("c1")
        await leg.say(
            call.start(customer="k1", context={"memory_consent": True}),
            call.says("我老伴走了", 1000),
            call.end(2000),
        )
        await leg.until(lambda m: m["type"] == "ack" and m["seq"] == 3)
        assert len((await server.service.node.memory.read("k1")).items) == 1
        done = await asyncio.to_thread(tool.invoke, app, ["forget", "k1", "--log", str(log)])
        assert (done.exit_code, done.output) == (0, "1 forgotten\n")
        assert (await server.service.node.memory.read("k1")).items == ()
        again = await asyncio.to_thread(tool.invoke, app, ["forget", "k1", "--log", str(log)])
        assert (again.exit_code, again.output) == (0, "nothing was known\n")


@pytest.mark.parametrize("tool", [False, True], ids=["asked of the server", "at the command line"])
async def test_who_is_forgotten_in_a_live_call_stays_so_when_the_server_is_killed_in_it(
    tmp_path: Path, tool: bool
) -> None:
    sidecar = Sidecar(tmp_path / "log.db")
    at = cast(Server, sidecar)
    call = Caller("c1")
    await sidecar.start()
    async with trunk(at) as leg:
        start = call.start(customer="k1", context={"memory_consent": True})
        await leg.say(start, call.says("我老伴走了", 1000))
        await leg.until(lambda m: m["type"] == "ack" and m["seq"] == 2)
        if not tool:
            async with http(at, bearer=SUPERVISORS) as client:
                assert (await client.delete("/v1/customers/k1")).json()["forgotten"] == 0
        await sidecar.kill()
    if tool:
        asked = ["forget", "k1", "--log", str(sidecar.log)]
        done = await asyncio.to_thread(CliRunner().invoke, app, asked)
        assert done.exit_code == 0

    await sidecar.start()
    async with trunk(at) as leg, http(at, bearer=SUPERVISORS) as client:
        await leg.say({"type": "resume", "call": "c1"})
        await leg.until("resumed")
        await leg.say(call.end(2000))
        await leg.until(lambda m: m["type"] == "ack" and m["seq"] == 3)
        assert (await client.get("/v1/customers/k1")).json()["known"] == []
        new = Caller("c2")
        start = new.start(customer="k1", context={"memory_consent": True})
        await leg.say(start, new.says("我老伴走了", 1000), new.end(2000))
        await leg.until(lambda m: m["type"] == "ack" and m["call"] == "c2" and m["seq"] == 3)
        known = (await client.get("/v1/customers/k1")).json()["known"]
        assert [item["name"] for item in known] == ["bereaved"]  # agreed to anew
    assert await sidecar.terminate() == 0


async def test_a_killed_server_remembers_what_it_was_told(tmp_path: Path) -> None:
    sidecar = Sidecar(tmp_path / "log.db")
    at = cast(Server, sidecar)
    await sidecar.start()
    async with trunk(at) as leg, screen(at) as overlay:
        call = Caller("c1")
        await leg.say(
            call.start(customer="k1", context={"memory_consent": True}),
            call.says("我老伴走了", 1000),
            call.end(2000),
        )
        await overlay.until("call.end")
        await leg.say(agreed("c2"))
        await overlay.until(
            lambda m: m["type"] == "snapshot" and any(c["remembered"] for c in m["calls"])
        )
        await asyncio.sleep(0.2)  # so that what the call was told is durable
        await sidecar.kill()
    await sidecar.start()
    async with trunk(at) as leg, screen(at) as overlay:
        await overlay.until("snapshot")
        (live,) = overlay.got[-1]["calls"]
        assert live["remembered"].endswith("家人去世，在办后续")  # out of the call's own log
        await leg.say(agreed("c3"))
        told = await overlay.until(
            lambda m: (
                m["type"] == "snapshot" and len([c for c in m["calls"] if c["remembered"]]) == 2
            )
        )
        assert told["live"] == "c3"
    await sidecar.terminate()


async def test_a_memory_that_cannot_be_used_keeps_the_server_from_starting(tmp_path: Path) -> None:
    (tmp_path / "log.db.customers.db").write_bytes(b"something else entirely" * 100)
    with pytest.raises(Exception, match=r"customers\.db"):
        async with opened(settings(log=str(tmp_path / "log.db"))):
            raise AssertionError("it started")


async def a_call_is_over(server: Server, name: str, customer: str, words: str) -> None:
    async with trunk(server) as leg:
        call = Caller(name)
        await leg.say(call.start(customer=customer), call.says(words, 1000), call.end(2000))
        await leg.until(lambda m: m["type"] == "ack" and m["seq"] == 3)


def everything_in(folder: Path) -> bytes:
    return b"".join(each.read_bytes() for each in folder.iterdir() if each.is_file())


async def archived(server: Server, client: AsyncClient, name: str) -> None:
    async with asyncio.timeout(20):
        while all(row["call"] != name for row in (await client.get("/v1/calls")).json()["calls"]):
            await asyncio.sleep(0.05)


async def test_a_customers_calls_are_deleted_with_all_that_is_derived_of_them(
    tmp_path: Path,
) -> None:
    log = str(tmp_path / "log.db")
    async with opened(settings(log=log)) as server, trunk(server) as leg:
        await a_call_is_over(server, "mine", "k1", "我老伴上个月走了")
        await a_call_is_over(server, "yours", "k2", "我想查一下账单")
        await leg.say(Caller("now").start(customer="k1"))
        await leg.until(lambda m: m["type"] == "ack")
        async with http(server, bearer=server.service.gate.supervisors or "") as client:
            await archived(server, client, "mine")
            await archived(server, client, "yours")
            assert "我老伴上个月走了".encode() in everything_in(tmp_path)
            assert (await client.get("/v1/customers/k1/calls")).json()["calls"] == [
                {"call": "mine", "live": False},
                {"call": "now", "live": True},
            ]

            told = (await client.delete("/v1/customers/k1/calls")).json()

            assert told == {"customer": "k1", "erased": ["mine"], "live": ["now"]}
            assert (await client.get("/v1/calls/mine")).status_code == 404
            assert (await client.get("/v1/calls/yours")).status_code == 200
            again = (await client.delete("/v1/customers/k1/calls")).json()
            assert (again["erased"], again["live"]) == ([], ["now"])
            kept = everything_in(tmp_path)
            assert "我老伴上个月走了".encode() not in kept
            assert "我想查一下账单".encode() in kept


async def test_one_call_is_deleted_once_it_has_ended(server: Server) -> None:
    supervisors = server.service.gate.supervisors or ""
    async with trunk(server) as leg, http(server, bearer=supervisors) as client:
        call = Caller("c 1/2")
        await leg.say(call.start(), call.says("我老伴走了", 1000))
        await leg.until(lambda m: m["type"] == "ack" and m["seq"] == 2)
        refused = await client.delete("/v1/calls/c%201%2F2")
        assert (refused.status_code, refused.json()["code"]) == (409, "call_live")

        await leg.say(call.end(2000))
        await leg.until(lambda m: m["type"] == "ack" and m["seq"] == 3)
        assert (await client.delete("/v1/calls/c%201%2F2")).json()["erased"] == ["c 1/2"]
        gone = await client.delete("/v1/calls/c%201%2F2")
        assert (gone.status_code, gone.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("address", ["/v1/customers/k1/calls", "/v1/calls/c1"])
async def test_agents_do_not_delete_calls(server: Server, address: str) -> None:
    async with http(server) as client:
        refused = await client.delete(address)
    assert (refused.status_code, refused.json()["code"]) == (403, "supervisors_only")


def forgets(log: Path, *more: str) -> Result:
    return CliRunner().invoke(app, ["forget", "k1", "--log", str(log), *more])


async def test_calls_are_deleted_at_the_command_line_once_the_server_has_stopped(
    tmp_path: Path,
) -> None:
    log = tmp_path / "log.db"
    async with opened(settings(log=str(log))) as server:
        await a_call_is_over(server, "mine", "k1", "我老伴上个月走了")
        await a_call_is_over(server, "yours", "k2", "我想查一下账单")
        async with http(server, bearer=server.service.gate.supervisors or "") as client:
            await archived(server, client, "mine")
        busy = await asyncio.to_thread(forgets, log, "--calls")
        assert busy.exit_code == 1
        assert "DELETE /v1/customers/KEY/calls" in busy.output
        looked = await asyncio.to_thread(forgets, log, "--dry-run")
        assert looked.output.splitlines() == ["remembered: 0", "calls: 1", "  mine"]

    done = await asyncio.to_thread(forgets, log, "--calls")

    assert (done.exit_code, done.output.splitlines()) == (
        0,
        ["calls deleted: 1", "nothing was known"],
    )
    kept = everything_in(tmp_path)
    assert "我老伴上个月走了".encode() not in kept
    assert "我想查一下账单".encode() in kept
    assert (await asyncio.to_thread(forgets, log, "--dry-run")).output.startswith("remembered: 0")
