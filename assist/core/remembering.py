"""What a later call of the same customer may be told: names out of rule files, never words."""

from __future__ import annotations

from typing import Literal

from .listens import need_signal
from .occurrences import History
from .rules import RuleSet

Known = tuple[Literal["need", "signal"], str]


def came_up(rules: RuleSet, history: History) -> list[Known]:
    """The needs that were opened, and those signals heard that rules ask for by history."""
    needs = {rule.need for rule in rules.rules.values() if rule.need}
    asked = {test.name for signal in rules.signals.values() for test in signal.history}
    found: list[Known] = [
        ("need", need) for need in sorted(needs) if history.ever(need_signal(need, "opened"))
    ]
    heard = sorted(name for name in asked & rules.signals.keys() if history.ever(name))
    return found + [("signal", name) for name in heard]
