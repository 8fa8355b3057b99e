"""What is read and written in the file of the SQLite log. Everything here blocks, and is called
on the threads of :class:`.sqlite.SqliteLog`."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import ValidationError

from assist.core.events import EVENT, CallStart, Context
from assist.emptying import Journal
from assist.transactions import transaction

from .base import EndedCall, Entry, UnreadableError
from .rule_sets import RuleSets
from .schema import as_log_error
from .sealing import Seal

PRUNE_CALLS = 50
"""Calls forgotten in one transaction: some 50,000 entries, so that appends wait under a second."""

_READ_CHAIN = """
WITH RECURSIVE chain (offset) AS (
  SELECT :last UNION ALL
  SELECT entry.previous FROM entry JOIN chain USING (offset)
  WHERE entry.previous > 0 AND entry.previous >= :since
)
SELECT offset, received, CAST(event AS BLOB) FROM entry JOIN chain USING (offset)
WHERE offset >= :since AND received <= :until ORDER BY offset
"""
_READ_TAIL = """
WITH RECURSIVE chain (offset) AS (
  SELECT ? UNION ALL
  SELECT entry.previous FROM entry JOIN chain USING (offset) WHERE entry.previous > 0 LIMIT ?
)
SELECT offset, received, CAST(event AS BLOB) FROM entry JOIN chain USING (offset) ORDER BY offset
"""
_DELETE_CHAIN = """
WITH RECURSIVE chain (offset) AS (
  SELECT ? UNION ALL
  SELECT entry.previous FROM entry JOIN chain USING (offset) WHERE entry.previous > 0
)
DELETE FROM entry WHERE offset IN (SELECT offset FROM chain)
"""

_ENDED = """
SELECT name, ended, last FROM call
WHERE (ended, name) < (?, ?) AND ended >= ? AND ended < ?
ORDER BY ended DESC, name DESC LIMIT ?
"""
_AT_END = """
WITH RECURSIVE chain (offset, received, previous, event) AS (
  SELECT offset, received, previous, event FROM entry WHERE offset = ?
  UNION ALL
  SELECT e.offset, e.received, e.previous, e.event FROM entry e JOIN chain
    ON e.offset = chain.previous WHERE json_extract(chain.event, '$.type') != 'call.end'
)
SELECT received FROM chain ORDER BY offset LIMIT 1
"""
"""From the last entry of a call back to its ``call.end``: feedback may follow that."""
_FOR_EVER = (1 << 62, -(1 << 62))
"""Later and earlier than any time, ms."""

_ROWS = (256, 64, 16, 4, 1)
"""Rows a statement inserts. One statement releases the interpreter lock once, where
``executemany`` does so for every row; few sizes, so that all stay prepared."""
_ROW = "(?,?,?,?,CAST(? AS TEXT))"  # bytes: what is written as UTF-8 need not be read in between
_INSERT = {n: f"INSERT INTO entry VALUES {','.join([_ROW] * n)}" for n in _ROWS}  # noqa: S608
_COLUMNS = 5


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Row = tuple[int, str, int, bytes, int | None, str | None]
"""An entry on its way to the disk: offset, call, received, event (JSON); of a ``call.end``, when it
was appended (ms since 1970); and of ``rules``, the digest of the set."""


def read_entries(
    connection: sqlite3.Connection,
    seal: Seal,
    name: str,
    last: int | None,
    since: int = 0,
    until: int | None = None,
) -> list[Entry]:
    """The entries of a call from offset ``since`` up to offset ``last`` (None: as far as the file
    goes), of those received ``until`` so many ms into the call."""
    if last is None:
        last = _last(connection, name)
    asked = {"last": last, "since": since, "until": _FOR_EVER[0] if until is None else until}
    return _entries(seal, connection.execute(_READ_CHAIN, asked).fetchall())


def read_tail(connection: sqlite3.Connection, seal: Seal, last: int, most: int) -> list[Entry]:
    """The ``most`` entries of a call that end with offset ``last``."""
    return _entries(seal, connection.execute(_READ_TAIL, (last, most)).fetchall())


def _entries(seal: Seal, rows: Sequence[tuple[int, int, bytes]]) -> list[Entry]:
    """Events come as bytes: one that is no text is then unreadable, like any other."""
    entries = []
    for offset, received, text in rows:
        try:
            event = EVENT.validate_json(text)
        except ValidationError:
            # Not the error's own text, nor its traceback: they quote what a customer said.
            told = f"entry {offset} is not readable by this version"
            raise UnreadableError(told, rows[-1][1]) from None
        if isinstance(event, CallStart | Context):
            event = seal.open(event)
        entries.append(Entry(offset, received, event))
    return entries


def holds_any(connection: sqlite3.Connection) -> bool:
    """Whether there is any entry at all."""
    return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM entry)").fetchone()[0])


def _last(connection: sqlite3.Connection, name: str) -> int:
    row = connection.execute("SELECT id, first, last FROM call WHERE name = ?", (name,)).fetchone()
    if row is None:
        return 0
    call, first, last = row
    if last is None:  # lives in another process, which knows; here it must be looked for
        query = "SELECT max(offset) FROM entry WHERE offset >= ? AND call = ?"
        last = connection.execute(query, (first, call)).fetchone()[0]
    return int(last)


def read_ended(
    connection: sqlite3.Connection,
    most: int,
    after: EndedCall | None,
    since: datetime | None,
    before: datetime | None,
) -> list[EndedCall]:
    """As :meth:`.base.Log.ended`."""
    latest, earliest = _FOR_EVER
    rows = connection.execute(
        _ENDED,
        (
            latest if after is None else to_ms(after.ended),
            "" if after is None else after.call,
            earliest if since is None else to_ms(since),
            latest if before is None else to_ms(before),
            most,
        ),
    ).fetchall()
    return [_ended(connection, *row) for row in rows]


def _ended(connection: sqlite3.Connection, name: str, ended_ms: int, last: int) -> EndedCall:
    length_ms = connection.execute(_AT_END, (last,)).fetchone()[0]
    ended = _EPOCH + timedelta(milliseconds=ended_ms)
    return EndedCall(name, ended - timedelta(milliseconds=length_ms), ended)


class Writer:
    """Owns the writing connection. ``heads``: live call -> (id, offset of its last durable
    entry); may be read from other threads. ``journal``: what was deleted must not live on in it."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self.journal = Journal(connection)
        self.rule_sets = RuleSets(connection)
        with as_log_error(path):
            self.journal.empty()  # whatever a process that was killed had left in it
            self.heads: dict[str, tuple[int, int]] = {
                name: (call, last)
                for name, call, last in connection.execute(
                    "SELECT name, id, max(offset) FROM call JOIN entry ON entry.call = call.id "
                    "WHERE ended IS NULL AND offset >= "
                    "(SELECT min(first) FROM call WHERE ended IS NULL) GROUP BY id ORDER BY first"
                )
            }
            self.last: int = connection.execute(
                "SELECT max(ifnull((SELECT max(offset) FROM entry), 0), upto) FROM forgotten"
            ).fetchone()[0]

    def write(self, rows: Sequence[Row]) -> None:
        """Commit ``rows`` together; durable on return."""
        fresh: dict[str, tuple[int, int]] = {}
        ended: dict[str, int | None] = {}
        with as_log_error(self._path), transaction(self._connection) as connection:
            values: list[int | bytes] = []
            heads = self.heads
            for offset, name, received, event, end, rules in rows:
                head = fresh.get(name) or heads.get(name)
                if head is None:
                    head, is_ended = self._find(name, offset)
                    if is_ended:
                        ended[name] = None
                if end is not None:
                    ended[name] = end
                if rules is not None:
                    self.rule_sets.name(head[0], rules)
                values += (offset, head[0], head[1], received, event)
                fresh[name] = (head[0], offset)
            self._insert(values)
            for name, when in ended.items():
                connection.execute(
                    "UPDATE call SET last = ?, ended = ifnull(ended, ?) WHERE id = ?",
                    (fresh[name][1], when, fresh[name][0]),
                )
        self.heads.update(fresh)
        for name in ended:
            del self.heads[name]

    def _insert(self, values: list[int | bytes]) -> None:
        at = 0
        for size in _ROWS:
            step = size * _COLUMNS
            while len(values) - at >= step:
                self._connection.execute(_INSERT[size], values[at : at + step])
                at += step

    def _find(self, name: str, offset: int) -> tuple[tuple[int, int], bool]:
        """The head of a call that is not live: new, or ended (feedback may follow the end)."""
        found = self._connection.execute(
            "SELECT id, last FROM call WHERE name = ?", (name,)
        ).fetchone()
        if found is not None:
            return (found[0], found[1]), True
        cursor = self._connection.execute(
            "INSERT INTO call (name, first) VALUES (?, ?)", (name, offset)
        )
        assert cursor.lastrowid is not None
        return (cursor.lastrowid, 0), False

    def keep_rules(
        self, digest: str, texts: Mapping[str, str], bodies: Mapping[str, bytes]
    ) -> None:
        """As :meth:`.rule_sets.RuleSets.keep`."""
        with as_log_error(self._path), transaction(self._connection):
            self.rule_sets.keep(digest, texts, bodies)

    def forget(self, name: str) -> bool:
        with as_log_error(self._path):
            row = self._connection.execute(
                "SELECT id, last, ended FROM call WHERE name = ?", (name,)
            ).fetchone()
        if row is None:
            return False
        if row[2] is None:
            raise ValueError(f"call {name!r} has not ended")
        self._forget([(row[0], row[1])])
        return True

    def prune(self, before_ms: int) -> list[str]:
        """Forget up to :data:`PRUNE_CALLS` calls that ended before; which."""
        with as_log_error(self._path):
            rows = self._connection.execute(
                "SELECT id, last, name FROM call WHERE ended < ? LIMIT ?", (before_ms, PRUNE_CALLS)
            ).fetchall()
        self._forget([(call, last) for call, last, _ in rows])
        return [name for _, _, name in rows]

    def _forget(self, calls: Sequence[tuple[int, int]]) -> None:
        if not calls:
            return
        with as_log_error(self._path), transaction(self._connection) as connection:
            connection.execute(
                "UPDATE forgotten SET upto = max(upto, (SELECT max(offset) FROM entry))"
            )
            for call, last in calls:
                connection.execute(_DELETE_CHAIN, (last,))
                connection.execute("DELETE FROM call WHERE id = ?", (call,))
            self.rule_sets.forget([call for call, _ in calls])
        with as_log_error(self._path):
            self.journal.empty()

    def close(self) -> None:
        with as_log_error(self._path):
            self._connection.close()


def to_ms(when: datetime) -> int:
    """Whole ms since 1970; exact, where ``timestamp()`` is a float."""
    return (when - _EPOCH) // timedelta(milliseconds=1)


def now_ms() -> int:
    """The wall clock, ms since 1970: only retention looks at it."""
    return time.time_ns() // 1_000_000
