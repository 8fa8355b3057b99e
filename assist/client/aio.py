"""The asyncio face: one task that keeps the connection up, and awaitable calls."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from ssl import SSLContext
from types import TracebackType
from typing import Any, Self

import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import (
    ConnectionClosed,
    InvalidHandshake,
    InvalidStatus,
    InvalidURI,
)
from websockets.uri import parse_uri

from assist.proto.codes import NOT_FOUND

from .backoff import Backoff
from .call import Call
from .errors import CallOver, Closed, Refused
from .hooks import Hooks
from .items import Item
from .link import Bounds, Link
from .stream import CallStream

PATH = "/v1/ingest/native"
CLOSE_S = 5.0
"""How long leaving waits for acknowledgements."""
PING_S = 10.0
"""A server that answers no ping within this time of the last is gone."""
LAST_WORDS_S = 2.0
"""How long a connection that is being closed may take over it."""
REFUSED_S = 30.0
"""How often a client that does not give up asks a server that will not have it."""
_REFUSALS = frozenset({401, 403, 426})
"""The last: a proxy drops the header that makes it a websocket."""
NOWHERE = 404
"""What a proxy answers too, while it has no server behind it: only our own is for good."""


class AssistClient:
    """One connection to the sidecar, kept up for as long as the client is entered.

    ::

        async with AssistClient("ws://127.0.0.1:8713", token) as client:
            call = await client.start("call-1", agent="7001", language="zh")
            await call.fragment("customer", "u1", "我老伴上个月走了", final=True)
            await call.end()

    It carries any number of calls. Must be used within one event loop.
    """

    def __init__(
        self,
        url: str,
        token: str,
        *,
        bounds: Bounds | None = None,
        hooks: Hooks | None = None,
        ssl: SSLContext | None = None,
        backoff: Backoff | None = None,
        give_up: bool = True,
    ) -> None:
        """``url``: of the server, ``ws://`` or ``wss://``, with the path of a reverse proxy if
        there is one; :class:`ValueError` where it is none. ``ssl``: for a certificate that this
        machine does not trust by itself.
        ``give_up``: raise :class:`~.errors.Refused` for good when the server will not have us; else
        keep what is sent, and try again every :data:`REFUSED_S`.
        """
        self._url = _checked(url.rstrip("/") + PATH)
        self._token = token
        self._hooks = hooks or Hooks()
        self._ssl = ssl
        self._backoff = backoff or Backoff()
        self._give_up = give_up
        self._link = Link(bounds or Bounds(), self._hooks)
        self._calls: dict[CallStream, Call] = {}
        self._work = asyncio.Event()
        self._waiters: set[asyncio.Future[None]] = set()
        self._task: asyncio.Task[None] | None = None
        self._fault: BaseException | None = None
        self._leaving: set[Call] = set()
        """Calls that nobody waits for any more: forgotten once all of them is acknowledged."""
        self._is_told = False
        """Somebody knows why nothing goes any more."""

    # -- being there -----------------------------------------------------------------------------

    async def __aenter__(self) -> Self:
        if self._task is not None:
            raise Closed("a client is entered once; make another")
        self._task = asyncio.create_task(self._keep_connected(), name="assist.client")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Wait for what is on its way; see :meth:`close`. After an exception, leave at once."""
        await self.close(CLOSE_S if kind is None else 0.0, quietly=kind is not None)

    async def close(self, within_s: float = CLOSE_S, *, quietly: bool = False) -> None:
        """Leave, once everything is acknowledged or ``within_s`` seconds have passed.

        When something was not acknowledged it raises, unless ``quietly``, :class:`~.errors.Closed`,
        or :class:`~.errors.Refused` where the server would not have us and nobody was told yet.
        """
        if self._task is None or isinstance(self._fault, Closed):
            return
        is_told = self._is_told
        try:
            if self._fault is None:
                with suppress(TimeoutError, Refused):
                    async with asyncio.timeout(within_s):
                        await self.drained()
        finally:  # also where whoever waited was called away
            left = self._link.unacknowledged
            because = self._fault or self._link.refused
            self._fault = Closed("the client has been closed", left)
            self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task
        self._tell()
        if left and not quietly and (because is None or not is_told):
            late = Closed(f"{left} events were not acknowledged within {within_s:g} s", left)
            raise because or late

    async def connected(self) -> None:
        """Return once the server has let us in. Raises :class:`~.errors.Refused`."""
        await self._until(lambda: self._link.welcomed)

    @property
    def is_connected(self) -> bool:
        """Whether there is a connection now."""
        return self._link.welcomed

    @property
    def waiting(self) -> int:
        """Events that wait to be sent, over all calls."""
        return self._link.waiting

    # -- calls -----------------------------------------------------------------------------------

    async def start(
        self,
        call: str,
        *,
        agent: str,
        sender: str = "",
        at: int = 0,
        again: bool = False,
        **more: Any,
    ) -> Call:
        """Begin a call; ``more``: further fields of ``call.start``.

        ``again``: it may have been begun by a process that is no more; the server is asked first,
        and a call that it knows goes on. Raises :class:`~.errors.Full`, :class:`~.errors.Refused`,
        :class:`~.errors.InvalidEvent`; :class:`ValueError` when this client has the call already.
        """
        begun = self._open(call, sender, asks=again)
        try:
            await begun.send({"type": "call.start", "agent": agent, **more}, at=at)
        except BaseException:
            self._forget(begun)
            raise
        return begun

    async def join(self, call: str, *, sender: str) -> Call:
        """Send for a call that another sender begins or has begun: another recogniser leg, the
        telephony. What is sent before it begins waits for it."""
        return self.attach(call, sender=sender)

    def attach(self, call: str, *, sender: str) -> Call:
        """As :meth:`join`, for those who may not wait; :meth:`.Call.offer` may follow at once, also
        of a ``call.start``."""
        return self._open(call, sender, asks=True)

    async def drained(self, call: Call | None = None) -> None:
        """Return once everything, or everything of ``call``, has been acknowledged.

        Raises :class:`~.errors.Refused`, and for one call :class:`~.errors.CallOver`.
        """
        if call is None:
            await self._until(lambda: not self._link.unacknowledged)
            return
        stream = call.stream
        await self._until(lambda: stream.over is not None or not stream.unacknowledged)
        if stream.over is not None:
            raise stream.over

    def _open(self, call: str, sender: str, *, asks: bool) -> Call:
        self._check()
        stream = self._link.open(call, sender, asks=asks)
        opened = self._calls[stream] = Call(self, stream)
        self._work.set()
        return opened

    def _forget(self, call: Call) -> None:
        self._drop(call.stream)
        self._tell()

    def _drop(self, stream: CallStream) -> None:
        self._calls.pop(stream, None)
        self._link.forget(stream)

    # -- what calls ask of it ----------------------------------------------------------------------

    async def put(self, stream: CallStream, item: Item) -> None:
        """Have an event sent; wait while there is no room for it."""
        self._check()
        if not self._link.has_room(stream, item):
            await self._until(lambda: stream.over is not None or self._link.has_room(stream, item))
        self._take(stream, item)

    def offer(self, stream: CallStream, item: Item) -> bool:
        """Have an event sent if there is room for it; never waits."""
        self._check()
        if not self._link.has_room(stream, item):
            self._hooks.declined()
            return False
        self._take(stream, item)
        return True

    def _take(self, stream: CallStream, item: Item) -> None:
        try:
            self._link.put(stream, item)
        except CallOver:  # nothing more of it is taken: its place is another call's
            self._drop(stream)
            raise
        self._work.set()

    async def let_go(self, call: Call) -> None:
        """Return once everything of the call is acknowledged, and forget it; who is called away
        before that leaves it to be sent all the same."""
        try:
            await self.drained(call)
        except asyncio.CancelledError:
            self._leaving.add(call)
            raise
        except BaseException:
            self._forget(call)
            raise
        self._forget(call)

    def drop(self, call: Call) -> None:
        """Forget the call and what was not sent of it."""
        self._forget(call)

    # -- waiting -----------------------------------------------------------------------------------

    def _check(self) -> None:
        fault = self._link.refused or self._fault
        if fault is not None:
            self._is_told = True
            raise fault

    async def _until(self, settled: Callable[[], bool]) -> None:
        while not settled():
            self._check()
            waiter = asyncio.get_running_loop().create_future()
            self._waiters.add(waiter)
            try:
                await waiter
            finally:
                self._waiters.discard(waiter)

    def _tell(self) -> None:
        for call in [each for each in self._leaving if not each.stream.unacknowledged]:
            self._leaving.discard(call)
            self._drop(call.stream)
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)

    # -- the connection ----------------------------------------------------------------------------

    async def _keep_connected(self) -> None:
        try:
            while True:
                code, reason = await self._converse()
                if self._link.welcomed:  # one that only lets us in and drops us is not hammered
                    self._backoff.reset()
                self._link.disconnected(code, reason)
                wait = self._backoff.next()
                if self._link.refused is not None:
                    if self._give_up:
                        break
                    reason, wait = str(self._link.refused), REFUSED_S
                    self._link.refused = None
                self._hooks.disconnected(reason, wait)
                self._tell()
                await asyncio.sleep(wait)
        except Exception as fault:  # noqa: BLE001 - told to whoever uses the client next
            self._fault = fault
        finally:
            self._tell()

    async def _converse(self) -> tuple[int | None, str]:
        """One connection, until it is lost; the close code if there was one, and why."""
        more: dict[str, Any] = {} if self._ssl is None else {"ssl": self._ssl}
        try:
            async with connect(
                self._url,
                additional_headers={"Authorization": f"Bearer {self._token}"},
                compression=None,
                ping_interval=PING_S,
                ping_timeout=PING_S,
                close_timeout=LAST_WORDS_S,
                proxy=None,  # the sidecar stands in the same house
                **more,
            ) as socket:
                self._link.connected()
                self._work.set()
                await self._talk(socket)
        except InvalidStatus as fault:
            status = fault.response.status_code
            if status in _REFUSALS:
                self._link.refused = Refused(f"HTTP {status}", status)
            elif status == NOWHERE:
                told = _nowhere(fault.response.body)
                if told is not None:
                    self._link.refused = Refused(f"HTTP {status}: {told}", status)
            return None, f"HTTP {status} instead of a websocket"
        except (OSError, InvalidHandshake, TimeoutError, EOFError) as fault:
            return None, str(fault) or type(fault).__name__
        return socket.close_code, socket.close_reason or "the connection was lost"

    async def _talk(self, socket: ClientConnection) -> None:
        """Until the connection is lost. What a hook raises ends the client: unnoticed, nothing
        would be sent any more."""
        both = [asyncio.create_task(each) for each in (self._read(socket), self._write(socket))]
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in both:
                task.cancel()
            ended = await asyncio.gather(*both, return_exceptions=True)
        for fault in ended:
            if isinstance(fault, Exception) and not isinstance(fault, ConnectionClosed):
                raise fault

    async def _read(self, socket: ClientConnection) -> None:
        async for frame in socket:
            understood = self._link.received(frame, time.monotonic())
            self._work.set()
            self._tell()
            if not understood or self._link.refused is not None:
                return

    async def _write(self, socket: ClientConnection) -> None:
        while True:
            self._work.clear()
            for frame in self._link.to_send(time.monotonic()):
                await socket.send(frame)
            self._tell()
            due = self._link.deadline()
            with suppress(TimeoutError):
                async with asyncio.timeout(None if due is None else due - time.monotonic()):
                    await self._work.wait()

    def __repr__(self) -> str:
        state = "connected" if self.is_connected else "not connected"
        return f"<AssistClient {self._url} {state}, {self.waiting} events waiting>"


def _checked(url: str) -> str:
    """The address, if it is one. Raises :class:`ValueError`."""
    try:
        parse_uri(url)
    except InvalidURI as fault:
        raise ValueError(f"{fault}; write ws://HOST:PORT or wss://HOST") from fault
    return url


def _nowhere(body: bytes | bytearray | None) -> str | None:
    """What the sidecar says of a path that is none of its own; None if it is not the sidecar."""
    try:
        told = orjson.loads(body or b"")
        return str(told["detail"]) if told["code"] == NOT_FOUND.code else None
    except (KeyError, TypeError, ValueError):
        return None
