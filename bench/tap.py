"""``python -m bench.tap``: what the tap adds to a call's own stream, by how the sidecar is.

A recogniser that answers every fifth 20 ms audio frame with a hypothesis, reached directly and
through the tap by turns, by as many legs at once. What counts is the time from a frame to its
answer.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import statistics
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve

from .server import ASSIST, Server, free_port

LEGS = 20
FRAME = bytes(640)
FRAME_S = 0.02
ANSWER_EVERY = 5
TURN_S = 4.0
TURNS = 4
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
        running = Server([*ASSIST, "serve", "--log", "memory"], more, port)
        await asyncio.to_thread(running.wait, "/readyz")
        yield port
        running.stop()


def told(seconds: list[float]) -> str:
    """Median and 99th percentile, in ms."""
    hundredths = statistics.quantiles(seconds, n=100)
    return f"{hundredths[49] * 1000:.2f} / {hundredths[98] * 1000:.2f}"


async def compare(kind: str, direct: int) -> str:
    """One line of the table."""
    async with sidecar(kind) as port:
        tap_port = free_port()
        more = {"ASSIST_TOKEN": "bench-token-0123456789", "ASSIST_TAP_PORT": str(tap_port)}
        command = ["tap", "--upstream", f"ws://127.0.0.1:{direct}"]
        command += ["--sidecar", f"ws://127.0.0.1:{port}", "--log-level", "error"]
        tap = Server([*ASSIST, *command], more, tap_port)
        try:
            await asyncio.to_thread(tap.wait, "/healthz")
            sides: tuple[list[float], list[float]] = ([], [])
            before = tap.cpu_seconds()
            path = "/t/vosk;call=c-{0};agent=a-{0};speaker=customer/"
            for number in range(TURNS):
                for side in (0, 1) if number % 2 == 0 else (1, 0):
                    base = f"ws://127.0.0.1:{(direct, tap_port)[side]}"
                    sides[side].extend(await turn(base, (path if side else "/")))
            frames = len(sides[1]) * (ANSWER_EVERY + 1)
            cpu = (tap.cpu_seconds() - before) / frames * 1e6
        finally:
            tap.stop()
    added = statistics.median(sides[1]) - statistics.median(sides[0])
    return f"| {kind} | {told(sides[0])} | {told(sides[1])} | {added * 1000:.2f} | {cpu:.0f} |"


async def main() -> None:
    """Print the table."""
    print(f"{LEGS} legs, {TURNS} turns of {TURN_S:g} s each way, {os.cpu_count()} cores\n")
    print(
        "| sidecar | direct, p50 / p99 ms | tapped, p50 / p99 ms | added p50, ms | µs CPU a frame |"
    )
    print("|---|---|---|---|---|")
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.tap", "recogniser", stdout=asyncio.subprocess.PIPE
    )
    assert child.stdout is not None
    direct = int(await child.stdout.readline())
    try:
        for kind in ("up", "stuck", "down"):
            print(await compare(kind, direct))
    finally:
        child.send_signal(signal.SIGTERM)
        await child.wait()


async def recogniser() -> None:
    """Serve until terminated; the port on stdout."""
    async with serve(recognise, "127.0.0.1", 0, compression=None) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(recogniser() if sys.argv[1:] == ["recogniser"] else main())
