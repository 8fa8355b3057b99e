"""A scenario that can be played: where it comes from, and how long it takes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from assist.ruleset.script import speaking_ms

from .model import Kind, Scenario
from .words import parts

TYPING = 2
"""So much longer it takes to type an answer than to say it: practised typists of Chinese manage
some two characters a second, and people speak 4.6."""
THINKING_MS = 6_000
"""Before they begin."""


@dataclass(frozen=True)
class Entry:
    """One scenario of the catalogue; ``id`` is unique in it."""

    id: str
    scenario: Scenario
    kind: Kind = "scenario"

    @cached_property
    def minutes(self) -> int:
        """How long it takes who types and hears every word, in whole minutes; at least 1."""
        turns = self.scenario.turns
        heard = sum(
            speaking_ms(part.text) + part.pause
            for moment in turns
            for part in parts(moment.customer[-1].say)
        )
        typed = sum(speaking_ms(moment.good[0]) * TYPING + THINKING_MS for moment in turns)
        return max(1, round((heard + typed) / 60_000))
