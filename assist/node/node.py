"""A node: takes events in order, once each, and answers for the calls that it owns."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from assist.core.events import (
    CallEnd,
    CallStart,
    Context,
    DialLevel,
    EventIn,
    Feedback,
    Fragment,
    NoteSeen,
    Refused,
)
from assist.core.program import Program
from assist.log.base import Log, LogError, UnreadableError
from assist.memory.base import Memory
from assist.memory.fleeting import FleetingMemory
from assist.privacy import mask, mask_event
from assist.proto.codes import (
    CALL_ENDED,
    CALL_STARTED,
    INVALID_EVENT,
    OVERLOADED,
    SEQUENCE_GAP,
    UNKNOWN_CALL,
    ErrorCode,
)
from assist.proto.ingest import Bad, Refusal
from assist.proto.messages import FeedbackIn, NoteSeenIn

from . import bounds
from .call import NUMBERED, VOICED, LiveCall, Source
from .counts import Counts
from .customers import Customers
from .desk import Desk
from .feeds import Feeds
from .floor import Floor
from .missing import Missing
from .silences import NowhereKept, SilenceStore
from .streams import AgentStream, Streams
from .times import doubt, put_right

NAMELESS = (
    "nobody knows who says these words, so that no rule for customers or agents hears them: "
    "name speaker, or map the channel in channels; the words were taken"
)
CHANNELS_TOLD = 4


def _label(channel: int | str) -> str:
    """A channel's name, which may hold a number that somebody is called on."""
    return repr(mask(str(channel)[:40], settled=True))


def _wall() -> float:
    return time.time() * 1000


