"""Transcript events in by websocket: ``/v1/ingest/native``."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import suppress

from starlette.websockets import WebSocket, WebSocketDisconnect

from assist.core.events import CallStart, Fragment
from assist.log.base import LogError
from assist.node.node import Node
from assist.proto.codes import (
    GOING_AWAY,
    HELLO_TIMEOUT,
    LOG_FAILED,
    RATE_EXCEEDED,
    RATE_LIMITED,
    SLOW_READER,
    UNKNOWN_CALL,
    CloseCode,
)
from assist.proto.ingest import ACK_EVERY, Acks, Bad, IngestSession, Item
from assist.proto.messages import Resume

from .door import admit, close
from .pace import Pace
from .service import Service, service_of
from .sockets import abort

ACK_AFTER_S = 0.15
"""From the first event not yet acknowledged to asking the log for it: with the log's own 50 ms and
its flush, an acknowledgement leaves within the 250 ms of PROTOCOL."""
HELLO_S = 10.0
REST_EVERY = 64
"""Items after which a busy connection lets the others have their turn."""
BACKLOG = 500
"""Answers not yet sent above which nothing more is read."""
LAST_WORDS_S = 2.0
"""How long a connection that is being closed may take to acknowledge and to say why."""


async def ingest(websocket: WebSocket) -> None:
    """One connection that feeds calls."""
    service = service_of(websocket)
    authorised = await admit(websocket, service, len(service.ingest))
    if authorised is not None:
        await IngestConnection(service, websocket, authorised=authorised).run()


async def take(node: Node, item: Item, source: object, session: IngestSession) -> None:
    """Hand one item to the node and tell the session what became of it.

    Raises :class:`~assist.log.base.LogError` when the log has failed.
    """
    if isinstance(item, Bad):
        refusal = node.refuse(item)
        if refusal is not None:
            session.refuse(item.call, item.sender, item.seq, refusal)
        elif item.call is not None and item.sender is not None and item.seq is not None:
            session.took(item.call, item.sender, item.seq)
        return
    if isinstance(item, (CallStart, Resume)) and not node.knows(item.call):
        await node.recall(item.call)
    if isinstance(item, Resume):
        node.resumed(item.call, item.sender, source)
        session.resumed(item, node.position(item.call, item.sender))
        return
    refusal = node.receive(item, source)
    if refusal is not None and refusal.code is UNKNOWN_CALL:
        await node.recall(item.call)
        if node.knows(item.call):
            refusal = node.receive(item, source)
    if refusal is None:
        session.took(item.call, item.sender, item.seq)
    else:
        session.refuse(item.call, item.sender, item.seq, refusal)


class IngestConnection:
    """The shell around one :class:`~assist.proto.ingest.IngestSession`: a reader and a writer."""

    def __init__(self, service: Service, websocket: WebSocket, *, authorised: bool) -> None:
        self._service = service
        self._node = service.node
        self._websocket = websocket
        self._session = IngestSession(check=service.gate.check, authorised=authorised)
        self._loop = asyncio.get_running_loop()
        self._wake = asyncio.Event()
        self._flushed = asyncio.Event()
        self._timer: asyncio.TimerHandle | None = None
        self._since = 0.0
        self._cuts: deque[tuple[int, float, Acks]] = deque()
        self._pace = Pace(service.settings.max_rate)
        self._reader: asyncio.Task[CloseCode | None] | None = None
        self._leaving: CloseCode | None = None
        self._gone = asyncio.Event()

    @property
    def awaited(self) -> int:
        """The log's offset up to which this connection next waits for durability."""
        return self._cuts[0][0] if self._cuts else 0

    def committed(self) -> None:
        """The log is durable up to :attr:`awaited`, or has failed."""
        self._wake.set()

    async def run(self) -> None:
        """From the first frame to the close."""
        self._service.ingest.add(self)
        writer = asyncio.create_task(self._write())
        self._reader = asyncio.create_task(self._read())
        try:
            await asyncio.wait((writer, self._reader), return_when=asyncio.FIRST_COMPLETED)
            await self._part(writer, self._reader)
        finally:
            writer.cancel()
            self._reader.cancel()
            if self._timer is not None:
                self._timer.cancel()
            self._service.ingest.discard(self)
            self._service.forget(self)
            if not self._service.draining:
                self._node.source_lost(self)
            self._gone.set()

    async def go_away(self) -> None:
        """Read no more, acknowledge what was taken, then close: the server shuts down."""
        self._leaving = GOING_AWAY
        if self._reader is not None:
            self._reader.cancel()
        await self._gone.wait()

    # -- reading -----------------------------------------------------------------------------------

    async def _read(self) -> CloseCode | None:
        """Deal with frames until there is a reason to close; None: the peer has gone."""
        session, websocket, settings = self._session, self._websocket, self._service.settings
        since_rest = 0
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
            items = session.receive(message.get("text") or message.get("bytes") or "")
            refused = session.refusals
            try:
                await self._deal(items)
            except LogError:
                return LOG_FAILED
            self._answer()
            if session.close is not None:
                return session.close
            refused = session.refusals - refused
            pause = self._pace.spend(self._loop.time(), len(items), refused)
            if pause > 0:
                if self._pace.exceeded:
                    return RATE_EXCEEDED
                session.warn(RATE_LIMITED, f"more than {settings.max_rate} a second")
                self._wake.set()
                await asyncio.sleep(pause)
            try:
                await self._room()
            except LogError:
                return LOG_FAILED
            since_rest += len(items)
            if since_rest >= REST_EVERY:
                since_rest = 0
                await asyncio.sleep(0)

    async def _room(self) -> None:
        """Return once the log and the peer have kept up: nothing more is read until then."""
        most = self._service.settings.max_pending
        if self._node.log.pending() > most:
            await self._node.log.wait(self._node.appended - most // 2)
        while self._session.backlog > BACKLOG:
            self._flushed.clear()
            await self._flushed.wait()

    async def _deal(self, items: Sequence[Item]) -> None:
        node, session = self._node, self._session
        for item in items:
            if type(item) is Fragment:  # nearly all of them: no coroutine for these
                refusal = node.receive(item, self)
                if refusal is None:
                    session.took(item.call, item.sender, item.seq)
                    continue
            await take(node, item, self, session)

    def _answer(self) -> None:
        """Have what is due sent, now or when the acknowledgements' time has come."""
        session = self._session
        if session.backlog:
            self._wake.set()
        if session.waiting >= ACK_EVERY:
            self._cut()
        elif session.waiting and self._timer is None:
            self._since = self._loop.time()
            self._timer = self._loop.call_later(ACK_AFTER_S, self._cut)

    # -- writing -----------------------------------------------------------------------------------

    def _cut(self) -> None:
        """Acknowledge what has been taken so far as soon as the log holds it."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        else:
            self._since = self._loop.time()
        acks = self._session.cut()
        if acks is not None:
            self._cuts.append((self._node.appended, self._since, acks))
            self._service.when_durable(self)

    async def _write(self) -> CloseCode:
        """Send whatever is due, until the peer does not read it or the log fails."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            if self._node.log.failed is not None:
                return LOG_FAILED
            try:
                async with asyncio.timeout(self._service.settings.send_timeout):
                    await self._flush()
            except TimeoutError:
                return SLOW_READER

    async def _flush(self) -> None:
        frame = self._session.to_send()
        if frame is not None:
            await self._send(frame)
        durable, now = self._node.log.durable, self._loop.time()
        while self._cuts and self._cuts[0][0] <= durable:
            _, since, acks = self._cuts.popleft()
            self._service.ack_latency.observe(now - since)
            frame = acks.frame()
            if frame is not None:
                await self._send(frame)
        self._flushed.set()
        if self._cuts:
            self._service.when_durable(self)

    async def _send(self, frame: str) -> None:
        await self._websocket.send({"type": "websocket.send", "text": frame})

    async def _part(
        self, writer: asyncio.Task[CloseCode], reader: asyncio.Task[CloseCode | None]
    ) -> None:
        """The last acknowledgements and the close code, within :data:`LAST_WORDS_S`."""
        code = self._leaving
        if code is None:
            code = writer.result() if writer.done() else reader.result()
        writer.cancel()
        if code is None:
            return
        try:
            async with asyncio.timeout(LAST_WORDS_S):
                self._cut()
                if self._cuts:
                    with suppress(LogError):
                        await self._node.log.wait(self._cuts[-1][0])
                await self._flush()
                await close(self._websocket, code)
        except (TimeoutError, WebSocketDisconnect):
            abort(self._websocket.scope)
