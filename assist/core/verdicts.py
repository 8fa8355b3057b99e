"""What rules' conditions said at moments that nothing has changed since.

A condition looks back only. Where all that changed was said at or after a moment, its verdicts on
earlier moments stand, and those are most that a fold asks for. Forgetting everything changes
nothing but the cost; so nothing here is saved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .conditions import Past, Support, holds
from .listens import parts
from .rules import Absent, Condition, ContextIs, During, HistoryIs, NeedIs, Turns


def lasts(condition: Condition) -> bool:
    """Whether a verdict on it rests on occurrences up to its moment, and on nothing else: not on
    the context, earlier calls, openings or turns, which may come to be known otherwise."""
    return not any(
        isinstance(part, ContextIs | HistoryIs | Turns)
        or (isinstance(part, During) and part.phase == "opening")
        or (isinstance(part, NeedIs) and part.state == "open")
        or (isinstance(part, Absent) and part.turns is not None)
        for part in parts(condition)
    )


class Verdicts:
    """Verdicts on the conditions of rules, by the rules' names."""

    __slots__ = ("_asked", "_bound", "_found", "_until")

    def __init__(self) -> None:
        self._asked: set[str] = set()
        """Rules asked about since something changed last."""
        self._bound = -1
        """Of no other rule anything is known from then on."""
        self._until: dict[str, int] = {}
        """Rule -> media time before which every moment that was asked about is known."""
        self._found: dict[str, dict[int, Support]] = {}
        """Rule -> what its condition rests on, at the moments at which it holds. Most never do."""

    def changed(self, since: int) -> None:
        """Something that was said at ``since`` (media ms) or later has come, moved or gone."""
        for name in self._asked if since >= self._bound else self._until:
            self._until[name] = min(self._until[name], since)
        self._asked.clear()
        self._bound = since

    def asked(self, name: str, moment: int) -> None:
        """The rule will be asked about a moment that it was not asked about before."""
        if self._until.get(name, -1) > moment:
            self._until[name] = moment

    def forget(self) -> None:
        """Anything may have changed."""
        self._until.clear()
        self._found.clear()
        self._asked.clear()

    def holding(
        self, name: str, condition: Condition, past: Past, times: Iterable[int]
    ) -> Iterator[tuple[int, Support]]:
        """(moment, what supports it) wherever the condition holds; ``times`` rise."""
        until, found = self._until.get(name, -1), self._found.get(name)
        if found is not None and found and max(found) >= until:
            found = self._found[name] = {t: told for t, told in found.items() if t < until}
        for time in times:
            if time < until:
                support = found.get(time) if found is not None else None
            else:
                support = holds(condition, past, time)
                self._until[name] = time + 1
                self._asked.add(name)
                if support is not None:
                    found = self._found.setdefault(name, {})
                    found[time] = support
            if support is not None:
                yield time, support
