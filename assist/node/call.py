"""One live call: its engine, its clock, where each sender's numbers stand, who feeds it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, get_args

from assist.core.engine import Engine
from assist.core.events import (
    Activity,
    CallEnd,
    CallHold,
    CallResume,
    CallStart,
    CallTransfer,
    Dial,
    DialLevel,
    Event,
    EventIn,
    Fed,
    Fragment,
    Gap,
    InputBack,
    InputLost,
    Refused,
    RulesInForce,
)
from assist.core.hints import EventOut, HintShow
from assist.core.program import Program

from .clock import CallClock
from .memory import consents
from .streams import AgentStream

NUMBERED = (*get_args(EventIn), Refused)
"""Entries that use up a number of their sender."""
VOICED = (Fragment, Activity, Gap)
"""Events of a sender through whom words come: when it is gone, silence means nothing."""

Source = Hashable
"""A connection that feeds calls; None for what has none (``POST``)."""


class LiveCall:
    """A fold over the call's log entries, one :meth:`apply` each, live and when recovering alike.

    ``customer``: the opaque key of one who agreed to be remembered.

    What is not in the log is set from outside. ``feeds``: which connection each sender's words
    come through; ``missing``: senders whose connection is gone; ``adrift``: recovered, and no event
    has yet told how long that took; ``muted``: the engine failed; ``seen``: when it was last heard
    of, in seconds of the loop's clock; ``waking``: when its timer is due, likewise.

    ``provisional``: opened by a recogniser's stream, which knows little of the call: the next
    ``call.start`` is merged; ``opener``: the sender of the first; ``fed``: where vendors' streams
    stood when they were last kept, until they go on.
    """

    __slots__ = (
        "adrift",
        "agent",
        "clock",
        "customer",
        "dial",
        "ended",
        "engine",
        "fed",
        "feeds",
        "held",
        "hints",
        "id",
        "input_lost",
        "lanes",
        "missing",
        "muted",
        "opener",
        "program",
        "provisional",
        "seen",
        "stream",
        "voices",
        "waking",
    )

    stream: AgentStream

    def __init__(self, call: str, program: Program, clock: CallClock) -> None:
        self.id = call
        self.program = program
        self.clock = clock
        self.engine = Engine(program, call=call)
        self.agent = ""
        self.customer: str | None = None
        self.dial: DialLevel = "balanced"
        self.held = False
        self.ended = False
        self.input_lost = False
        self.muted = False
        self.adrift = False
        self.provisional = False
        self.opener: str | None = None
        self.fed: dict[str, Fed] = {}
        self.hints: set[str] = set()
        self.lanes: dict[str, int] = {}
        self.voices: set[str] = set()
        self.feeds: dict[str, Source] = {}
        self.missing: set[str] = set()
        self.seen = 0.0
        self.waking = float("inf")

    def apply(self, event: Event, received: int) -> None:
        """Take one logged event (never ``rules``, which :meth:`use` takes). What the engine
        raises is let through, after everything else of the call has been brought up to date."""
        if type(event) is Fragment:
            self.lanes[event.sender] = event.seq
            self.voices.add(event.sender)
        else:
            self._note(event)
        if not self.muted:
            self.engine.receive(event, received)

    def use(self, program: Program, received: int) -> None:
        """Another rule set is in force from here on."""
        self.program = program
        if not self.muted:
            self.engine.use(program, received)

    def note_hints(self, events: Iterable[EventOut]) -> None:
        """Remember which hints were shown: feedback may name them."""
        self.hints.update(event.id for event in events if isinstance(event, HintShow))

    def show(self, stream: AgentStream, time: Callable[[LiveCall], int]) -> None:
        """The call is seen on ``stream`` from now on; ``time`` reads its clock."""
        if hasattr(self, "stream"):
            self.hide()
        self.stream = stream
        stream.calls[self.id] = _Shown(self, time)

    def hide(self) -> None:
        """The call is seen on its stream no more."""
        self.stream.calls.pop(self.id, None)

    def _note(self, event: Event) -> None:
        match event:
            case CallStart():
                self.agent = event.agent
                self.opener = event.sender if self.opener is None else self.opener
                self.provisional = event.source is not None and event.source.adapter is not None
                self.customer = event.customer if consents(event.context) else None
            case CallTransfer():
                self.agent = event.agent
            case CallHold():
                self.held = True
            case CallResume():
                self.held = False
            case CallEnd():
                self.ended = True
            case Dial():
                self.dial = event.level
            case InputLost():
                self.input_lost = True
            case InputBack():
                self.input_lost = False
            case Fed():
                self.fed[event.sender] = event
            case RulesInForce():
                raise ValueError("rules in force are for use()")
            case _:
                pass
        if isinstance(event, NUMBERED):
            self.lanes[event.sender] = event.seq
            if isinstance(event, VOICED):
                self.voices.add(event.sender)


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

    def snapshot(self) -> Mapping[str, Any]:
        """The wire-ready present state; ``at`` is now, so that clocks on screen go on."""
        return {**self._call.engine.snapshot(), "at": self._time(self._call)}
