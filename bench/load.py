"""The client's side: paced frames over one ingest socket a call, and who hears what when."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import suppress

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from .script import EVERY_MS, Frame, frames

OPEN_AT_ONCE = 50


class Caller:
    """One call's ingest socket and, on the whole server, the overlay of its agent."""

    def __init__(self, number: int, base: str, token: str | None) -> None:
        self.call = f"call-{number:04}"
        self.agent = f"agent-{number:04}"
        self.latencies: list[float] = []
        self._base = base
        self._token = token
        self._frames: Iterator[Frame] = frames(number)
        self._seq = 0
        self._sent: dict[str, float] = {}
        self._began = 0.0
        self._sockets: list[ClientConnection] = []
        self._readers: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        """Connect, say hello, and start the call."""
        ingest = await self._connect("/v1/ingest/native", self._drain)
        self._began = time.perf_counter()
        if self._token is not None:
            overlay = await self._connect("/v1/overlay", self._watch)
            await overlay.send(json.dumps({"type": "hello", "agent": self.agent}))
        self._seq += 1
        start = {"type": "call.start", "call": self.call, "seq": self._seq, "at": 0}
        await ingest.send(json.dumps({**start, "agent": self.agent, "language": "zh"}))

    async def say(self) -> None:
        """Send the next frame."""
        frame = next(self._frames)
        self._seq += 1
        now = time.perf_counter()
        text = frame.json(self.call, self._seq, int((now - self._began) * 1000))
        if frame.is_probe:
            self._sent[frame.utterance] = now
        await self._sockets[0].send(text)

    async def close(self) -> None:
        """Hang up."""
        for socket in self._sockets:
            await socket.close()
        for reader in self._readers:
            reader.cancel()
            with suppress(asyncio.CancelledError):
                await reader

    async def _connect(self, path: str, reading: object) -> ClientConnection:
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        socket = await connect(
            f"ws://{self._base}{path}",
            additional_headers=headers,
            compression=None,
            ping_interval=None,
            proxy=None,
        )
        self._sockets.append(socket)
        assert callable(reading)
        self._readers.append(asyncio.create_task(reading(socket)))
        return socket

    async def _drain(self, socket: ClientConnection) -> None:
        with suppress(ConnectionClosed):
            async for message in socket:
                if '"error"' in str(message):
                    raise RuntimeError(f"refused: {message!r}")

    async def _watch(self, socket: ClientConnection) -> None:
        with suppress(ConnectionClosed):
            async for message in socket:
                now = time.perf_counter()
                told = json.loads(message)
                for event in told if isinstance(told, list) else [told]:
                    if event["type"] == "ping":
                        await socket.send('{"type":"pong"}')
                    elif event["type"] == "hint.show" and event["rule"] == "bench-probe":
                        self._heard(event["because"][0]["utterance"], now)

    def _heard(self, utterance: str, now: float) -> None:
        sent = self._sent.pop(utterance, None)
        if sent is not None:
            self.latencies.append(now - sent)


class Echo:
    """A socket that is sent its own words back, to learn what the stack itself takes."""

    def __init__(self) -> None:
        self.latencies: list[float] = []

    async def run(self, base: str, every: float, until: float) -> None:
        """Probe every so many seconds until a time of ``perf_counter``."""
        frame = next(frames(0)).json("echo", 1, 0)
        async with connect(f"ws://{base}/echo", compression=None, proxy=None) as socket:
            while time.perf_counter() < until:
                sent = time.perf_counter()
                await socket.send(frame)
                await socket.recv()
                self.latencies.append(time.perf_counter() - sent)
                await asyncio.sleep(max(0.0, sent + every - time.perf_counter()))


async def open_all(callers: list[Caller]) -> None:
    """Connect them all, a few at once."""
    for first in range(0, len(callers), OPEN_AT_ONCE):
        await asyncio.gather(*(caller.open() for caller in callers[first : first + OPEN_AT_ONCE]))


async def talk(callers: list[Caller], seconds: float) -> int:
    """Everybody says four frames a second, evenly spread; how many frames were sent."""
    spacing = EVERY_MS / 1000 / len(callers)
    began = time.perf_counter()
    total = int(seconds / spacing)
    for sent in range(total):
        wait = began + sent * spacing - time.perf_counter()
        if wait > 0.001:
            await asyncio.sleep(wait)
        await callers[sent % len(callers)].say()
    return total
