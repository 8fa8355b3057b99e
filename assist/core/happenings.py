"""What is told of a call whatever its rules say: that the customer waits or is back, what a
supervisor wrote to the agent, and that the agent saw it."""

from __future__ import annotations

from . import events as ev
from .hints import CallEnded, CallHeld, CallResumed, EventOut, Note, NoteSeen


def happening(event: ev.Event, now: int, *, held: bool) -> EventOut | None:
    """The event out that says so; None where there is nothing of the kind to say, or nothing new.
    ``now``: received ms; ``held``: whether the customer was waiting already."""
    match event:
        case ev.CallHold() if not held:
            return CallHeld(call=event.call, at=now)
        case ev.CallResume() if held:
            return CallResumed(call=event.call, at=now)
        case ev.Note():
            return Note(call=event.call, at=now, id=event.id, from_=event.author, text=event.text)
        case ev.NoteSeen():
            return NoteSeen(call=event.call, at=now, id=event.note, state=event.state)
        case _:
            return None


def bare_end(event: ev.CallEnd, now: int) -> CallEnded:
    """The end of a call of which no engine can give an account."""
    nothing: dict[str, dict[str, int]] = {"needs": {}, "hints": {}}
    return CallEnded(call=event.call, at=now, reason=event.reason, report=nothing)
