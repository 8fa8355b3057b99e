"""A real server on loopback, and its peers: a trunk that feeds calls, a screen that shows hints."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from websockets.asyncio.client import ClientConnection, connect

from assist.server.run import Server, opened
from assist.server.settings import Settings
from assist.server.sockets import AssistProtocol
from tests.specified import hold_to_specification

TOKEN = "a-token-of-the-tests-0123"
SUPERVISORS = "a-supervisors-token-0123"
PACK = Path(__file__).parent / "pack"
Message = dict[str, Any]


def settings(**changed: Any) -> Settings:
    base: dict[str, Any] = {
        "port": 0,
        "log": "memory",
        "drain": 0.0,
        "rules": (PACK,),
        "token": SecretStr(TOKEN),
    }
    return Settings(**{**base, **changed})


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with opened(settings()) as server:
        yield server


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sockets hold next to nothing on its way out: that a peer has stopped reading shows after some
    messages, and not after the megabytes that Linux would keep for it."""
    made = AssistProtocol.connection_made

    def connection_made(protocol: AssistProtocol, transport: Any) -> None:
        sending = transport.get_extra_info("socket")
        sending.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        made(protocol, transport)

    monkeypatch.setattr(AssistProtocol, "connection_made", connection_made)


class Peer:
    """A websocket whose messages are collected as they come, and held to the specification."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        assert socket.request is not None
        path = socket.request.path.removeprefix("/v1/")
        self.channel = path.partition("/")[0].partition("?")[0]
        self.got: list[Message] = []

    async def say(self, *messages: Any) -> None:
        for message in messages:
            raw = message if isinstance(message, (str, bytes)) else json.dumps(message)
            await self.socket.send(raw)

    async def until(self, is_it: Callable[[Message], bool] | str, within: float = 5.0) -> Message:
        """The next message that is it; all up to it are collected."""
        wanted = (lambda m: m["type"] == is_it) if isinstance(is_it, str) else is_it
        async with asyncio.timeout(within):
            while True:
                for message in await self.next_frame():
                    if wanted(message):
                        return message

    async def next_frame(self) -> list[Message]:
        told = json.loads(await self.socket.recv())
        messages = told if isinstance(told, list) else [told]
        for message in messages:
            hold_to_specification(self.channel, message)
        self.got += messages
        return messages

    async def nothing_but_pings(self, seconds: float) -> bool:
        """Whether nothing of interest comes within the time."""
        try:
            await self.until(lambda m: m["type"] != "ping", seconds)
        except TimeoutError:
            return True
        return False

    async def close_code(self) -> int:
        async with asyncio.timeout(5):
            await self.socket.wait_closed()
        assert self.socket.close_code is not None
        return self.socket.close_code

    def types(self) -> list[str]:
        return [message["type"] for message in self.got]


class Caller:
    """Numbers the events of one call and sender."""

    def __init__(self, call: str, sender: str = "", agent: str = "7001") -> None:
        self.call, self.sender, self.agent = call, sender, agent
        self.seq = 0

    def event(self, kind: str, at: int, **fields: Any) -> Message:
        self.seq += 1
        same = {"call": self.call, "sender": self.sender, "seq": self.seq, "at": at}
        return {"type": kind, **same, **fields}

    def start(self, **fields: Any) -> Message:
        return self.event("call.start", 0, agent=self.agent, **fields)

    def says(
        self,
        text: str,
        at: int,
        *,
        speaker: str | None = "customer",
        final: bool = True,
        **more: Any,
    ) -> Message:
        fields = {"utterance": f"u{at}", "revision": 0, "start": max(0, at - 1000), "end": at}
        return self.event(
            "fragment", at, speaker=speaker, text=text, final=final, **{**fields, **more}
        )

    def end(self, at: int) -> Message:
        return self.event("call.end", at)


@asynccontextmanager
async def peer(server: Server, path: str, *, bearer: bool = True) -> AsyncIterator[Peer]:
    headers = {"Authorization": f"Bearer {TOKEN}"} if bearer else {}
    url = f"ws://127.0.0.1:{server.port}{path}"
    async with connect(url, additional_headers=headers, compression=None) as socket:
        yield Peer(socket)


def trunk(server: Server, *, bearer: bool = True) -> Any:
    return peer(server, "/v1/ingest/native", bearer=bearer)


@asynccontextmanager
async def screen(server: Server, agent: str = "7001", **hello: Any) -> AsyncIterator[Peer]:
    """An overlay that has said hello."""
    async with peer(server, "/v1/overlay", bearer=False) as overlay:
        await overlay.say({"type": "hello", "token": TOKEN, "agent": agent, **hello})
        yield overlay


@asynccontextmanager
async def console(
    server: Server, name: str = "王组长", *, token: str | None = None
) -> AsyncIterator[Peer]:
    """A supervisor who has said hello, and has been told the floor."""
    if token is None:
        token = server.service.gate.supervisors
    async with peer(server, "/v1/supervise", bearer=False) as supervisor:
        await supervisor.say({"type": "hello", "token": token, "name": name})
        await supervisor.until("silences")
        yield supervisor


@asynccontextmanager
async def http(server: Server, *, bearer: bool | str = True) -> AsyncIterator[httpx.AsyncClient]:
    """``bearer``: the token it shows; True: the agents'; False: none."""
    token = TOKEN if bearer is True else bearer
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with httpx.AsyncClient(base_url=server.url, headers=headers) as client:
        yield client
