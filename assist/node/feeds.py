"""Vendors' streams: their messages understood, numbered, and handed in as events of a call.

A vendor's stream opens its call itself. If the call is known by then, or a ``call.start`` comes
later, that tells what the stream cannot: the agent, the queue, the customer.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from assist.core.events import EVENT_IN, EventIn
from assist.formats import Adapter, Format
from assist.formats.convert import TIMES, moved
from assist.formats.leg import Leg
from assist.proto.codes import CALL_ENDED, INVALID_EVENT, NO_CALL, OVERLOADED, VENDOR_MESSAGE
from assist.proto.ingest import Refusal
from assist.proto.messages import why

from .call import LiveCall, Source

if TYPE_CHECKING:
    from .node import Node

UNASSIGNED = "unassigned"
"""The agent of a call that a stream has opened without being told whose it is."""

Facts = dict[str, Any]


@dataclass(slots=True)
class Feed:
    """One stream of one call. ``seq``: the number of its last event; ``taken``: messages taken;
    ``offset``: ms from the call's beginning to the stream's, None until it is known; ``over``: the
    vendor has said that it was the end; ``told``: what it has said of the call."""

    adapter: Adapter
    leg: Leg
    seq: int = 0
    taken: int = 0
    offset: int | None = None
    over: bool = False
    told: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of a message. ``feed`` is None when it was not read at all."""

    call: str | None
    feed: Feed | None
    refusals: list[Refusal]


