"""When time alone will decide something: the rules' deadlines, and which of them are due."""

from __future__ import annotations

from collections.abc import Iterator

from .clock import FOREVER
from .needs import Deadline
from .program import Program
from .state import CallState


class Deadlines:
    """Of one call, at most one a rule. What they are is worked out elsewhere; all of it follows
    from the rules' states, so nothing in it is saved."""

    __slots__ = ("_call", "by_rule", "program", "soonest")

    def __init__(self, program: Program, call: CallState) -> None:
        self.program = program
        self.by_rule: dict[str, Deadline] = {}
        self.soonest = -1
        """No deadline's time is before this; -1: not known."""
        self._call = call

    def expect(self, rule: str, found: Deadline | None) -> None:
        """From now on this is the rule's deadline; None: it has none."""
        if found is None:
            if self.by_rule.pop(rule, None) is not None:
                self.soonest = -1
        elif found != self.by_rule.get(rule):
            self.by_rule[rule] = found
            self.soonest = -1

    def quiet_until(self, most: int) -> int:
        """Received ms before which nothing is due: :meth:`next_due`, but for what awaits the
        recogniser. That may come later than its time, never sooner, so it need not be asked before
        then how far the recogniser has got."""
        if self.soonest < 0:
            self.soonest = min((d.time for d in self.by_rule.values()), default=FOREVER)
        if self.soonest <= self._call.now:
            return self.next_due(most)
        return min(self.soonest, most)

    def next_due(self, most: int) -> int:
        """Received ms at which the first is due; ``most`` where none is before that."""
        for rule, found in self.by_rule.items():
            if found.time < most:  # none is due before it falls
                most = min(most, self._due(rule, found))
        return most

    def due(self) -> Iterator[tuple[str, Deadline]]:
        """Those due by ``call.now``, in the order of the rules. What comes of one may move or lift
        the next, which is then looked at as it stands."""
        for rule in sorted(self.by_rule, key=self.program.index.order.__getitem__):
            found = self.by_rule.get(rule)
            if found is not None and self._due(rule, found) <= self._call.now:
                yield rule, found

    def _due(self, rule: str, found: Deadline) -> int:
        if found.certain:
            return found.time
        return self._call.clock.due(found.time, self.program.index.awaited[rule])
