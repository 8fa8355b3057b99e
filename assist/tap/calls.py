"""What is overheard becomes calls: legs, their adapters, and the client that carries them off."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog

from assist.client import AssistClient, Call, ClientError, InvalidEvent
from assist.formats import Adapter
from assist.formats.convert import moved

from .address import Address
from .counts import Counts

_logger = structlog.get_logger("assist.tap")


@dataclass(slots=True)
class Line:
    """One leg of a call: a recogniser's stream, perhaps over several connections in turn.

    ``offset``: ms from the call's beginning here to the connection's; ``lost_from``: since when
    finals have been dropped for want of room, ms; ``over``: nothing more is to be said.
    """

    address: Address
    adapter: Adapter
    offset: int = 0
    connections: int = 0
    call: Call | None = None
    started: bool = False
    lost_from: int | None = None
    over: bool = False


@dataclass(slots=True)
class Tapped:
    """One call. ``began``: the loop's time when its first leg connected."""

    began: float
    lines: dict[str, Line] = field(default_factory=dict)
    started: bool = False
    lingering: asyncio.TimerHandle | None = None


class Calls:
    """All calls that pass through. Nothing here waits, and nothing raises."""

    def __init__(self, client: AssistClient, counts: Counts, *, linger_s: float) -> None:
        """``linger_s``: a call whose legs are all gone for so long is over."""
        self.client = client
        self._counts = counts
        self._linger = linger_s
        self._calls: dict[str, Tapped] = {}
        self._loop = asyncio.get_running_loop()
        self._ending: set[asyncio.Task[None]] = set()

    def joined(self, address: Address) -> Line:
        """A connection of this address is there."""
        tapped = self._calls.get(address.call)
        if tapped is None:
            tapped = self._calls[address.call] = Tapped(self._loop.time())
        if tapped.lingering is not None:
            tapped.lingering.cancel()
            tapped.lingering = None
        sender = address.leg.sender
        line = tapped.lines.get(sender)
        if line is None:
            adapter = address.leg.adapter(address.format)
            line = tapped.lines[sender] = Line(address, adapter)
        else:
            line.adapter.connected()
        elapsed = self._elapsed(tapped)
        line.offset = elapsed if address.leg.offset is None else elapsed + address.leg.offset
        line.connections += 1
        self._begin(tapped, line)
        return line

    def heard(self, line: Line, frame: str | bytes) -> None:
        """The recogniser has said something."""
        format_ = line.address.format
        tapped = self._calls.get(line.address.call)
        if tapped is None:
            return
        for message in format_.messages(frame):
            self._counts.messages[format_.name] += 1
            reading = line.adapter.receive(message)
            if reading.fault is not None:
                self._counts.unread[format_.name] += 1
            for event in reading.events:
                self._event(tapped, line, event)

    def left(self, line: Line) -> None:
        """A connection is gone; another may take its place."""
        line.connections -= 1
        tapped = self._calls.get(line.address.call)
        if tapped is None or any(each.connections for each in tapped.lines.values()):
            return
        delay = 0.0 if all(each.over for each in tapped.lines.values()) else self._linger
        tapped.lingering = self._loop.call_later(delay, self._end, line.address.call)

    async def close(self, within_s: float) -> None:
        """End every call, and wait for the sidecar to have it all."""
        for name in list(self._calls):
            self._end(name)
        if self._ending:
            await asyncio.wait(self._ending, timeout=within_s)
        for task in self._ending:
            task.cancel()

    # -- inside ------------------------------------------------------------------------------------

    def _elapsed(self, tapped: Tapped) -> int:
        return int((self._loop.time() - tapped.began) * 1000)

    def _event(self, tapped: Tapped, line: Line, event: Mapping[str, Any]) -> None:
        kind = event["type"]
        if kind == "call.end":
            line.over = True
        elif kind == "call.start":
            if event.get("context"):
                self._offer(tapped, line, {"type": "context", "set": event["context"]})
        else:
            self._offer(tapped, line, moved(event, line.offset))

    def _begin(self, tapped: Tapped, line: Line) -> Call | None:
        """The line's call at the sidecar, begun by the first line that knows whose call it is."""
        if line.call is None:
            address = line.address
            try:
                line.call = self.client.attach(address.call, sender=address.leg.sender)
            except (ClientError, ValueError) as fault:
                _logger.warning("not_told", reason=str(fault))
                return None
        if line.address.leg.agent is not None and not tapped.started:
            tapped.started = line.started = self._put(line.call, self._start(line), 0)
        return line.call

    def _start(self, line: Line) -> Mapping[str, Any]:
        leg, format_ = line.address.leg, line.address.format
        known = {
            "agent": leg.agent,
            "queue": leg.queue,
            "customer": leg.customer,
            "language": leg.language,
            "direction": leg.direction,
            "context": leg.context or None,
        }
        source = {"vendor": format_.title, "adapter": format_.name}
        facts = {key: value for key, value in known.items() if value is not None}
        return {"type": "call.start", **facts, "source": source}

    def _offer(self, tapped: Tapped, line: Line, event: Mapping[str, Any]) -> None:
        self._counts.events += 1
        call = self._begin(tapped, line)
        at = max(self._elapsed(tapped), event.get("end") or 0)
        if call is None:
            taken = False
        else:
            taken = self._say_what_was_lost(call, line, at) and self._put(call, event, at)
        if not taken:
            self._counts.declined += 1
            if event.get("final") and line.lost_from is None:
                line.lost_from = event.get("start") or at

    def _say_what_was_lost(self, call: Call, line: Line, at: int) -> bool:
        """There may be room again: silence meanwhile means nothing. False: there is not."""
        speaker, since = line.address.leg.speaker, line.lost_from
        if since is None or speaker is None:
            return True
        gap = {"type": "gap", "speaker": speaker, "start": min(since, at), "end": at}
        if self._put(call, gap, at):
            line.lost_from = None
        return line.lost_from is None

    def _put(self, call: Call, event: Mapping[str, Any], at: int) -> bool:
        try:
            return call.offer(event, at=at)
        except InvalidEvent as fault:
            _logger.warning("not_told", reason=str(fault))
        except ClientError:  # the call is over there, or the client was closed
            pass
        return False

    def _end(self, name: str) -> None:
        """Nobody is on the line any more."""
        tapped = self._calls.pop(name, None)
        if tapped is None:
            return
        for line in tapped.lines.values():
            if line.call is None:
                continue
            if line.started:
                reason = "the recogniser has gone"
                self._put(line.call, {"type": "call.end", "reason": reason}, self._elapsed(tapped))
            task = asyncio.create_task(self._leave(line.call))
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)

    async def _leave(self, call: Call) -> None:
        try:
            await call.leave()
        except ClientError as fault:
            _logger.info("call_left", reason=type(fault).__name__)
