"""The attention budget: which open needs the agent sees, and when.

Detection says what is; delivery decides what is worth a glance now. Times are received ms.
Only what becomes visible is a ``hint.show``; whatever does not is traced with its reason.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any, Literal, NamedTuple

from .clock import FOREVER
from .events import DialLevel
from .glance import glance_ms
from .hints import (
    PRIORITIES,
    CloseReason,
    EventOut,
    HintClose,
    HintShow,
    HintUpdate,
    KnowledgeCard,
    Priority,
    Queued,
    Quote,
    Step,
)

EXPIRES_MS = 25_000
EXPIRES_CRITICAL_MS = 60_000
"""What may cost a life or a life's savings is not gone after one glance elsewhere."""
HOLD_MS = 1_000
"""How long after the agent began to speak a hint waits: what is said first may be what it asks for.
An agent who goes on without it needs the hint while going on, not afterwards."""
ANSWER_MS = 2_000
"""As much for a hint that had to wait for its turn before: what the agent begins to say then is the
answer to what it is about."""
PRESSING_MS = 1_000
"""A hint more pressing than the last comes after this long, however far the agent has read: it is
what to read now."""
READ_MS = 10_000
"""A hint has been read after this long, and makes room for a newer one as pressing: an agent takes
it in at a glance, and what has just been heard matters more."""
LATER_MS = 20_000
"""When a hint put off by the agent comes back."""
SHOWN_KEPT = 4
ALONE = "self-harm-risk"
"""The need that silences everything else (RULES.md, Delivery)."""

NEVER = frozenset({"dial", "budget", "same_need", "roles", "unsure", "elsewhere"})
"""What keeps a card back for good, as things stand: nobody need be told that it waits."""

Change = Literal["cued", "escalated", "firm", "step", "text"]


@dataclass(frozen=True, slots=True)
class Budget:
    """What one position of the dial allows: hints visible at once, hints a call, and the least
    priority shown. From one hint to the next it takes as long as a glance at the one, but at least
    and at most so many ms (``gap``)."""

    visible: int
    gap: tuple[int, int]
    per_call: int
    least: Priority

    def pause(self, glance: int) -> int:
        """Ms for which nothing follows a hint that takes a glance of so many ms."""
        least, most = self.gap
        return min(max(least, glance), most)


BUDGETS: dict[DialLevel, Budget] = {
    "off": Budget(1, (0, 0), 0, "critical"),
    "minimal": Budget(1, (8_000, 8_000), 5, "urgent"),
    "balanced": Budget(3, (2_000, 4_000), 10, "notice"),
    "active": Budget(3, (2_000, 2_000), 20, "notice"),
}


@dataclass(slots=True, kw_only=True)
class Card:
    """An open need as the agent would see it. ``ready``: received ms since which it may show."""

    id: str
    rule: str
    need: str
    ability: str
    priority: Priority
    text: str
    say: str | None
    because: tuple[Quote, ...]
    tentative: bool
    count: int = 1
    step: Step | None = None
    escalated: bool = False
    card: KnowledgeCard | None = None
    roled: bool = True
    """Whether it rests on who said what."""
    sure: bool = True
    """Whether it may be the first of its call."""
    exclusive: str | None = None
    supersedes: tuple[str, ...] = ()
    ready: int = 0
    stale: int = 0
    shown: int | None = None
    expires: int = 0

    @property
    def rank(self) -> int:
        return PRIORITIES.index(self.priority)

    @property
    def critical(self) -> bool:
        return self.priority == "critical"

    @property
    def exempt(self) -> bool:
        """Whether no dial, gap or budget keeps it back."""
        return self.critical or self.need == ALONE

    @property
    def may_be_first(self) -> bool:
        return self.sure or self.exempt


class Showing(NamedTuple):
    """That a hint was shown: when, how long a glance at it takes (ms), and how pressing it was."""

    id: str
    at: int
    glance: int
    rank: int


_WIRE = ("id", "rule", "need", "ability", "priority", "text", "say", "because", "tentative",
         "count", "step", "escalated", "card", "expires")  # fmt: skip


