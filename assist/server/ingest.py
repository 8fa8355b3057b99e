"""Transcript events in by websocket: ``/v1/ingest/native``."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

from starlette.requests import HTTPConnection
from starlette.websockets import WebSocket, WebSocketDisconnect

from assist.core.events import CallStart, EventIn, Fragment
from assist.formats.leg import CONTEXT, PARAMETERS, misspelt
from assist.log.base import LogError
from assist.node.node import Node
from assist.proto.codes import (
    BAD_ADDRESS,
    HELLO_TIMEOUT,
    LOG_FAILED,
    RATE_EXCEEDED,
    RATE_LIMITED,
    SLOW_READER,
    UNKNOWN_CALL,
    CloseCode,
)
from assist.proto.ingest import ACK_EVERY, Acks, Bad, IngestSession, Item, fragment
from assist.proto.messages import Resume

from .beat import ACK_AFTER_S
from .door import admit, close
from .outlet import Outlet
from .pace import Pace
from .service import Service, service_of
from .sockets import protocol_of
from .waiting import Latch

HELLO_S = 10.0
REST_EVERY = 64
"""Items after which a busy connection lets the others have their turn."""
Take = Callable[[Node, Any, object, IngestSession], Awaitable[None]]
"""Hands one item of a connection (the third argument) to the node and tells the session."""
First = Callable[[Node, object, IngestSession], Awaitable[None]]
LAST_WORDS_S = 2.0
"""How long a connection that is being closed may take to acknowledge and to say why."""


async def ingest(websocket: WebSocket) -> None:
    """One connection that feeds calls."""
    service, misplaced = service_of(websocket), misplaced_in(websocket)
    fault = (BAD_ADDRESS, misplaced) if misplaced is not None else None
    authorised = await admit(websocket, service, service.ingest, fault=fault)
    if authorised is not None:
        session = IngestSession(check=service.gate.check, authorised=authorised)
        await IngestConnection(service, websocket, session).run()


def misplaced_in(connection: HTTPConnection) -> str | None:
    """What the address says as a vendor's would; here it would be heard by nobody. A token is not
    looked at: it may stand there beside the one that counts."""
    for name in connection.query_params:
        wanted = misspelt(name) or name
        if wanted.startswith(CONTEXT) or wanted in PARAMETERS - {"token"}:
            return f"{name[:40]}: this address takes no parameters, the events say it"
    return None


async def take(node: Node, item: Item, source: object, session: IngestSession) -> None:
    """Hand one item to the node and tell the session what became of it.

    Raises :class:`~assist.log.base.LogError` when the log has failed.
    """
    if isinstance(item, Bad):
        refusal = node.refuse(item)
        if refusal is not None:
            session.refuse(item.call, item.sender, item.seq, refusal)
        elif item.call is not None and item.sender is not None:
            session.took(item.call, item.sender, node.position(item.call, item.sender))
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
    if refusal is None:  # it may be a repeat: what is told is where the sender stands
        session.took(item.call, item.sender, node.position(item.call, item.sender))
        look_at(node, item, session)
    else:
        session.refuse(item.call, item.sender, item.seq, refusal)


def look_at(node: Node, taken: EventIn, session: IngestSession) -> None:
    """Warn whoever sends times that cannot be, or words that name no speaker, where nothing else
    says who speaks."""
    doubt = node.doubted(taken)
    if doubt is not None:
        session.warn_times(doubt, taken.call, taken.sender, taken.seq)
    if type(taken) is Fragment and taken.speaker is None:
        nameless = node.nameless(taken)
        if nameless is not None:
            session.warn_nameless(nameless, taken.call, taken.sender, taken.seq)


class IngestConnection:
    """The shell around one :class:`~assist.proto.ingest.IngestSession`.

    One task reads. Answers go out as they arise, acknowledgements at the service's beat. ``take``:
    what else than the node's own :func:`take` deals with an item; ``keep``: is called before
    what was taken is acknowledged; ``ack_after``: in the place of :data:`ACK_AFTER_S`.
    """

    def __init__(
        self,
        service: Service,
        websocket: WebSocket,
        session: IngestSession,
        *,
        take: Take | None = None,
        keep: Callable[[], None] | None = None,
        ack_after: float = ACK_AFTER_S,
    ) -> None:
        self._service = service
        self._node = service.node
        self._websocket = websocket
        self._session = session
        self._take = take
        self._keep = keep
        self._ack_after = ack_after
        self._protocol = protocol_of(websocket)
        self._outlet = Outlet(self._protocol)
        self._loop = asyncio.get_running_loop()
        self._idle = False
        self._since = 0.0
        self._last = 0
        """The log's offset when the last frame had been dealt with."""
        self._cuts: list[tuple[int, float, Acks]] = []
        self._pace = Pace(service.settings.max_rate)
        self._most_pending = service.settings.max_pending
        self._task = asyncio.current_task()
        self._leaving: CloseCode | None = None
        self._parting = False
        self._gone = Latch()

    async def run(self, first: First | None = None) -> None:
        """From the first frame to the close; ``first`` is done before it."""
        self._service.ingest.add(self)
        code: CloseCode | None = None
        try:
            if first is not None:
                await first(self._node, self, self._session)
                self._answer()
            code = await self._read()
        except asyncio.CancelledError:
            if self._leaving is None or self._task is None:
                raise
            self._task.uncancel()
            code = self._leaving
        finally:
            self._parting = True
            self._protocol.tap(None)
            await self._part(code)
            self._service.ingest.discard(self)
            if not self._service.draining:
                self._node.source_lost(self)
            self._gone.set()

    @property
    def known(self) -> bool:
        """Whether the peer has shown the token."""
        return self._session.open

    async def go_away(self, code: CloseCode) -> None:
        """Read no more, acknowledge what was taken, then close: the server shuts down."""
        if self._task is not None and not self._parting:
            self._leaving = code
            self._task.cancel()
        await self._gone.wait()

    def beat(self, now: float, durable: int) -> bool:
        """Acknowledge what is due and durable; whether something is due that is not durable."""
        age = now - self._since
        if not self._session.waiting or self._parting:
            pass
        elif age < self._ack_after > ACK_AFTER_S:
            self._service.beat.await_age(self, now)  # which waits for no longer than that
        elif age >= ACK_AFTER_S:
            self._cut()
        return self._acknowledge(now, durable)

    def _acknowledge(self, now: float, durable: int) -> bool:
        while self._cuts and self._cuts[0][0] <= durable:
            _, since, acks = self._cuts.pop(0)
            self._service.ack_seconds.observe(now - since)
            frame = acks.frame()
            if frame is not None:
                self._outlet.send(frame)
        return bool(self._cuts)

    # -- reading -----------------------------------------------------------------------------------

    async def _read(self) -> CloseCode | None:
        """Deal with frames until there is a reason to close; None: the peer has gone."""
        session, websocket = self._session, self._websocket
        since_rest = 0
        if self._take is None:
            self._protocol.tap(self._take_one)
        while True:
            if session.open:
                self._idle = True
                message = await websocket.receive()
                self._idle = False
            else:
                try:
                    async with asyncio.timeout(HELLO_S):
                        message = await websocket.receive()
                except TimeoutError:
                    return HELLO_TIMEOUT
            if message["type"] == "websocket.disconnect":
                return None
            items = session.receive(message.get("text") or message.get("bytes") or "")
            refusals = session.refusals
            try:
                await self._deal(items)
            except LogError:
                return LOG_FAILED
            self._answer()
            if session.close is not None:
                return session.close
            pause = self._pace.spend(self._loop.time(), len(items), session.refusals - refusals)
            if pause > 0 or self._outlet.stuck or self._node.log.pending() > self._most_pending:
                code = await self._hold_up(pause)
                if code is not None:
                    return code
            since_rest += len(items)
            if since_rest >= REST_EVERY:
                since_rest = 0
                await asyncio.sleep(0)
            items, message = (), {}  # nobody asks for them while the next ones are awaited

    def _take_one(self, frame: bytes) -> bool:
        """Deal at once with a frame that is what nearly all are: the next hypothesis of a live
        call, within the rate, with nothing else to see to. False, and nothing has happened: it
        is received in the ordinary way, which does the same and everything else."""
        node, session, pace, now = self._node, self._session, self._pace, self._loop.time()
        if (
            not self._idle
            or self._outlet.stuck
            or node.log.pending() > self._most_pending
            or not pace.fits(now)
            or (event := fragment(frame)) is None
        ):
            return False
        try:
            if not node.receive_next(event, self, now):
                return False
        except LogError:
            return False  # the ordinary way meets it again, and closes
        pace.spend_one(now)
        session.took(event.call, event.sender, event.seq)
        look_at(node, event, session)
        if session.backlog or session.waiting != 1:
            self._answer()
        else:  # what there is to say is an acknowledgement, in a while
            self._last, self._since = node.appended, now
            self._service.beat.await_age(self, now)
        return True

    async def _deal(self, items: Sequence[Item]) -> None:
        node, session = self._node, self._session
        for item in items:
            if type(item) is Fragment and node.receive_next(item, self, self._loop.time()):
                session.took(item.call, item.sender, item.seq)  # nearly all: no coroutine for these
                look_at(node, item, session)
                continue
            await (self._take or take)(node, item, self, session)

    async def _hold_up(self, pause: float) -> CloseCode | None:
        """Read nothing for a while: the peer is too fast for its own good, for the disk, or for
        what it reads itself. The code to close with, if it goes on like that."""
        settings = self._service.settings
        if pause > 0:
            if self._pace.exceeded:
                return RATE_EXCEEDED
            self._session.warn(RATE_LIMITED, f"more than {settings.max_rate} a second")
            self._answer()
            await asyncio.sleep(pause)
        if self._node.log.pending() > self._most_pending:
            try:
                await self._node.log.wait(self._node.appended - self._most_pending // 2)
            except LogError:
                return LOG_FAILED
        try:
            async with asyncio.timeout(settings.send_timeout):
                await self._outlet.clear()
        except TimeoutError:
            return SLOW_READER
        return None

    # -- writing -----------------------------------------------------------------------------------

    def _answer(self) -> None:
        """Send what is to be said at once; have the rest acknowledged when it is time."""
        session = self._session
        if session.backlog:
            frame = session.to_send()
            if frame is not None:
                self._outlet.send(frame)
        if session.waiting:
            self._last = self._node.appended
            if not self._since:
                self._since = self._loop.time()
                self._service.beat.await_age(self, self._since)
            if session.waiting >= ACK_EVERY:
                self._cut()
                self._service.beat.await_disk(self)

    def _cut(self) -> None:
        """Acknowledge what has been taken so far as soon as the log holds it."""
        acks = self._session.cut()
        if acks is not None:
            if self._keep is not None:
                self._keep()
                self._last = self._node.appended
            upto = self._last if self._idle else self._node.appended  # a frame is half dealt with
            self._cuts.append((upto, self._since, acks))
        self._since = 0.0

    async def _part(self, code: CloseCode | None) -> None:
        """The last acknowledgements and the close code, within :data:`LAST_WORDS_S`."""
        if code is None:
            return
        try:
            async with asyncio.timeout(LAST_WORDS_S):
                self._cut()
                if self._cuts:
                    with suppress(LogError):
                        await self._node.log.wait(self._cuts[-1][0])
                self._acknowledge(self._loop.time(), self._node.log.durable)
                self._answer()
                await self._outlet.clear()
                refused = code is self._session.close
                await close(self._websocket, code, self._session.reason if refused else "")
        except (TimeoutError, WebSocketDisconnect):
            self._protocol.abort()
