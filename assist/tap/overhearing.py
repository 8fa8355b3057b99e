"""Websocket messages read off a copy of the bytes that pass by. Sends nothing, raises nothing."""

from __future__ import annotations

from collections.abc import Iterator

from websockets.exceptions import InvalidHeader
from websockets.extensions import Extension
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Frame, Opcode
from websockets.headers import parse_extension
from websockets.protocol import OPEN, Protocol, Side

from .head import END, LONGEST, BadHead, Head

LONGEST_MESSAGE = 1 << 20
"""Bytes; a transcript is a few kB."""


class Overhearing:
    """One direction of one connection. Feed it what passes; it gives whole text and binary
    messages.

    ``deaf`` says why it has stopped listening, which does not touch the connection: the upstream
    refused the handshake, agreed on an extension that we do not know, or broke the protocol.
    """

    def __init__(self, side: Side) -> None:
        """``side``: who reads these bytes, the client (what the recogniser says) or the server."""
        self.status: int | None = None
        self.deaf: str | None = None
        self._side = side
        self._early = bytearray()
        self._protocol: Protocol | None = None
        self._opcode: Opcode | None = None
        self._parts: list[bytes] = []

    def agreed(self, response: Head) -> None:
        """What the upstream answered to the handshake; frames follow."""
        self.status = response.status
        if self.status != 101:
            self.deaf = f"the upstream answered {self.status}"
            return
        try:
            extensions = _extensions(response.field(b"sec-websocket-extensions"), self._side)
        except (InvalidHeader, ValueError) as fault:
            self.deaf = f"extension: {fault}"
            return
        self._protocol = Protocol(self._side, state=OPEN, max_size=LONGEST_MESSAGE)
        self._protocol.extensions = extensions

    def feed(self, data: bytes) -> Iterator[str | bytes]:
        """The messages that ``data`` completes. Before :meth:`agreed`, they are kept for then."""
        if self.deaf is not None:
            return
        if self._protocol is None:
            self._early += data
            if len(self._early) > LONGEST:
                self.deaf = "too much before the handshake"
            return
        if self._early:
            data = bytes(self._early) + data
            self._early.clear()
        self._protocol.receive_data(data)
        self._protocol.data_to_send()  # pongs and the like, which are not ours to send
        for event in self._protocol.events_received():
            if isinstance(event, Frame):
                yield from self._frame(event)
        if self._protocol.parser_exc is not None:
            self.deaf = f"the protocol was broken: {type(self._protocol.parser_exc).__name__}"

    def _frame(self, frame: Frame) -> Iterator[str | bytes]:
        if frame.opcode in (Opcode.TEXT, Opcode.BINARY):
            self._opcode, self._parts = frame.opcode, []
        elif frame.opcode is not Opcode.CONT:
            return
        self._parts.append(bytes(frame.data))
        if not frame.fin:
            return
        whole = b"".join(self._parts)
        self._parts = []
        if self._opcode is Opcode.TEXT:
            yield whole.decode("utf-8", "replace")
        else:
            yield whole


class HeadWatch:
    """Collects the head of the upstream's answer out of the bytes that pass by."""

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, data: bytes) -> tuple[Head, bytes] | None:
        """The head and what came behind it, once it is whole. Raises :class:`~.head.BadHead`."""
        self._held += data
        end = self._held.find(END)
        if end < 0:
            if len(self._held) > LONGEST:
                raise BadHead("no end of the head")
            return None
        cut = end + len(END)
        return Head.parse(bytes(self._held[:cut])), bytes(self._held[cut:])


def _extensions(header: str | None, side: Side) -> list[Extension]:
    """What both sides agreed on. Raises :class:`ValueError` for what cannot be read along."""
    found: list[Extension] = []
    whose = "server" if side is Side.CLIENT else "client"
    for name, params in parse_extension(header) if header else ():
        if name != "permessage-deflate":
            raise ValueError(f"{name} is not known here")
        agreed = dict(params)
        bits = int(agreed.get(f"{whose}_max_window_bits") or 15)
        forgets = f"{whose}_no_context_takeover" in agreed
        # We never write, so what is "local" to the library is of no account (and takes no memory).
        found.append(PerMessageDeflate(forgets, True, bits, 15))
    return found
