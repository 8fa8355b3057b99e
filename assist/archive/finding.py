"""Finding calls: what may be asked for, and the page of calls that answers. Blocks."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from assist.text.plain import plain

from .schema import has_words
from .summary import LEVELS
from .words import query

Outcome = Literal["unprompted", "after_hint", "missed", "undetermined"]

MOST_FACETS = 300
"""Names of one kind that are offered to filter by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a call must be to be found; all of it. Times are in ms since 1970, by the call's end."""

    text: str = ""
    """Said in the call, each of these words (parted by spaces), or part of its id."""
    agent: str | None = None
    queue: str | None = None
    group: str | None = None
    product: str | None = None
    need: str | None = None
    rule: str | None = None
    """A need or a hint came of it, or would have: it was in shadow."""
    ability: str | None = None
    outcome: Outcome | None = None
    """How the need (of ``need``, ``rule`` or ``ability``, else any) ended."""
    verdict: str | None = None
    """What the agent said of a hint (of ``rule``, else any)."""
    level: Literal["mild", "high", "severe"] | None = None
    """The customer was so upset, or more."""
    since: int | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One call of the list. Times in ms: ``began`` and ``ended`` since 1970, others of the call."""

    call: str
    began: int
    ended: int
    fault: str | None
    agent: str
    queue: str
    group: str
    language: str
    product: str
    duration: int
    level: str
    last_level: str
    peak: float
    peak_at: int
    peak_meter: str
    strain: float
    hints: int
    met: int
    missed: int
    layers: dict[str, bool | None]
    needs: tuple[tuple[str, str, str], ...]
    """Id, text and how it ended, of each need."""
    found: tuple[tuple[int, str, str], ...] = ()
    """Where the text that was looked for is said: when, by whom, the line; the first three."""


Cursor = tuple[int, str]
"""Where a page ended: the ``ended`` and ``call`` of its last row."""


def find(
    connection: sqlite3.Connection, wanted: Wanted, most: int, after: Cursor | None = None
) -> list[Row]:
    """Up to ``most`` calls, the newest end first."""
    where, values = _where(connection, wanted)
    if after is not None:
        where, values = [*where, "(ended, name) < (?, ?)"], [*values, *after]
    text = f"{_SELECT} {_all(where)} ORDER BY ended DESC, name DESC LIMIT ?"
    rows = connection.execute(text, [*values, most]).fetchall()
    needles = [part for word in wanted.text.split() if (part := plain(word))]
    return [_row(connection, each, needles) for each in rows]


def row(connection: sqlite3.Connection, call: str) -> Row | None:
    """One call; None when it is not there."""
    found = connection.execute(f"{_SELECT} WHERE name = ?", (call,)).fetchone()
    return None if found is None else _row(connection, found, ())


def count(connection: sqlite3.Connection, wanted: Wanted) -> int:
    """How many calls there are of what is wanted."""
    where, values = _where(connection, wanted)
    text = f"SELECT count(*) FROM call {_all(where)}"  # noqa: S608 - of constants
    return int(connection.execute(text, values).fetchone()[0])


def need_texts(connection: sqlite3.Connection) -> dict[str, str]:
    """What each need is called on checklists, as the latest call had it."""
    latest = "SELECT text FROM need WHERE need = known.need ORDER BY rowid DESC LIMIT 1"
    query = f"SELECT need, ({latest}) FROM (SELECT DISTINCT need FROM need) AS known"  # noqa: S608
    return dict(connection.execute(query).fetchall())


def facets(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """What calls may be filtered by: the names that occur, in order."""
    asked = {
        "agents": "SELECT DISTINCT agent AS name FROM call",
        "queues": "SELECT DISTINCT queue AS name FROM call",
        "groups": "SELECT DISTINCT team AS name FROM call",
        "products": "SELECT DISTINCT product AS name FROM call",
        "needs": "SELECT DISTINCT need AS name FROM need",
        "rules": "SELECT DISTINCT rule AS name FROM need UNION SELECT rule FROM hint "
        "UNION SELECT rule FROM shadow",
    }
    return {
        kind: [
            name
            for (name,) in connection.execute(f"{text} ORDER BY name LIMIT {MOST_FACETS}")
            if name
        ]
        for kind, text in asked.items()
    }


_TOLD: tuple[str, ...] = (
    "call", "began", "ended", "fault", "agent", "queue", "group", "language", "product", "duration",
    "level", "last_level", "peak", "peak_at", "peak_meter", "strain", "hints", "met", "missed",
    "heard", "solved", "warm", "trusted",
)  # fmt: skip
_NAMED = {"call": "name", "group": "team"}
_SELECT = f"SELECT id, {', '.join(_NAMED.get(name, name) for name in _TOLD)} FROM call"  # noqa: S608


def _all(where: Sequence[str]) -> str:
    return f"WHERE {' AND '.join(where)}" if where else ""


def _where(connection: sqlite3.Connection, wanted: Wanted) -> tuple[list[str], list[Any]]:
    clauses: list[str] = []
    values: list[Any] = []
    columns = (("agent", wanted.agent), ("queue", wanted.queue), ("team", wanted.group),
               ("product", wanted.product))  # fmt: skip
    for column, value in columns:
        if value is not None:
            clauses.append(f"{column} = ?")
            values.append(value)
    if wanted.since is not None:
        clauses.append("ended >= ?")
        values.append(wanted.since)
    if wanted.before is not None:
        clauses.append("ended < ?")
        values.append(wanted.before)
    if wanted.level is not None:
        clauses.append("level >= ?")
        values.append(LEVELS.index(wanted.level))
    for clause, more in (*_of_needs(wanted), *_of_hints(wanted), *_of_words(connection, wanted)):
        clauses.append(clause)
        values += more
    return clauses, values


def _of_needs(wanted: Wanted) -> Iterator[tuple[str, list[Any]]]:
    asked = {
        "need": wanted.need,
        "rule": wanted.rule if wanted.outcome is not None else None,
        "ability": wanted.ability,
        "ended": wanted.outcome,
    }
    told = {column: value for column, value in asked.items() if value is not None}
    if told:
        tests = " AND ".join(f"{column} = ?" for column in told)
        yield f"id IN (SELECT call FROM need WHERE {tests})", list(told.values())  # noqa: S608


def _of_hints(wanted: Wanted) -> Iterator[tuple[str, list[Any]]]:
    if wanted.verdict is not None:
        tests, values = "' ' || verdicts || ' ' LIKE ?", [f"% {wanted.verdict} %"]
        if wanted.rule is not None:
            tests, values = f"{tests} AND rule = ?", [*values, wanted.rule]
        yield f"id IN (SELECT call FROM hint WHERE {tests})", values  # noqa: S608
    elif wanted.rule is not None and wanted.outcome is None:
        any_of = " UNION ".join(
            f"SELECT call FROM {table} WHERE rule = ?"  # noqa: S608 - of constants
            for table in ("need", "hint", "shadow")
        )
        yield f"id IN ({any_of})", [wanted.rule] * 3


def _of_words(connection: sqlite3.Connection, wanted: Wanted) -> Iterator[tuple[str, list[Any]]]:
    text = wanted.text.strip()
    if not text:
        return
    by_name = "instr(lower(name), lower(?)) > 0"
    asked = query(text)
    if asked is None:
        yield by_name, [text]
    elif has_words(connection):
        found = "id IN (SELECT rowid FROM words WHERE words MATCH ?)"
        yield f"({found} OR {by_name})", [asked, text]
    else:
        said = "EXISTS (SELECT 1 FROM line WHERE line.call = call.id AND plain(text) LIKE ?)"
        parts = [f"%{part}%" for word in text.split() if (part := plain(word))]
        yield f"({' AND '.join([said] * len(parts))} OR {by_name})", [*parts, text]


def _row(connection: sqlite3.Connection, found: tuple[Any, ...], needles: Sequence[str]) -> Row:
    number, *columns = found
    told = dict(zip(_TOLD, columns, strict=True))
    layers = {layer: told.pop(layer) for layer in ("heard", "solved", "warm", "trusted")}
    told |= {"level": LEVELS[told["level"]], "last_level": LEVELS[told["last_level"]]}
    needs = connection.execute("SELECT need, text, ended FROM need WHERE call = ?", (number,))
    return Row(
        **told,
        layers={name: None if value is None else bool(value) for name, value in layers.items()},
        needs=tuple(needs.fetchall()),
        found=tuple(_found(connection, number, needles)) if needles else (),
    )


def _found(
    connection: sqlite3.Connection, number: int, needles: Sequence[str], most: int = 3
) -> Iterator[tuple[int, str, str]]:
    query = "SELECT at, speaker, text FROM line WHERE call = ? ORDER BY number"
    for at, speaker, text in connection.execute(query, (number,)):
        if any(needle in plain(text) for needle in needles):
            yield at, speaker, text
            most -= 1
            if not most:
                return