@dataclass(frozen=True, slots=True)
class Limits:
    """What one node may hold. ``idle_timeout`` in seconds. ``agent_prosody``: the site allows what
    agents' voices do (loudness, pitch) to be looked at."""

    calls: int = 5_000
    ended_kept: int = 10_000
    streams: int = 20_000
    idle_timeout: float = 900.0
    agent_prosody: bool = False


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
        memory: Memory | None = None,
        silences: SilenceStore | None = None,
        wall: Callable[[], float] = _wall,
    ) -> None:
        """``silences``: where supervisors' are kept; ``wall``: the wall clock, ms since 1970."""
        self.limits = limits or Limits()
        self.memory: Memory = memory if memory is not None else FleetingMemory()
        self.counts = Counts()
        self.log = log
        self.streams = Streams(self.limits.streams, self._looked)
        self.floor = Floor(
            log,
            program,
            counts=self.counts,
            streams=self.streams,
            idle_timeout=self.limits.idle_timeout,
            ended=self._ended,
            wall=wall,
            silences=silences if silences is not None else NowhereKept(),
        )
        self.calls = self.floor.calls
        self.supervision = self.floor.supervision
        self.desk = Desk(self.floor, wall)
        self.feeds = Feeds(self)
        self._missing = Missing(self.floor, self.feeds.is_over)
        self._customers = Customers(self.floor, self.memory)
        self._finished: OrderedDict[str, Mapping[str, int]] = OrderedDict()
        self._sources: dict[Source, set[str]] = {}
        self._doubted: dict[tuple[str, str], ErrorCode] = {}
        self._loop = asyncio.get_running_loop()

    @property
    def appended(self) -> int:
        """The log's offset of the last entry appended."""
        return self.floor.appended

    @property
    def program(self) -> Program:
        """The rules in force for new calls."""
        return self.floor.program

    def stop(self) -> None:
        """Fire no more timers."""
        self.floor.stop()
        self._missing.stop()

    # -- transcript events in ----------------------------------------------------------------

    def receive(self, event: EventIn, source: Source = None) -> Refusal | None:
        """Take one event: log it, feed the engine, fan the hints out. None when it was taken, or
        had been before. Raises :class:`LogError` when the log has failed."""
        call = self.calls.get(event.call)
        if call is None:
            return self._first(event, source)
        seq, position = event.seq, call.lanes.get(event.sender, 0)
        if seq != position + 1:
            if seq <= position:
                self.counts.duplicates += 1
                return None
            return self._gap(position)
        if type(event) is CallStart and not call.provisional:
            call.seen = self._loop.time()
            self._use_up(call, event.sender, seq, CALL_STARTED.code)
            return Refusal(CALL_STARTED, "the call has been started already", consumed=True)
        overfull = bounds.overfull(call.engine.state.given[-1][1], event)
        if overfull is not None:
            call.seen = self._loop.time()
            self._use_up(call, event.sender, seq, INVALID_EVENT.code)
            return Refusal(INVALID_EVENT, overfull, consumed=True)
        self._take(call, event, source, self._loop.time())
        return None

    def receive_next(self, event: Fragment, source: Source, now: float) -> bool:
        """Take a hypothesis as :meth:`receive` does, if it is the next of its sender in a live
        call. False: it is not, and nothing has happened. ``now``: seconds of the loop's clock."""
        call = self.calls.get(event.call)
        if call is None or event.seq != call.lanes.get(event.sender, 0) + 1:
            return False
        self._take(call, event, source, now)
        return True

    def nameless(self, fragment: Fragment, mapped: Iterable[str] = ()) -> str | None:
        """What its sender should be told now, where nobody knows who says these words, so that no
        rule for customers or agents hears them; once for each call and sender, and None otherwise.
        ``mapped``: channels whose speakers are known beside those that the call was told of."""
        call = self.calls.get(fragment.call)
        if call is None or fragment.sender in call.nameless or call.engine.is_told_of(fragment):
            return None
        if not fragment.text.strip():
            return None
        call.nameless |= {fragment.sender}
        self.counts.nameless += 1
        if fragment.channel is None:
            return NAMELESS
        known = [*mapped, *call.engine.state.channels][:CHANNELS_TOLD]
        those = f"mapped are {', '.join(map(_label, known))}" if known else "none is mapped"
        return f"channel {_label(fragment.channel)}: {NAMELESS} ({those})"

    def doubted(self, event: EventIn) -> ErrorCode | None:
        """What the sender of an event just taken should be told of its times, which were not
        believed; once for each call and sender, and None otherwise."""
        if not self._doubted:
            return None
        told = self._doubted.get((event.call, event.sender))
        self._doubted.clear()
        return told

    def refuse(self, bad: Bad) -> Refusal | None:
        """What becomes of an item that is no event; None for one whose number was used up before.

        If it is numbered and next in its lane, it uses up its number.
        """
        call = self.calls.get(bad.call or "")
        if call is not None and bad.sender is not None and bad.seq is not None:
            position = call.lanes.get(bad.sender, 0)
            if bad.seq <= position:
                self.counts.duplicates += 1
                return None
            if bad.seq == position + 1:
                self._use_up(call, bad.sender, bad.seq, bad.code.code)
                return Refusal(bad.code, bad.detail, consumed=True)
        self.counts.refused[bad.code.code] += 1
        return Refusal(bad.code, bad.detail)

    def knows(self, call: str) -> bool:
        """Whether the call is live, or ended so recently that its numbers are at hand."""
        return call in self.calls or call in self._finished

    async def recall(self, call: str) -> None:
        """Look in the log for a call that ended long ago, or before this process began. One that
        this version cannot read is over: :func:`.recovery.recover` has ended those that lived."""
        try:
            entries = await self.log.read(call)
        except UnreadableError:
            self._remember(call, {})
            return
        if call not in self.calls and any(isinstance(each.event, CallEnd) for each in entries):
            numbered = [each.event for each in entries if isinstance(each.event, NUMBERED)]
            self._remember(call, {event.sender: event.seq for event in numbered})

    def position(self, call: str, sender: str) -> int:
        """The last number taken; 0 when none was."""
        live = self.calls.get(call)
        lanes = live.lanes if live is not None else self._finished.get(call, {})
        return lanes.get(sender, 0)

    def resumed(self, call: str, sender: str, source: Source) -> None:
        """A sender is back and will go on from its position."""
        live = self.calls.get(call)
        if live is not None and sender in live.missing:
            self._fed_by(live, sender, source)
            if not live.adrift:  # else its next event tells how much time has passed
                self._missing.back(live, sender, self.floor.time(live))

    def source_lost(self, source: Source) -> None:
        """A connection is gone: time stands still for the calls whose words came through it."""
        for name in sorted(self._sources.pop(source, ())):
            call = self.calls.get(name)
            if call is not None:
                gone = {sender for sender, fed in call.feeds.items() if fed is source}
                with suppress(LogError):  # the server notices by itself, and restarts
                    self._missing.lose(call, gone, self.floor.time(call))

    # -- after a restart -------------------------------------------------------------------------

    def adopt(self, call: LiveCall, reading: int | None, *, heard: int) -> None:
        """Go on with a call recovered from the log, whose clock shows ``reading`` by now, and which
        was last ``heard`` of then. Its sources are gone: time has stood still since its last entry,
        and does until they are back; without a reading, until their next event tells what time it
        is."""
        last = call.clock.last
        call.adrift = reading is None
        self.floor.adopt(call, reading, heard)
        self._missing.lose(call, call.carriers, last)

    # -- what overlays do ------------------------------------------------------------------------

    def stream(self, agent: str) -> AgentStream:
        """The agent's hint stream, made when first asked for."""
        return self.streams.of(agent)

    def agent_of(self, call: str) -> str | None:
        """Whose call it is; None when it is not live."""
        live = self.calls.get(call)
        return live.agent if live is not None else None

    def feedback(self, agent: str, said: FeedbackIn) -> bool:
        """What the agent did with a hint; False when no live call of the agent has shown it. What
        was said last, by whichever screen, is not logged again."""
        live = [self.calls[name] for name in self.stream(agent).calls]
        call = next((call for call in live if said.hint in call.standing.hints), None)
        if call is None:
            return False
        if call.standing.hints[said.hint] == said.verdict and said.comment is None:
            return True
        self.counts.feedback[said.verdict] += 1
        event = Feedback(
            type="feedback",
            call=call.id,
            at=self.floor.time(call),
            hint=said.hint,
            verdict=said.verdict,
            comment=said.comment,
        )
        self.floor.put(call, mask_event(event))
        return True

    def note_seen(self, agent: str, said: NoteSeenIn) -> bool:
        """A screen of the agent's has shown a note, or the agent has read it; False when no live
        call of the agent has it among its last ones. What is known already is not logged again."""
        for name in self.stream(agent).calls:
            call = self.calls[name]
            note = next((note for note in call.notes if note["id"] == said.note), None)
            if note is not None:
                if said.state not in note:
                    seen = NoteSeen(
                        type="note.seen",
                        call=call.id,
                        at=self.floor.time(call),
                        note=said.note,
                        state=said.state,
                    )
                    self.floor.put(call, seen)
                return True
        return False

    def dial(self, agent: str, level: DialLevel) -> None:
        """How much the agent wants to be told, in this and later calls."""
        stream = self.stream(agent)
        if stream.dial != level:
            stream.dial = level
            stream.publish({"type": "dial.turned", "level": level})
        for name in list(stream.calls):
            self.floor.turn_dial(self.calls[name], level)

    # -- what is remembered ------------------------------------------------------------------------

    async def forget(self, customer: str) -> int:
        """Forget all that is remembered of a customer, and remember nothing of the calls that are
        live, whatever happens to this process; how many things were known. Raises
        :class:`~assist.memory.base.MemoryFault`."""
        for call in self.calls.values():
            if call.customer == customer:
                call.customer = None
        return await self.memory.erase(customer)

    async def prune_memory(self) -> int:
        """Let go of what the memory has kept for long enough, and of who was forgotten so long ago
        that no call which began before is live; how many things. Not before the calls of the log
        have been recovered. Raises :class:`~assist.memory.base.MemoryFault`."""
        return await self.memory.prune(min((c.began for c in self.calls.values()), default=None))

    # -- rules -----------------------------------------------------------------------------------

    async def use(self, program: Program) -> None:
        """Put a rule set in force: for new calls at once, for others at their next event.

        Must be called with the first one too, before any event. Raises :class:`LogError` when its
        texts could not be kept.
        """
        await self.log.keep_rules(program.rules.digest, program.rules.sources)
        self.floor.program = program
        self.counts.rules_loaded += 1

    def _looked(self, stream: AgentStream) -> None:
        """Supervisors see whether an agent has a screen open at all."""
        for call in stream.calls:
            self.supervision.touch(call)

    # -- inside ----------------------------------------------------------------------------------

    def _first(self, event: EventIn, source: Source) -> Refusal | None:
        """An event of a call that is not live."""
        lanes = self._finished.get(event.call)
        if lanes is not None:
            # A call.start is never taken for a repeat here: that would swallow a new call.
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
        overfull = bounds.overfull({}, event)
        if overfull is not None:
            self.counts.refused[INVALID_EVENT.code] += 1
            return Refusal(INVALID_EVENT, overfull)
        if len(self.calls) >= self.limits.calls:
            self.counts.refused[OVERLOADED.code] += 1
            return Refusal(OVERLOADED, f"{len(self.calls)} calls are live already")
        call = self.floor.begin(event)
        self._take(call, event, source, self._loop.time())
        self.floor.turn_dial(call, call.stream.dial)
        return None

    def _take(self, call: LiveCall, event: EventIn, source: Source, now: float) -> None:
        call.seen = now
        sender = event.sender
        if call.feeds.get(sender) is not source and isinstance(event, VOICED):
            self._fed_by(call, sender, source)
        received = call.clock.event(now * 1000, event.at, adrift=call.adrift)
        if call.missing:
            if isinstance(event, VOICED):
                call.hear(event)
            self._missing.back(call, sender, received)
        self.counts.events += 1
        if type(event) is Fragment and event.prosody is not None:
            event = self._allowed(call, event)
        doubted = doubt(event, received)
        if doubted is not None:
            event = put_right(event, received)
            self._note_doubt(call, sender, doubted)
        self.floor.put_received(call, mask_event(event, call.asked), received)
        if type(event) is CallStart or type(event) is Context:
            self._customers.learn(call)

    def _note_doubt(self, call: LiveCall, sender: str, doubted: ErrorCode) -> None:
        if (sender, doubted.code) not in call.doubts:
            call.doubts |= {(sender, doubted.code)}
            self.counts.doubts[doubted.code] += 1
            self._doubted[call.id, sender] = doubted

    def _allowed(self, call: LiveCall, fragment: Fragment) -> Fragment:
        """Without the prosody of anybody but the customer, unless the site allows it: inferring
        workers' feelings from their voice is barred in places. What is dropped is never stored."""
        if self.limits.agent_prosody or call.engine.speaker_of(fragment) == "customer":
            return fragment
        return fragment.model_copy(update={"prosody": None})

    def _use_up(self, call: LiveCall, sender: str, seq: int, code: str) -> None:
        """Log that a refused event has used up its number."""
        self.counts.refused[code] += 1
        at = self.floor.time(call)
        used = Refused(type="refused", call=call.id, at=at, sender=sender, seq=seq, code=code)
        self.floor.put(call, used)

    def _gap(self, position: int) -> Refusal:
        self.counts.refused[SEQUENCE_GAP.code] += 1
        expected = position + 1
        return Refusal(SEQUENCE_GAP, f"expected {expected}", expected=expected)

    def _fed_by(self, call: LiveCall, sender: str, source: Source) -> None:
        """The sender's words come through ``source`` from now on."""
        call.feeds[sender] = source
        if source is not None:
            self._sources.setdefault(source, set()).add(call.id)

    def _ended(self, call: LiveCall) -> None:
        self._customers.ended(call)
        self._missing.forget(call)
        for source in set(call.feeds.values()):
            self._sources.get(source, set()).discard(call.id)
        self.feeds.forget(call.id)
        self._remember(call.id, call.lanes)

    def _remember(self, call: str, lanes: Mapping[str, int]) -> None:
        self._finished[call] = lanes
        while len(self._finished) > self.limits.ended_kept:
            self._finished.popitem(last=False)
