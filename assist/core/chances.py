"""What must have been heard for a condition to hold at all.

Most cues come to nothing: of what a rule asks for beside its cue, nobody has said a word. That is
seen from which signals are remembered at all, long before the condition is asked about any moment.
"""

from __future__ import annotations

from collections.abc import Iterable, KeysView
from typing import Final

from .listens import need_signals
from .meters import level_signal
from .rules import AllOf, AnyOf, AtLeast, Condition, Count, EmotionIs, Heard, InOrder, NeedIs

Way = tuple[frozenset[str], ...]
"""Sets of signals: one of each must be remembered."""
Ways = tuple[Way, ...]
"""At least one of them must be open. A way without sets is open whatever was heard."""

ALWAYS: Final[Ways] = ((),)
_MOST: Final = 24
"""Ways told apart; of a condition with more of them, less is asked."""


def ways(condition: Condition) -> Ways:
    """The ways in which ``condition`` may come to hold. Absences and states are taken as given."""
    match condition:
        case Heard(name) | Count(name):
            return ((frozenset((name,)),),)
        case EmotionIs(meter, level, _):
            return ((frozenset((level_signal(meter, level),)),),)
        case NeedIs(_, state) if state != "open":
            return ((frozenset(need_signals(condition)),),)
        case AnyOf(of):
            return _either(map(ways, of))
        case AllOf(of) | InOrder(of):
            return _together([ways(part) for part in of])
        case AtLeast(n, of) if n > 0:
            return _either(map(ways, of))
        case _:
            return ALWAYS


def needed(condition: Condition) -> frozenset[str]:
    """Signals each of which somebody must have been heard to give for ``condition`` to hold."""
    match condition:
        case Heard(name) | Count(name):
            return frozenset((name,))
        case AllOf(of) | InOrder(of):
            return frozenset().union(*map(needed, of))
        case _:
            return frozenset()


def _either(parts: Iterable[Ways]) -> Ways:
    """Any of the parts will do: those that ask for one set are one way, that asks for any of it."""
    found = [way for part in parts for way in part]
    if () in found:
        return ALWAYS
    single = frozenset().union(*(way[0] for way in found if len(way) == 1))
    several = dict.fromkeys(way for way in found if len(way) > 1)
    if len(several) >= _MOST:
        return ((single.union(*(_least(way) for way in several)),),)
    return (*(((single,),) if single else ()), *several)


def _together(parts: list[Ways]) -> Ways:
    """All of the parts are needed. Of one with several ways, a set is asked that all of them
    touch."""
    sets: dict[frozenset[str], None] = {}
    branching = [part for part in parts if len(part) > 1]
    for part in parts:
        if len(part) == 1:
            sets.update(dict.fromkeys(part[0]))
        elif part is not branching[0]:
            sets[frozenset().union(*map(_least, part))] = None
    if not branching:
        return (tuple(sets),)
    return tuple(tuple(dict.fromkeys((*sets, *way))) for way in branching[0])


def _least(way: Way) -> frozenset[str]:
    return min(way, key=lambda names: (len(names), sorted(names)))


def is_open(found: Ways, heard: KeysView[str]) -> bool:
    """Whether what is remembered leaves any way open."""
    for way in found:
        for names in way:
            if heard.isdisjoint(names):
                break
        else:
            return True
    return False
