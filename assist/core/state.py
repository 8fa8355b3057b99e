"""What a call's engine knows of the call itself, apart from rules and hints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .clock import Clock
from .events import Channel
from .occurrences import History, Occurrence
from .stretches import Stretches
from .turns import Turn, Turns, turn_signal

CONTEXTS_KEPT = 16


@dataclass(slots=True)
class CallState:
    """One call. ``now``: received ms since it began. ``newest``: the latest media time heard of.

    ``contexts``: (since when, context), so that a condition sees the context of its own moment.
    ``still``: why deadlines stand still (``hold``, ``input``), and since when.
    """

    call: str
    now: int = 0
    newest: int = 0
    agent: str = ""
    queue: str | None = None
    language: str = "zh"
    contexts: list[tuple[int, dict[str, Any]]] = field(default_factory=lambda: [(0, {})])
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

    def tell_turns(self, ended: Iterable[Turn]) -> set[str]:
        """Turns ended: that, too, is something that conditions look at. Returns the signals."""
        changed: set[str] = set()
        for turn in ended:
            last = turn.utterances[-1]
            said = Occurrence(turn.end, turn_signal(turn.speaker), turn.speaker, last)
            changed |= self.history.replace(f"turn/{turn.speaker}/{last}", (said,))
        return changed

    def assign(self, channels: Iterable[Channel]) -> None:
        """Say which speaker is on which channel."""
        self.channels.update({str(channel.channel): channel.speaker for channel in channels})

    def merge_context(self, changes: Mapping[str, Any], at: int) -> dict[str, Any]:
        """Merge ``changes`` (null removes a key) from ``at`` on; returns the context before."""
        before = self.context
        merged = {key: v for key, v in {**before, **changes}.items() if v is not None}
        since = max(at, self.contexts[-1][0])  # what arrives late is known from then on
        self.contexts = [*self.contexts[1 - CONTEXTS_KEPT :], (since, merged)]
        return before

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
