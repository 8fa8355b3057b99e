"""uvicorn's websocket protocol with one thing more: a way to cut a peer off.

ASGI offers only an orderly close, and that waits for the peer to read what lies in the buffers: one
that has stopped reading would keep its socket and its buffers for as long as it likes.
"""

from __future__ import annotations

from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

EXTENSION = "assist.transport"
WRITE_BUFFER = 64 * 1024
"""Bytes that may lie in a socket's own buffer before ``send`` waits."""


class AssistProtocol(WebSocketsSansIOProtocol):
    """Adds the transport to the scope's extensions, where :func:`abort` finds it."""

    async def run_asgi(self) -> None:
        extensions: dict[str, Any] = self.scope.setdefault("extensions", {})
        extensions[EXTENSION] = self.transport
        self.transport.set_write_buffer_limits(high=WRITE_BUFFER)
        await super().run_asgi()


def abort(scope: Any) -> None:
    """Drop the connection at once, with whatever was not read."""
    transport = scope.get("extensions", {}).get(EXTENSION)
    if transport is not None:
        transport.abort()
