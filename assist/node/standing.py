"""How a live call stands, as a supervisor sees it: a fold over what its engine has told.

It is kept for every call, watched or not, at the cost of a few assignments an event out, so that
whoever begins to supervise sees what has been, and a call recovered from the log stands as it did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from assist.core.concern import CameUp
from assist.core.delivery import ALONE
from assist.core.events import Verdict
from assist.core.hints import (
    Alert,
    Emotion,
    EventOut,
    HintShow,
    HintUpdate,
    NeedChange,
    Priority,
    RolesDoubted,
)
from assist.core.rules import Rule

STRAINING = frozenset({"high", "severe"})
"""Levels of the customer's that an agent has to bear."""


@dataclass(slots=True)
class OpenNeed:
    """A need on the checklist. ``since``: received ms at which it opened."""

    id: str
    rule: str
    text: str
    priority: Priority
    since: int
    escalated: bool = False


@dataclass(frozen=True, slots=True)
class LastHint:
    """The hint that was shown or changed last. ``at``: received ms."""

    id: str
    text: str
    priority: Priority
    at: int
    count: int


@dataclass(slots=True)
class Standing:
    """One call. Times are received ms."""

    hints: dict[str, Verdict | None] = field(default_factory=dict)
    """Every hint that was shown, and what the agent said of it last."""
    last: LastHint | None = None
    needs: dict[str, OpenNeed] = field(default_factory=dict)
    """Open needs by the rule that looks after them."""
    times: Counter[str] = field(default_factory=Counter)
    """How often each need came up, met at once or not."""
    texts: dict[str, str] = field(default_factory=dict)
    level: str = "calm"
    """The customer's, as last told."""
    spike: bool = False
    told: int = 0
    """When the customer's emotion was last told."""
    severe_since: int | None = None
    exchanged_since: int | None = None
    """Since when the channels look exchanged."""
    life: set[str] = field(default_factory=set)
    """Rules that heard the customer speak of ending their life. That the agent answered well does
    not end it; that it was misheard, or that the agent says so, does."""
    alerts: dict[str, Alert] = field(default_factory=dict)
    """Rules' alerts that have not been withdrawn, by id."""
    _borne: int = 0

    def take(self, event: EventOut, rules: Mapping[str, Rule]) -> None:
        """Take one event out of the call's engine, under the rules in force."""
        match event:
            case Emotion():
                if event.speaker == "customer":
                    self._feel(event)
            case HintShow() | HintUpdate():
                self._hint(event)
            case NeedChange():
                self._need(event, rules)
            case RolesDoubted():
                self.exchanged_since = event.at if event.exchanged else None
            case Alert():
                if event.state == "withdrawn":
                    self.alerts.pop(event.id, None)
                else:
                    known = self.alerts.get(event.id, event)
                    self.alerts[event.id] = replace(event, at=known.at, state="raised")
            case _:
                pass

    def borne(self, now: int) -> int:
        """Ms for which the customer's emotion stood at high or severe, up to ``now``."""
        going_on = max(0, now - self.told) if self.level in STRAINING else 0
        return self._borne + going_on

    def came_up(self) -> Iterator[CameUp]:
        """Every need of the call so far, and how it stands."""
        standing = {need.id: need for need in self.needs.values()}
        for need, times in self.times.items():
            now = standing.get(need)
            escalated = now is not None and now.escalated
            yield CameUp(need, self.texts[need], times, now is not None, escalated)

    def _feel(self, event: Emotion) -> None:
        self._borne = self.borne(event.at)
        self.level, self.spike, self.told = event.level, event.spike, event.at
        if event.level != "severe":
            self.severe_since = None
        elif self.severe_since is None:
            self.severe_since = event.at

    def _hint(self, event: HintShow | HintUpdate) -> None:
        self.hints.setdefault(event.id, None)
        self.last = LastHint(event.id, event.text, event.priority, event.at, event.count)
        need = self.needs.get(event.rule)
        if need is not None:
            need.escalated, need.priority = event.escalated, event.priority

    def _need(self, event: NeedChange, rules: Mapping[str, Rule]) -> None:
        if event.state == "open":
            known = self.needs.get(event.rule)
            if known is None:
                rule = rules.get(event.rule)
                priority: Priority = "notice" if rule is None else rule.priority
                self.needs[event.rule] = OpenNeed(
                    event.id, event.rule, event.text, priority, event.at
                )
                self.times[event.id] += 1
        elif self.needs.pop(event.rule, None) is None and event.state == "met":
            self.times[event.id] += 1  # the agent was there before it had opened
        self.texts[event.id] = event.text
        if event.id == ALONE and event.state == "undetermined":
            self.life.discard(event.rule)
        elif event.id == ALONE:
            self.life.add(event.rule)
