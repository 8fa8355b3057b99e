"""A node: owns calls, feeds their engines, keeps their time, and fans their hints out."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

import structlog

from assist.core.events import (
    CallEnd,
    CallStart,
    CallTransfer,
    Dial,
    DialLevel,
    Event,
    EventIn,
    Feedback,
    Fragment,
    InputBack,
    InputLost,
    Refused,
    RulesInForce,
    Tick,
)
from assist.core.hints import HintClose, HintShow, to_wire
from assist.core.program import Program
from assist.log.base import Log, LogError
from assist.privacy import mask_event
from assist.proto.codes import CALL_ENDED, CALL_STARTED, OVERLOADED, SEQUENCE_GAP, UNKNOWN_CALL
from assist.proto.ingest import Bad, Refusal
from assist.proto.messages import FeedbackIn

from .call import NUMBERED, LiveCall, Source
from .clock import CallClock
from .counts import Counts
from .streams import AgentStream
from .timers import Timers

NODE_SENDER = "assist.node"
"""Who sends the ``call.end`` of an abandoned call."""
_SPACING_S = 0.02
"""Least time between two ticks of one call: half of what a person could notice, and a bound on
what a deadline that does not pass can cost."""

_logger = structlog.get_logger("assist.node")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one node may hold. Times in seconds."""

    calls: int = 5_000
    ended_kept: int = 10_000
    streams: int = 20_000
    idle_timeout: float = 900.0


