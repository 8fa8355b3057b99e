"""What the routes share: the node, the log, the gate, and how the process stands."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from starlette.requests import HTTPConnection, Request

from assist.log.base import Log
from assist.node.node import Node
from assist.proto.codes import CloseCode

from .auth import Gate
from .metrics import AckLatency
from .settings import Settings


class Connection(Protocol):
    """An open websocket, as shutting down needs to know it."""

    async def go_away(self, code: CloseCode) -> None:
        """Say the last words and close, within a bounded time."""
        ...


class Waiter(Protocol):
    """Something that has events to acknowledge."""

    def beat(self, now: float, durable: int) -> bool:
        """Acknowledge what is due (``now``: loop time) and durable (a log offset); whether
        anything is left to acknowledge."""
        ...


BEAT_S = 0.05
"""Between two looks at who waits for acknowledgements, in seconds: the log's own rhythm. One
timer for all connections, where one each cost more than the acknowledgements themselves."""


@dataclass(slots=True)
class Service:
    """One running server. ``ready`` is set once calls are recovered, ``draining`` at the end."""

    settings: Settings
    gate: Gate
    log: Log
    node: Node
    static: Path
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    draining: bool = False
    rule_problems: int = 0
    ingest: set[Connection] = field(default_factory=set)
    overlays: set[Connection] = field(default_factory=set)
    ack_latency: AckLatency = field(default_factory=AckLatency)
    started: float = field(default_factory=time.monotonic)
    waiting: set[Waiter] = field(default_factory=set)
    _beating: asyncio.TimerHandle | None = None

    def wait_for_beat(self, waiter: Waiter) -> None:
        """Have ``waiter.beat()`` called, every :data:`BEAT_S`, for as long as it says True."""
        self.waiting.add(waiter)
        if self._beating is None:
            self._beating = asyncio.get_running_loop().call_later(BEAT_S, self._beat)

    def public_url(self, request: Request) -> str:
        """The address of a request as its sender wrote it, the server standing behind whatever."""
        url, outside = request.url, self.settings.public_url
        if outside is None:
            return str(url)
        return outside.rstrip("/") + url.path + (f"?{url.query}" if url.query else "")

    def unready(self) -> str | None:
        """Why no traffic should be sent here; None when it may be."""
        if self.log.failed is not None:
            return "the log has failed"
        if self.draining:
            return "shutting down"
        if not self.ready.is_set():
            return "recovering calls"
        return None

    def _beat(self) -> None:
        loop = asyncio.get_running_loop()
        now, durable = loop.time(), self.log.durable
        for waiter in [waiter for waiter in self.waiting if not waiter.beat(now, durable)]:
            self.waiting.discard(waiter)
        self._beating = loop.call_later(BEAT_S, self._beat) if self.waiting else None


def service_of(connection: HTTPConnection) -> Service:
    """The service behind a request or websocket."""
    service = connection.app.state.service
    assert isinstance(service, Service)
    return service
