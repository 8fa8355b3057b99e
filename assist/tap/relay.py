"""One connection through the tap: two transports that feed each other, and a copy for the ears.

Written on asyncio's protocols rather than streams, so that what has come is on its way out before
anybody looks at it: no task, no queue of ours in between. A side that reads slowly makes the other
side's transport stop reading, as a direct connection would.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from typing import Any, cast

from websockets.protocol import Side

from .address import Address
from .aside import Aside
from .calls import Calls, Line
from .counts import Counts
from .head import END, LONGEST, BadHead, Head, answer
from .overhearing import HeadWatch, Overhearing

Open = Callable[["Relay", Head, Address], Coroutine[Any, Any, None]]
"""Connects the other side, and calls :meth:`Relay.go`."""
Door = Callable[[Head], Address | bytes]
"""Where a request goes; or what it is answered right here."""


class End(asyncio.Protocol):
    """One end of a relay."""

    def __init__(self, relay: Relay | None = None) -> None:
        self.relay = relay
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Connected."""
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Bytes of the upstream's."""
        assert self.relay is not None
        self.relay.from_upstream(data)

    def eof_received(self) -> bool:
        """It will send no more; what is on its way to it still goes, where the transport can close
        by halves (TLS cannot)."""
        assert self.relay is not None
        assert self.transport is not None
        self.relay.half_closed(self)
        return self.transport.get_extra_info("ssl_object") is None

    def connection_lost(self, exc: Exception | None) -> None:
        """Gone."""
        assert self.relay is not None
        self.relay.lost(self, exc)

    def pause_writing(self) -> None:
        """It does not read: read no more from the other."""
        assert self.relay is not None
        self.relay.pause(self)

    def resume_writing(self) -> None:
        """It reads again."""
        assert self.relay is not None
        self.relay.resume(self)


