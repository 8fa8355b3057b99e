"""The shell of a websocket that shows something to a person: an overlay, a supervisor's console.

One task reads; what there is to say is pushed from where it arises, through a
:class:`~assist.node.streams.Reader` that bounds what may wait for a screen that does not read.
"""

from __future__ import annotations

import asyncio
import random
from typing import Generic, TypeVar

from pydantic import BaseModel
from starlette.websockets import WebSocket, WebSocketDisconnect

from assist.log.base import LogError
from assist.node.streams import Reader
from assist.proto.codes import (
    BAD_HELLO,
    HELLO_TIMEOUT,
    LOG_FAILED,
    SILENT,
    SLOW_READER,
    CloseCode,
)
from assist.proto.messages import Greeting, encode
from assist.proto.session import Session

from .door import close
from .pace import Pace
from .service import Connection, Service
from .sockets import protocol_of
from .waiting import Latch

PING = encode({"type": "ping"})
HELLO_S = 10.0
SILENT_AFTER_S = 60.0
"""A peer that answers no ping for this long is a socket without a screen."""
MESSAGES_A_SECOND = 20
"""More than anybody can click. What comes faster is read later: each may be an entry of the log."""
LAST_WORDS_S = 1.0

M = TypeVar("M", bound=BaseModel)


class ScreenConnection(Generic[M]):
    """The shell around one :class:`~assist.proto.session.Session`. A kind of screen says what
    becomes of its messages (:meth:`greet`, :meth:`act`, :meth:`part`); ``among``: where the open
    connections of its kind are."""

    def __init__(
        self,
        service: Service,
        websocket: WebSocket,
        session: Session[M],
        among: set[Connection],
    ) -> None:
        self.service = service
        self.session = session
        self._among = among
        self._websocket = websocket
        self._protocol = protocol_of(websocket)
        self.reader = Reader(self._protocol.push, lost=lambda: self._leave(SLOW_READER))
        self._protocol.on_writable = self.reader.drain
        self._loop = asyncio.get_running_loop()
        self._pinging: asyncio.TimerHandle | None = None
        self._rate, self._messages = Pace(MESSAGES_A_SECOND), 0
        self._heard = 0.0
        self._stuck = 0.0
        self._task = asyncio.current_task()
        self._leaving: CloseCode | None = None
        self._parting = False
        self._gone = Latch()

    # -- what a kind of screen says ----------------------------------------------------------------

    def greet(self, hello: M) -> bool:
        """Begin to show what is to be seen; False, with the session's reason set, for a hello that
        names nothing."""
        raise NotImplementedError

    async def act(self, said: M) -> None:
        """Do what the peer asks, or have the session refuse it. May raise :class:`LogError`."""
        raise NotImplementedError

    def part(self) -> None:
        """Show nothing any more; also called where nothing was ever shown."""
        raise NotImplementedError

    # -- the shell ---------------------------------------------------------------------------------

    async def run(self) -> None:
        """From the hello to the close."""
        self._among.add(self)
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
            self.part()
            await self._part(code)
            self._among.discard(self)
            self._gone.set()

    @property
    def known(self) -> bool:
        """Whether the peer has shown the token."""
        return self.session.known

    async def go_away(self, code: CloseCode) -> None:
        """Close: the server shuts down."""
        self._leave(code)
        await self._gone.wait()

    def _ping(self) -> None:
        """Ask whether anybody is there."""
        now, every = self._loop.time(), self.service.settings.ping_interval
        self._pinging = self._loop.call_later(every, self._ping)
        if not self.reader:
            self._stuck = now
        if now - self._heard > SILENT_AFTER_S:
            self._leave(SILENT)
        elif now - self._stuck > self.service.settings.send_timeout:
            self.reader.lose()
        else:
            self.reader.offer(PING)

    def _leave(self, code: CloseCode) -> None:
        """Stop reading, and close with ``code``."""
        if self._task is not None and not self._parting and self._leaving is None:
            self._leaving = code
            self._task.cancel()

    async def _read(self) -> CloseCode | None:
        """Act on messages until there is a reason to close; None: the screen has gone."""
        loop, session, websocket = self._loop, self.session, self._websocket
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
            code = await self._deal(message.get("text") or message.get("bytes") or "")
            if code is not None:
                return code
            answer = session.to_send()
            if answer is not None:
                self.reader.offer(answer)
            if session.close is not None:
                return session.close
            told, self._messages = self._messages, 0
            pause = self._rate.spend(loop.time(), max(1, told), 0)
            if pause > 0:  # what is sent meanwhile waits in the network
                await asyncio.sleep(pause)
            message = {}  # nobody asks for it while the next one is awaited

    async def _deal(self, frame: str | bytes) -> CloseCode | None:
        """Act on the messages of a frame; the code to close with, if there is a reason to."""
        try:
            for said in self.session.receive(frame):
                self._messages += 1
                if not isinstance(said, Greeting):
                    await self.act(said)
                elif self.greet(said):
                    self._begin_pinging()
                else:
                    return BAD_HELLO
        except LogError:
            return LOG_FAILED
        return None

    def _begin_pinging(self) -> None:
        self._stuck = self._heard
        # Not all at the same moment, even if they all came at the same moment.
        first = random.random() * self.service.settings.ping_interval  # noqa: S311
        self._pinging = self._loop.call_later(first, self._ping)

    async def _part(self, code: CloseCode | None) -> None:
        """Close with the code that says why, or cut off what does not read."""
        if code is None:
            return
        if code is SLOW_READER:
            self.service.node.counts.readers_dropped += 1
        try:
            async with asyncio.timeout(LAST_WORDS_S):
                await close(self._websocket, code, self.session.reason)
        except (TimeoutError, WebSocketDisconnect):
            self._protocol.abort()
