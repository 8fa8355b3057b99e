"""Hints out by websocket: ``/v1/overlay``."""

from __future__ import annotations

import asyncio
import random

from starlette.websockets import WebSocket, WebSocketDisconnect

from assist.log.base import LogError
from assist.node.streams import AgentStream, Reader
from assist.proto.codes import (
    BAD_HELLO,
    HELLO_TIMEOUT,
    LOG_FAILED,
    SILENT,
    SLOW_READER,
    UNKNOWN_HINT,
    CloseCode,
)
from assist.proto.messages import DialIn, FeedbackIn, OverlayHello, Pong, encode
from assist.proto.overlay import OverlaySession

from .door import admit, close
from .service import Service, service_of
from .sockets import protocol_of
from .waiting import Latch

PING = encode({"type": "ping"})
HELLO_S = 10.0
SILENT_AFTER_S = 60.0
"""An overlay that answers no ping for this long is a socket without a screen."""
LAST_WORDS_S = 1.0


async def overlay(websocket: WebSocket) -> None:
    """One agent's screen."""
    service = service_of(websocket)
    authorised = await admit(websocket, service, len(service.overlays))
    if authorised is not None:
        await OverlayConnection(service, websocket, authorised=authorised).run()


class OverlayConnection:
    """The shell around one :class:`~assist.proto.overlay.OverlaySession`. One task reads; what the
    stream has to say is pushed from where it arises."""

    def __init__(self, service: Service, websocket: WebSocket, *, authorised: bool) -> None:
        self._service = service
        self._websocket = websocket
        self._session = OverlaySession(check=service.gate.check, authorised=authorised)
        self._stream: AgentStream | None = None
        self._protocol = protocol_of(websocket)
        self._reader = Reader(self._protocol.push, lost=lambda: self._leave(SLOW_READER))
        self._protocol.on_writable = self._reader.drain
        self._loop = asyncio.get_running_loop()
        self._pinging: asyncio.TimerHandle | None = None
        self._heard = 0.0
        self._stuck = 0.0
        self._task = asyncio.current_task()
        self._leaving: CloseCode | None = None
        self._parting = False
        self._gone = Latch()

    async def run(self) -> None:
        """From the hello to the close."""
        self._service.overlays.add(self)
        code: CloseCode | None = None
        try:
            code = await self._read()
        except asyncio.CancelledError:
            if self._leaving is None or self._task is None:
                raise
            self._task.uncancel()
            code = self._leaving
        finally:
            self._parting = True
            if self._pinging is not None:
                self._pinging.cancel()
            if self._stream is not None:
                self._stream.leave(self._reader)
            await self._part(code)
            self._service.overlays.discard(self)
            self._gone.set()

    def _ping(self) -> None:
        """Ask whether anybody is there."""
        now, every = self._loop.time(), self._service.settings.ping_interval
        self._pinging = self._loop.call_later(every, self._ping)
        if not self._reader:
            self._stuck = now
        if now - self._heard > SILENT_AFTER_S:
            self._leave(SILENT)
        elif now - self._stuck > self._service.settings.send_timeout:
            self._reader.lose()
        else:
            self._reader.offer(PING)

    async def go_away(self, code: CloseCode) -> None:
        """Close: the server shuts down."""
        self._leave(code)
        await self._gone.wait()

    def _leave(self, code: CloseCode) -> None:
        """Stop reading, and close with ``code``."""
        if self._task is not None and not self._parting and self._leaving is None:
            self._leaving = code
            self._task.cancel()

    async def _read(self) -> CloseCode | None:
        """Act on messages until there is a reason to close; None: the overlay has gone."""
        loop, session, websocket = self._loop, self._session, self._websocket
        while True:
            if session.open:
                message = await websocket.receive()
            else:
                try:
                    async with asyncio.timeout(HELLO_S):
                        message = await websocket.receive()
                except TimeoutError:
                    return HELLO_TIMEOUT
            if message["type"] == "websocket.disconnect":
                return None
            self._heard = loop.time()
            try:
                for said in session.receive(message.get("text") or message.get("bytes") or ""):
                    if not self._act(said):
                        session.reason = "no such call is live"
                        return BAD_HELLO
            except LogError:
                return LOG_FAILED
            answer = session.to_send()
            if answer is not None:
                self._reader.offer(answer)
            if session.close is not None:
                return session.close

    def _act(self, said: OverlayHello | FeedbackIn | DialIn | Pong) -> bool:
        """Do what the overlay asks; False for a hello that names nobody."""
        node = self._service.node
        if isinstance(said, OverlayHello):
            agent = said.agent or node.agent_of(said.call or "")
            if agent is None:
                return False
            self._stuck = self._heard
            self._stream = node.stream(agent)
            self._reader.transcript = said.transcript
            self._stream.join(self._reader, said.resume)
            # Not all at the same moment, even if they all came at the same moment.
            first = random.random() * self._service.settings.ping_interval  # noqa: S311
            self._pinging = self._loop.call_later(first, self._ping)
        elif self._stream is None or isinstance(said, Pong):
            pass
        elif isinstance(said, DialIn):
            node.dial(self._stream.agent, said.level)
        elif not node.feedback(self._stream.agent, said):
            self._session.refuse(UNKNOWN_HINT, "no live call of this agent has shown it")
        return True

    async def _part(self, code: CloseCode | None) -> None:
        """Close with the code that says why, or cut off what does not read."""
        if code is None:
            return
        if code is SLOW_READER:
            self._service.node.counts.readers_dropped += 1
        try:
            async with asyncio.timeout(LAST_WORDS_S):
                await close(self._websocket, code, self._session.reason)
        except (TimeoutError, WebSocketDisconnect):
            self._protocol.abort()