class Relay(End):
    """A connection from the telephony side, and once its address is known, the one upstream."""

    def __init__(
        self, door: Door, connect: Open, calls: Calls, counts: Counts, aside: Aside
    ) -> None:
        super().__init__()
        self.relay = self
        self.upstream: End | None = None
        self._door, self._connect = door, connect
        self._calls, self._counts, self._aside = calls, counts, aside
        self._held: bytearray | None = bytearray()
        self._task: asyncio.Task[None] | None = None
        self._line: Line | None = None
        self._watch: HeadWatch | None = HeadWatch()
        self._pushed = False
        self._half_closed: End | None = None
        self._ears: Overhearing | None = None
        self.gone: Callable[[], None] = lambda: None
        """Called once the telephony side is gone."""

    # -- the telephony side ------------------------------------------------------------------------

    def data_received(self, data: bytes) -> None:
        """Bytes of the telephony side's."""
        if self._held is None:
            self._up(data)
            return
        self._held += data
        if self._task is None:
            self._ask()

    def _ask(self) -> None:
        """Where to, once the head is whole."""
        assert self._held is not None
        end = self._held.find(END)
        if end < 0:
            if len(self._held) > LONGEST:
                self.refuse(431, "Request Header Fields Too Large", "no end of the head")
            return
        cut = end + len(END)
        try:
            head = Head.parse(bytes(self._held[:cut]))
        except BadHead as fault:
            self.refuse(400, "Bad Request", str(fault))
            return
        where = self._door(head)
        if isinstance(where, bytes):
            self._say(where)
            return
        del self._held[:cut]
        assert self.transport is not None
        self.transport.pause_reading()
        self._counts.connections[where.format.name] += 1
        self._counts.open += 1
        self._task = asyncio.create_task(self._connect(self, head, where))

    def go(self, upstream: End, head: bytes, address: Address) -> None:
        """The other side is there; from here on bytes only pass."""
        assert self._held is not None
        assert self.transport is not None
        assert upstream.transport is not None
        self.upstream = upstream
        self._line = self._calls.joined(address)
        self._pushed = address.format.pushed
        self._ears = Overhearing(Side.SERVER if self._pushed else Side.CLIENT)
        early, self._held = bytes(self._held), None
        upstream.transport.write(head)
        if early:
            self._up(early)
        self.transport.resume_reading()

    def refuse(self, status: int, reason: str, why: str) -> None:
        """Answer in the upstream's stead."""
        self._counts.turned_away[str(status)] += 1
        self._say(answer(status, reason, f"assist tap: {why}\n".encode()))

    # -- bytes -------------------------------------------------------------------------------------

    def _up(self, data: bytes) -> None:
        assert self.upstream is not None
        assert self.upstream.transport is not None
        self.upstream.transport.write(data)
        self._counts.bytes_up += len(data)
        if self._pushed:
            self._listen(self._overhear, data)

    def from_upstream(self, data: bytes) -> None:
        """Bytes of the upstream's."""
        assert self.transport is not None
        self.transport.write(data)
        self._counts.bytes_down += len(data)
        if self._watch is not None:
            self._listen(self._handshake, data)
        elif not self._pushed:
            self._listen(self._overhear, data)

    def _listen(self, how: Callable[[bytes], None], data: bytes) -> None:
        """Later, when nothing waits to be passed on."""
        ears = self._ears
        if ears is None or ears.deaf is not None:
            return
        if not self._aside.put(partial(how, data), len(data)):
            ears.deaf = "it fell behind"
            self._counts.deaf += 1

    def _handshake(self, data: bytes) -> None:
        """What the upstream answers to the request."""
        ears, watch = self._ears, self._watch
        if ears is None or watch is None:
            self._overhear(data)  # read in the same round as the end of the head
            return
        try:
            found = watch.feed(data)
            if found is None:
                return
            self._watch = None
            head, rest = found
            ears.agreed(head)
            self._counts.upstream_answers[head.status] += 1
        except BadHead as fault:
            self._watch, ears.deaf = None, str(fault)
            return
        self._overhear(b"" if self._pushed else rest)

    def _overhear(self, data: bytes) -> None:
        ears, line = self._ears, self._line
        if ears is None or line is None or ears.deaf is not None:
            return
        for message in ears.feed(data):
            self._calls.heard(line, message)
        if ears.deaf is not None:
            self._counts.deaf += 1

    # -- how the two ends stand --------------------------------------------------------------------

    def half_closed(self, end: End) -> None:
        """One end sends no more."""
        other = self.upstream if end is self else self
        if other is None or other.transport is None or self._half_closed is other:
            self.cut()
            return
        self._half_closed = end
        if other.transport.can_write_eof():
            with suppress(OSError, RuntimeError):
                other.transport.write_eof()
        else:
            other.transport.close()

    def lost(self, end: End, fault: Exception | None) -> None:
        """One end is gone: what is on its way to the other still goes; a reset is handed on."""
        other = self.upstream if end is self else self
        if other is not None and other.transport is not None:
            if fault is not None:
                other.transport.abort()
            else:
                other.transport.close()
        if end is self:
            self._over()

    def _over(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._counts.open -= 1
        if self._line is not None:
            # Behind the last words, which may not have been listened to yet.
            self._aside.put(partial(self._calls.left, self._line))
        self.gone()

    def pause(self, end: End) -> None:
        """``end`` does not read."""
        self._reading(end, pause=True)

    def resume(self, end: End) -> None:
        """``end`` reads again."""
        self._reading(end, pause=False)

    def _reading(self, end: End, *, pause: bool) -> None:
        other = self.upstream if end is self else self
        if other is None or other.transport is None or other.transport.is_closing():
            return
        if pause:
            other.transport.pause_reading()
        else:
            other.transport.resume_reading()

    def cut(self) -> None:
        """Close both ends."""
        for end in (self, self.upstream):
            if end is not None and end.transport is not None:
                end.transport.close()

    def _say(self, response: bytes) -> None:
        assert self.transport is not None
        self.transport.write(response)
        self.transport.close()
