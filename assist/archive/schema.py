"""The archive's file: its schema, and how it is opened. Everything blocks.

Nothing in it is the only copy of anything, so there is no migration: a file of another version, or
one that is damaged, is thrown away and filled again from the log.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

import assist
from assist.text.plain import plain

SCHEMA_VERSION = 6
APPLICATION_ID = 0x4F565441
"""``OVTA`` in the file's header: so that nobody's other database is thrown away."""

SUFFIX = ".calls.db"
"""The archive of ``var/assist.db`` is ``var/assist.db.calls.db``."""

_SCHEMA = """
CREATE TABLE made (by TEXT NOT NULL);  -- which version of the program derived all this
CREATE TABLE call (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  began INTEGER NOT NULL,     -- ms since 1970, as ended
  ended INTEGER NOT NULL,
  fault TEXT,                 -- why it could not be derived; then all below is empty
  agent TEXT NOT NULL DEFAULT '',
  queue TEXT NOT NULL DEFAULT '',
  team TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT '',
  product TEXT NOT NULL DEFAULT '',
  duration INTEGER NOT NULL DEFAULT 0,  -- ms, as held and peak_at
  held INTEGER NOT NULL DEFAULT 0,
  reason TEXT NOT NULL DEFAULT '',
  level INTEGER NOT NULL DEFAULT 0,     -- the customer at worst and in the end, 0-3
  last_level INTEGER NOT NULL DEFAULT 0,
  peak REAL NOT NULL DEFAULT 0,
  peak_at INTEGER NOT NULL DEFAULT 0,
  peak_meter TEXT NOT NULL DEFAULT '',
  strain REAL NOT NULL DEFAULT 0,       -- minutes
  hints INTEGER NOT NULL DEFAULT 0,
  met INTEGER NOT NULL DEFAULT 0,
  missed INTEGER NOT NULL DEFAULT 0,
  heard INTEGER, solved INTEGER, warm INTEGER, trusted INTEGER,
  report BLOB                 -- the whole report: JSON, zlib
);
CREATE INDEX call_ended ON call (ended);
-- Filters offer what occurs: read from these, not from rows that hold whole reports.
CREATE INDEX call_agent ON call (agent);
CREATE INDEX call_queue ON call (queue);
CREATE INDEX call_team ON call (team);
CREATE INDEX call_product ON call (product);
CREATE TABLE need (
  call INTEGER NOT NULL, need TEXT NOT NULL, rule TEXT NOT NULL, ability TEXT NOT NULL,
  ended TEXT NOT NULL, opened INTEGER, met INTEGER, text TEXT NOT NULL
);
CREATE INDEX need_call ON need (call);
CREATE INDEX need_need ON need (need);
CREATE INDEX need_rule ON need (rule);
CREATE TABLE hint (
  call INTEGER NOT NULL, id TEXT NOT NULL, rule TEXT NOT NULL, need TEXT NOT NULL,
  shown INTEGER NOT NULL, closed INTEGER, reason TEXT, verdicts TEXT NOT NULL
);
CREATE TABLE shadow (call INTEGER NOT NULL, at INTEGER NOT NULL, rule TEXT NOT NULL);
CREATE INDEX shadow_call ON shadow (call);
CREATE INDEX shadow_rule ON shadow (rule);
CREATE INDEX hint_call ON hint (call);
CREATE INDEX hint_rule ON hint (rule);
CREATE TABLE borne (
  call INTEGER NOT NULL, agent TEXT NOT NULL, began INTEGER NOT NULL, ended INTEGER NOT NULL
);                            -- ms since 1970: who bore a customer at high or severe, and when
CREATE INDEX borne_call ON borne (call);
CREATE INDEX borne_began ON borne (began);
CREATE TABLE line (
  call INTEGER NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL, speaker TEXT NOT NULL,
  text TEXT NOT NULL, PRIMARY KEY (call, number)
) WITHOUT ROWID;
"""
_WORDS = """
CREATE VIRTUAL TABLE words USING fts5 (text, content='', tokenize='unicode61');
"""


class ArchiveError(Exception):
    """The archive's file cannot be used: of another program, or not to be written."""


def beside(log: Path) -> Path:
    """Where the archive of a log lies."""
    return log.with_name(log.name + SUFFIX)


def connect(path: Path | None) -> sqlite3.Connection:
    """Open the archive (None: one in memory), made if it is missing, damaged or of another version.

    Raises :class:`ArchiveError` for a file that is somebody else's, or that cannot be written.
    """
    if path is None:
        return _fresh(None)
    try:
        if path.exists():
            connection = _known(path)
            if connection is not None:
                return connection
            _throw_away(path)
        return _fresh(path)
    except (sqlite3.Error, OSError) as error:
        raise ArchiveError(f"{path}: {error}") from error


def has_words(connection: sqlite3.Connection) -> bool:
    """Whether there is an index of what was said; else it is looked for line by line."""
    query = "SELECT count(*) FROM sqlite_master WHERE name = 'words'"
    return bool(connection.execute(query).fetchone()[0])


def _known(path: Path) -> sqlite3.Connection | None:
    """The archive as it lies there; None when it is to be made anew."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        application, tables = _header(connection)
        if application not in (0, APPLICATION_ID) or (tables and application == 0):
            raise ArchiveError(f"{path}: an SQLite database, but not an archive of calls")  # noqa: TRY301
        if application and _is_ours(connection):
            _prepare(connection)
            return connection
    except sqlite3.DatabaseError:
        pass  # damaged
    except ArchiveError:
        connection.close()
        raise
    connection.close()
    return None


def _header(connection: sqlite3.Connection) -> tuple[int, int]:
    """Whose file it is, and how many tables it has."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    return application, connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]


def _is_ours(connection: sqlite3.Connection) -> bool:
    """Whether this version made it."""
    if connection.execute("PRAGMA user_version").fetchone()[0] != SCHEMA_VERSION:
        return False
    made: tuple[str] | None = connection.execute("SELECT by FROM made").fetchone()
    return made == (assist.__version__,)


def _fresh(path: Path | None) -> sqlite3.Connection:
    if path is not None:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    where = ":memory:" if path is None else path
    connection = sqlite3.connect(where, isolation_level=None, check_same_thread=False)
    try:
        connection.executescript(_SCHEMA)
        with suppress(sqlite3.OperationalError):  # an SQLite without FTS5: words are found slowly
            connection.executescript(_WORDS)
        connection.execute("INSERT INTO made VALUES (?)", (assist.__version__,))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        _prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")  # what is lost is derived again
    connection.execute("PRAGMA secure_delete = ON")  # forgotten means gone
    connection.create_function("plain", 1, plain, deterministic=True)


def _throw_away(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
