"""The bare stack: the same server settings, and a websocket that does nothing, or echoes.

``/v1/ingest/native`` reads and drops; ``/echo`` sends each message back. What the whole server
costs beyond this is ours.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from assist.server.collecting import collect


async def sink(websocket: WebSocket) -> None:
    """Read everything, do nothing with it."""
    await websocket.accept()
    try:
        while True:
            await websocket.receive_text()
    except WebSocketDisconnect:
        return


async def echo(websocket: WebSocket) -> None:
    """Send everything back."""
    await websocket.accept()
    try:
        while True:
            await websocket.send_text(await websocket.receive_text())
    except WebSocketDisconnect:
        return


@asynccontextmanager
async def lifespan(_app: Starlette) -> AsyncIterator[None]:
    """The garbage is collected as the whole server has it."""
    collecting = asyncio.create_task(collect())
    yield
    collecting.cancel()


app = Starlette(
    lifespan=lifespan,
    routes=[WebSocketRoute("/v1/ingest/native", sink), WebSocketRoute("/echo", echo)],
)


def main(port: int) -> None:
    """Serve until terminated, with the settings of the whole server."""
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=port,
        ws="websockets-sansio",
        loop="uvloop",
        ws_per_message_deflate=False,
        ws_max_size=64 * 1024,
        access_log=False,
        log_level="warning",
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
