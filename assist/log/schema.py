"""The file of the SQLite log: its schema, its lock, and how it is opened. Everything blocks.

Entries lie in the order of their offsets and each names the one before it in its call. An index
by call would make each commit touch one page a live call instead of the last page of the
table: three times the cost of the rest (16-24 against 5-7 µs an entry at 500 calls). The last entry
of a live call is known to the writer; that of an ended one is kept with the call.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assist.transactions import transaction

from . import rule_sets
from .base import InUseError, LogError

SCHEMA_VERSION = 2
APPLICATION_ID = 0x4F56544E
"""``OVTN`` in the file's header: so that nobody's other database is taken for a log."""

_SCHEMA = """
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
CREATE TABLE forgotten (upto INTEGER NOT NULL);  -- offsets up to here are never given again
INSERT INTO forgotten VALUES (0);
"""
_MARK = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {SCHEMA_VERSION};"


@contextmanager
def as_log_error(path: Path) -> Iterator[None]:
    """Tell what the file system or SQLite found wrong, with the file's name."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise LogError(f"{path}: {error}") from error


def lock(path: Path) -> int:
    """Take the lock file beside ``path``; its descriptor. Gone with the process, however it ends.

    Raises :class:`InUseError` when another process (or log) has it.
    """
    beside = path.with_name(path.name + ".lock")
    with as_log_error(path):
        handle = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        owner = os.pread(handle, 32, 0).decode("ascii", "replace") or "another process"
        os.close(handle)
        raise InUseError(f"{path}: in use by {owner}; a log has one writer") from error
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
                tables = "".join(f"{table};" for table in rule_sets.TABLES)
                connection.executescript(f"BEGIN IMMEDIATE;{_SCHEMA}{tables}{_MARK}COMMIT;")
            is_old = check(connection, path, oldest=1)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")  # forgotten means gone
            if is_old:
                with transaction(connection):
                    rule_sets.migrate(connection)
                    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
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


def check(connection: sqlite3.Connection, path: Path, oldest: int = SCHEMA_VERSION) -> bool:
    """Whether it has a schema older than this version's, from ``oldest`` on.

    Raises :class:`LogError` unless this is a log that this version can keep."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    if application != APPLICATION_ID:
        raise LogError(f"{path}: an SQLite database, but not a call log")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version < oldest:
        raise LogError(
            f"{path}: written with schema {version}; this version knows {SCHEMA_VERSION}. "
            "Start `assist serve` on it once: that brings it up to date"
        )
    if version > SCHEMA_VERSION:
        raise LogError(
            f"{path}: written with schema {version}; this version knows {SCHEMA_VERSION}. "
            "Run the version that wrote it, or name another file"
        )
    return bool(version < SCHEMA_VERSION)
