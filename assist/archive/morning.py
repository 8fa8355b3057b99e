"""Which calls of a day are worth looking at together the next morning. Blocks.

To learn from: those in which trust broke, the customer was beside themselves and not calm in the
end, a need was missed, or a hint was wrong (then it is the rule that is to be mended). To be glad
of: those in which a very upset customer was calm in the end and no need was missed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .finding import Row, row
from .summary import LEVELS

MOST_TO_LOOK_AT = 20
MOST_WELL_DONE = 5
"""What a team gets through in a morning."""

Why = Literal["trust", "severe", "missed", "wrong", "fault"]

_WRONG = "EXISTS (SELECT 1 FROM hint WHERE hint.call = call.id AND verdicts LIKE '%wrong%')"
_WORTH = (
    "(trusted = 0 OR (level = 3 AND last_level > 1) OR missed > 0 OR fault IS NOT NULL "
    f"OR {_WRONG})"
)


@dataclass(frozen=True, slots=True)
class Look:
    """A call, and why it is worth looking at."""

    call: Row
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Morning:
    """The calls of a day. ``worth``: how many are worth looking at, of which ``look`` has the most
    pressing, these first; ``well``: the most upset first."""

    calls: int
    worth: int
    look: tuple[Look, ...]
    well: tuple[Row, ...]


def morning(connection: sqlite3.Connection, since: int, before: int) -> Morning:
    """Those that ended from ``since`` and before ``before`` (ms since 1970)."""
    span = (since, before)
    ended = "FROM call WHERE ended >= ? AND ended < ?"
    calls = connection.execute(f"SELECT count(*) {ended}", span).fetchone()[0]
    worth = connection.execute(f"SELECT count(*) {ended} AND {_WORTH}", span).fetchone()[0]
    look = connection.execute(
        f"SELECT name, {_WRONG} AS wrong {ended} AND {_WORTH} "
        "ORDER BY ifnull(trusted, 1), level DESC, missed DESC, strain DESC, ended LIMIT ?",
        (*span, MOST_TO_LOOK_AT),
    ).fetchall()
    well = connection.execute(
        f"SELECT name {ended} AND level >= ? AND last_level <= ? AND missed = 0 "
        "AND trusted = 1 ORDER BY level DESC, peak DESC, ended LIMIT ?",
        (*span, LEVELS.index("high"), LEVELS.index("mild"), MOST_WELL_DONE),
    ).fetchall()
    return Morning(
        calls,
        worth,
        tuple(
            Look(found, tuple(_why(found, is_wrong)))
            for name, is_wrong in look
            if (found := row(connection, name)) is not None
        ),
        tuple(found for (name,) in well if (found := row(connection, name)) is not None),
    )


def _why(call: Row, is_wrong: bool) -> Iterator[Why]:
    if call.fault is not None:
        yield "fault"
    if call.layers["trusted"] is False:
        yield "trust"
    if call.level == "severe" and call.last_level in {"high", "severe"}:
        yield "severe"
    if call.missed:
        yield "missed"
    if is_wrong:
        yield "wrong"
