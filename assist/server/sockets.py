"""uvicorn's websocket protocol, with two things that ASGI has not.

*Cutting a peer off*: an orderly close waits for the peer to read what lies in the buffers; one that
has stopped reading would keep its socket and its buffers for as long as it likes. *Sending without
waiting*: an acknowledgement written from a timer costs a third of one sent through a task.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from starlette.websockets import WebSocket
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import InvalidState

EXTENSION = "assist.protocol"
WRITE_BUFFER = 64 * 1024
"""Bytes that may lie in a socket's own buffer before it takes no more."""


class AssistProtocol(WebSocketsSansIOProtocol):
    """Puts itself into the scope's extensions, where :func:`protocol_of` finds it."""

    on_writable: Callable[[], None] | None = None
    """Called when the peer has read so much that :meth:`push` may succeed again."""

    async def run_asgi(self) -> None:
        """Run the application."""
        extensions: dict[str, Any] = self.scope.setdefault("extensions", {})
        extensions[EXTENSION] = self
        self.transport.set_write_buffer_limits(high=WRITE_BUFFER)
        await super().run_asgi()

    def push(self, text: bytes) -> bool:
        """Write a text message (UTF-8) at once; False when the peer has not read enough yet. What
        is written to a connection that is closing goes nowhere."""
        if not self.writable.is_set():
            return False
        if not self.close_sent and not self.disconnected and not self.transport.is_closing():
            with suppress(InvalidState):
                self.conn.send_text(text)
                self.transport.write(b"".join(self.conn.data_to_send()))
        return True

    def resume_writing(self) -> None:
        """The transport's buffer has emptied."""
        super().resume_writing()
        if self.on_writable is not None:
            self.on_writable()

    def abort(self) -> None:
        """Drop the connection at once, with whatever was not read."""
        self.transport.abort()


def protocol_of(websocket: WebSocket) -> AssistProtocol:
    """The protocol behind an accepted websocket."""
    protocol = websocket.scope["extensions"][EXTENSION]
    assert isinstance(protocol, AssistProtocol)
    return protocol