def as_shown(call: str, card: Card) -> HintShow:
    """A visible card as the event that shows it (for snapshots)."""
    return HintShow(call=call, at=card.shown or 0, **_wire(card))


def _wire(card: Card) -> dict[str, Any]:
    return {name: getattr(card, name) for name in _WIRE}


def _nobody(*_told: object) -> None:
    """Takes what nobody is left to be told."""


@dataclass(slots=True, kw_only=True)
class Delivery:
    """Cards visible and waiting. ``out`` collects events; ``gone(card, reason, now)`` is told when
    a card leaves for good by delivery's own decision, ``suppressed(card, why, now)`` why one waits.
    """

    call: str
    out: Callable[[EventOut], None]
    gone: Callable[[Card, CloseReason, int], None]
    suppressed: Callable[[Card, str, int], None]
    level: DialLevel = "balanced"
    visible: list[Card] = field(default_factory=list)
    queue: list[Card] = field(default_factory=list)
    last_shown: list[Showing] = field(default_factory=list)
    """The last few; the one before counts again where the last is retracted."""
    begun: bool = False
    """Whether what would be the first of its call has been shown, and has gone again otherwise than
    by being taken back."""
    spent: int = 0
    agent_speaks: bool = False
    speaks_since: int = 0
    """When the agent last began to speak."""
    still: int | None = None
    """Since when time stands still: nothing goes stale, no gap passes."""
    queued_told: int = 0
    rests_until: int | None = None
    """Until then (on delivery's clock) :meth:`flush` has nothing to do; None: it may have."""
    muted: bool = False
    """Nobody knows who is who: what rests on that is kept back."""
    elsewhere: bool = False
    """The call is about something else than the rules: all but what is critical is kept back."""

    @property
    def budget(self) -> Budget:
        return BUDGETS[self.level]

    @property
    def has_begun(self) -> bool:
        """Whether the agent has been shown what may be first, which was not taken back: what is
        less sure may follow."""
        return self.begun or any(card.may_be_first for card in self.visible)

    def turn(self, level: DialLevel) -> None:
        """The agent wants to be told more, or less."""
        self.level = level
        self.rests_until = None

    def speaks(self, now: int, *, speaking: bool) -> None:
        """Whether the agent is speaking now."""
        if speaking is not self.agent_speaks:
            self.agent_speaks, self.speaks_since = speaking, self._clock(now)
            self.rests_until = None

    def stop(self, now: int) -> None:
        """Time stands still from now on, if it did not already."""
        if self.still is None:
            self.still = now

    def open(self, card: Card, now: int) -> None:
        """A need opened."""
        self.rests_until = None
        card.ready = max(card.ready, self._clock(now))
        card.stale = card.ready + self._lifetime(card)
        for other in [c for c in (*self.visible, *self.queue) if c.rule in card.supersedes]:
            self._drop(other, "superseded", now)
        same = next((c for c in self.visible if c.need == card.need and c.rank >= card.rank), None)
        if same is not None:
            # the same need again is a higher count, never a second card
            same.count += 1
            self.update(same, "cued", now)
            self.suppressed(card, "same_need", now)
        self.queue.append(card)

    def let_go(self) -> None:
        """Nothing more will come or go. Whoever was told of it is held on to no longer, so that an
        ended call is freed at once, and not when cyclic garbage is looked for."""
        self.out = self.gone = self.suppressed = _nobody

    def find(self, hint: str) -> Card | None:
        return next((c for c in (*self.visible, *self.queue) if c.id == hint), None)

    def why_waits(self, rule: str) -> str | None:
        """What keeps a rule's hint from the screen now; None where none of it waits."""
        waiting = (card for card in self.queue if card.rule == rule)
        return next((self._why(card) for card in waiting), None)

    def update(self, card: Card, change: Change, now: int) -> None:
        """The card's fields were changed; tell the overlay if it shows it."""
        self.rests_until = None
        if card.shown is None:
            return
        if change in ("cued", "escalated", "step"):
            card.expires = now + self._lifetime(card)
        self.out(HintUpdate(call=self.call, at=now, change=change, **_wire(card)))

    def close(self, hint: str, reason: CloseReason, now: int) -> None:
        """A need is met, was withdrawn, or the call is over."""
        card = self.find(hint)
        if card is None:
            return
        if reason == "retracted" and card.shown is not None:
            self.spent -= not card.exempt
            self.last_shown = [last for last in self.last_shown if last.id != card.id]
        self._remove(card, reason, now)

    def mute(self, now: int, *, muted: bool) -> None:
        """The two speakers look exchanged, or no longer do."""
        self.muted, self.rests_until = muted, None
        for card in [card for card in self.visible if self._is_muted(card)]:
            self.begun = self.begun or card.may_be_first  # its words stand
            self.suppressed(card, "roles", now)
            self._drop(card, "retracted", now)

    def turn_to(self, *, elsewhere: bool) -> None:
        """The call came to be about something else, or about what the rules are for. What is
        visible stays: it was heard while nothing told that."""
        self.elsewhere, self.rests_until = elsewhere, None

    def _is_muted(self, card: Card) -> bool:
        return self.muted and card.roled and card.need != ALONE

    def feedback(self, hint: str, verdict: str, now: int) -> Card | None:
        """What the agent did with a hint; returns its card unless it was gone already."""
        card = self.find(hint)
        if card is None or verdict == "helpful":
            return card
        reasons: dict[str, CloseReason] = {"used": "used", "later": "later"}
        self._remove(card, reasons.get(verdict, "dismissed"), now)
        return card

    def next_deadline(self) -> int:
        """Received ms at which :meth:`flush` must be called next."""
        if self.rests_until is not None:
            return self.rests_until
        if not self.visible and not self.queue:
            return FOREVER
        times = [card.expires for card in self.visible]
        times += [card.stale for card in self.queue]
        times += [at for card in self.queue if (at := self._may_show(card)) is not None]
        return min(times, default=FOREVER)

    def rests(self, now: int, *, agent_speaks: bool) -> bool:
        """Whether :meth:`flush` would do nothing, and the agent speaks, or does not, as before."""
        return (
            agent_speaks is self.agent_speaks
            and self.rests_until is not None
            and self._clock(now) < self.rests_until
        )

    def flush(self, now: int) -> None:
        """Let go of what expired, show what may be shown."""
        clock = self._clock(now)
        if self.rests_until is not None and clock < self.rests_until:
            return
        self.rests_until = None
        stale = [c for c in self.queue if c.stale <= clock]
        for card in stale:  # before what expires with it makes room: that is why it waited
            self.suppressed(card, self._why(card), now)
            self._drop(card, "expired", now)
        for card in [c for c in self.visible if c.expires <= clock or self._is_dialled_away(c)]:
            self._drop(card, "expired", now)
        for card in sorted(self.queue, key=lambda c: (-c.rank, c.ready, c.id)):
            if card not in self.queue:  # it went with one shown just now
                continue
            at = self._may_show(card)
            if at is not None and at <= clock:
                self._show(card, now)
        waiting = sum(self._why_barred(card) not in NEVER for card in self.queue)
        if waiting != self.queued_told:
            self.queued_told = waiting
            self.out(Queued(call=self.call, at=now, count=waiting))
        self.rests_until = self.next_deadline()

    def go(self, now: int) -> None:
        """Time runs again: nothing visible or waiting has aged since it stood still."""
        since, self.still = self._clock(now), None
        self.rests_until = None
        for card in self.visible:
            card.expires += now - max(since, card.shown or 0)
        for card in self.queue:
            card.stale += now - since
            card.ready += now - since
        self.speaks_since += now - since

    def _clock(self, now: int) -> int:
        return now if self.still is None else self.still

    def _lifetime(self, card: Card) -> int:
        return EXPIRES_CRITICAL_MS if card.critical else EXPIRES_MS

    def _may_show(self, card: Card) -> int | None:
        """Received ms from which the card may show; None while something but time bars it."""
        if self._why_barred(card) is not None:
            return None
        at = card.ready
        if card.exempt:
            return at
        if self.last_shown:
            last = self.last_shown[-1]
            pause = self.budget.pause(last.glance)
            at = max(at, last.at + (pause if card.rank <= last.rank else min(pause, PRESSING_MS)))
        if self.agent_speaks:
            waited = card.ready < self.speaks_since
            at = max(at, self.speaks_since + (ANSWER_MS if waited else HOLD_MS))
        if self._is_full and (oldest := self._weakest()).rank == card.rank:
            at = max(at, (oldest.shown or 0) + READ_MS)
        return at

    def _why_barred(self, card: Card) -> str | None:
        if self._is_muted(card):
            return "roles"
        alone = any(c.need == ALONE for c in (*self.visible, *self.queue))
        if alone and card.need != ALONE:
            return "silenced"
        if any(c.need == card.need and c.rank >= card.rank for c in self.visible):
            return "same_need"  # both waited; the other was shown first
        if card.exempt:
            return None
        if self._is_dialled_away(card):
            return "dial"
        if self.elsewhere:
            return "elsewhere"
        if not (card.sure or self.has_begun):
            return "unsure"
        if self.spent >= self.budget.per_call:
            return "budget"
        rivals = [c for c in self.visible if card.exclusive and c.exclusive == card.exclusive]
        if any(c.rank >= card.rank for c in rivals):
            return "exclusive"
        if self._is_full and self._weakest().rank > card.rank:
            return "room"
        return None

    @property
    def _is_full(self) -> bool:
        return len(self.visible) >= self.budget.visible

    def _is_dialled_away(self, card: Card) -> bool:
        return not card.exempt and card.rank < PRIORITIES.index(self.budget.least)

    def _why(self, card: Card) -> str:
        return self._why_barred(card) or "gap"

    def _weakest(self) -> Card:
        return min(self.visible, key=lambda c: (c.rank, c.shown or 0, c.id))

    def _show(self, card: Card, now: int) -> None:
        self.queue.remove(card)
        if card.need == ALONE:
            self._clear(card, now)
        for other in list(self.visible):
            same = other.need == card.need or (
                card.exclusive is not None and other.exclusive == card.exclusive
            )
            if same:
                self._drop(other, "superseded", now)
        if self._is_full:
            self._drop(self._weakest(), "superseded", now)
        self.visible.append(card)
        card.shown = now
        card.expires = now + self._lifetime(card)
        if not card.exempt:
            self.spent += 1
        self.last_shown = [
            *self.last_shown[1 - SHOWN_KEPT :],
            Showing(card.id, now, glance_ms(card.text), card.rank),
        ]
        self.out(HintShow(call=self.call, at=now, **_wire(card)))

    def _clear(self, keep: Card, now: int) -> None:
        for other in [c for c in (*self.visible, *self.queue) if c.need != ALONE and c is not keep]:
            self.suppressed(other, "silenced", now)
            self._drop(other, "superseded", now)

    def _drop(self, card: Card, reason: CloseReason, now: int) -> None:
        self._remove(card, reason, now)
        self.gone(card, reason, now)

    def _remove(self, card: Card, reason: CloseReason, now: int) -> None:
        self.rests_until = None
        if card in self.queue:
            self.queue.remove(card)
        if card in self.visible:
            self.visible.remove(card)
            self.out(HintClose(call=self.call, at=now, id=card.id, need=card.need, reason=reason))
            if reason != "retracted":  # where it was misheard, the other's own words stand
                self.begun = self.begun or card.may_be_first
                self._drop_same_need(card, now)

    def _drop_same_need(self, card: Card, now: int) -> None:
        """What was one more cue of ``card`` has been answered with it."""
        for other in [c for c in self.queue if c.need == card.need and c.rank <= card.rank]:
            self._drop(other, "superseded", now)


SAVED = tuple(
    f.name
    for f in fields(Delivery)
    if f.name not in ("call", "out", "gone", "suppressed", "rests_until")
)
"""Fields that make up the state (the rest is wiring, or follows from them)."""
