"""A scenario that can be played: where it comes from, and how long it takes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from assist.ruleset.script import speaking_ms

from .model import Kind, Scenario
from .words import parts

TURN_GAP_MS = 1_500
"""Between two turns of a rehearsal, about."""


@dataclass(frozen=True)
class Entry:
    """One scenario of the catalogue; ``id`` is unique in it."""

    id: str
    scenario: Scenario
    kind: Kind = "scenario"

    @cached_property
    def minutes(self) -> int:
        """How long it takes when all goes well, in whole minutes; at least 1."""
        scenario = self.scenario
        said = [
            text for moment in scenario.turns for text in (moment.customer[-1].say, moment.good[0])
        ]
        words = sum(speaking_ms(part.text) + part.pause for t in said for part in parts(t))
        return max(1, round((words + TURN_GAP_MS * len(said)) / 60_000))