class Feeds:
    """The streams of a node's live calls, by call and sender."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._calls: dict[str, dict[str, Feed]] = {}
        self._loop = asyncio.get_running_loop()

    def of(self, format_: Format, call: str, leg: Leg) -> Feed:
        """The stream, which may be new."""
        if call not in self._calls and len(self._calls) >= 2 * self._node.limits.calls:
            for name in [name for name in self._calls if name not in self._node.calls]:
                del self._calls[name]  # of calls that never began
        feeds = self._calls.setdefault(call, {})
        feed = feeds.get(leg.sender)
        if feed is None:
            position = self._node.position(call, leg.sender)
            feed = feeds[leg.sender] = Feed(leg.adapter(format_), leg, seq=position)
            feed.adapter.ears.count = position  # so that ids go on, where events went before
        return feed

    def find(self, call: str, sender: str) -> Feed | None:
        """The stream, if there is one already."""
        return self._calls.get(call, {}).get(sender)

    def forget(self, call: str) -> None:
        """The call is over."""
        self._calls.pop(call, None)

    async def take(
        self,
        format_: Format,
        leg: Leg,
        message: Any,
        source: Source,
        *,
        call: str | None,
        since: float | None,
    ) -> Heard:
        """Read a message of ``call`` and hand in what it says. ``since``: when the connection was
        opened that carries this stream alone (seconds of the loop's clock); None for others.

        Raises :class:`~assist.log.base.LogError` when the log has failed.
        """
        if call is None:
            return Heard(None, None, [self._refused(Refusal(NO_CALL, "no message has named it"))])
        node = self._node
        if not node.knows(call):
            await node.recall(call)
        live = node.calls.get(call)
        if live is None:
            refusal = None
            if node.knows(call):
                refusal = Refusal(CALL_ENDED, "the call has ended")
            elif len(node.calls) >= node.limits.calls:
                refusal = Refusal(OVERLOADED, f"{len(node.calls)} calls are live already")
            if refusal is not None:  # the message is not read, so that it can be sent again
                self.forget(call)
                return Heard(call, None, [self._refused(refusal)])
        feed = self.of(format_, call, leg)
        reading = feed.adapter.receive(message)
        feed.taken += 1
        refusals = []
        if reading.fault is not None:
            refusals.append(self._refused(Refusal(VENDOR_MESSAGE, reading.fault)))
        for event in reading.events:
            refusal = self._event(feed, call, event, source, since)
            if refusal is not None:
                refusals.append(refusal)
        return Heard(call, feed, refusals)

    # -- inside ------------------------------------------------------------------------------------

    def _event(
        self, feed: Feed, call: str, event: Facts, source: Source, since: float | None
    ) -> Refusal | None:
        kind = event["type"]
        if kind == "call.start":
            feed.told.update((k, v) for k, v in event.items() if v is not None and k != "type")
        live = self._node.calls.get(call)
        if kind == "call.end":
            feed.over = True
            if live is None or not live.provisional or not self._all_over(call):
                return None  # who opened the call, or still speaks, says when it is over
        elif live is None:
            refused = self._open(feed, call, event, source, since)
            if refused is not None:
                return refused
        elif live.agent == UNASSIGNED and live.provisional and self._start(feed, live)["agent"]:
            self._hand_in(feed, call, self._start(feed, live), source)
        if kind == "call.start":
            return None
        live = self._node.calls[call]
        if feed.offset is None:
            feed.offset = self._offset(feed, live, since)
        return self._hand_in(feed, call, moved(event, feed.offset), source)

    def _open(
        self, feed: Feed, call: str, event: Facts, source: Source, since: float | None
    ) -> Refusal | None:
        """Begin the call, which has gone on for as long as the connection has been open, or as the
        words now heard say."""
        feed.offset = feed.leg.offset or 0
        elapsed = int((self._loop.time() - since) * 1000) if since is not None else 0
        heard = max((event.get(name) or 0 for name in TIMES), default=0) + feed.offset
        start = self._start(feed, None)
        start["agent"] = start["agent"] or UNASSIGNED
        return self._hand_in(feed, call, {**start, "at": max(elapsed, heard)}, source)

    def _start(self, feed: Feed, live: LiveCall | None) -> Facts:
        """All that is known of the call: by the address, else by the vendor."""
        leg, told, format_ = feed.leg, feed.told, feed.adapter.format
        start: Facts = {
            "type": "call.start",
            "agent": leg.agent or told.get("agent"),
            "queue": leg.queue or told.get("queue"),
            "customer": leg.customer or told.get("customer"),
            "direction": leg.direction or told.get("direction"),
            "started_at": told.get("started_at") if live is None else None,
            "source": {"vendor": format_.title, "adapter": format_.name},
            "context": {**told.get("context", {}), **leg.context},
        }
        language = leg.language or told.get("language")
        return {**start, "language": language} if language else start

    def _offset(self, feed: Feed, live: LiveCall, since: float | None) -> int:
        """A stream that joins a call began when its connection did."""
        if feed.leg.offset is not None:
            return feed.leg.offset
        if since is None:
            return 0
        elapsed = int((self._loop.time() - since) * 1000)
        return max(0, self._node.floor.time(live) - elapsed)

    def _hand_in(self, feed: Feed, call: str, fields: Facts, source: Source) -> Refusal | None:
        """Number an event and hand it in."""
        node, sender = self._node, feed.leg.sender
        whole = {**fields, "call": call, "sender": sender, "seq": feed.seq + 1}
        live = node.calls.get(call)
        if live is not None:
            whole["at"] = max(node.floor.time(live), fields.get("end") or 0)
        try:
            event: EventIn = EVENT_IN.validate_python(whole)
        except ValidationError as fault:
            return self._refused(Refusal(INVALID_EVENT, why(fault)))
        refusal = node.receive(event, source)
        if refusal is not None and refusal.expected is not None:  # another goes by our name
            feed.seq = refusal.expected - 1
            refusal = node.receive(event.model_copy(update={"seq": refusal.expected}), source)
        if refusal is None or refusal.consumed:
            feed.seq += 1
        return refusal

    def _all_over(self, call: str) -> bool:
        return all(feed.over for feed in self._calls.get(call, {}).values())

    def _refused(self, refusal: Refusal) -> Refusal:
        self._node.counts.refused[refusal.code.code] += 1
        return refusal
