"""One live call: its engine, its clock, where each sender's numbers stand, who feeds it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, Protocol, get_args

from assist.core.engine import Engine
from assist.core.events import (
    Activity,
    AlertHandled,
    CallEnd,
    CallHold,
    CallResume,
    CallStart,
    CallTransfer,
    Context,
    Dial,
    DialLevel,
    Event,
    EventIn,
    Fed,
    Feedback,
    Fragment,
    Gap,
    InputBack,
    InputLost,
    Note,
    NoteSeen,
    Refused,
    RulesInForce,
    Speaker,
)
from assist.core.explain import Tracer
from assist.core.happenings import happening
from assist.core.hints import EventOut, Transcript, to_wire
from assist.core.program import Program
from assist.core.remembering import CONSENT, consent
from assist.privacy import Asked

from .clock import CallClock
from .standing import Standing
from .streams import AgentStream
from .voices import Voices, hear

NUMBERED = (*get_args(EventIn), Refused)
"""Entries that use up a number of their sender."""
VOICED = (Fragment, Activity, Gap)
"""Events of a sender through whom words come: when it is gone, silence means nothing."""

NOTES_KEPT = 3
"""Notes of supervisors that a screen which comes late still sees."""

Source = Hashable
"""A connection that feeds calls; None for what has none (``POST``)."""


class Watcher(Protocol):
    """Who looks at all that comes out of a call."""

    def see(self, event: Mapping[str, Any]) -> None:
        """One wire-ready event."""
        ...

    def hear(self, transcript: Mapping[str, Any]) -> None:
        """One wire-ready transcript."""
        ...

    def trace(self, tracer: Tracer) -> None:
        """Something may have been noted."""
        ...


class LiveCall:
    """A fold over the call's log entries, one :meth:`apply` each, live and when recovering alike.

    ``began``: when it was first heard of, by the wall clock, ms since 1970; 0 where its log does
    not say; ``customer``: the customer's opaque key; ``consents``: whether that customer agreed to
    be remembered (None: nothing is said of it); ``standing``: how it stands
    by what its engine told; ``notes``: the last notes of supervisors, as they went out;
    ``handled``: what supervisors did last about each of its alerts; ``lost_since``: received ms
    since which no words can come, None while they can; ``lost_speakers``: whose have not been able
    to for long; ``voices``: through which sender each speaker's come.

    What is not in the log is set from outside. ``feeds``: which connection each sender's words
    come through; ``missing``: of the :attr:`carriers`, those whose connection is gone; ``adrift``:
    recovered, and no event has yet told how long that took; ``muted``: the engine failed;
    ``seen``: when it was last heard of, in seconds of the loop's clock; ``waking``: when its timer
    is due, likewise; ``watchers``: who looks at all that comes out of it.

    ``nameless``: senders that have been told that nobody knows whose words theirs are; ``doubts``:
    that their times are not believed; ``asked``: what the last words asked for, to be masked;
    ``provisional``: opened by a recogniser's stream, which knows little of the call: the next
    ``call.start`` is merged; ``opener``: the sender of the first; ``fed``: where vendors' streams
    stood when they were last kept, until they go on.
    """

    __slots__ = (
        "adrift",
        "agent",
        "asked",
        "began",
        "clock",
        "consents",
        "customer",
        "dial",
        "doubts",
        "ended",
        "engine",
        "fed",
        "feeds",
        "handled",
        "held",
        "id",
        "lanes",
        "lost_since",
        "lost_speakers",
        "missing",
        "muted",
        "nameless",
        "notes",
        "opener",
        "program",
        "provisional",
        "seen",
        "standing",
        "stream",
        "voices",
        "waking",
        "watchers",
    )

    stream: AgentStream

    def __init__(self, call: str, program: Program, clock: CallClock) -> None:
        self.id = call
        self.program = program
        self.clock = clock
        self.engine = Engine(program, call=call)
        self.agent = ""
        self.began = 0
        self.customer: str | None = None
        self.consents: bool | None = None
        self.dial: DialLevel = "balanced"
        self.held = False
        self.ended = False
        self.lost_since: int | None = None
        self.muted = False
        self.adrift = False
        self.provisional = False
        self.nameless: frozenset[str] = frozenset()
        self.doubts: frozenset[tuple[str, str]] = frozenset()
        self.asked = Asked()
        self.opener: str | None = None
        self.fed: dict[str, Fed] = {}
        self.standing = Standing()
        self.notes: list[Mapping[str, Any]] = []
        self.handled: dict[str, AlertHandled] = {}
        self.watchers: tuple[Watcher, ...] = ()
        self.lanes: dict[str, int] = {}
        self.voices: Voices = {}
        self.lost_speakers: tuple[Speaker, ...] = ()
        self.feeds: dict[str, Source] = {}
        self.missing: frozenset[str] = frozenset()
        self.seen = 0.0
        self.waking = float("inf")

    @property
    def input_lost(self) -> bool:
        """Whether the connection that its words come through is gone."""
        return self.lost_since is not None

    @property
    def carriers(self) -> frozenset[str]:
        """The senders through whom anybody's words came last."""
        return frozenset(self.voices.values())

    def apply(self, event: Event, received: int) -> None:
        """Take one logged event (never ``rules``, which :meth:`use` takes). What the engine
        raises is let through, after everything else of the call has been brought up to date."""
        if type(event) is Fragment:
            self.lanes[event.sender] = event.seq
            if self.voices.get(event.speaker or event.channel or 0) != event.sender:
                self.hear(event)
        else:
            self._note(event)
        if not self.muted:
            self.engine.receive(event, received)

    def hear(self, event: Fragment | Activity | Gap) -> None:
        """Note through whom a speaker's words come."""
        hear(self.voices, event, self.engine.state.channels)

    def use(self, program: Program, received: int) -> None:
        """Another rule set is in force from here on."""
        self.program = program
        if not self.muted:
            self.engine.use(program, received)

    def follow(self, events: Iterable[EventOut]) -> None:
        """Bring the standing up to date with what the engine told."""
        rules = self.program.rules.rules
        for event in events:
            self.standing.take(event, rules)

    def transcripts(self, last: Iterable[Event], now: int) -> list[Mapping[str, Any]]:
        """What was said in the ``last`` logged events, wire-ready and in the order of its
        beginning; the utterances that are being spoken, and the very last one, as the engine sees
        them."""
        engine, told = self.engine, dict[tuple[str, str], Transcript]()
        for event in last:
            if isinstance(event, Fragment) and event.final and event.text.strip():
                speaker = engine.speaker_of(event)
                for folded_in in event.supersedes:
                    told.pop((speaker, folded_in), None)
                told.setdefault((speaker, event.utterance), _as_heard(event, speaker))
        for heard in list(engine.listening.utterances.values()):
            seen = engine.transcript(heard.speaker, heard.id, now)
            if seen is not None:
                told[heard.speaker, heard.id] = seen
        return [to_wire(each) for each in sorted(told.values(), key=_began)]

    def show(self, stream: AgentStream, time: Callable[[LiveCall], int]) -> None:
        """The call is seen on ``stream`` from now on; ``time`` reads its clock."""
        if hasattr(self, "stream"):
            self.hide()
        self.stream = stream
        stream.calls[self.id] = _Shown(self, time)

    def hide(self) -> None:
        """The call is seen on its stream no more."""
        self.stream.calls.pop(self.id, None)

    def _agree(self, changes: Mapping[str, Any]) -> None:
        """Take what changes in the context as far as it says who may be remembered."""
        if CONSENT in changes:
            self.consents = consent(changes)

    def _note(self, event: Event) -> None:
        match event:
            case CallStart():
                self.agent = event.agent
                self.opener = event.sender if self.opener is None else self.opener
                self.provisional = event.source is not None and event.source.adapter is not None
                self.customer = event.customer if event.customer is not None else self.customer
                self._agree(event.context)
            case Context():
                self._agree(event.set)
            case CallTransfer():
                self.agent = event.agent
            case Feedback():
                self.standing.hints[event.hint] = event.verdict
            case CallHold():
                self.held = True
            case CallResume():
                self.held = False
            case CallEnd():
                self.ended = True
            case Dial():
                self.dial = event.level
            case InputLost():
                self.lost_speakers = event.speakers
                self.lost_since = None if event.speakers else event.at
            case InputBack():
                self.lost_speakers, self.lost_since = (), None
            case Fed():
                self.fed[event.sender] = event
            case Note():
                told = happening(event, event.at, held=self.held)
                if told is not None:
                    self.notes = [*self.notes[1 - NOTES_KEPT :], to_wire(told)]
            case NoteSeen():
                self.notes = [_seen(note, event) for note in self.notes]
            case AlertHandled():
                self.handled[event.alert] = event
            case RulesInForce():
                raise ValueError("rules in force are for use()")
            case _:
                pass
        if isinstance(event, NUMBERED):
            self.lanes[event.sender] = event.seq
            if isinstance(event, VOICED):
                self.hear(event)


