"""uvicorn's websocket protocol, with three things that ASGI has not.

*Cutting a peer off*: an orderly close waits for the peer to read what lies in the buffers; one that
has stopped reading would keep its socket and its buffers for as long as it likes. *Sending without
waiting*: an acknowledgement written from a timer costs a third of one sent through a task. *Reading
without a task*: most of what a message costs lies between the socket and who reads it (a parser's
generators, pausing and resuming the transport, a queue, a task to wake).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from starlette.websockets import WebSocket
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.protocol import State
from websockets.streams import StreamReader

from .frames import text_frame, whole_frames, whole_text
from .waiting import Inbox, Latch

EXTENSION = "assist.protocol"
WRITE_BUFFER = 64 * 1024
"""Bytes that may lie in a socket's own buffer before it takes no more."""
AT_ONCE = 8
"""Messages in one read that are dealt with before anybody else has their turn."""


class AssistProtocol(WebSocketsSansIOProtocol):
    """Puts itself into the scope's extensions, where :func:`protocol_of` finds it."""

    # Attributes of the base class. Of some thirty, Python does not share the names between objects,
    # and a dictionary for each takes 1.5 kB; nor those that are set when others were made already.
    __slots__ = (
        *("close_timeout", "close_timer", "conn", "curr_msg_data_type", "frames"),
        *("initial_response", "last_ping_rtt", "loop", "pending_ping_payload", "ping_interval"),
        *("ping_sent_at", "ping_timeout", "ping_timer", "pong_timer", "queue", "request"),
        *("response", "scope", "transport", "writable"),
    )

    on_writable: Callable[[], None] | None = None
    """Called when the peer has read so much that :meth:`push` may succeed again."""
    _take: Callable[[bytes], bool] | None = None
    _between = False
    """Whether the parser stands between two messages, with nothing of the next one read."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.on_writable = self._take = None
        self._between = False
        # Both are all that the base class asks of them, and take 4 kB less a connection.
        self.queue = Inbox()  # type: ignore[assignment]
        self.writable = Latch(is_set=True)  # type: ignore[assignment]

    def forget_handshake(self) -> None:
        """Let go of what the request and the answer said (4 kB), once nobody will ask for it. They
        are emptied, because the parser holds on to them."""
        for headers in (self.scope["headers"], self.request.headers, self.response.headers):
            cast("list[Any]", headers).clear()

    async def run_asgi(self) -> None:
        """Run the application."""
        extensions: dict[str, Any] = self.scope.setdefault("extensions", {})
        extensions[EXTENSION] = self
        self.transport.set_write_buffer_limits(high=WRITE_BUFFER)
        await super().run_asgi()

    def tap(self, take: Callable[[bytes], bool] | None) -> None:
        """Offer each text message that comes whole to ``take`` first, for as long as nothing waits
        before it; one that it declines (False), and every other message, is received as ever. It
        must not raise, and must decline what is not UTF-8. None: offer no more."""
        self._take = take
        self._between = self._is_between()

    def data_received(self, data: bytes) -> None:
        """Bytes of the peer's."""
        if self._take is None or not self._between:
            self._parse(data)
            return
        text = whole_text(data)
        if text is not None:
            self._receive(data, text)
            return
        frames = whole_frames(data)
        if len(frames) > AT_ONCE:
            self._parse(data)  # and whoever reads the messages rests in between
            return
        for frame in frames:
            if not self.transport.is_closing():  # as when nobody reads on after a faulty one
                self._receive(frame, whole_text(frame))

    def _receive(self, data: bytes, text: bytes | None) -> None:
        """``text``: the message, when ``data`` is just one."""
        take = self._take
        waits = not self._between or not self.queue.empty()
        if text is None or take is None or waits or not take(text):
            self._parse(data)

    def _parse(self, data: bytes) -> None:
        super().data_received(data)
        self._between = self._is_between()

    def _is_between(self) -> bool:
        conn = self.conn
        if conn.state is not State.OPEN or conn.current_size is not None:
            return False
        waits: Any = conn.parser  # for the innermost generator: there is no other way to ask
        while waits.gi_yieldfrom is not None:
            waits = waits.gi_yieldfrom
        return bool(waits.gi_code is StreamReader.at_eof.__code__)

    def push(self, text: bytes) -> bool:
        """Write a text message (UTF-8) at once; False when the peer has not read enough yet. What
        is written to a connection that is closing goes nowhere."""
        if not self.writable.is_set():
            return False
        if self.conn.state is State.OPEN and not self.transport.is_closing():
            self.transport.write(text_frame(text))
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
