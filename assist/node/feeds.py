"""Vendors' streams: their messages understood, numbered, and handed in as events of a call.

A vendor's stream opens its call itself. If the call is known by then, or a ``call.start`` comes
later, that tells what the stream cannot: the agent, the queue, the customer.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from assist.core.events import EVENT_IN, EventIn, Fed, Fragment
from assist.formats import Format
from assist.formats.convert import TIMES, moved
from assist.formats.leg import Leg
from assist.privacy import mask_event
from assist.proto.codes import (
    CALL_ENDED,
    INVALID_EVENT,
    NO_CALL,
    OVERLOADED,
    VENDOR_MESSAGE,
    ErrorCode,
)
from assist.proto.ingest import Refusal
from assist.proto.messages import why

from .call import LiveCall, Source
from .feed import Facts, Feed

if TYPE_CHECKING:
    from .node import Node

UNASSIGNED = "unassigned"
"""The agent of a call that a stream has opened without being told whose it is."""
NAMELESS = "no message has named the call: add ?call=ID to the address"
KEEP_S = 1.0
"""How often a stream is kept whose peer does not count its messages."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of a message. ``feed`` is None when it was not read at all; ``nameless``: what to
    say where nobody knows who says these words; ``doubt``: where their times are not believed."""

    call: str | None
    feed: Feed | None
    refusals: list[Refusal]
    nameless: str | None = None
    doubt: ErrorCode | None = None


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
            feed = feeds[leg.sender] = self._restored(format_, call, leg)
        return feed

    def find(self, format_: Format, call: str, leg: Leg) -> Feed | None:
        """The stream, if it has been heard of in a live call."""
        live = self._node.calls.get(call)
        if live is None or not (leg.sender in live.fed or leg.sender in self._calls.get(call, ())):
            return None
        return self.of(format_, call, leg)

    def keep(self, call: str, feed: Feed) -> None:
        """Log where the stream stands, unless that is known already. Must be done before the
        messages taken are acknowledged.

        Raises :class:`~assist.log.base.LogError` when the log has failed.
        """
        live = self._node.calls.get(call)
        if live is None or not feed.dirty:
            return
        feed.dirty, feed.kept = False, self._loop.time()
        event = Fed(
            type="fed",
            call=call,
            at=self._node.floor.time(live),
            sender=feed.leg.sender,
            format=feed.adapter.format.name,
            taken=feed.taken,
            seq=feed.seq,
            offset=feed.offset,
            state=feed.adapter.save(),
        )
        self._node.floor.put(live, mask_event(event))
        live.fed.pop(feed.leg.sender, None)  # it is at hand

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
        """Read a message of ``call`` and hand in what it says; one that could not be decoded is a
        :class:`Refusal`, and counts as taken. ``since``: when the connection was opened that
        carries this stream alone (seconds of the loop's clock); None for others.

        Raises :class:`~assist.log.base.LogError` when the log has failed.
        """
        if call is None:
            return Heard(None, None, [self._refused(Refusal(NO_CALL, NAMELESS))])
        node = self._node
        if not node.knows(call) and leg.sender not in self._calls.get(call, ()):
            await node.recall(call)  # once: a stream may say nothing for long
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
        feed.taken += 1
        feed.dirty = True
        if isinstance(message, Refusal):
            node.counts.vendor_faults[format_.name] += 1
            return Heard(call, feed, [self._refused(message)])
        reading = feed.adapter.receive(message)
        node.counts.vendor[format_.name] += 1
        refusals = []
        if reading.fault is not None:
            node.counts.vendor_faults[format_.name] += 1
            refusals.append(self._refused(Refusal(VENDOR_MESSAGE, reading.fault)))
        for event in reading.events:
            refusal = self._event(feed, call, event, source, since)
            if refusal is not None:
                refusals.append(refusal)
        if not leg.acks and source is not None and self._loop.time() - feed.kept >= KEEP_S:
            self.keep(call, feed)
        nameless, feed.nameless = feed.nameless, None
        doubt, feed.doubt = feed.doubt, None
        return Heard(call, feed, refusals, nameless, doubt)

    # -- inside ------------------------------------------------------------------------------------

    def _restored(self, format_: Format, call: str, leg: Leg) -> Feed:
        """A stream that is new to this process: from where it was kept, else from the beginning."""
        node, feed = self._node, Feed(leg.adapter(format_), leg)
        live = node.calls.get(call)
        kept = live.fed.pop(leg.sender, None) if live is not None else None
        if kept is not None and kept.format == format_.name:
            with suppress(ValueError):
                feed.adapter.load(kept.state)
                feed.taken, feed.seq, feed.offset = kept.taken, kept.seq, kept.offset
                feed.begun = feed.seq > 0
        position = feed.behind = node.position(call, leg.sender)
        if not leg.acks and feed.seq < position:
            # What led to these events will not come again. Ids must not, either.
            feed.seq, feed.adapter.ears.count = position, max(feed.adapter.ears.count, position)
        return feed

    def _event(
        self, feed: Feed, call: str, event: Facts, source: Source, since: float | None
    ) -> Refusal | None:
        kind = event["type"]
        if kind == "call.start":
            feed.told.update((k, v) for k, v in event.items() if v is not None and k != "type")
        if kind == "call.end":
            feed.over = True
            live = self._node.calls.get(call)
            if live is None or not live.provisional or not self._all_over(call):
                return None  # who opened the call, or still speaks, says when it is over
        elif not feed.begun:
            refused = self._begin(feed, call, event, source, since)
            if refused is not None:
                return refused
        if kind == "call.start":
            return None
        return self._hand_in(feed, call, moved(event, feed.offset), source)

    def _begin(
        self, feed: Feed, call: str, event: Facts, source: Source, since: float | None
    ) -> Refusal | None:
        """The stream's first event: open the call, or join it."""
        live, leg = self._node.calls.get(call), feed.leg
        start = self._start(feed)
        if live is None or (feed.seq == 0 and live.opener == leg.sender):
            refused = self._open(feed, call, start, event, source, since)
            if refused is not None:
                return refused
        else:
            feed.offset = self._offset(feed, live, since)
            if live.provisional and live.agent == UNASSIGNED and start["agent"]:
                self._hand_in(feed, call, start, source)
        feed.begun = True
        return None

    def _open(
        self,
        feed: Feed,
        call: str,
        start: Facts,
        event: Facts,
        source: Source,
        since: float | None,
    ) -> Refusal | None:
        """Begin the call, which has gone on for as long as the connection has been open, or as the
        words now heard say."""
        feed.offset = feed.leg.offset or 0
        elapsed = int((self._loop.time() - since) * 1000) if since is not None else 0
        heard = max((event.get(name) or 0 for name in TIMES), default=0) + feed.offset
        start = {**start, "agent": start["agent"] or UNASSIGNED, "at": max(elapsed, heard)}
        refused = self._hand_in(feed, call, start, source)
        if refused is not None and refused.code is INVALID_EVENT and feed.told:
            feed.told.clear()  # what the vendor says of the call is not valid; its words may be
            return self._open(feed, call, self._start(feed), event, source, since)
        return refused

    def _start(self, feed: Feed) -> Facts:
        """All that is known of the call: by the address, else by the vendor."""
        leg, told, format_ = feed.leg, feed.told, feed.adapter.format
        start: Facts = {
            "type": "call.start",
            "agent": leg.agent or told.get("agent"),
            "queue": leg.queue or told.get("queue"),
            "customer": leg.customer or told.get("customer"),
            "direction": leg.direction or told.get("direction"),
            "started_at": told.get("started_at"),
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
        if feed.seq >= feed.behind:  # else these events may be in the log already
            feed.seq = node.position(call, sender)
        whole = {**fields, "call": call, "sender": sender, "seq": feed.seq + 1}
        live = node.calls.get(call)
        if live is not None:
            whole["at"] = max(node.floor.time(live), fields.get("end") or 0)
        try:
            event: EventIn = EVENT_IN.validate_python(whole)
        except ValidationError as fault:
            return self._refused(Refusal(INVALID_EVENT, why(fault)))
        refusal = node.receive(event, source)
        if refusal is None or refusal.consumed:
            feed.seq += 1
            feed.doubt = node.doubted(event) or feed.doubt
        # Who labels speakers does so in the end: a hypothesis may not have its label yet.
        if type(event) is Fragment and (event.final or feed.adapter.format.roles != "by label"):
            feed.nameless = feed.nameless or node.nameless(event, feed.leg.speakers)
        return refusal

    def is_over(self, call: str, sender: str) -> bool:
        """Whether the vendor has said that the stream was at its end."""
        feed = self._calls.get(call, {}).get(sender)
        return feed is not None and feed.over

    def _all_over(self, call: str) -> bool:
        return all(feed.over for feed in self._calls.get(call, {}).values())

    def _refused(self, refusal: Refusal) -> Refusal:
        self._node.counts.refused[refusal.code.code] += 1
        return refusal
