"""What was heard and when: the recent past, which is the engine's state.

A condition is a function of these occurrences, so withdrawing one, saving, restoring and
explaining come for free. Each signal keeps no more than the longest window that names it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Annotated

from pydantic import Field

from .clock import FOREVER


@dataclass(slots=True, eq=False)
class Occurrence:
    """One signal at one moment of media time (ms since the call began).

    Signals heard in words carry their ``utterance`` and ``quote``. Derived ones (an emotion's
    level, a need that opened, the end of a turn) have ``roots``: the heard ones behind them.
    ``ordinal`` counts this signal within the utterance. ``firm``: the words will not change.
    ``degree``: what the words beside it multiply its weight in meters by.

    Never changed; freezing it would make it three times as dear to make, and many are made.
    """

    time: int
    signal: str
    speaker: str
    utterance: str
    ordinal: int = 0
    quote: str = ""
    captures: tuple[tuple[str, str], ...] = ()
    firm: bool = True
    degree: float = 1.0
    roots: tuple[Occurrence, ...] = ()

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return (
            type(other) is Occurrence
            and self.time == other.time  # nearly all that are compared differ in one of these
            and self.signal == other.signal
            and self.firm is other.firm
            and self.quote == other.quote
            and self.utterance == other.utterance
            and self.ordinal == other.ordinal
            and self.speaker == other.speaker
            and self.degree == other.degree
            and self.captures == other.captures
            and self.roots == other.roots
        )

    def __hash__(self) -> int:
        return hash((self.time, self.signal))  # few that differ have both in common

    def heard(self) -> tuple[Occurrence, ...]:
        """The occurrences in words behind this one (itself, where it was heard)."""
        if not self.roots:
            return (self,) if self.quote else ()
        return tuple(dict.fromkeys(heard for root in self.roots for heard in root.heard()))


FEW = 8
"""What says more than this is compared from its start: an hour's meter says hundreds of things, of
which the last changed."""
_time: Callable[[Occurrence], int] = attrgetter("time")


def _order(item: Occurrence) -> tuple[int, str, str, int]:
    return (item.time, item.speaker, item.utterance, item.ordinal)


def alike(one: Sequence[Occurrence], other: Sequence[Occurrence]) -> int:
    """How many occurrences both begin with."""
    low, high = 0, min(len(one), len(other))
    if one[:high] == other[:high]:  # as when more was said, and nothing moved
        return high
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _to_look_in(items: tuple[Occurrence, ...]) -> Collection[Occurrence]:
    return items if len(items) <= 2 else frozenset(items)


@dataclass(slots=True)
class History:
    """Occurrences by signal, in media order, and by the source that can withdraw them.

    A signal of which nothing is remembered has no entry. A source is an utterance (``speaker/id``)
    or whatever derives signals (``emotion/anger``).
    """

    by_signal: dict[str, list[Occurrence]] = field(default_factory=dict)
    by_source: dict[str, tuple[Occurrence, ...]] = field(default_factory=dict)
    forgotten: dict[str, int] = field(default_factory=dict)
    """Signal -> time of its last occurrence that was pruned."""
    moved: Annotated[int, Field(exclude=True)] = FOREVER
    """Least time of what came or went since :meth:`moved_since` was asked. Not saved: whoever asks
    knows nothing yet after a restart."""
    touched: Annotated[dict[str, None], Field(exclude=True)] = field(default_factory=dict)
    """Sources that have said something else since somebody who forgets looked at them."""

    def replace(self, source: str, new: tuple[Occurrence, ...]) -> set[str]:
        """Make ``new`` all that ``source`` says; returns the names of signals that changed.

        What is in it twice counts once: two openings of a rule may have been met alike.
        """
        old = self.by_source.get(source, ())
        if old == new:
            return set()
        differ = len(old) == len(new) == 1  # or they would be the same
        if len(new) > 1:
            new = tuple(dict.fromkeys(new))
        changed, moved = set(), self.moved
        same = alike(old, new) if len(old) > FEW else 0
        gone, come = old[same:], new[same:]
        before: Collection[Occurrence] = ()
        after: Collection[Occurrence] = ()
        if not differ:
            before, after = _to_look_in(gone), _to_look_in(come)
        for item in gone:
            if item not in after:
                self._take_out(item)
                changed.add(item.signal)
                moved = min(moved, item.time)
        for item in come:
            if item not in before:
                items = self.by_signal.get(item.signal)
                if items is None:  # as mostly; a list grown from nothing has room for four
                    self.by_signal[item.signal] = [item]
                elif items[-1].time < item.time:
                    items.append(item)
                else:
                    items.insert(bisect_right(items, _order(item), key=_order), item)
                changed.add(item.signal)
                moved = min(moved, item.time)
        self.moved = moved
        self.touched[source] = None
        if new:
            self.by_source[source] = new
        else:
            self.by_source.pop(source, None)
        return changed

    def _take_out(self, item: Occurrence) -> None:
        items = self.by_signal[item.signal]
        if len(items) == 1:
            del self.by_signal[item.signal]
        elif items[0] is item:  # as when it is forgotten
            del items[0]
        else:
            del items[items.index(item, bisect_left(items, _order(item), key=_order))]

    def add(self, source: str, item: Occurrence) -> set[str]:
        """``source`` says one thing more."""
        return self.replace(source, (*self.by_source.get(source, ()), item))

    def moved_since(self) -> int | None:
        """The least time of any occurrence that came or went since this was last asked; None when
        nothing did. What is pruned does not count: nothing asks for it any more."""
        moved, self.moved = self.moved, FOREVER
        return None if moved == FOREVER else moved

    def between(self, signal: str, first: int, last: int) -> list[Occurrence]:
        """Occurrences with ``first <= time <= last``, in order."""
        items = self.by_signal.get(signal)
        if not items:
            return []
        return items[bisect_left(items, first, key=_time) : bisect_right(items, last, key=_time)]

    def times(self, signals: Iterable[str], first: int, last: int = FOREVER) -> set[int]:
        """When any of ``signals`` was heard with ``first <= time <= last``. Most of a long list
        never is."""
        found: set[int] = set()
        for signal in self.by_signal.keys() & signals:
            items = self.by_signal[signal]
            latest = items[-1].time
            if latest < first:
                continue
            if len(items) == 1:
                if latest <= last:
                    found.add(latest)
                continue
            at = bisect_left(items, first, key=_time)
            end = None if latest <= last else bisect_right(items, last, key=_time)
            found.update(map(_time, items[at:end]))
        return found

    def latest(self, signal: str, first: int, last: int) -> Occurrence | None:
        """The last occurrence with ``first <= time <= last``."""
        items = self.by_signal.get(signal)
        if not items:
            return None
        at = bisect_right(items, last, key=_time) - 1
        return items[at] if at >= 0 and items[at].time >= first else None

    def forget(self, item: Occurrence) -> None:
        """Remember no more of ``item`` than that its signal was heard then."""
        self.forgotten[item.signal] = max(self.forgotten.get(item.signal, -1), item.time)

    def forgot_since(self, signal: str, first: int) -> bool:
        """Whether an occurrence at or after ``first`` was pruned."""
        last = self.forgotten.get(signal)
        return last is not None and last >= first

    def ever(self, signal: str) -> bool:
        """Whether the signal was heard in this call, however long ago."""
        return bool(self.by_signal.get(signal)) or signal in self.forgotten

    def prune(self, sources: Iterable[str], keep_from: Callable[[str], int]) -> list[Occurrence]:
        """Forget what ``sources`` said of any signal before ``keep_from(signal)``; returns that."""
        known: dict[str, int] = {}
        gone: list[Occurrence] = []
        for source in sources:
            items = self.by_source.get(source, ())
            old = []
            for item in items:
                since = known.get(item.signal)
                if since is None:
                    since = known[item.signal] = keep_from(item.signal)
                if item.time < since:
                    old.append(item)
            if not old:
                continue
            for item in old:
                self._take_out(item)
                self.forget(item)
            if len(old) == len(items):
                del self.by_source[source]
            else:
                left = (item for item in items if item.time >= known[item.signal])
                self.by_source[source] = tuple(left)
            gone += old
        return gone