class Node:
    """All calls of this process. Every method must be called in the loop it was made in.

    A caller *must* :meth:`recall` a call that :meth:`knows` denies before it hands in a
    ``call.start`` or answers a resume, and *must* acknowledge only what the log holds durably.
    """

    def __init__(
        self,
        log: Log,
        program: Program,
        *,
        limits: Limits | None = None,
        counts: Counts | None = None,
    ) -> None:
        self.log = log
        self.program = program
        self.limits = limits or Limits()
        self.counts = counts or Counts()
        self.appended = 0
        self.calls: dict[str, LiveCall] = {}
        self.streams: OrderedDict[str, AgentStream] = OrderedDict()
        self._ended: OrderedDict[str, Mapping[str, int]] = OrderedDict()
        self._sources: dict[Source, set[str]] = {}
        self._loop = asyncio.get_running_loop()
        self._timers: Timers[LiveCall] = Timers(self._ring)
        self._sweeping = self._loop.call_later(self._sweep_every, self._sweep)

    # -- transcript events in ----------------------------------------------------------------

    def receive(self, event: EventIn, source: Source = None) -> Refusal | None:
        """Take one event: log it, feed the engine, fan the hints out. None when it was taken, or
        had been before. Raises :class:`~assist.log.base.LogError` when the log has failed."""
        call = self.calls.get(event.call)
        if call is None:
            return self._first(event, source)
        seq, position = event.seq, call.lanes.get(event.sender, 0)
        if seq != position + 1:
            if seq <= position:
                self.counts.duplicates += 1
                return None
            return self._gap(position)
        if type(event) is CallStart:
            self._refused(call, event.sender, seq, CALL_STARTED.code)
            return Refusal(CALL_STARTED, "the call has been started already", consumed=True)
        call.seen = self._loop.time()
        if source is not None and (call.missing or call.feeds.get(event.sender) is not source):
            self._feed(call, event.sender, source, event.at)
        self.counts.events += 1
        self._put(call, mask_event(event), event.at)
        return None

    def refuse(self, bad: Bad) -> Refusal | None:
        """What becomes of an item that is no event; None for one whose number was used up before.

        If it was numbered and is next in its lane, it uses up its number.
        """
        refusal = Refusal(bad.code, bad.detail)
        call = self.calls.get(bad.call or "")
        if call is not None and bad.sender is not None and bad.seq is not None:
            position = call.lanes.get(bad.sender, 0)
            if bad.seq <= position:
                self.counts.duplicates += 1
                return None
            if bad.seq == position + 1:
                self._refused(call, bad.sender, bad.seq, bad.code.code)
                return Refusal(bad.code, bad.detail, consumed=True)
        self.counts.refused[bad.code.code] += 1
        return refusal

    def knows(self, call: str) -> bool:
        """Whether the call is live, or ended so recently that its numbers are at hand."""
        return call in self.calls or call in self._ended

    async def recall(self, call: str) -> None:
        """Look in the log for a call that ended long ago, or before this process began."""
        entries = await self.log.read(call)
        if call not in self.calls and any(isinstance(e.event, CallEnd) for e in entries):
            lanes: dict[str, int] = {}
            for entry in entries:
                if isinstance(entry.event, NUMBERED):
                    lanes[entry.event.sender] = entry.event.seq
            self._remember(call, lanes)

    def position(self, call: str, sender: str) -> int:
        """The last number taken; 0 when none was."""
        live = self.calls.get(call)
        lanes = live.lanes if live is not None else self._ended.get(call, {})
        return lanes.get(sender, 0)

    def resumed(self, call: str, sender: str, source: Source) -> None:
        """A sender is back and will go on from its position."""
        live = self.calls.get(call)
        if live is not None and sender in live.missing and not live.adrift:
            self._feed(live, sender, source, 0)

    def source_lost(self, source: Source) -> None:
        """A connection is gone: time stands still for the calls whose words came through it."""
        for name in sorted(self._sources.pop(source, ())):
            call = self.calls.get(name)
            if call is None:
                continue
            call.missing |= {sender for sender, fed in call.feeds.items() if fed is source}
            if call.missing and not call.input_lost:
                with suppress(LogError):  # the server notices by itself, and restarts
                    self._put(call, InputLost(type="input.lost", call=name, at=self._time(call)))

    # -- what overlays do ----------------------------------------------------------------------

    def stream(self, agent: str) -> AgentStream:
        """The agent's hint stream, made when first asked for."""
        stream = self.streams.get(agent)
        if stream is None:
            stream = self.streams[agent] = AgentStream(agent)
            if len(self.streams) > self.limits.streams:
                self._forget_streams(stream)
        return stream

    def agent_of(self, call: str) -> str | None:
        """Whose call it is; None when it is not live."""
        live = self.calls.get(call)
        return live.agent if live is not None else None

    def feedback(self, agent: str, said: FeedbackIn) -> bool:
        """What the agent did with a hint; False when there is no such hint of a live call."""
        live = [self.calls[name] for name in self.stream(agent).calls]
        call = next((call for call in live if said.hint in call.hints), None)
        if call is None:
            return False
        self.counts.feedback[said.verdict] += 1
        at = self._time(call)
        event = Feedback(
            type="feedback",
            call=call.id,
            at=at,
            hint=said.hint,
            verdict=said.verdict,
            comment=said.comment,
        )
        self._put(call, mask_event(event))
        return True

    def dial(self, agent: str, level: DialLevel) -> None:
        """How much the agent wants to be told, in this and later calls."""
        stream = self.stream(agent)
        stream.dial = level
        for name in list(stream.calls):
            self._turn_dial(self.calls[name], level)

    # -- rules ---------------------------------------------------------------------------------

    async def use(self, program: Program) -> None:
        """Put another rule set in force: for new calls at once, for others at their next event.

        Raises :class:`~assist.log.base.LogError` when its texts could not be kept.
        """
        await self.log.keep_rules(program.rules.digest, program.rules.sources)
        self.program = program
        self.counts.rules_loaded += 1

    # -- the end -------------------------------------------------------------------------------

    def adopt(self, call: LiveCall) -> None:
        """Go on with a call recovered from the log. Its sources are gone: time has stood still
        since its last entry, and does until they resume."""
        self.counts.calls_recovered += 1
        call.seen = self._loop.time()
        self.calls[call.id] = call
        stream = self.stream(call.agent)
        stream.calls[call.id] = _Seen(call, self)
        stream.dial = call.dial
        call.adrift = True
        call.missing = {sender for sender in call.lanes if sender != NODE_SENDER}
        if not call.input_lost:
            self._put(call, InputLost(type="input.lost", call=call.id, at=call.clock.last))
        else:
            self._schedule(call)

    def stop(self) -> None:
        """Fire no more timers."""
        self._timers.stop()
        self._sweeping.cancel()

    # -- inside --------------------------------------------------------------------------------

    def _first(self, event: EventIn, source: Source) -> Refusal | None:
        """An event of a call that is not live."""
        lanes = self._ended.get(event.call)
        if lanes is not None:
            if event.seq <= lanes.get(event.sender, 0) and type(event) is not CallStart:
                self.counts.duplicates += 1
                return None
            self.counts.refused[CALL_ENDED.code] += 1
            return Refusal(CALL_ENDED, "the call has ended")
        if type(event) is not CallStart:
            self.counts.refused[UNKNOWN_CALL.code] += 1
            return Refusal(UNKNOWN_CALL, "no call.start of this call has been received")
        if event.seq != 1:
            return self._gap(0)
        if len(self.calls) >= self.limits.calls:
            self.counts.refused[OVERLOADED.code] += 1
            return Refusal(OVERLOADED, f"{len(self.calls)} calls are live already")
        self._begin(event, source)
        return None

    def _begin(self, event: CallStart, source: Source) -> None:
        clock = CallClock(self._now(), event.at)
        call = LiveCall(event.call, self.program, clock)
        self.calls[event.call] = call
        self.counts.calls_started += 1
        self.counts.events += 1
        digest = self.program.rules.digest
        self.log.append(
            clock.last, RulesInForce(type="rules", call=call.id, at=clock.last, digest=digest)
        )
        stream = self.stream(event.agent)
        stream.calls[call.id] = _Seen(call, self)
        call.seen = self._loop.time()
        if source is not None:
            self._feed(call, event.sender, source, event.at)
        self._put(call, mask_event(event), event.at)
        self._turn_dial(call, stream.dial)

    def _put(self, call: LiveCall, event: Event, at: int | None = None) -> None:
        """Log an event and everything that follows from it."""
        clock = call.clock
        now = self._now()
        received = clock.read(now) if at is None else clock.event(now, at)
        if call.program is not self.program:
            self._switch(call, received)
        self.appended = self.log.append(received, event)
        before = call.agent
        try:
            call.apply(event, received)
        except Exception as fault:  # noqa: BLE001 - a fault in one call's rules must not reach another's
            self._mute(call, event, fault)
        self._drain(call, before or call.agent)
        kind = type(event)
        if kind is Fragment:
            self.counts.fragments += 1
            stream = self.streams[call.agent]
            if stream.transcribing and not call.muted:
                self._transcribe(call, stream, event, received)  # type: ignore[arg-type]
        elif kind is CallTransfer:
            self._transfer(call, before)
        elif kind is CallEnd:
            self._end(call)
            return
        self._schedule(call)

    def _switch(self, call: LiveCall, received: int) -> None:
        digest = self.program.rules.digest
        event = RulesInForce(type="rules", call=call.id, at=received, digest=digest)
        self.appended = self.log.append(received, event)
        try:
            call.use(self.program, received)
        except Exception as fault:  # noqa: BLE001 - as above
            self._mute(call, event, fault)

    def _mute(self, call: LiveCall, event: Event, fault: Exception) -> None:
        """The engine failed: the call goes on being logged and acknowledged, without hints."""
        call.muted = True
        self.counts.engine_faults += 1
        trace = fault.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
        _logger.error(
            "engine_fault",
            call=call.id,
            event_type=event.type,
            fault=type(fault).__name__,
            at=where,
        )

    def _drain(self, call: LiveCall, agent: str) -> None:
        events = call.engine.hints_to_send()
        if not events:
            return
        stream, counts = self.streams[agent], self.counts
        for event in events:
            if type(event) is HintShow:
                counts.hints[event.rule] += 1
                call.hints.add(event.id)
            elif type(event) is HintClose:
                counts.closed[event.reason] += 1
            stream.publish(to_wire(event))
        counts.published += len(events)

    def _transcribe(
        self, call: LiveCall, stream: AgentStream, event: Fragment, received: int
    ) -> None:
        speaker = call.engine.speaker_of(event)
        transcript = call.engine.transcript(speaker, event.utterance, received)
        if transcript is not None:
            stream.transcribe(to_wire(transcript))

    def _transfer(self, call: LiveCall, before: str) -> None:
        if before == call.agent:
            return
        left = self.streams[before]
        left.calls.pop(call.id, None)
        left.publish_snapshot()
        stream = self.stream(call.agent)
        stream.calls[call.id] = _Seen(call, self)
        stream.publish_snapshot()
        self._turn_dial(call, stream.dial)

    def _turn_dial(self, call: LiveCall, level: DialLevel) -> None:
        if call.dial != level:
            self._put(call, Dial(type="dial", call=call.id, at=self._time(call), level=level))

    def _end(self, call: LiveCall) -> None:
        del self.calls[call.id]
        self.streams[call.agent].calls.pop(call.id, None)
        for source in set(call.feeds.values()):
            self._sources.get(source, set()).discard(call.id)
        self.counts.suppressed.update(call.engine.suppressions)
        self._remember(call.id, call.lanes)
        self.counts.calls_ended += 1

    def _remember(self, call: str, lanes: Mapping[str, int]) -> None:
        self._ended[call] = lanes
        while len(self._ended) > self.limits.ended_kept:
            self._ended.popitem(last=False)

    def _refused(self, call: LiveCall, sender: str, seq: int, code: str) -> None:
        self.counts.refused[code] += 1
        at = self._time(call)
        self._put(
            call, Refused(type="refused", call=call.id, at=at, sender=sender, seq=seq, code=code)
        )

    def _gap(self, position: int) -> Refusal:
        self.counts.refused[SEQUENCE_GAP.code] += 1
        expected = position + 1
        return Refusal(SEQUENCE_GAP, f"expected {expected}", expected=expected)

    def _forget_streams(self, new: AgentStream) -> None:
        """Drop the oldest streams that nobody looks at, down to nine tenths of the limit."""
        surplus = len(self.streams) - self.limits.streams * 9 // 10
        idle = [s for s in self.streams.values() if s.idle and s is not new]
        for stream in idle[:surplus]:
            del self.streams[stream.agent]

    def _feed(self, call: LiveCall, sender: str, source: Source, at: int) -> None:
        """The sender's events come through ``source``, the next one sent ``at``."""
        if call.feeds.get(sender) is not source:
            call.feeds[sender] = source
            self._sources.setdefault(source, set()).add(call.id)
        if call.missing:
            call.missing.discard(sender)
            if not call.missing and call.input_lost:
                # First the clock, so that all the time that was lost stands still.
                received = call.clock.event(self._now(), at) if at else self._time(call)
                call.adrift = False
                self._put(call, InputBack(type="input.back", call=call.id, at=received))

    # -- time ----------------------------------------------------------------------------------

    def _now(self) -> float:
        return self._loop.time() * 1000

    def _time(self, call: LiveCall) -> int:
        return call.clock.read(self._now())

    def _schedule(self, call: LiveCall) -> None:
        if call.muted:
            return
        deadline = call.engine.next_deadline()
        if deadline is None:
            return
        when = call.clock.due(deadline) / 1000
        if when < call.waking:
            call.waking = when
            self._timers.wake(call, when)

    def _ring(self, call: LiveCall, when: float) -> None:
        """The call may have a deadline now; an earlier event may have moved it."""
        if call.waking != when or call.ended or call.muted:
            return
        call.waking = float("inf")
        deadline = call.engine.next_deadline()
        if deadline is None:
            return
        received = self._time(call)
        if deadline > received:
            self._schedule(call)
            return
        self.counts.ticks += 1
        call.waking = 0.0  # no timer yet for what this tick brings: see below
        with suppress(LogError):  # the server notices by itself, and restarts
            self._put(call, Tick(type="tick", call=call.id, at=received))
        deadline = None if call.ended or call.muted else call.engine.next_deadline()
        if deadline is None:
            call.waking = float("inf")
        else:
            call.waking = max(call.clock.due(deadline) / 1000, self._loop.time() + _SPACING_S)
            self._timers.wake(call, call.waking)

    @property
    def _sweep_every(self) -> float:
        return min(5.0, self.limits.idle_timeout / 4)

    def _sweep(self) -> None:
        """Close the calls that nobody has said anything about for too long."""
        self._sweeping = self._loop.call_later(self._sweep_every, self._sweep)
        oldest = self._loop.time() - self.limits.idle_timeout
        for call in [call for call in self.calls.values() if call.seen < oldest]:
            end = CallEnd(
                type="call.end",
                call=call.id,
                sender=NODE_SENDER,
                seq=call.lanes.get(NODE_SENDER, 0) + 1,
                at=self._time(call),
                reason="abandoned",
            )
            with suppress(LogError):  # the server notices by itself, and restarts
                self._put(call, end)
                self.counts.calls_abandoned += 1


class _Seen:
    """A call as its agent's stream sees it."""

    __slots__ = ("_call", "_node")

    def __init__(self, call: LiveCall, node: Node) -> None:
        self._call, self._node = call, node

    @property
    def id(self) -> str:
        return self._call.id

    @property
    def held(self) -> bool:
        return self._call.held

    def snapshot(self) -> Mapping[str, object]:
        return self._call.snapshot(self._node._time(self._call))
