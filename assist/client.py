"""A client for integrators: numbers events, resumes after a lost connection, keeps memory bounded.

::

    async with AssistClient("ws://127.0.0.1:8713", token) as client:
        call = await client.start("call-1", agent="7001", language="zh", context={"age": 71})
        await call.fragment("customer", "u1", "我老伴上个月走了", at=3200, final=True)
        await call.end(at=9000)

One connection carries all calls. Events are kept until the server has acknowledged them. While it
cannot take more, hypotheses of one utterance are merged into the latest; finals never are.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

PATH = "/v1/ingest/native"
WINDOW = 1_000
"""Events sent and not yet acknowledged, over all calls, before the rest waits and is merged."""
CAPACITY = 10_000
"""Events waiting before :meth:`Call.send` waits too."""
BATCH = 50
"""Events in one frame at most."""
BACKOFF_S = (0.2, 5.0)
"""First and longest wait before connecting again; doubling, with full jitter in the upper half."""
ASK_AGAIN = frozenset({"overloaded", "sequence_gap"})
"""Errors after which events of the call have to be sent again, :data:`AGAIN_S` later."""
AGAIN_S = 1.0
STOP_FROM = 4500
"""Close codes from here on say that connecting again is of no use."""

Event = dict[str, Any]


class Refused(Exception):  # noqa: N818 - says what happened
    """The server will not have this client: a wrong token or origin, or a fault of ours."""


class Call:
    """One call and sender: made by :meth:`AssistClient.start`. Times are in ms since it began."""

    def __init__(self, client: AssistClient, call: str, sender: str) -> None:
        self.id = call
        self.sender = sender
        self.acked = 0
        self.errors: deque[Event] = deque(maxlen=100)
        self._client = client
        self._began = time.monotonic()
        self._start: Event = {}
        self._numbered: deque[Event] = deque()
        self._waiting: deque[Event] = deque()
        self._next = 1
        self._revisions: dict[tuple[str, str], int] = {}
        self.ready = True
        self._ended = False

    @property
    def done(self) -> bool:
        """Whether everything sent so far has been acknowledged."""
        return not self._waiting and not self._numbered

    async def fragment(
        self,
        speaker: str,
        utterance: str,
        text: str,
        *,
        final: bool = False,
        at: int | None = None,
        **more: Any,
    ) -> None:
        """The whole current hypothesis of an utterance; ``more``: further fields of the event.

        ``revision`` is counted here unless given.
        """
        key = (speaker, utterance)
        revision = more.pop("revision", self._revisions.get(key, -1) + 1)
        self._revisions[key] = revision
        if final:
            self._revisions.pop(key)
        event = {"speaker": speaker, "utterance": utterance, "revision": revision, "text": text}
        await self.send({"type": "fragment", **event, "final": final, **more}, at=at)

    async def end(self, reason: str | None = None, *, at: int | None = None) -> None:
        """The call is over; returns once the server has everything."""
        more = {"reason": reason} if reason is not None else {}
        await self.send({"type": "call.end", **more}, at=at)
        self._ended = True
        await self._client.drained(self)

    async def send(self, event: Mapping[str, Any], *, at: int | None = None) -> None:
        """Any event of the protocol, without ``call``, ``sender`` and ``seq``; ``at`` is taken from
        the clock unless given. Waits while too much waits already."""
        await self._client.room()
        elapsed = int((time.monotonic() - self._began) * 1000)
        whole = {**event, "at": elapsed if at is None else at}
        if not self._waiting or not _merges(self._waiting[-1], whole):
            self._client.waiting += 1
        else:
            self._waiting.pop()
        self._waiting.append(whole)
        self._client.wake()

    # -- what the client does with it ----------------------------------------------------------

    def take(self, most: int) -> list[Event]:
        """Number up to ``most`` waiting events; they are then repeated until acknowledged."""
        taken: list[Event] = []
        while self.ready and self._waiting and len(taken) < most:
            event = self._number(self._waiting.popleft())
            self._numbered.append(event)
            taken.append(event)
        return taken

    def acknowledge(self, seq: int) -> int:
        """Everything up to ``seq`` is safe; how many events that frees."""
        self.acked = max(self.acked, seq)
        freed = 0
        while self._numbered and self._numbered[0]["seq"] <= seq:
            self._numbered.popleft()
            freed += 1
        return freed

    def resume(self) -> Event:
        """What to ask after a new connection; nothing is sent before the answer."""
        self.ready = False
        return {"type": "resume", "call": self.id, "sender": self.sender}

    def resumed(self, seq: int) -> list[Event]:
        """What to send again, given the last number that the server has."""
        self.ready = True
        if seq < self.acked or (seq == 0 and self._next > 1 and not self._holds(1)):
            # The server has lost what it had acknowledged: begin anew with the start.
            rest = [event for event in self._numbered if event["type"] != "call.start"]
            self._next, self.acked = 1, 0
            self._numbered = deque(self._number(event) for event in (self._start, *rest))
        return [event for event in self._numbered if event["seq"] > seq]

    def _holds(self, seq: int) -> bool:
        return bool(self._numbered) and self._numbered[0]["seq"] <= seq

    def _number(self, event: Event) -> Event:
        numbered = {**event, "call": self.id, "sender": self.sender, "seq": self._next}
        if event["type"] == "call.start":
            self._start = event
        self._next += 1
        return numbered


class AssistClient:
    """One connection to the sidecar, kept up for as long as the client is entered."""

    def __init__(
        self, url: str, token: str, *, window: int = WINDOW, capacity: int = CAPACITY
    ) -> None:
        """``url``: of the server, ``ws://`` or ``wss://``, without a path."""
        self.waiting = 0
        self.connections = 0
        self._url = url.rstrip("/") + PATH
        self._token = token
        self._window = window
        self._capacity = capacity
        self._in_flight = 0
        self._backoff = BACKOFF_S[0]
        self._calls: dict[tuple[str, str], Call] = {}
        self._asking: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._moved = asyncio.Condition()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._keep_connected())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._task is not None
        self._task.cancel()
        with suppress(asyncio.CancelledError, Refused):
            await self._task

    async def start(
        self, call: str, *, agent: str, sender: str = "", at: int = 0, **more: Any
    ) -> Call:
        """Begin a call; ``more``: further fields of ``call.start``."""
        begun = Call(self, call, sender)
        self._calls[call, sender] = begun
        await begun.send({"type": "call.start", "agent": agent, **more}, at=at)
        return begun

    async def drained(self, call: Call | None = None) -> None:
        """Return once everything, or everything of ``call``, has been acknowledged.

        Raises :class:`Refused` when the server will not have this client.
        """
        calls = [call] if call is not None else list(self._calls.values())
        await self._until(lambda: all(each.done for each in calls))
        if call is not None and call._ended:  # noqa: SLF001 - the two are one unit
            self._calls.pop((call.id, call.sender), None)

    async def room(self) -> None:
        """Return once there is room for an event. Raises :class:`Refused` as above."""
        if self.waiting >= self._capacity or (self._task is not None and self._task.done()):
            await self._until(lambda: self.waiting < self._capacity)

    def wake(self) -> None:
        """There is something to send."""
        self._wake.set()

    async def _until(self, settled: Any) -> None:
        async with self._moved:
            while not settled():
                if self._task is not None and self._task.done():
                    self._task.result()
                    raise Refused("the client has been closed")
                await self._moved.wait()

    async def _keep_connected(self) -> None:
        try:
            while True:
                try:
                    await self._converse()
                except ConnectionClosed as closed:
                    if closed.rcvd is not None and closed.rcvd.code >= STOP_FROM:
                        raise Refused(f"{closed.rcvd.code} {closed.rcvd.reason}") from closed
                except (OSError, InvalidHandshake, TimeoutError):
                    pass
                jitter = random.uniform(0.5, 1)  # noqa: S311 - no secret
                await asyncio.sleep(self._backoff * jitter)
                self._backoff = min(BACKOFF_S[1], self._backoff * 2)
        finally:
            asyncio.get_running_loop().call_soon(asyncio.ensure_future, self._tell())

    async def _tell(self) -> None:
        async with self._moved:
            self._moved.notify_all()

    async def _converse(self) -> None:
        """One connection, from hello until it is lost."""
        headers = {"Authorization": f"Bearer {self._token}"}
        async with connect(self._url, additional_headers=headers, compression=None) as socket:
            self.connections += 1
            self._backoff = BACKOFF_S[0]
            self._in_flight = 0
            known = [call for call in self._calls.values() if call._next > 1]  # noqa: SLF001
            for call in known:
                await socket.send(json.dumps(call.resume()))
            sender = asyncio.create_task(self._send(socket))
            try:
                async for frame in socket:
                    told = json.loads(frame)
                    for message in told if isinstance(told, list) else [told]:
                        await self._heed(socket, message)
                    await self._tell()
            finally:
                sender.cancel()
                with suppress(asyncio.CancelledError, ConnectionClosed):
                    await sender
            raise ConnectionError

    async def _send(self, socket: ClientConnection) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            for call in list(self._calls.values()):
                while (free := min(BATCH, self._window - self._in_flight)) > 0:
                    events = call.take(free)
                    if not events:
                        break
                    self.waiting -= len(events)
                    self._in_flight += len(events)
                    await socket.send(json.dumps(events, ensure_ascii=False))

    async def _heed(self, socket: ClientConnection, message: Event) -> None:
        call = self._calls.get((message.get("call", ""), message.get("sender", "")))
        if call is None:
            return
        if message["type"] == "ack":
            self._in_flight -= call.acknowledge(message["seq"])
            self.wake()
        elif message["type"] == "resumed":
            call.acknowledge(message["seq"])
            again = call.resumed(message["seq"])
            self._in_flight += len(again)
            for first in range(0, len(again), BATCH):
                await socket.send(json.dumps(again[first : first + BATCH], ensure_ascii=False))
            self.wake()
        elif message["type"] == "error":
            call.errors.append(message)
            if message["code"] in ASK_AGAIN and call.ready:
                question = json.dumps(call.resume())
                asking = asyncio.create_task(_later(AGAIN_S, socket, question))
                self._asking.add(asking)
                asking.add_done_callback(self._asking.discard)


async def _later(seconds: float, socket: ClientConnection, message: str) -> None:
    await asyncio.sleep(seconds)
    with suppress(ConnectionClosed):
        await socket.send(message)


def _merges(old: Event, new: Event) -> bool:
    """Whether a waiting hypothesis is superseded by a newer one of the same utterance."""
    return (
        old["type"] == new["type"] == "fragment"
        and not old["final"]
        and all(old.get(key) == new.get(key) for key in ("speaker", "channel", "utterance"))
    )
