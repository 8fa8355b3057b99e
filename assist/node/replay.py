"""A recording played through the engine: the same fold as a live call, as fast as it goes.

A recording is a JSON Lines file of events in the order of their arrival, one or more calls; a
line may carry ``received`` beside the event's fields, and the node's own events may be among
them. What :mod:`assist.log` holds of a call replays the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import get_args

from pydantic import BaseModel, ValidationError

from assist.core.engine import Engine
from assist.core.events import (
    EVENT,
    CallStart,
    Event,
    EventIn,
    Millis,
    Refused,
    RulesInForce,
    Tick,
)
from assist.core.hints import EventOut
from assist.core.program import Program
from assist.log.base import Entry
from assist.privacy import mask_event
from assist.proto.messages import why

DRAIN_MS = 3_600_000
"""Deadlines later than this after the last event are those of a call that nobody is on."""

_NUMBERED = (*get_args(EventIn), Refused)


class _Stamp(BaseModel):
    """What a line may carry beside its event."""

    received: Millis | None = None


ProgramOf = Callable[[str], Program | None]
"""The program of a rule set's digest; None: go on with the one in use."""


@dataclass(frozen=True, slots=True)
class Timed:
    """An event and when it was received, ms since the call began."""

    received: int
    event: Event


@dataclass(slots=True)
class Recording:
    """The calls of one source, each in the order of arrival.

    ``faults`` make it unfit to replay: a call with a hole is another call. ``warnings`` do not.
    Both read ``place: what``, and hold none of the words spoken.
    """

    calls: dict[str, list[Timed]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Played:
    """An event taken in (None: only time passed) and what came out, in order. ``engine`` stands as
    it did right then until the next step is asked for."""

    received: int
    event: Event | None
    out: tuple[EventOut, ...]
    engine: Engine = field(repr=False, compare=False)


def read_recording(lines: Iterable[bytes], name: str) -> Recording:
    """Parse and mask the lines of a recording; ``name`` is what faults are told of.

    As on the wire, a number seen before is ignored; one that jumps is warned of and taken, for
    nobody is there to send the missing events again.
    """
    recording = Recording()
    numbers: dict[tuple[str, str], int] = {}
    for at, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = f"{name}:{at}"
        try:
            event = EVENT.validate_json(line)
            received = _Stamp.model_validate_json(line).received
        except ValidationError as fault:
            recording.faults.append(f"{place}: {why(fault)}")
            continue
        if isinstance(event, _NUMBERED) and not _is_next(event, numbers, recording, place):
            continue
        entries = recording.calls.setdefault(event.call, [])
        if not entries and not isinstance(event, CallStart | RulesInForce):
            recording.warnings.append(f"{place}: no call.start before this; agent unknown")
        before = entries[-1].received if entries else 0
        entries.append(Timed(max(before, event.at if received is None else received), event))
    recording.calls = {
        call: [Timed(e.received, mask_event(e.event)) for e in entries]
        for call, entries in recording.calls.items()
    }
    return recording


def from_log(entries: Sequence[Entry]) -> list[Timed]:
    """A call as the log holds it, masked again (which changes nothing unless masking improved)."""
    return [Timed(entry.received, mask_event(entry.event)) for entry in entries]


def play(
    call: str,
    entries: Iterable[Timed],
    program: Program,
    program_of: ProgramOf,
    engine: Engine | None = None,
) -> Iterator[Played]:
    """Play one call under ``program`` until the recording names another rule set by its digest;
    after the last event the deadlines still running fall due, up to :data:`DRAIN_MS` later.
    ``engine``: one that has heard what came before ``entries``, to go on from."""
    received = 0
    for entry in entries:
        received = entry.received
        if isinstance(entry.event, RulesInForce):
            program = program_of(entry.event.digest) or program
            if engine is not None:
                engine.use(program, received)
                yield Played(received, entry.event, tuple(engine.hints_to_send()), engine)
            continue
        if engine is None:
            engine = Engine(program, call=call)
        engine.receive(entry.event, received)
        yield Played(received, entry.event, tuple(engine.hints_to_send()), engine)
    if engine is None:
        return
    last = received + DRAIN_MS
    while (due := engine.next_deadline()) is not None and due <= last:
        engine.receive(Tick(type="tick", call=call, at=due), due)
        yield Played(due, None, tuple(engine.hints_to_send()), engine)


def _is_next(
    event: EventIn | Refused, numbers: dict[tuple[str, str], int], recording: Recording, place: str
) -> bool:
    lane = (event.call, event.sender)
    last = numbers.get(lane, 0)
    if event.seq <= last:
        return False
    if event.seq > last + 1:
        recording.warnings.append(
            f"{place}: gap: call {event.call!r}, sender {event.sender!r}: "
            f"seq {event.seq} after {last}"
        )
    numbers[lane] = event.seq
    return True
