"""The integrators' client against a real server."""

from __future__ import annotations

import asyncio

import pytest

from assist import client as client_module
from assist.client import AssistClient, Call, Refused
from assist.server.run import Server, opened

from .conftest import TOKEN, screen, settings


async def test_a_call_is_carried_and_numbered(server: Server) -> None:
    async with (
        AssistClient(server.url.replace("http", "ws"), TOKEN) as client,
        screen(server) as overlay,
    ):
        call = await client.start("c1", agent="7001", language="zh", context={"age": 71})
        for text in ("我", "我老伴", "我老伴走了"):
            await call.fragment("customer", "u1", text, at=1000 + len(text))
            await client.drained()
        assert (await overlay.until("hint.show"))["text"] == "先安慰"
        await call.fragment("customer", "u1", "我老伴走了。", final=True, at=2000)
        await call.end(at=3000)
        assert call.acked == 6
        assert not call.errors


async def test_what_waits_is_merged_but_finals_never() -> None:
    client = AssistClient("ws://127.0.0.1:1", TOKEN)  # never entered: nothing is sent
    call = Call(client, "c1", "")
    for n in range(5):
        await call.fragment("customer", "u1", "我" * n, at=n)
    await call.fragment("customer", "u1", "我们", final=True, at=9)
    await call.fragment("customer", "u2", "好", at=10)
    taken = call.take(50)
    assert [(e["seq"], e["text"], e["final"]) for e in taken] == [
        (1, "我们", True),
        (2, "好", False),
    ]


async def test_a_server_that_has_lost_everything_is_told_from_the_start() -> None:
    client = AssistClient("ws://127.0.0.1:1", TOKEN)
    call = await client.start("c1", agent="7001")
    await call.fragment("customer", "u1", "好", at=10, final=True)
    call.take(50)
    call.acknowledge(2)
    await call.fragment("customer", "u2", "行", at=20, final=True)
    call.take(50)
    call.resume()
    assert call.take(50) == []
    again = call.resumed(0)
    assert [(e["seq"], e["type"]) for e in again] == [(1, "call.start"), (2, "fragment")]


async def test_a_call_that_finds_no_room_is_begun_as_soon_as_there_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(client_module, "AGAIN_S", 0.05)
    async with (
        opened(settings(max_calls=1)) as server,
        AssistClient(server.url.replace("http", "ws"), TOKEN) as client,
    ):
        first = await client.start("c1", agent="7001")
        second = await client.start("c2", agent="7002")
        await second.fragment("customer", "u1", "您好", at=500, final=True)
        async with asyncio.timeout(5):
            while not second.errors:
                await asyncio.sleep(0.01)
        await first.end()
        await second.end()
        assert second.acked == 3
    assert second.errors[0]["code"] == "overloaded"


async def test_a_wrong_token_is_an_error_not_a_loop(server: Server) -> None:
    async with (
        asyncio.timeout(5),
        AssistClient(server.url.replace("http", "ws"), "wrong") as client,
    ):
        await client.start("c1", agent="7001")
        with pytest.raises(Refused, match="4500"):
            await client.drained()
