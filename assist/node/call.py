"""One live call: its engine, its clock, where each sender's numbers stand, who feeds it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, get_args

from assist.core.engine import Engine
from assist.core.events import (
    CallEnd,
    CallHold,
    CallResume,
    CallStart,
    CallTransfer,
    Dial,
    DialLevel,
    Event,
    EventIn,
    Fragment,
    InputBack,
    InputLost,
    Refused,
    RulesInForce,
)
from assist.core.hints import EventOut, HintShow
from assist.core.program import Program

from .clock import CallClock

NUMBERED = (*get_args(EventIn), Refused)

Source = Hashable
"""A connection that feeds calls; None for what has none (``POST``)."""


class LiveCall:
    """A fold over the call's log entries, one :meth:`apply` each, live and when recovering alike.

    What is not in the log (the connections, when it last heard anything) is set from outside.
    ``missing``: senders whose connection is gone. ``muted``: the engine failed. ``adrift``:
    recovered, and no event has yet told how long that took. ``waking``: when its timer is due.
    """

    __slots__ = (
        "adrift",
        "agent",
        "clock",
        "dial",
        "ended",
        "engine",
        "feeds",
        "held",
        "hints",
        "id",
        "input_lost",
        "lanes",
        "missing",
        "muted",
        "program",
        "seen",
        "waking",
    )

    def __init__(self, call: str, program: Program, clock: CallClock) -> None:
        self.id = call
        self.program = program
        self.clock = clock
        self.engine = Engine(program, call=call)
        self.agent = ""
        self.dial: DialLevel = "balanced"
        self.held = False
        self.ended = False
        self.input_lost = False
        self.muted = False
        self.adrift = False
        self.hints: set[str] = set()
        self.lanes: dict[str, int] = {}
        self.feeds: dict[str, Source] = {}
        self.missing: set[str] = set()
        self.seen = 0.0
        self.waking = float("inf")

    def apply(self, event: Event, received: int) -> None:
        """Take one logged event (never ``rules``, which :meth:`use` takes). What the engine
        raises is let through, after everything else of the call has been brought up to date."""
        if type(event) is Fragment:
            self.lanes[event.sender] = event.seq
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

    def snapshot(self, received: int) -> Mapping[str, Any]:
        """The wire-ready present state, at ``received``."""
        return {**self.engine.snapshot(), "at": received}

    def _note(self, event: Event) -> None:
        match event:
            case CallStart():
                self.agent = event.agent
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
            case RulesInForce():
                raise ValueError("rules in force are for use()")
            case _:
                pass
        if isinstance(event, NUMBERED):
            self.lanes[event.sender] = event.seq
