"""``python -m bench.tap``: what the tap adds to a call's own stream, by how the sidecar is.

A recogniser that answers every fifth 20 ms audio frame with a hypothesis, reached directly,
through a proxy that does nothing else, and through the tap, by turns and by as many legs at once.
What counts is the time from a frame to its answer.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import statistics
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import uvloop
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve

from .server import ASSIST, Server, free_port

LEGS = 20
FRAME = bytes(640)
FRAME_S = 0.02
ANSWER_EVERY = 5
TURN_S = 1.5
TURNS = 8
RULES = Path(__file__).resolve().parent.parent / "rules" / "bank-en"
"""Quick to load."""
WORDS = "我老伴上个月走了他卡里那点钱怎么取啊"


async def recognise(socket: ServerConnection) -> None:
    """Grow a sentence; a final when it is whole."""
    count = 0
    async for _ in socket:
        count += 1
        if count % ANSWER_EVERY == 0:
            length = count // ANSWER_EVERY % (len(WORDS) + 1)
            key = "text" if length == len(WORDS) else "partial"
            await socket.send(json.dumps({key: WORDS[:length]}, ensure_ascii=False))


async def never_read(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A sidecar that has stopped: its machine still acknowledges packets, nobody reads them."""
    try:
        await asyncio.sleep(3600)
    finally:
        writer.transport.abort()


async def leg(url: str, until: float, latencies: list[float]) -> None:
    """One leg's audio, paced; how long each answer took."""
    await asyncio.sleep(random.random() * ANSWER_EVERY * FRAME_S)  # calls keep no step
    async with connect(url, compression=None, proxy=None, ping_interval=None) as socket:
        due = time.perf_counter()
        while time.perf_counter() < until:
            for _ in range(ANSWER_EVERY):
                due += FRAME_S
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                sent = time.perf_counter()
                await socket.send(FRAME)
            await socket.recv()
            latencies.append(time.perf_counter() - sent)


async def turn(base: str, path: str) -> list[float]:
    """All legs for a while."""
    latencies: list[float] = []
    until = time.perf_counter() + TURN_S
    legs = (leg(base + path.format(n), until, latencies) for n in range(LEGS))
    await asyncio.gather(*legs)
    return latencies


@asynccontextmanager
async def sidecar(kind: str) -> AsyncIterator[int]:
    """A port: of a real sidecar, of one that never reads, or of nobody."""
    port = free_port()
    if kind == "down":
        yield port
    elif kind == "stuck":
        async with await asyncio.start_server(never_read, "127.0.0.1", port):
            yield port
    else:
        more = {"ASSIST_PORT": str(port), "ASSIST_TOKEN": "bench-token-0123456789"}
        command = [*ASSIST, "serve", "--log", "memory", "--rules", str(RULES)]
        running = Server(command, more, port)
        await asyncio.to_thread(running.wait, "/readyz")
        yield port
        running.stop()


def told(seconds: list[float]) -> str:
    """Median and 99th percentile, in ms."""
    hundredths = statistics.quantiles(seconds, n=100)
    return f"{hundredths[49] * 1000:.2f} / {hundredths[98] * 1000:.2f}"


async def compare(kind: str, direct: int, bare: int) -> str:
    """One line of the table."""
    async with sidecar(kind) as port:
        tap_port = free_port()
        more = {"ASSIST_TOKEN": "bench-token-0123456789", "ASSIST_TAP_PORT": str(tap_port)}
        command = ["tap", "--upstream", f"ws://127.0.0.1:{direct}"]
        command += ["--sidecar", f"ws://127.0.0.1:{port}", "--log-level", "error"]
        tap = Server([*ASSIST, *command], more, tap_port)
        ours = "/t/vosk;call=c-{0};agent=a-{0};speaker=customer/"
        ways = ((direct, "/"), (bare, "/"), (tap_port, ours))
        try:
            await asyncio.to_thread(tap.wait, "/healthz")
            sides: tuple[list[float], ...] = ([], [], [])
            before = tap.cpu_seconds()
            for number in range(TURNS):
                for side in (0, 1, 2) if number % 2 == 0 else (2, 1, 0):
                    way, path = ways[side]
                    sides[side].extend(await turn(f"ws://127.0.0.1:{way}", path))
            frames = len(sides[2]) * (ANSWER_EVERY + 1)
            cpu = (tap.cpu_seconds() - before) / frames * 1e6
        finally:
            tap.stop()
    return f"| {kind} | {' | '.join(map(told, sides))} | {cpu:.0f} |"


async def main() -> None:
    """Print the table."""
    print(f"{LEGS} legs, {TURNS} turns of {TURN_S:g} s each way, {os.cpu_count()} cores\n")
    print("p50 / p99 in ms of a frame's answer, and the tap's µs of CPU a frame\n")
    print("| sidecar | direct | a bare proxy | the tap | CPU |")
    print("|---|---|---|---|---|")
    async with child("recogniser") as direct, child("proxy", str(direct)) as bare:
        for kind in ("up", "stuck", "down"):
            print(await compare(kind, direct, bare), flush=True)


@asynccontextmanager
async def child(*role: str) -> AsyncIterator[int]:
    """A process of its own; its port."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.tap", *role, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        yield int(await process.stdout.readline())
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()


class Bare(asyncio.Protocol):
    """Half of a proxy that does nothing but pass bytes on."""

    def __init__(self, port: int | None, other: Bare | None = None) -> None:
        self._port, self.other = port, other
        self.transport: asyncio.Transport | None = None
        self._early = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        if self._port is not None:
            self._opening = asyncio.ensure_future(self._open(self._port))

    async def _open(self, port: int) -> None:
        loop = asyncio.get_running_loop()
        _, self.other = await loop.create_connection(lambda: Bare(None, self), "127.0.0.1", port)
        self.data_received(b"")

    def data_received(self, data: bytes) -> None:
        self._early += data
        if self.other is not None and self.other.transport is not None:
            self.other.transport.write(self._early)
            self._early = b""

    def connection_lost(self, _fault: Exception | None) -> None:
        if self.other is not None and self.other.transport is not None:
            self.other.transport.close()


async def bare_proxy(to: int) -> None:
    """Serve until terminated; the port on stdout."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Bare(to), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


async def recogniser() -> None:
    """Serve until terminated; the port on stdout."""
    async with serve(recognise, "127.0.0.1", 0, compression=None) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()


ROLES: dict[str, Callable[..., Coroutine[Any, Any, None]]] = {
    "recogniser": recogniser,
    "proxy": bare_proxy,
}

if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        asked = sys.argv[1:]
        runner.run(ROLES[asked[0]](*map(int, asked[1:])) if asked else main())
