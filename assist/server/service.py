"""What the routes share: the node, the log, the gate, and how the process stands."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from starlette.requests import HTTPConnection, Request

from assist.archive.archive import Archive
from assist.formats import FORMATS, Format
from assist.log.base import Log
from assist.node.durations import SOON, Durations
from assist.node.node import Node
from assist.proto.codes import CloseCode
from assist.studio.studio import Studio
from assist.training.room import Room

from .auth import Gate
from .beat import Beat
from .settings import Settings

_ACK_BOUNDS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.5, 1.0, 2.5)


class Connection(Protocol):
    """An open websocket, as shutting down needs to know it."""

    @property
    def known(self) -> bool:
        """Whether the peer has shown the token."""
        ...

    async def go_away(self, code: CloseCode) -> None:
        """Say the last words and close, within a bounded time."""
        ...


@dataclass(slots=True)
class Service:
    """One running server. ``ready`` is set once calls are recovered, ``draining`` at the end."""

    settings: Settings
    gate: Gate
    log: Log
    node: Node
    archive: Archive
    static: Path
    formats: Mapping[str, Format] = field(default_factory=lambda: FORMATS)
    """Vendors' formats by name, the site's own among them."""
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    draining: bool = False
    samples: bool = False
    """Whether the calls are samples that the demo plays."""
    rule_problems: int = 0
    ingest: set[Connection] = field(default_factory=set)
    overlays: set[Connection] = field(default_factory=set)
    supervisors: set[Connection] = field(default_factory=set)
    trainees: set[Connection] = field(default_factory=set)
    ack_seconds: Durations = field(default_factory=lambda: Durations(*_ACK_BOUNDS))
    """How long acknowledgements waited since the first event that they cover."""
    loop_lag: Durations = field(default_factory=lambda: Durations(*SOON))
    """How much later than it was to the event loop looks at its timers."""
    started: float = field(default_factory=time.monotonic)
    beat: Beat = field(init=False)
    room: Room = field(init=False)
    studio: Studio = field(init=False)

    def __post_init__(self) -> None:
        self.beat = Beat(self.log)
        self.room = Room(self.settings.scenarios)

    def public_url(self, request: Request) -> str:
        """The address of a request as its sender wrote it, the server standing behind whatever."""
        url, outside = request.url, self.settings.public_url
        if outside is None:
            return str(url)
        return outside.rstrip("/") + url.path + (f"?{url.query}" if url.query else "")

    def now_ms(self) -> int:
        """The wall clock, ms since 1970."""
        return time.time_ns() // 1_000_000

    def unready(self) -> str | None:
        """Why no traffic should be sent here; None when it may be."""
        if self.log.failed is not None:
            return "the log has failed"
        if self.draining:
            return "shutting down"
        if not self.ready.is_set():
            return "recovering calls"
        return None


def service_of(connection: HTTPConnection) -> Service:
    """The service behind a request or websocket."""
    service = connection.app.state.service
    assert isinstance(service, Service)
    return service
