"""The floor: all live calls of a node, what follows from each event, and their deadlines."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import structlog

from assist.core.clock import FOREVER
from assist.core.events import (
    AlertHandled,
    CallEnd,
    CallStart,
    CallTransfer,
    Dial,
    DialLevel,
    Event,
    Fragment,
    NoteSeen,
    RulesInForce,
    Tick,
)
from assist.core.happenings import bare_end, happening
from assist.core.hints import Alert, EventOut, HintClose, HintShow, SupervisorOut, to_wire
from assist.core.program import Program
from assist.log.base import Entry, Log, LogError

from .call import LiveCall
from .clock import CallClock
from .counts import Counts
from .silences import SilenceStore
from .streams import Streams
from .supervision import Supervision
from .timers import Timers

NODE_SENDER = "assist.node"
"""Who sends the ``call.end`` of an abandoned call."""
SPACING_S = 0.02
"""Least time between two ticks of one call: less than a person notices, and a bound on what a
deadline that will not pass can cost."""
SWEEP_S = 5.0
BACK_S = 60.0
"""How long the senders of a call that was silent before a restart have to come back."""

_logger = structlog.get_logger("assist.node")


class Floor:
    """Live calls by id. ``ended`` is called with each call that has left the floor.

    Must be used in the event loop it was made in. :attr:`appended` is the log's offset of the last
    entry appended.
    """

    def __init__(
        self,
        log: Log,
        program: Program,
        *,
        counts: Counts,
        streams: Streams,
        idle_timeout: float,
        ended: Callable[[LiveCall], None],
        wall: Callable[[], float],
        silences: SilenceStore,
    ) -> None:
        self.log = log
        self.program = program
        self.counts = counts
        self.streams = streams
        self.calls: dict[str, LiveCall] = {}
        self.supervision = Supervision(
            self.calls, time=self.time, wall=wall, store=silences, tail=self._tail
        )
        self.appended = 0
        self.wall = wall
        self._idle_timeout = idle_timeout
        self._ended = ended
        self._loop = asyncio.get_running_loop()
        self._timers: Timers[str] = Timers(self._ring)
        self._sweeping = self._loop.call_later(0, self._sweep)

    def stop(self) -> None:
        """Fire no more timers."""
        self._timers.stop()
        self._sweeping.cancel()
        self.supervision.stop()

    def now(self) -> float:
        """Milliseconds of the loop's clock."""
        return self._loop.time() * 1000

    def time(self, call: LiveCall) -> int:
        """The call's received time now."""
        return call.clock.read(self.now())

    # -- calls come and go -----------------------------------------------------------------------

    def begin(self, event: CallStart) -> LiveCall:
        """Open a call, under the rules in force; the event itself is still to be :meth:`put`."""
        call = LiveCall(event.call, self.program, CallClock(self.now(), event.at))
        self.calls[call.id] = call
        self.counts.calls_started += 1
        call.began = self._log_rules(call, call.clock.last).wall or 0
        call.show(self.streams.of(event.agent), self.time)
        return call

    def adopt(self, call: LiveCall, reading: int | None, heard: int) -> None:
        """Go on with a call recovered from the log. A restart is no word of it: silence of before
        counts, but its senders are given time to come back."""
        self.counts.calls_recovered += 1
        now = call.seen = self._loop.time()
        if reading is not None:
            call.clock.go_on(self.now(), reading)
            silence = min((reading - heard) / 1000, self._idle_timeout - BACK_S)
            call.seen = now - max(0.0, silence)
        self.calls[call.id] = call
        stream = self.streams.of(call.agent)
        stream.dial = call.dial
        call.show(stream, self.time)
        self.supervision.adopt(call)
        self._schedule(call)

    def turn_dial(self, call: LiveCall, level: DialLevel) -> None:
        """How much the call's agent wants to be told from now on."""
        if call.dial != level:
            self.put(call, Dial(type="dial", call=call.id, at=self.time(call), level=level))

    # -- one event and what follows from it --------------------------------------------------------

    def put(self, call: LiveCall, event: Event) -> None:
        """:meth:`put_received` an event of the node's own, whose ``at`` has just been read off the
        call's clock: whoever is told of it by whichever way is told the same time."""
        self.put_received(call, event, event.at)

    def put_received(self, call: LiveCall, event: Event, received: int) -> None:
        """Log an event (already masked), feed the engine, and fan out what it has to say.

        ``received`` has been read off the call's clock. Raises :class:`LogError` when the log has
        failed; then nothing has happened.
        """
        if call.program is not self.program:
            self._switch(call, received)
        held = call.held
        self.appended = self.log.append(received, event)
        try:
            call.apply(event, received)
        except Exception as fault:  # noqa: BLE001 - one call's fault must not reach another's
            self._mute(call, event, fault)
        kind = type(event)
        self._fan_out(call, heard=kind is Fragment)
        if kind is Fragment:
            self.counts.fragments += 1
            if (call.stream.transcribing or call.watchers) and not call.muted:
                self._transcribe(call, event, received)
        else:
            self._happened(call, event, received, held=held)
            if call.ended:
                return
        self._schedule(call)

    def _happened(self, call: LiveCall, event: Event, received: int, *, held: bool) -> None:
        """What follows from anything but words. ``held``: whether the customer was waiting before;
        of a call whose engine has failed, what its screens must know is told all the same."""
        if call.muted:
            told: EventOut | None = happening(event, received, held=held)
            if isinstance(event, CallEnd):
                told = bare_end(event, received)
            if told is not None:
                self._publish(call, told)
        match event:
            case CallTransfer() | CallStart():
                self._transfer(call)
            case AlertHandled():
                self.supervision.handled(event)
            case NoteSeen():
                self.supervision.note_seen(call, event)
            case CallEnd():
                self._end(call)
            case _:
                pass
        self.supervision.touch(call.id)

    def put_late(self, received: int, event: AlertHandled) -> None:
        """Log what a supervisor did after the call was over. Raises :class:`LogError`."""
        self.appended = self.log.append(received, event)
        self.supervision.handled(event)

    async def _tail(self, call: str, most: int) -> Sequence[Entry]:
        """The last entries of a live call, all that were appended before this was asked."""
        await self.log.wait(self.appended)
        return await self.log.tail(call, most)

    def _switch(self, call: LiveCall, received: int) -> None:
        """The rules have changed since the call's last event."""
        event = self._log_rules(call, received)
        try:
            call.use(self.program, received)
        except Exception as fault:  # noqa: BLE001 - as above
            self._mute(call, event, fault)

    def _log_rules(self, call: LiveCall, received: int) -> RulesInForce:
        digest = self.program.rules.digest
        wall = round(self.wall())
        event = RulesInForce(type="rules", call=call.id, at=received, digest=digest, wall=wall)
        self.appended = self.log.append(received, event)
        return event

    def _mute(self, call: LiveCall, event: Event, fault: Exception) -> None:
        """The engine failed: the call goes on being logged and acknowledged, without hints."""
        call.muted = True
        self.counts.engine_faults += 1
        self.supervision.touch(call.id)
        trace = fault.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
        name = type(fault).__name__  # its message might quote what was said
        _logger.error("engine_fault", call=call.id, kind=event.type, fault=name, where=where)

    def _fan_out(self, call: LiveCall, *, heard: bool) -> None:
        """``heard``: what has happened are words, taken when the call was last seen."""
        events = call.engine.hints_to_send()
        if call.watchers:
            for watcher in call.watchers:
                watcher.trace(call.engine.guidance.presentation.tracer)
        if not events:
            return
        call.follow(events)
        for event in events:
            if type(event) is HintShow:
                self.counts.hints[event.rule] += 1
                if heard:
                    self.counts.hint_seconds.observe(self._loop.time() - call.seen)
            elif type(event) is HintClose:
                self.counts.closed[event.reason] += 1
            elif isinstance(event, SupervisorOut):
                self.counts.told[event.type] += 1
                self._tell_supervisors(call, event)
                continue  # not for the agent
            self._publish(call, event)
        self.counts.published += len(events)
        self.supervision.touch(call.id)

    def _publish(self, call: LiveCall, event: EventOut) -> None:
        wire = to_wire(event)
        call.stream.publish(wire)
        for watcher in call.watchers:
            watcher.see(wire)

    def _tell_supervisors(self, call: LiveCall, event: SupervisorOut) -> None:
        if isinstance(event, Alert):
            self.supervision.alerted(call, event)
        else:
            for watcher in call.watchers:
                watcher.see(to_wire(event))

    def _transcribe(self, call: LiveCall, event: Any, received: int) -> None:
        speaker = call.engine.speaker_of(event)
        transcript = call.engine.transcript(speaker, event.utterance, received)
        if transcript is not None:
            wire = to_wire(transcript)
            if call.stream.transcribing:
                call.stream.transcribe(wire)
            for watcher in call.watchers:
                watcher.hear(wire)

    def _transfer(self, call: LiveCall) -> None:
        """The hint stream moves to the new agent, if it is another; both see at once how things
        stand."""
        left, stream = call.stream, self.streams.of(call.agent)
        if stream is left:
            return
        call.show(stream, self.time)
        left.publish_snapshot()
        stream.publish_snapshot()
        self.turn_dial(call, stream.dial)

    def _end(self, call: LiveCall) -> None:
        del self.calls[call.id]
        call.hide()
        self.supervision.left(call)
        self.counts.suppressed.update(call.engine.suppressions)
        self.counts.calls_ended += 1
        self._ended(call)

    # -- time ------------------------------------------------------------------------------------

    def _schedule(self, call: LiveCall) -> None:
        """Have :meth:`_ring` look after the call before anything of it can be due."""
        until = call.engine.quiet_until()
        if until != FOREVER and not call.muted:
            self._wake(call, until)

    def _wake(self, call: LiveCall, deadline: int) -> None:
        when = call.clock.due(deadline) / 1000
        if when < call.waking:
            call.waking = when
            self._timers.wake(call.id, when)

    def _ring(self, name: str, when: float) -> None:
        """The call may have a deadline now; an earlier event may have moved it."""
        call = self.calls.get(name)  # by name, so that an ended call need not wait for its timer
        if call is None or call.waking != when or call.muted:
            return
        call.waking = float("inf")
        deadline = call.engine.next_deadline()
        if deadline is None:
            return
        received = self.time(call)
        if deadline > received:
            self._wake(call, deadline)
            return
        self.counts.ticks += 1
        call.waking = 0.0  # the timer for what this tick brings is set below, not by put()
        with suppress(LogError):  # the server notices by itself, and restarts
            self.put(call, Tick(type="tick", call=call.id, at=received))
        deadline = None if call.ended or call.muted else call.engine.next_deadline()
        if deadline is None:
            call.waking = float("inf")
        else:
            call.waking = max(call.clock.due(deadline) / 1000, self._loop.time() + SPACING_S)
            self._timers.wake(call.id, call.waking)

    def _sweep(self) -> None:
        """Close the calls that nobody has said anything about for too long."""
        every = min(SWEEP_S, self._idle_timeout / 4)
        self._sweeping = self._loop.call_later(every, self._sweep)
        oldest = self._loop.time() - self._idle_timeout
        for call in [call for call in self.calls.values() if call.seen < oldest]:
            end = CallEnd(
                type="call.end",
                call=call.id,
                sender=NODE_SENDER,
                seq=call.lanes.get(NODE_SENDER, 0) + 1,
                at=self.time(call),
                reason="abandoned",
            )
            with suppress(LogError):  # as above
                self.put(call, end)
                self.counts.calls_abandoned += 1
