"""What a condition depends on: the signals that it listens for, and how far back."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from .meters import level_signal
from .rules import (
    Absent,
    AllOf,
    AnyOf,
    AtLeast,
    Condition,
    ContextIs,
    Count,
    During,
    EmotionIs,
    Heard,
    HistoryIs,
    InOrder,
    NeedIs,
    Turns,
)
from .turns import turn_signal

CONTEXT_SIGNAL = "context:changed"
HISTORY_SIGNAL = "history:told"
CLOSING_SIGNAL = "closing"


def context_signal(key: str) -> str:
    """Name of the derived signal “a rule has set ``key`` of the call's context to something new”.
    What integrators say of the call is :data:`CONTEXT_SIGNAL`, whatever the key."""
    return f"context:{key}:set"


@cache
def need_signal(need: str, state: str) -> str:
    """Name of the derived signal “``need`` was opened/met”."""
    return f"need:{need}:{state}"


def need_signals(condition: NeedIs) -> list[str]:
    """Names of the derived signals that a condition on needs listens for."""
    state = "met" if condition.state == "met" else "opened"
    return [need_signal(need, state) for need in condition.ids]


def parts(condition: Condition) -> Iterator[Condition]:
    """The condition and all in it."""
    yield condition
    match condition:
        case AllOf(of) | AnyOf(of) | InOrder(of) | AtLeast(_, of):
            for part in of:
                yield from parts(part)
        case Absent(of):
            yield from parts(of)


def triggers(condition: Condition) -> Iterator[str]:
    """Signals whose occurrence can make the condition true."""
    match condition:
        case Heard(name) | Count(name):
            yield name
        case AllOf(of) | AnyOf(of) | InOrder(of) | AtLeast(_, of):
            for part in of:
                yield from triggers(part)
        case NeedIs(ids, state):
            for need in ids:
                yield need_signal(need, "met" if state == "met" else "opened")
        case EmotionIs(meter, level, _):
            yield level_signal(meter, level)
        case Turns(speaker):
            yield turn_signal(speaker)
        case ContextIs(tests):
            yield CONTEXT_SIGNAL
            for test in tests:
                yield context_signal(test.key)
        case HistoryIs():
            yield HISTORY_SIGNAL
        case During("closing"):
            yield CLOSING_SIGNAL


def mentions(condition: Condition) -> set[str]:
    """Every signal that the condition's truth depends on."""
    found: set[str] = set()
    for part in parts(condition):
        found.update(triggers(part))
        if isinstance(part, Absent) and part.since:
            found.add(part.since)
        if isinstance(part, NeedIs) and part.state == "open":
            found.update(need_signal(need, "met") for need in part.ids)
        if isinstance(part, Turns):
            found.update(name for name in (part.each, part.none) if name)
    return found


def windows(condition: Condition, outer: int = 0) -> Iterator[tuple[str, int]]:
    """(signal, how far back the condition looks for it, ms)."""
    match condition:
        case AllOf(of, within) | InOrder(of, within) | AtLeast(_, of, within):
            for part in of:
                yield from windows(part, outer + within)
        case AnyOf(of):
            for part in of:
                yield from windows(part, outer)
        case Absent(of, ms):
            for part in parts(of):
                for name in triggers(part):
                    yield name, outer + (ms or 0)
            yield from windows(of, outer + (ms or 0))
        case Count(name, _, within):
            yield name, outer + within
        case _:
            for name in mentions(condition):
                yield name, outer
