"""The demo's floor: calls that go on while somebody looks at it."""

from __future__ import annotations

import asyncio

from assist.server.crowd import GROUP, Pace, crowd
from assist.server.demo import demo_routes
from assist.server.run import opened

from .conftest import console, http, screen, settings

PACE = Pace(seats=3, apart=0.01, rest=0.01, look=0.01, grace=0.05, speed=20)


async def test_calls_go_on_while_a_supervisor_watches_and_end_when_the_last_has_left() -> None:
    async with opened(settings(), routes=demo_routes) as server:
        playing = asyncio.create_task(crowd(server.service, server.url.replace("http", "ws"), PACE))
        async with screen(server, "demo-1") as agent:
            await agent.until("snapshot")
            async with console(server, "one") as first:
                async with console(server, "two"):
                    await agent.until("call.start", within=20)
                row = await first.until(lambda m: "demo-3" in str(m.get("rows")), within=20)
                assert {each["group"] for each in row["rows"]} == {GROUP}
                assert not [m for m in agent.got if m.get("reason") == "stopped"]
            await agent.until(lambda m: m.get("reason") == "stopped", within=20)
            async with console(server):
                await agent.until("call.start", within=20)
        playing.cancel()
        await asyncio.wait([playing])
        assert playing.cancelled()


async def test_the_session_says_that_the_calls_are_samples() -> None:
    async with opened(settings(), routes=demo_routes) as server, http(server) as client:
        assert (await client.get("/v1/session")).json()["samples"] is True
    async with opened(settings()) as server, http(server) as client:
        assert (await client.get("/v1/session")).json()["samples"] is False
