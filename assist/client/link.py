"""All calls of one connection, sans I/O: time and frames in, frames out."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson

from assist.proto.messages import MAX_FRAME, encode

from .errors import CallOver, Full, Refused
from .hooks import Hooks
from .items import AROUND, Item
from .stream import CallStream, Load

BATCH = 50
"""Events in one frame at most: as many as one acknowledgement covers."""
FULL = MAX_FRAME - AROUND
"""Characters of events in one frame."""
AGAIN_S = 1.0
"""How long a call waits that was told to send again (PROTOCOL: a second)."""
STOP_FROM = 4500
"""Close codes from here on say that connecting again is of no use."""

_AGAIN = frozenset({"overloaded", "sequence_gap", "unknown_call"})
"""Errors after which the server is asked where it stands, :data:`AGAIN_S` later."""
_WITHOUT_START = frozenset({"invalid_event", "unknown_type"})
"""Errors that, met by the event that begins a call, leave it without a beginning."""
_OUR_FAULT = frozenset({"malformed", "frame_too_large"})
"""Errors that say this client writes what is no frame: sending it again would go on for ever."""

_WARNINGS = frozenset({"unknown_speaker", "clock_ahead", "doubtful_times"})
"""Errors that refuse nothing."""

Lane = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a client may hold. ``window``: events sent and not acknowledged; ``events`` and
    ``characters`` (of JSON): what waits to be sent; ``calls``: open at once. Over all calls."""

    window: int = 1_000
    events: int = 10_000
    characters: int = 16_000_000
    calls: int = 5_000


