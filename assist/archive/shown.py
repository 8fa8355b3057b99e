"""What became of each rule's hints over many calls: what the rules studio tells of their health."""

from __future__ import annotations

import sqlite3
from collections import Counter
from typing import Any

_CALLS = "SELECT count(*) FROM call WHERE ended >= ? AND ended < ? AND fault IS NULL"
_HINTS = """
SELECT hint.rule, hint.reason, hint.verdicts, hint.shown, call.name, call.ended
FROM hint JOIN call ON hint.call = call.id WHERE call.ended >= ? AND call.ended < ?
ORDER BY call.ended, hint.shown
"""


def shown(
    connection: sqlite3.Connection, since: int, before: int
) -> tuple[int, list[dict[str, Any]]]:
    """How many calls ended in [since, before) (ms since 1970), and of each rule that showed a hint
    in them: how many, in how many calls, why they closed, what agents said, and the last one."""
    span = (since, before)
    calls: int = connection.execute(_CALLS, span).fetchone()[0]
    rules: dict[str, dict[str, Any]] = {}
    within: dict[str, set[str]] = {}
    for rule, reason, verdicts, at, call, ended in connection.execute(_HINTS, span):
        one = rules.setdefault(
            rule, {"rule": rule, "shown": 0, "closed": Counter(), "verdicts": Counter()}
        )
        within.setdefault(rule, set()).add(call)
        one["shown"] += 1
        one["closed"][reason or "open"] += 1
        one["verdicts"].update(verdicts.split())
        one["last"] = {"call": call, "at": at, "ended": ended}
    for rule, one in rules.items():
        one["calls"] = len(within[rule])
    return calls, list(rules.values())
