"""What became of each rule's hints over many calls: what the rules studio tells of their health."""

from __future__ import annotations

import sqlite3
from collections import Counter
from typing import Any

_CALLS = "SELECT count(*) FROM call WHERE ended >= ? AND ended < ? AND fault IS NULL"
_HINTS = """
SELECT hint.rule, hint.reason, hint.verdicts, hint.shown, call.name, call.ended, EXISTS (
  SELECT 1 FROM need WHERE need.call = hint.call AND need.need = hint.need
  AND need.opened <= hint.shown AND need.met >= hint.shown)
FROM hint JOIN call ON hint.call = call.id WHERE call.ended >= ? AND call.ended < ?
ORDER BY call.ended, hint.shown
"""


_SHADOWS = """
SELECT shadow.rule, shadow.at, call.name, call.ended
FROM shadow JOIN call ON shadow.call = call.id WHERE call.ended >= ? AND call.ended < ?
ORDER BY call.ended, shadow.at
"""


def shown(
    connection: sqlite3.Connection, since: int, before: int
) -> tuple[int, list[dict[str, Any]]]:
    """How many calls ended in [since, before) (ms since 1970), and of each rule that showed a hint
    in them, or would have: how many, in how many calls, after how many the need was met (whatever
    had taken the hint off the screen by then), why they closed, what agents said, and the last one.
    """
    span = (since, before)
    calls: int = connection.execute(_CALLS, span).fetchone()[0]
    rules: dict[str, dict[str, Any]] = {}
    within: dict[str, set[str]] = {}
    for rule, reason, verdicts, at, call, ended, met in connection.execute(_HINTS, span):
        one = rules.setdefault(rule, _nothing(rule))
        within.setdefault(rule, set()).add(call)
        one["shown"] += 1
        one["closed"][reason or "open"] += 1
        one["met"] += met
        one["verdicts"].update(verdicts.split())
        one["last"] = {"call": call, "at": at, "ended": ended}
    for rule, at, call, ended in connection.execute(_SHADOWS, span):
        one = rules.setdefault(rule, _nothing(rule))
        within.setdefault(rule, set()).add(call)
        one["shadow"] += 1
        last = one["last"]
        if last is None or last["ended"] <= ended:
            one["last"] = {"call": call, "at": at, "ended": ended}
    for rule, one in rules.items():
        one["calls"] = len(within[rule])
    return calls, list(rules.values())


def _nothing(rule: str) -> dict[str, Any]:
    return {
        "rule": rule,
        "shown": 0,
        "shadow": 0,
        "met": 0,
        "closed": Counter(),
        "verdicts": Counter(),
        "last": None,
    }
