"""What a later call of the same customer may be told: names out of rule files and preferences,
never words that were said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .listens import need_signal
from .occurrences import History
from .rules import RuleSet

CONSENT = "memory_consent"
"""Key of a call's context: true where the customer agrees to be remembered, false where that is
taken back."""
PREFERENCE = "prefers_"
"""Keys of a call's context that begin so are preferences: ``prefers_large_type``."""
MOST_PREFERENCES = 16
LONGEST_VALUE = 24
"""Characters of a preference that is a text, such as a dialect: no room for a sentence."""

Known = tuple[Literal["need", "signal"], str]
Preference = bool | str


@dataclass(frozen=True, slots=True)
class Visit:
    """What a call leaves to be remembered. ``preferences``: None for one that is no more."""

    known: tuple[Known, ...] = ()
    preferences: Mapping[str, Preference | None] = field(default_factory=dict)


def consent(context: Mapping[str, Any]) -> bool | None:
    """Whether the customer of a call with this context agreed to be remembered, or took that back;
    None where nothing is said."""
    said = context.get(CONSENT)
    return said if isinstance(said, bool) else None


def visit(rules: RuleSet, history: History, context: Mapping[str, Any]) -> Visit:
    """What a call leaves: the needs that were opened, those signals heard that rules ask for by
    history, and the preferences in its context."""
    needs = {rule.need for rule in rules.rules.values() if rule.need}
    asked = {test.name for signal in rules.signals.values() for test in signal.history}
    found: list[Known] = [
        ("need", need) for need in sorted(needs) if history.ever(need_signal(need, "opened"))
    ]
    heard = sorted(name for name in asked & rules.signals.keys() if history.ever(name))
    found += [("signal", name) for name in heard]
    return Visit(tuple(found), _preferences(context))


def _preferences(context: Mapping[str, Any]) -> dict[str, Preference | None]:
    found: dict[str, Preference | None] = {}
    for key, value in context.items():
        if not key.startswith(PREFERENCE) or len(found) == MOST_PREFERENCES:
            continue
        if value is False or value == "":
            found[key] = None
        elif value is True or (isinstance(value, str) and len(value) <= LONGEST_VALUE):
            found[key] = value
    return found
