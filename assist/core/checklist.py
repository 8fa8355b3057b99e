"""The checklist: which needs are open, done or left undetermined, as the agent is told of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .cards import because, wording
from .hints import EventOut, NeedChange, NeedState
from .needs import Opening, RuleState
from .rules import Rule
from .state import CallState

TOLD: dict[str, NeedState] = {"open": "open", "met": "met", "refused": "undetermined"}
"""How an opening's state stands on the checklist; the others do not."""


class Checklist:
    """Of one call. ``send`` collects events; ``counts``: needs by their latest state, for the
    report at the call's end.

    ``done``: rule -> its need as it was last told to be met, for whoever looks later; at most one a
    rule, and gone when the need comes up again.
    """

    def __init__(
        self, call: CallState, send: Callable[[EventOut], None], counts: dict[str, int]
    ) -> None:
        self.call = call
        self.counts = counts
        self.done: dict[str, NeedChange] = {}
        self._send = send

    def announce(self, rule: Rule, state: RuleState, opening: Opening, wire: NeedState) -> None:
        """An opening's need stands so from now on; told where that is news."""
        said = state.announced.get(opening.key)
        if said == wire or (wire == "undetermined" and said != "open"):
            return
        state.announced[opening.key] = wire
        self.count(said, wire)
        self.tell(rule, wire, opening)

    def show(self, rule: Rule, state: RuleState) -> None:
        """A rule's hint shows: its need, if it was held back with the hint, is open from now on."""
        state.shown = self.call.now
        for opening in state.openings:
            if opening.key == state.live_key:
                self.announce(rule, state, opening, "open")

    def take_back(self, rule: Rule, said: str) -> None:
        """An opening that was told of is no more: its words were misheard."""
        self.count(said, None)
        if said == "open":
            self.tell(rule, "undetermined")
        elif said == "met":
            self.done.pop(rule.name, None)

    def count(self, before: str | None, after: str | None) -> None:
        """The report counts every need once, by its final state."""
        for state, change in ((before, -1), (after, 1)):
            if state:
                self.counts[state] = self.counts.get(state, 0) + change
                if not self.counts[state]:
                    del self.counts[state]

    def tell(self, rule: Rule, wire: NeedState, opening: Opening | None = None) -> None:
        """Tell the overlay how a rule's need stands."""
        event = self.of(rule, wire, opening)
        if wire == "met":
            self.done[rule.name] = event
        elif wire == "open":
            self.done.pop(rule.name, None)
        self._send(event)

    def of(self, rule: Rule, wire: NeedState, opening: Opening | None = None) -> NeedChange:
        """A rule's need as the overlay is told of it; ``opening``: whose words raised it."""
        values: dict[str, Any] = self.call.context
        quotes = because(opening) if opening is not None else ()
        return NeedChange(
            call=self.call.call,
            at=self.call.now,
            id=rule.need,
            state=wire,
            rule=rule.name,
            text=wording(rule.text, self.call.language, values) or rule.name,
            quote=quotes[0] if quotes else None,
        )
