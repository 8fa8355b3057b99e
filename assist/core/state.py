"""What a call's engine knows of the call itself, apart from rules and hints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .clock import Clock
from .conditions import standing
from .events import Channel
from .occurrences import History, Occurrence
from .stretches import Stretches
from .subject import Talk
from .turns import Turn, Turns, turn_signal

CONTEXTS_KEPT = 16


@dataclass(slots=True)
class CallState:
    """One call. ``now``: received ms since it began. ``newest``: the latest media time heard of.

    ``given``: (since when, context) as integrators gave it; ``sets``: what each rule made of it;
    ``contexts``: both together, so that a condition sees the context of its own moment.
    ``team``: the agent's skill group; ``day``: the day on which the call began where it was made
    (ISO 8601).
    ``still``: why deadlines stand still (``hold``, ``input``), and since when.
    """

    call: str
    now: int = 0
    newest: int = 0
    agent: str = ""
    queue: str | None = None
    language: str = "zh"
    team: str | None = None
    day: str | None = None
    given: list[tuple[int, dict[str, Any]]] = field(default_factory=lambda: [(0, {})])
    sets: dict[str, list[tuple[int, dict[str, Any]]]] = field(default_factory=dict)
    contexts: list[tuple[int, dict[str, Any]]] = field(default_factory=lambda: [(0, {})])
    remembered: dict[str, int] = field(default_factory=dict)
    """``need:ID`` or ``signal:NAME`` -> ms from its last time in earlier calls to this one."""
    line: str | None = None
    """What the agent is told of that."""
    roles_since: int = 0
    """Media time from which on evidence of who speaks where counts: the last correction."""
    exchanged: bool = False
    """Whether the two channels look exchanged."""
    talk: dict[str, Talk] = field(default_factory=dict)
    """What was said so far, as each pack with a subject sees it."""
    channels: dict[str, str] = field(default_factory=dict)
    contexts_heard: int = 0
    still: dict[str, int] = field(default_factory=dict)
    started: bool = False
    ended: bool = False
    clock: Clock = field(default_factory=Clock)
    turns: Turns = field(default_factory=Turns)
    history: History = field(default_factory=History)
    stretches: Stretches = field(default_factory=Stretches)

    @property
    def context(self) -> dict[str, Any]:
        """The call's context as it stands."""
        return self.contexts[-1][1]

    @property
    def group(self) -> str | None:
        """The skill group: as the call's start or transfer said, else as the context has it."""
        known = self.team if self.team is not None else self.given[-1][1].get("group")
        return None if known is None else str(known)

    def context_at(self, time: int) -> dict[str, Any]:
        """The context as it stood at a media time (before the first: the first)."""
        return standing(self.contexts, time)

    def tell_turns(self, turns: Iterable[Turn]) -> set[str]:
        """Turns ended, or go on after all: that, too, is something that conditions look at. Returns
        the signals that changed."""
        changed: set[str] = set()
        for turn in turns:
            if turn.told is not None:
                changed |= self.history.replace(f"turn/{turn.speaker}/{turn.told}", ())
                turn.told = None
            if turn.over:
                last = turn.told = turn.utterances[-1]
                said = Occurrence(turn.end, turn_signal(turn.speaker), turn.speaker, last)
                changed |= self.history.replace(f"turn/{turn.speaker}/{last}", (said,))
        return changed

    def talked(self, said: Mapping[str, Talk]) -> None:
        """An utterance is over: what it tells of what the call is about, by pack."""
        for pack, more in said.items():
            self.talk[pack] = self.talk.get(pack, Talk()).and_then(more)

    def assign(self, channels: Iterable[Channel]) -> None:
        """Say which speaker is on which channel; where that is news, what was heard before says
        nothing any more about who is who."""
        told = {str(channel.channel): channel.speaker for channel in channels}
        if any(self.channels.get(channel) != speaker for channel, speaker in told.items()):
            self.channels.update(told)
            self.roles_since = self.newest + 1

    def merge_context(self, changes: Mapping[str, Any], at: int) -> None:
        """Merge ``changes`` (null removes a key) from ``at`` on."""
        given = {key: v for key, v in {**self.given[-1][1], **changes}.items() if v is not None}
        since = max(at, self.given[-1][0])  # what arrives late is known from then on
        self.given = [*self.given[1 - CONTEXTS_KEPT :], (since, given)]
        self.lay_out()

    def lay_out(self) -> None:
        """Work out the contexts from what was given and what rules set. Of two that set one key,
        the later counts; of two at one moment, the rule."""
        if not self.sets:
            self.contexts = list(self.given)
            return
        changes = [(since, 0, context) for since, context in self.given]
        changes += [(since, 1, values) for each in self.sets.values() for since, values in each]
        changes.sort(key=lambda change: change[:2])
        contexts: list[tuple[int, dict[str, Any]]] = []
        given: dict[str, Any] = {}
        by_rules: dict[str, Any] = {}
        for since, is_rule, values in changes:
            if is_rule:
                by_rules = {**by_rules, **values}
            else:
                by_rules = {k: v for k, v in by_rules.items() if given.get(k) == values.get(k)}
                given = values
            contexts.append((since, {**given, **by_rules}))
        self.contexts = contexts

    def stop(self, why: str, at: int) -> None:
        """Deadlines stand still from media time ``at`` on."""
        if not self.still:
            self.clock.stop(at)
            self.turns.stop(self.now)
        self.still.setdefault(why, self.now)

    def go(self, why: str, at: int) -> bool:
        """One reason to stand still is gone; returns whether time runs again: none is left."""
        if self.still.pop(why, None) is None or self.still:
            return False
        self.clock.go(at)
        self.turns.go(self.now)
        return True