def _seen(note: Mapping[str, Any], event: NoteSeen) -> Mapping[str, Any]:
    """A note, with what has become known of it; what was read was shown."""
    if note["id"] != event.note:
        return note
    return {"shown": event.at, **note, event.state: event.at}


def _as_heard(event: Fragment, speaker: str) -> Transcript:
    return Transcript(
        call=event.call,
        at=event.at,
        speaker=speaker,
        utterance=event.utterance,
        revision=event.revision,
        text=event.text,
        final=event.final,
        start=event.start,
        end=event.end,
    )


def _began(told: Transcript) -> int:
    return told.at if told.start is None else told.start


class _Shown:
    """A call as its agent's stream sees it."""

    __slots__ = ("_call", "_time")

    def __init__(self, call: LiveCall, time: Callable[[LiveCall], int]) -> None:
        self._call, self._time = call, time

    @property
    def id(self) -> str:
        return self._call.id

    @property
    def held(self) -> bool:
        return self._call.held

    def now(self) -> int:
        """What its clock shows."""
        return self._time(self._call)

    def snapshot(self) -> Mapping[str, Any]:
        """The wire-ready present state; ``at`` is now, so that clocks on screen go on."""
        call = self._call
        return {
            **call.engine.snapshot(),
            "agent": call.agent,
            "at": self._time(call),
            "held": call.held,
            "notes": call.notes,
            "muted": call.muted,
        }
