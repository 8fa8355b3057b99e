"""What one supervisor costs: the whole server with a console that looks, and without, in turns."""

from __future__ import annotations

import asyncio
import gc
import json
import secrets
import statistics
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from .cost import Ratio
from .load import Caller, open_all, talk
from .server import CALLS, TURN_SECONDS, WARM_SECONDS, both_servers, spread

TURNS = 3
MOST = 1.15
"""One console may cost the server this much more."""


class Console:
    """A supervisor's socket that reads all it is told."""

    def __init__(self) -> None:
        self.frames = 0
        self.bytes = 0

    async def read(self, socket: ClientConnection) -> None:
        """Until it is closed."""
        with suppress(ConnectionClosed):
            async for message in socket:
                self.frames += 1
                self.bytes += len(message)
                if message == '{"type":"ping"}':
                    await socket.send('{"type":"pong"}')


@asynccontextmanager
async def supervising(base: str, token: str, console: Console) -> AsyncIterator[None]:
    """Somebody looks at the floor."""
    async with connect(f"ws://{base}/v1/supervise", compression=None, proxy=None) as socket:
        await socket.send(json.dumps({"type": "hello", "token": token, "name": "bench"}))
        reading = asyncio.create_task(console.read(socket))
        await asyncio.sleep(1)  # the floor as a whole is told once, and is not what is measured
        console.frames = console.bytes = 0
        yield
    await reading


async def compare() -> list[Ratio]:
    """The figure."""
    token, supervisors = secrets.token_urlsafe(16), secrets.token_urlsafe(16)
    with both_servers(token, supervisors) as (_, whole):
        callers = [Caller(n, whole.base, token) for n in range(CALLS)]
        await open_all(callers)
        gc.collect()
        gc.disable()
        await talk(callers, WARM_SECONDS)
        costs: tuple[list[float], list[float]] = ([], [])
        told: list[float] = []

        async def turn() -> float:
            before = whole.cpu_seconds()
            sent = await talk(callers, TURN_SECONDS)
            return (whole.cpu_seconds() - before) / sent * 1e6

        for number in range(2 * TURNS):
            console = Console()
            if number % 2 == 0:
                costs[0].append(await turn())
                continue
            async with supervising(whole.base, supervisors, console):
                costs[1].append(await turn())
                told.append(console.bytes / TURN_SECONDS / 1000)
        gc.enable()
        for caller in callers:
            await caller.close()
    alone, looked_at = map(statistics.median, costs)
    return [
        Ratio(
            f"one supervisor, {CALLS} calls × 4 fragments/s",
            f"{spread(costs[0])} µs CPU a fragment, nobody looks",
            f"{spread(costs[1])} µs, one does ({statistics.median(told):.0f} kB/s)",
            looked_at / alone,
            MOST,
        )
    ]


def measure() -> list[Ratio]:
    """Run the comparison."""
    return asyncio.run(compare())
