"""A sidecar that says what a test tells it to: for what a real one will not do on demand."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect

from assist.server.pages import page_headers

STATIC = Path(__file__).parents[2] / "assist" / "server" / "static"


class FakeSidecar:
    """Serves the built pages and one overlay websocket, driven from the test's thread.

    ``said`` holds everything the overlay sent. Each connection's hello must be answered by
    :meth:`welcome`; ``refuse`` closes the next ones with that code instead. ``pages`` are those of
    a bank's own desktop, by path: they come without our content security policy.
    """

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.said: queue.Queue[dict[str, Any]] = queue.Queue()
        self.refuse: int | None = None
        self._socket: WebSocket | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        app = Starlette(
            routes=[*self.routes(), Mount("/assets", StaticFiles(directory=STATIC / "assets"))]
        )
        self._server = uvicorn.Server(
            uvicorn.Config(app, port=0, log_level="error", lifespan="off", ws="websockets-sansio")
        )
        self._thread = threading.Thread(target=self._run, daemon=True)

    def routes(self) -> list[BaseRoute]:
        """What it serves beside the built assets."""
        return [
            WebSocketRoute("/v1/overlay", self.answer),
            Route("/overlay", self._page),
            Route("/bank/{name}", self._foreign),
        ]

    def __enter__(self) -> Self:
        self._thread.start()
        while not self._server.started:
            if not self._thread.is_alive():
                raise RuntimeError("the fake sidecar did not start")
            threading.Event().wait(0.02)
        return self

    def __exit__(self, *_: object) -> None:
        self.drop(1012)
        self._server.should_exit = True
        self._thread.join(10)

    @property
    def url(self) -> str:
        """Where it listens."""
        port: int = self._server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    def hears(self, kind: str) -> dict[str, Any]:
        """The next message of that type, waited for; others before it are passed over."""
        while True:
            message = self.said.get(timeout=20)
            if message["type"] == kind:
                return message

    def welcome(self, *, epoch: str = "one", recovered: bool = False) -> None:
        """Answer a hello."""
        self.send({"type": "welcome", "epoch": epoch, "recovered": recovered, "agent": "7001"})

    def send(self, *messages: dict[str, Any]) -> None:
        """Each as a frame of its own, in order."""
        for message in messages:
            if self._socket is None:
                raise RuntimeError("no overlay is connected")
            self._do(self._socket.send_json(message))

    def send_together(self, *messages: dict[str, Any]) -> None:
        """All in one frame."""
        if self._socket is None:
            raise RuntimeError("no overlay is connected")
        self._do(self._socket.send_json(messages))

    def drop(self, code: int = 4000) -> None:
        """Close the overlay's connection."""
        if self._socket is not None:
            socket, self._socket = self._socket, None
            with suppress(WebSocketDisconnect):  # the page may have gone first
                self._do(socket.close(code))

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        if self._loop is None:
            raise RuntimeError("not started")
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    def _run(self) -> None:
        with asyncio.Runner() as runner:
            self._loop = runner.get_loop()
            runner.run(self._server.serve())

    async def _page(self, _: Request) -> FileResponse:
        return FileResponse(STATIC / "overlay.html", headers=page_headers(()))

    async def _foreign(self, request: Request) -> HTMLResponse:
        return HTMLResponse(self.pages[request.path_params["name"]])

    async def answer(self, socket: WebSocket) -> None:
        """One connection, from its opening to its end."""
        await socket.accept()
        if self.refuse is not None:
            await socket.close(self.refuse)
            return
        self._socket = socket
        try:
            while True:
                self.said.put(await socket.receive_json())
        except WebSocketDisconnect:
            if self._socket is socket:
                self._socket = None
