"""The file of the SQLite log: its schema, its lock, and what is read and written in it.

Everything here blocks, and is called on the threads of :class:`.sqlite.SqliteLog`.

Entries lie in the order of their offsets and each names the one before it in its call. An index
by call would make each commit touch one page a live call instead of the last page of the
table: three times the cost of the rest (16-24 against 5-7 µs an entry at 500 calls). The last entry
of a live call is known to the writer; that of an ended one is kept with the call.
"""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from assist.core.events import EVENT

from .base import Entry, LogError

SCHEMA_VERSION = 1
APPLICATION_ID = 0x4F56544E
"""``OVTN`` in the file's header: so that nobody's other database is taken for a log."""

PRUNE_CALLS = 50
"""Calls forgotten in one transaction: some 50,000 entries, so that appends wait under a second."""

_SCHEMA = f"""
CREATE TABLE call (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  first INTEGER NOT NULL,  -- offset of its first entry
  last INTEGER,            -- offset of its last; null while it lives
  ended INTEGER            -- when call.end was appended, ms since 1970; null while it lives
);
CREATE INDEX live ON call (id) WHERE ended IS NULL;
CREATE INDEX ended ON call (ended) WHERE ended IS NOT NULL;
CREATE TABLE entry (
  offset INTEGER PRIMARY KEY,
  call INTEGER NOT NULL,
  previous INTEGER NOT NULL,  -- offset of the entry before it in its call; 0 = none
  received INTEGER NOT NULL,
  event TEXT NOT NULL
);
CREATE TABLE rules (digest TEXT PRIMARY KEY, sources TEXT NOT NULL);
CREATE TABLE forgotten (upto INTEGER NOT NULL);  -- offsets up to here are never given again
INSERT INTO forgotten VALUES (0);
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {SCHEMA_VERSION};
"""

_CHAIN = """
WITH RECURSIVE chain (offset) AS (
  SELECT ? UNION ALL
  SELECT entry.previous FROM entry JOIN chain USING (offset) WHERE entry.previous > 0
)
"""

_ROWS = (256, 64, 16, 4, 1)
"""Rows a statement inserts. One statement releases the interpreter lock once, where
``executemany`` does so for every row; few sizes, so that all stay prepared."""
_INSERT = {n: "INSERT INTO entry VALUES " + ",".join(["(?,?,?,?,?)"] * n) for n in _ROWS}
_COLUMNS = 5


class Row(NamedTuple):
    """An entry on its way to the disk; ``ended`` only for ``call.end`` (ms since 1970)."""

    offset: int
    call: str
    received: int
    event: str
    ended: int | None


@contextmanager
def as_log_error(path: Path) -> Iterator[None]:
    """Tell what the file system or SQLite found wrong, with the file's name."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise LogError(f"{path}: {error}") from error


def lock(path: Path) -> int:
    """Take the lock file beside ``path``; its descriptor. Gone with the process, however it ends.

    Raises :class:`LogError` when another process (or log) has it.
    """
    beside = path.with_name(path.name + ".lock")
    with as_log_error(path):
        handle = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        owner = os.pread(handle, 32, 0).decode("ascii", "replace") or "another process"
        os.close(handle)
        raise LogError(f"{path}: in use by {owner}; a log has one writer") from error
    os.ftruncate(handle, 0)
    os.pwrite(handle, b"process %d" % os.getpid(), 0)
    return handle


def connect(path: Path) -> sqlite3.Connection:
    """Open for writing, made if missing (readable by its owner only).

    Raises :class:`LogError` for a file that is no log, or of a newer schema.
    """
    with as_log_error(path):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                connection.executescript(f"BEGIN IMMEDIATE;{_SCHEMA}COMMIT;")
            check(connection, path)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")  # forgotten means gone
        except BaseException:
            connection.close()
            raise
    return connection


def connect_read_only(path: Path) -> sqlite3.Connection:
    """Open an existing log for reading, also while another process writes it."""
    with as_log_error(path):
        uri = f"{path.absolute().as_uri()}?mode=ro"
        connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        try:
            check(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def check(connection: sqlite3.Connection, path: Path) -> None:
    """Raises :class:`LogError` unless this is a log that this version can keep."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    if application != APPLICATION_ID:
        raise LogError(f"{path}: an SQLite database, but not a call log")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version != SCHEMA_VERSION:
        raise LogError(
            f"{path}: written with schema {version}; this version knows {SCHEMA_VERSION}. "
            "Run the version that wrote it, or name another file"
        )


def read_entries(connection: sqlite3.Connection, name: str, last: int | None) -> list[Entry]:
    """The entries of a call up to offset ``last``; None: as far as the file goes."""
    if last is None:
        last = _last(connection, name)
    rows = connection.execute(
        _CHAIN + "SELECT offset, received, event FROM entry JOIN chain USING (offset) "
        "ORDER BY offset",
        (last,),
    )
    return [_entry(*row) for row in rows]