@dataclass(slots=True)
class Link:
    """The client's side of the conversation.

    Call :meth:`connected` and :meth:`disconnected` as it happens, feed frames to :meth:`received`,
    and whenever something was fed or put, or :meth:`deadline` is due, send what :meth:`to_send`
    gives. Times are of any clock in seconds, always the same one. The token is shown by whoever
    opens the connection; the hello is there to be answered with a welcome.
    """

    bounds: Bounds = field(default_factory=Bounds)
    hooks: Hooks = field(default_factory=Hooks)
    waiting: int = 0
    """Events that wait to be sent, over all calls."""
    refused: Refused | None = None
    """Why there is no point in going on."""
    welcomed: bool = False
    """Whether there is a connection, and the server has let us in."""
    _streams: dict[Lane, CallStream] = field(default_factory=dict)
    _characters: int = 0
    _in_flight: int = 0
    _up: bool = False
    _greeted: bool = False
    _rest_until: float = 0.0
    _questions: dict[Lane, float] = field(default_factory=dict)
    """When to ask where the server stands."""
    _ready: OrderedDict[Lane, CallStream] = field(default_factory=OrderedDict)
    """Calls that have something to send, in the order of their turns."""

    # -- calls -----------------------------------------------------------------------------------

    def open(self, call: str, sender: str, *, asks: bool) -> CallStream:
        """Another stream of numbers. Raises :class:`Full`, and :class:`ValueError` when this call
        and sender are open already."""
        if (call, sender) in self._streams:
            raise ValueError(f"call {call!r} with sender {sender!r} is open already")
        if len(self._streams) >= self.bounds.calls:
            raise Full(f"{len(self._streams)} calls are open already")
        stream = self._streams[call, sender] = CallStream(call, sender, asks=asks)
        if asks and self._up:
            self._questions[call, sender] = 0.0
        return stream

    def forget(self, stream: CallStream) -> int:
        """Send nothing more of a call; how many events the server may not have."""
        if self._streams.pop((stream.call, stream.sender), None) is None:
            return 0
        self._questions.pop((stream.call, stream.sender), None)
        return self._drop(stream, CallOver(stream.call, "closed", "closed by the client"))

    @property
    def unacknowledged(self) -> int:
        """Events that the server may not have."""
        return sum(stream.unacknowledged for stream in self._streams.values())

    def has_room(self, stream: CallStream, item: Item) -> bool:
        """Whether :meth:`put` may be called."""
        if stream.would_merge(item):
            return True
        bounds = self.bounds
        return self.waiting < bounds.events and self._characters < bounds.characters

    def put(self, stream: CallStream, item: Item) -> None:
        """Have an event sent. Raises :class:`CallOver` when the server takes none of this call."""
        if stream.over is not None:
            raise stream.over
        before = stream.load
        if stream.put(item) is not None:
            self.hooks.merged()
        self._recount(before, stream)

    # -- the connection --------------------------------------------------------------------------

    def connected(self) -> None:
        """A new connection: say hello, and ask for every call where the server stands."""
        self._up = True
        self.welcomed = self._greeted = False
        self._in_flight = 0
        self._rest_until = 0.0
        self._questions = {lane: 0.0 for lane, stream in self._streams.items() if stream.asks}
        self._ready = OrderedDict(each for each in self._streams.items() if each[1].has_to_send)

    def disconnected(self, code: int | None, reason: str) -> None:
        """The connection is gone, with this close code if there was one."""
        self._up = self.welcomed = False
        self._questions.clear()
        self._ready.clear()
        for stream in self._streams.values():
            stream.disconnected()
        if code is not None and code >= STOP_FROM and self.refused is None:
            self.refused = Refused(f"{code} {reason}".rstrip(), code)

    def received(self, frame: str | bytes, now: float) -> bool:
        """A frame of the server's. False: this is no server of ours, or it is out of its mind; the
        connection should be given up."""
        try:
            told = orjson.loads(frame)
            for message in told if isinstance(told, list) else [told]:
                self._heed(message, now)
        except (AttributeError, KeyError, TypeError, ValueError):
            return False
        return True

    def deadline(self) -> float | None:
        """When :meth:`to_send` may have more, if nothing else happens before."""
        if not self._up:
            return None
        first = min(self._questions.values(), default=None)
        if self._ready and self._in_flight < self.bounds.window:
            first = 0.0
        return None if first is None else max(self._rest_until, first)

    def to_send(self, now: float) -> Iterator[str]:
        """Frames to send now, each no longer than the server takes. Calls take turns."""
        if not self._up or now < self._rest_until:
            return
        if not self._greeted:
            self._greeted = True
            yield '{"type":"hello"}'
        for lane in [lane for lane, when in self._questions.items() if when <= now]:
            del self._questions[lane]
            question = {"type": "resume", "call": lane[0], "sender": lane[1]}
            yield encode(question).decode()
        yield from self._events()

    # -- inside ----------------------------------------------------------------------------------

    def _events(self) -> Iterator[str]:
        """Frames of events, of whatever calls have some, until the window is full."""
        batch: list[Item] = []
        room = FULL
        while self._ready and self._in_flight < self.bounds.window:
            _, stream = self._ready.popitem(last=False)
            before = stream.load
            most = min(BATCH - len(batch), self.bounds.window - self._in_flight)
            items = list(stream.take(most, room))
            batch += items
            room -= sum(item.size for item in items)
            self._recount(before, stream)
            if len(batch) == BATCH or (batch and not items):
                yield self._frame(batch)
                batch, room = [], FULL
        if batch:
            yield self._frame(batch)

    def _frame(self, items: list[Item]) -> str:
        frame = items[0].text() if len(items) == 1 else f"[{','.join(i.text() for i in items)}]"
        self.hooks.sent(len(items), len(frame))
        return frame

    def _recount(self, before: Load, stream: CallStream) -> None:
        """Bring the sums up to date with what became of a stream."""
        after = stream.load
        self._in_flight += after.in_flight - before.in_flight
        self.waiting += after.waiting - before.waiting
        self._characters += after.characters - before.characters
        if stream.has_to_send:
            self._ready.setdefault((stream.call, stream.sender), stream)

    def _heed(self, message: Any, now: float) -> None:
        kind = message.get("type")
        if kind == "error":
            self._error(message, now)
            return
        if kind == "welcome":
            self.welcomed = True
            self.hooks.connected()
            return
        lane = (message.get("call", ""), message.get("sender", ""))
        stream = self._streams.get(lane)
        if stream is None or stream.over is not None:
            return
        before = stream.load
        if kind == "ack":
            if freed := stream.acknowledge(message["seq"]):
                self.hooks.acknowledged(len(freed), now - min(item.put for item in freed))
        elif kind == "resumed":
            self._questions.pop(lane, None)
            if lost := stream.resumed(message["seq"]):
                self.hooks.lost(stream.call, lost)
        self._recount(before, stream)

    def _error(self, message: Any, now: float) -> None:
        code, detail = message["code"], message.get("detail", "")
        call, sender = message.get("call", ""), message.get("sender", "")
        if code in _WARNINGS:
            self.hooks.warned(call, code, detail)
            return
        self.hooks.refused(call, code, detail)
        if code in _OUR_FAULT:
            self.refused = Refused(f"the server cannot read this client: {code}: {detail}")
        elif code == "rate_limited":
            self._rest_until = now + AGAIN_S
        stream = self._streams.get((call, sender))
        if stream is None or stream.over is not None:
            return
        if code in _AGAIN:
            if not stream.asks:
                stream.asks = True
                self._questions[call, sender] = now + AGAIN_S
        elif code == "call_ended" or (
            code in _WITHOUT_START and stream.is_start(message.get("seq"))
        ):
            lost = self._drop(stream, CallOver(call, code, detail))
            self.hooks.lost(call, lost)

    def _drop(self, stream: CallStream, over: CallOver) -> int:
        before = stream.load
        given_up = stream.fail(over)
        self._ready.pop((stream.call, stream.sender), None)
        self._recount(before, stream)
        return given_up
