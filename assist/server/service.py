"""What the routes share: the node, the log, the gate, and how the process stands."""

from __future__ import annotations

import asyncio
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from starlette.requests import HTTPConnection

from assist.log.base import Log
from assist.node.node import Node

from .auth import Gate
from .metrics import AckLatency
from .settings import Settings


class Connection(Protocol):
    """An open websocket, as shutting down needs to know it."""

    async def go_away(self) -> None:
        """Say the last words and close, within a bounded time."""
        ...


class Screen(Connection, Protocol):
    """An open overlay."""

    def ping(self, now: float) -> None:
        """Ask whether anybody is there; ``now`` in seconds of the loop's clock."""
        ...


class Committed(Protocol):
    """Something that waits for the log to be durable up to an offset."""

    @property
    def awaited(self) -> int: ...

    def committed(self) -> None: ...


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
    overlays: set[Screen] = field(default_factory=set)
    ack_latency: AckLatency = field(default_factory=AckLatency)
    started: float = field(default_factory=time.monotonic)
    _waiting: set[Committed] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.log.listen(self._rose)

    def when_durable(self, waiter: Committed) -> None:
        """Call ``waiter.committed()`` once the log is durable up to ``waiter.awaited``."""
        if self.log.durable >= waiter.awaited:
            waiter.committed()
        else:
            self._waiting.add(waiter)

    def forget(self, waiter: Committed) -> None:
        """The waiter is gone."""
        self._waiting.discard(waiter)

    def unready(self) -> str | None:
        """Why no traffic should be sent here; None when it may be."""
        if self.log.failed is not None:
            return "the log has failed"
        if self.draining:
            return "shutting down"
        if not self.ready.is_set():
            return "recovering calls"
        return None

    def _rose(self) -> None:
        durable = self.log.durable if self.log.failed is None else sys.maxsize
        done = [waiter for waiter in self._waiting if waiter.awaited <= durable]
        self._waiting.difference_update(done)
        for waiter in done:
            waiter.committed()


def service_of(connection: HTTPConnection) -> Service:
    """The service behind a request or websocket."""
    service = connection.app.state.service
    assert isinstance(service, Service)
    return service
