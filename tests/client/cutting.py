"""A network that fails: a proxy of TCP connections that cuts each where it is told to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress

UNCUT = 1 << 60


class CuttingProxy:
    """Each new connection may carry as many bytes, up and down, as the next of ``cuts`` says; when
    there are no more cuts, as many as it likes. ``port``: where it listens."""

    def __init__(self, target: int, cuts: Iterable[tuple[int, int]]) -> None:
        self.port = 0
        self.up = 0
        self.target = target
        self.connections = 0
        self._cuts = iter(cuts)
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    async def connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        up, down = next(self._cuts, (UNCUT, UNCUT))
        with suppress(OSError):
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
            legs = {
                asyncio.create_task(self._carry(reader, far_writer, up, count=True)),
                asyncio.create_task(self._carry(far_reader, writer, down)),
            }
            self._tasks |= legs
            await asyncio.wait(legs, return_when=asyncio.FIRST_COMPLETED)
            for leg in legs:
                leg.cancel()
            await asyncio.wait(legs)
            self._tasks -= legs
            far_writer.transport.abort()
        writer.transport.abort()

    async def _carry(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        most: int,
        *,
        count: bool = False,
    ) -> None:
        with suppress(OSError):
            while most > 0 and (data := await reader.read(min(most, 65_536))):
                writer.write(data)
                await writer.drain()
                most -= len(data)
                self.up += len(data) if count else 0

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()


@asynccontextmanager
async def cutting(target: int, cuts: Iterable[tuple[int, int]]) -> AsyncIterator[CuttingProxy]:
    proxy = CuttingProxy(target, cuts)
    server = await asyncio.start_server(proxy.connection, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        await proxy.stop()
