"""What holds for a call as a whole: which rules apply to it, and the context that rules set.

A rule that sets a key does so from just after its opening on, never at it: so no rule can take away
its own cue, and rules that look at each other's settings come to rest. Where an opening is
withdrawn, so is what it set.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from .needs import Opening
from .rules import Rule
from .state import CallState

SETTINGS_KEPT = 16
"""Settings of openings too old to change that are remembered of one rule."""
_SLOT = re.compile(r"\{(\w[\w-]*)\}")

Setting = tuple[int, dict[str, Any]]
"""From which media time on, and what the context is then made to say."""


def why_not(rule: Rule, call: CallState) -> str | None:
    """Why a rule does not apply to a call as it stands: ``queue``, ``language``, ``group`` or
    ``valid``; None where it does. Where the day of the call is unknown, every rule is valid."""
    if rule.queues and call.queue not in rule.queues:
        return "queue"
    if rule.languages and call.language not in rule.languages:
        return "language"
    if rule.groups and call.group not in rule.groups:
        return "group"
    if call.day is not None and not (
        (rule.first_day or call.day) <= call.day <= (rule.last_day or call.day)
    ):
        return "valid"
    return None


def settings(rule: Rule, openings: Sequence[Opening], before: Sequence[Setting]) -> list[Setting]:
    """What the openings of a rule set, after what older ones ``before`` them did."""
    found = list(before) if rule.sets else []
    for opening in openings:
        values = _values(rule.sets, opening) if opening.opened is not None else {}
        if values:
            found.append(((opening.opened or 0) + 1, values))
    return found


def _values(sets: Mapping[str, Any], opening: Opening) -> dict[str, Any]:
    """What one opening sets: slots are its captures; a key whose slot is unknown is left out."""
    known = {name: value for item in opening.cue for name, value in item.captures}
    filled: dict[str, Any] = {}
    for key, value in sets.items():
        if not isinstance(value, str):
            filled[key] = value
        elif all(slot in known for slot in _SLOT.findall(value)):
            filled[key] = _SLOT.sub(lambda slot: known[slot[1]], value)
    return filled
