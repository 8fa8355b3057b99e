"""Calls played side by side, each by a telephony of its own and, with a vendor's format, by a
recogniser for each speaker."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any
from urllib.parse import urlencode

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from assist.client import AssistClient, Call, ClientError
from assist.core.events import CallStart, EventIn, Fragment
from assist.formats import FORMATS

from .figures import Figures, Watching
from .leg import Leg
from .pushing import post
from .screen import Screen
from .scripts import Script
from .vendors import VENDORS

Send = Callable[[str], Coroutine[Any, Any, None]]

SETTLE_S = 2.0
"""How long a screen may take to say hello, and a recogniser's last words to arrive."""


@dataclass(frozen=True, slots=True)
class Plan:
    """``speed`` 2: twice as fast as people talk, 0: as fast as it goes. ``calls``: so many in all,
    the scripts taking turns; ``seconds``: no call is begun after."""

    url: str
    token: str
    scripts: Sequence[Script]
    format: str | None = None
    speed: float = 1.0
    concurrency: int = 1
    calls: int = 1
    seconds: float = 60.0
    agents: str = "sim"


async def play(plan: Plan, figures: Figures) -> None:
    """Play all calls of a plan. Raises :class:`~assist.client.Refused` when the server will not
    have us."""
    figures.total = plan.calls
    loop = asyncio.get_running_loop()
    until = loop.time() + plan.seconds
    numbers = count()

    async def perform(client: AssistClient, name: str) -> None:
        """One agent's calls, one after another."""
        screen = Screen(plan.url, plan.token, name, figures)
        async with _aside(screen.watch()):
            with suppress(TimeoutError):
                async with asyncio.timeout(SETTLE_S):
                    await screen.ready.wait()
            while (number := next(numbers)) < plan.calls and loop.time() < until:
                script = plan.scripts[number % len(plan.scripts)]
                await _Performance(plan, client, screen, figures, name).play(script)

    async with AssistClient(plan.url, plan.token, hooks=Watching(figures)) as client:
        await client.connected()
        async with _aside(_rate(figures)), asyncio.TaskGroup() as group:
            for slot in range(min(plan.concurrency, plan.calls)):
                group.create_task(perform(client, f"{plan.agents}-{slot + 1}"))


@asynccontextmanager
async def _aside(doing: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Have something done meanwhile."""
    task = asyncio.create_task(doing)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _rate(figures: Figures) -> None:
    """Keep count of the fragments a second."""
    while True:
        before = figures.fragments
        await asyncio.sleep(1)
        figures.rate = figures.fragments - before


class _Performance:
    """One call."""

    def __init__(
        self, plan: Plan, client: AssistClient, screen: Screen, figures: Figures, agent: str
    ) -> None:
        self._plan, self._client, self._screen = plan, client, screen
        self._figures, self._agent = figures, agent
        self._stack = AsyncExitStack()
        self._legs: dict[str, tuple[Send, Leg]] = {}
        self._sockets: list[ClientConnection] = []

    async def play(self, script: Script) -> None:
        """From its first word to its last; a call that fails is counted, and others go on."""
        name = f"sim-{secrets.token_hex(5)}"
        self._figures.live += 1
        try:
            async with self._stack:
                await self._perform(name, script.events(name, self._agent))
            self._figures.ended += 1
        except (ClientError, OSError, InvalidHandshake, ConnectionClosed, TimeoutError) as fault:
            self._figures.failed += 1
            self._figures.errors[type(fault).__name__] += 1
        finally:
            self._figures.live -= 1
            self._screen.over(name)

    async def _perform(self, name: str, events: Sequence[EventIn]) -> None:
        loop = asyncio.get_running_loop()
        began, speed = loop.time(), self._plan.speed
        start = events[0]
        assert isinstance(start, CallStart)
        drop = {"type", "call", "sender", "seq", "at", "agent"}
        facts = start.model_dump(exclude=drop, exclude_none=True, mode="json")
        call = await self._client.start(name, agent=self._agent, **facts)
        for event in events[1:-1]:
            if speed > 0:
                await asyncio.sleep(began + event.at / 1000 / speed - loop.time())
            if isinstance(event, Fragment):
                await self._say(call, event)
            else:
                await call.send(_fields(event), at=event.at)
        if speed > 0:
            await asyncio.sleep(began + events[-1].at / 1000 / speed - loop.time())
        for socket in self._sockets:
            await socket.close()
        await call.end("simulated", at=events[-1].at)

    async def _say(self, call: Call, event: Fragment) -> None:
        self._figures.fragments += 1
        self._screen.said(call.id, event.speaker, event.text)
        encode = VENDORS.get(self._plan.format or "")
        if encode is None or event.speaker is None:
            await call.send(_fields(event), at=event.at)
            return
        send, leg = self._legs.get(event.speaker) or await self._leg(call.id, event.speaker)
        message = encode(event, leg)
        if message is not None:
            text = message if isinstance(message, str) else json.dumps(message, ensure_ascii=False)
            await send(text)

    async def _leg(self, call: str, speaker: str) -> tuple[Send, Leg]:
        """A recogniser's connection, opened when the speaker first speaks; or, for a vendor that
        pushes, requests one after the other."""
        query = urlencode({"call": call, "speaker": speaker, "offset": 0})
        url = f"{self._plan.url.rstrip('/')}/v1/ingest/{self._plan.format}?{query}"
        headers = {"Authorization": f"Bearer {self._plan.token}"}
        send: Send
        if FORMATS[self._plan.format or ""].websocket:
            socket = await self._stack.enter_async_context(
                connect(url, additional_headers=headers, compression=None, proxy=None)
            )
            self._sockets.append(socket)
            send = socket.send
        else:
            send = partial(post, url, headers)
        self._legs[speaker] = send, Leg(f"{call}/{speaker}")
        return self._legs[speaker]


def _fields(event: EventIn) -> dict[str, object]:
    drop = {"call", "sender", "seq", "at"}
    return event.model_dump(exclude=drop, exclude_none=True, exclude_defaults=False, mode="json")
