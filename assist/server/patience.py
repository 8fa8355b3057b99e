"""uvicorn's HTTP protocol, with an end to its patience.

By itself it waits for a request that trickles in, or never comes, for as long as the peer likes,
and each such connection takes a file descriptor from a call.
"""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

REQUEST_S = 30.0
"""By when a request has to be there, from the connection's beginning or the last answer on: three
megabytes over a line of 1 Mbit/s. It is looked at as often, so it may be twice as long."""


class PatientHttp(H11Protocol):
    """Closes a connection whose next request is not whole in time."""

    _since = 0.0
    _watch: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A peer has come."""
        super().connection_made(transport)
        self._since = self.loop.time()
        self._watch = self.loop.call_later(REQUEST_S, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """It has gone."""
        self._stop_watching()
        super().connection_lost(exc)

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """It wants a websocket: from now on that is another protocol's."""
        self._stop_watching()
        super().handle_websocket_upgrade(event)

    def on_response_complete(self) -> None:
        """It has been answered, and may ask again."""
        self._since = self.loop.time()
        super().on_response_complete()

    def _look(self) -> None:
        waits = self.conn.their_state in (h11.IDLE, h11.SEND_BODY)
        if waits and self.loop.time() - self._since >= REQUEST_S:
            self.transport.close()
        else:
            self._watch = self.loop.call_later(REQUEST_S, self._look)

    def _stop_watching(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None
