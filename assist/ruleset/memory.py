"""What was compiled before, kept for packs that are compiled again after a small edit.

Reading YAML, expanding phrases, reading patterns and comparing take most of compiling; with what
did not change remembered, an edit of one file costs little more than that file.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from .scope import Scope
from .tree import Node, read

KEPT_TREES = 160
"""Files: those shipped are 94; the text being edited takes a place for each of its states."""
KEPT_MADE = 4_096
"""Signals, and findings of signals, as they were made last."""

T = TypeVar("T")
Used = Mapping[str, set[str]]
"""Names by kind."""


@dataclass(frozen=True, slots=True)
class _Made:
    """``source`` is held so that nothing else takes over its identity; ``text``: what it says."""

    source: object
    text: tuple[str, str] | None
    surroundings: Hashable
    value: Any
    used: Used
    costs: tuple[int, int, int]


class Memory:
    """Not shared between threads. What could not be made without complaint is not kept, so that it
    complains again."""

    def __init__(self) -> None:
        self._trees: OrderedDict[tuple[str, str], Node | None] = OrderedDict()
        self._made: OrderedDict[tuple[str, int], _Made] = OrderedDict()
        self._said: OrderedDict[tuple[str, str], _Made] = OrderedDict()

    def tree(self, key: str, text: str) -> Node | None:
        """:func:`.tree.read`; a text read before is not read again."""
        found = (key, text)
        if found not in self._trees:
            self._trees[found] = read(key, text)
            if len(self._trees) > KEPT_TREES:
                self._trees.popitem(last=False)
        self._trees.move_to_end(found)
        return self._trees[found]

    def made(
        self,
        kind: str,
        source: object,
        surroundings: Callable[[Used], Hashable],
        scope: Scope,
        make: Callable[[], T],
        *,
        says: Callable[[], str] | None = None,
    ) -> T:
        """What ``make`` makes of ``source``, which is immutable; ``surroundings``: all else that it
        looks at, given the names that it used. These and what it costs are noted each time.
        ``says``: what the source says, for one that was read again and says what another did."""
        key = (kind, id(source))
        kept = self._made.get(key)
        if kept is None or kept.source is not source:
            text = None if says is None else (kind, says())
            kept = self._said.get(text) if text is not None else None
        else:
            text = kept.text
        if kept is not None and kept.surroundings == surroundings(kept.used):
            self._keep(key, replace(kept, source=source))
            scope.note(kept.used, kept.costs)
            value: T = kept.value
            return value
        told = scope.report.told
        before, outer = scope.costs, scope.used
        scope.used = {what: set() for what in outer}
        try:
            made = make()
        finally:
            inner, scope.used = scope.used, outer
            scope.note(inner, (0, 0, 0))
        if scope.report.told == told:
            now = scope.costs
            costs = (now[0] - before[0], now[1] - before[1], now[2] - before[2])
            self._keep(key, _Made(source, text, surroundings(inner), made, inner, costs))
        return made

    def _keep(self, key: tuple[str, int], made: _Made) -> None:
        self._made[key] = made
        self._made.move_to_end(key)
        if len(self._made) > KEPT_MADE:
            self._made.popitem(last=False)
        if made.text is not None:
            self._said[made.text] = made
            self._said.move_to_end(made.text)
            if len(self._said) > KEPT_MADE:
                self._said.popitem(last=False)
