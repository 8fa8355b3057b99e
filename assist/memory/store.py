"""The file of the memory. Everything blocks, and belongs to one thread at a time.

Customers stand in it under a keyed hash of their key (BLAKE2b, RFC 7693), not under the key: who
has the file alone cannot tell whose it is, nor try keys out. The secret lies beside it.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import structlog

from assist.core.remembering import Visit
from assist.emptying import Journal
from assist.transactions import transaction

from .base import Item, MemoryFault, told

SCHEMA_VERSION = 2
APPLICATION_ID = 0x4F56544D
"""``OVTM`` in the file's header: so that nobody's other database is taken for a memory."""
SUFFIX, SECRET_SUFFIX = ".customers.db", ".customers.key"
"""The memory beside the log ``var/assist.db`` is ``var/assist.db.customers.db``."""
SECRET_BYTES = 32
BUSY_S = 10.0
"""How long to wait while another process (``assist forget``) writes."""

_ERASED = """
CREATE TABLE erased (
  customer BLOB PRIMARY KEY,  -- as above
  at INTEGER NOT NULL         -- when they asked to be forgotten, ms since 1970
) WITHOUT ROWID;
"""
_SCHEMA = f"""
BEGIN;
CREATE TABLE known (
  customer BLOB NOT NULL,  -- keyed hash of the integrator's key
  what TEXT NOT NULL,      -- need, signal or preference
  name TEXT NOT NULL,
  value TEXT NOT NULL,     -- JSON
  at INTEGER NOT NULL,     -- when it last was so, ms since 1970
  PRIMARY KEY (customer, what, name)
) WITHOUT ROWID;
CREATE INDEX known_at ON known (at);
{_ERASED}
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {SCHEMA_VERSION};
COMMIT;
"""
_PUT = """
INSERT INTO known VALUES (?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET value = excluded.value, at = excluded.at
"""

_LOST = "everybody is a stranger again: what was remembered of them is not found, nor forgotten"
_DO = "stop the server and put the key back from its backup, or delete the file of the memory, too"

_logger = structlog.get_logger("assist.memory")


def beside(log: Path) -> Path:
    """Where the memory beside a log lies."""
    return log.with_name(log.name + SUFFIX)


class Store:
    """An open file. Every method raises :class:`MemoryFault` when it cannot do what it says."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it and its secret."""
        self._path = path
        key = path.with_name(path.name.removesuffix(SUFFIX) + SECRET_SUFFIX)
        is_new = not key.exists()
        with self._as_fault():
            self._secret = _secret(key)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
            for one in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
                if one.exists():  # the journal takes its rights from the file, once
                    one.chmod(0o600)
            self._connection = sqlite3.connect(
                path, timeout=BUSY_S, isolation_level=None, check_same_thread=False
            )
        self.journal = Journal(self._connection)
        """What was deleted must not live on in it."""
        try:
            with self._as_fault():
                self._prepare()
                self.journal.empty()  # whatever a process that was killed had left in it
                if is_new and self._holds_any():
                    _logger.error("key_lost", file=str(key), lost=_LOST, do=_DO)
        except BaseException:
            self._connection.close()
            raise

    def _prepare(self) -> None:
        run = self._connection.execute
        run("PRAGMA journal_mode = WAL")
        run("PRAGMA synchronous = FULL")
        run("PRAGMA secure_delete = ON")  # what is forgotten is overwritten
        mark = run("PRAGMA application_id").fetchone()[0]
        version = run("PRAGMA user_version").fetchone()[0]
        if mark == 0 and not run("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            self._connection.executescript(_SCHEMA)
        elif mark == APPLICATION_ID and version == 1:
            self._connection.executescript(f"BEGIN; {_ERASED} PRAGMA user_version = 2; COMMIT;")
        elif mark != APPLICATION_ID or version != SCHEMA_VERSION:
            raise MemoryFault(f"{self._path}: no memory of this version; move it away")

    def _holds_any(self) -> bool:
        either = "SELECT EXISTS (SELECT 1 FROM known) OR EXISTS (SELECT 1 FROM erased)"
        return bool(self._connection.execute(either).fetchone()[0])

    def read(self, customer: str, oldest: int) -> list[Item]:
        """What is known of a customer and last was so at ``oldest`` or later."""
        with self._as_fault():
            rows = self._connection.execute(
                "SELECT what, name, at, value FROM known WHERE customer = ? AND at >= ?",
                (self._hash(customer), oldest),
            )
            return [Item(what, name, at, json.loads(value)) for what, name, at, value in rows]

    def keep(self, customer: str, visit: Visit, at: int, began: int) -> None:
        """Add what a call leaves that ``began`` then, unless the customer was erased since."""
        key = self._hash(customer)
        with self._as_fault(), transaction(self._connection) as run:
            erased = "SELECT 1 FROM erased WHERE customer = ? AND at >= ?"
            if run.execute(erased, (key, began)).fetchone() is not None:
                return
            for item, name in told(visit, at):
                if item is None:
                    run.execute(
                        "DELETE FROM known WHERE customer = ? AND what = 'preference' AND name = ?",
                        (key, name),
                    )
                else:
                    value = json.dumps(item.value, ensure_ascii=False)
                    run.execute(_PUT, (key, item.what, item.name, value, at))

    def forget(self, customer: str) -> int:
        """Delete all that is known of a customer, out of the journal too; how many things."""
        return self._delete("DELETE FROM known WHERE customer = ?", (self._hash(customer),))

    def erase(self, customer: str, at: int) -> int:
        """The same, and remember ``at`` what time: nothing is kept of calls that began before."""
        key = self._hash(customer)
        with self._as_fault(), transaction(self._connection) as run:
            run.execute("INSERT OR REPLACE INTO erased VALUES (?, ?)", (key, at))
        return self.forget(customer)

    def prune(self, oldest: int, erased: int) -> int:
        """Delete what last was so before ``oldest``, and who was erased before ``erased``; how many
        things that were known."""
        self._delete("DELETE FROM erased WHERE at < ?", (erased,))
        return self._delete("DELETE FROM known WHERE at < ?", (oldest,))

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _delete(self, statement: str, values: Sequence[Any]) -> int:
        with self._as_fault(), transaction(self._connection) as run:
            gone = run.execute(statement, values).rowcount
        if gone:
            with self._as_fault():
                self.journal.empty()
        return gone

    def _hash(self, customer: str) -> bytes:
        return hashlib.blake2b(customer.encode(), key=self._secret, digest_size=16).digest()

    @contextmanager
    def _as_fault(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise MemoryFault(f"{self._path}: {error}") from error


def _secret(path: Path) -> bytes:
    """The secret in a file, which is made if it is not there. Raises :class:`OSError`, and
    :class:`MemoryFault` for a file of something else."""
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        secret = path.read_bytes()
        if len(secret) != SECRET_BYTES:
            raise MemoryFault(
                f"{path}: not the secret of a memory; put the right one back"
            ) from None
        return secret
    secret = secrets.token_bytes(SECRET_BYTES)
    with os.fdopen(file, "wb") as out:
        out.write(secret)
        out.flush()
        os.fsync(out.fileno())
    return secret