def _entry(offset: int, received: int, event: str) -> Entry:
    try:
        return Entry(offset, received, EVENT.validate_json(event))
    except ValidationError as error:
        # Not the error's own text: it quotes what a customer said.
        raise LogError(f"entry {offset} is not readable by this version") from error


def _last(connection: sqlite3.Connection, name: str) -> int:
    row = connection.execute("SELECT id, first, last FROM call WHERE name = ?", (name,)).fetchone()
    if row is None:
        return 0
    call, first, last = row
    if last is None:  # lives in another process, which knows; here it must be looked for
        query = "SELECT max(offset) FROM entry WHERE offset >= ? AND call = ?"
        last = connection.execute(query, (first, call)).fetchone()[0]
    return int(last)


def read_rules(connection: sqlite3.Connection, digest: str) -> dict[str, str] | None:
    row = connection.execute("SELECT sources FROM rules WHERE digest = ?", (digest,)).fetchone()
    sources: dict[str, str] | None = json.loads(row[0]) if row else None
    return sources


class Writer:
    """Owns the writing connection. ``heads``: live call -> (id, offset of its last durable
    entry); may be read from other threads."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        with as_log_error(path):
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

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with as_log_error(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def write(self, rows: Sequence[Row]) -> None:
        """Commit ``rows`` together; durable on return."""
        fresh: dict[str, tuple[int, int]] = {}
        ended: dict[str, int | None] = {}
        with self._transaction() as connection:
            values: list[int | str] = []
            for row in rows:
                head = fresh.get(row.call) or self.heads.get(row.call)
                if head is None:
                    head, is_ended = self._find(row)
                    if is_ended:
                        ended[row.call] = None
                if row.ended is not None:
                    ended[row.call] = row.ended
                values += (row.offset, head[0], head[1], row.received, row.event)
                fresh[row.call] = (head[0], row.offset)
            self._insert(values)
            for name, when in ended.items():
                connection.execute(
                    "UPDATE call SET last = ?, ended = ifnull(ended, ?) WHERE id = ?",
                    (fresh[name][1], when, fresh[name][0]),
                )
        self.heads.update(fresh)
        for name in ended:
            del self.heads[name]

    def _insert(self, values: list[int | str]) -> None:
        at = 0
        for size in _ROWS:
            step = size * _COLUMNS
            while len(values) - at >= step:
                self._connection.execute(_INSERT[size], values[at : at + step])
                at += step

    def _find(self, row: Row) -> tuple[tuple[int, int], bool]:
        """The head of a call that is not live: new, or ended (feedback may follow the end)."""
        found = self._connection.execute(
            "SELECT id, last FROM call WHERE name = ?", (row.call,)
        ).fetchone()
        if found is not None:
            return (found[0], found[1]), True
        cursor = self._connection.execute(
            "INSERT INTO call (name, first) VALUES (?, ?)", (row.call, row.offset)
        )
        assert cursor.lastrowid is not None
        return (cursor.lastrowid, 0), False

    def keep_rules(self, digest: str, sources: Mapping[str, str]) -> None:
        text = json.dumps(dict(sources), ensure_ascii=False)
        with self._transaction() as connection:
            connection.execute("INSERT OR IGNORE INTO rules VALUES (?, ?)", (digest, text))

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

    def prune(self, before_ms: int) -> int:
        """Forget up to :data:`PRUNE_CALLS` calls that ended before; how many."""
        with as_log_error(self._path):
            rows = self._connection.execute(
                "SELECT id, last FROM call WHERE ended < ? LIMIT ?", (before_ms, PRUNE_CALLS)
            ).fetchall()
        self._forget(rows)
        return len(rows)

    def _forget(self, calls: Sequence[tuple[int, int]]) -> None:
        if not calls:
            return
        with self._transaction() as connection:
            connection.execute(
                "UPDATE forgotten SET upto = max(upto, (SELECT max(offset) FROM entry))"
            )
            for call, last in calls:
                connection.execute(
                    _CHAIN + "DELETE FROM entry WHERE offset IN (SELECT offset FROM chain)",
                    (last,),
                )
                connection.execute("DELETE FROM call WHERE id = ?", (call,))
        self._empty_journal()

    def _empty_journal(self) -> None:
        """What was deleted must not live on in the write-ahead log."""
        with as_log_error(self._path):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        with as_log_error(self._path):
            self._connection.close()


def now_ms() -> int:
    """The wall clock, ms since 1970: only retention looks at it."""
    return time.time_ns() // 1_000_000
