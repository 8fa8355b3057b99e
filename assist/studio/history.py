"""Who changed which rule file when and why: kept beside the log, while the files stay the truth.

Every state of a file that the studio saw or made is an entry with its text, so that each can be
compared with the one before and brought back. Everything here blocks.
"""

from __future__ import annotations

import json
import os
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from assist.transactions import transaction

Kind = Literal["found", "saved", "created", "deleted", "mode", "rollback", "outside"]
"""How a file came to be as it is: as it was when the studio first saw it; by the studio; or by an
editor or git, which the studio noticed (``outside``)."""

SCHEMA_VERSION = 1
APPLICATION_ID = 0x4F565452
"""``OVTR`` in the file's header: so that nobody's other database is taken for it."""
GONE = ""
"""The revision of a file that is not there."""

_SCHEMA = """
CREATE TABLE entry (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  path TEXT NOT NULL,
  at INTEGER NOT NULL,      -- ms since 1970
  kind TEXT NOT NULL,
  author TEXT,              -- null: nobody told
  reason TEXT,
  revision TEXT NOT NULL,   -- '' when the file is gone
  digest TEXT,              -- of the rule set that it made; null when it made none
  text BLOB,                -- zlib; null when the file is gone
  changes TEXT NOT NULL     -- JSON: what it changed, in words
);
CREATE INDEX by_path ON entry (path, id);
CREATE INDEX by_revision ON entry (path, revision);
CREATE TABLE rule (name TEXT NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY (name, entry));
"""
_MARK = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {SCHEMA_VERSION};"
_COLUMNS = "id, path, at, kind, author, reason, revision, digest, changes"


class HistoryError(Exception):
    """The history cannot be read or written."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be kept. ``at``: ms since 1970; ``text`` is None when the file is gone;
    ``changes``: as :func:`assist.studio.telling.told` gives them."""

    path: str
    at: int
    kind: Kind
    revision: str
    text: str | None
    author: str | None = None
    reason: str | None = None
    digest: str | None = None
    changes: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """What was kept. ``current``: it is the last of its file."""

    id: int
    path: str
    at: int
    kind: Kind
    author: str | None
    reason: str | None
    revision: str
    digest: str | None
    changes: Sequence[Mapping[str, Any]]
    current: bool


class History:
    """One file, or memory where nothing is to be kept. Used by one thread at a time."""

    def __init__(self, path: Path | None) -> None:
        """Open, or make, the history. Raises :class:`HistoryError`."""
        self.durable = path is not None
        self._path = path
        with self._told():
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
            self._connection = sqlite3.connect(
                path or ":memory:", isolation_level=None, check_same_thread=False
            )
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

    def _prepare(self) -> None:
        connection = self._connection
        if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            connection.executescript(f"BEGIN IMMEDIATE;{_SCHEMA}{_MARK}COMMIT;")
        found = tuple(
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("application_id", "user_version")
        )
        if found != (APPLICATION_ID, SCHEMA_VERSION):
            raise HistoryError(f"{self._path}: no history of rules that this version can keep")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")

    def close(self) -> None:
        """Let go of the file."""
        with self._told():
            self._connection.close()

    def keep(self, change: Change) -> int:
        """Keep a state of a file; its number. Durable on return."""
        rules = {
            name
            for one in change.changes
            for name in ([one["name"]] if one["kind"] == "rule" else one["used_by"])
        }
        blob = None if change.text is None else zlib.compress(change.text.encode())
        with self._told(), transaction(self._connection) as connection:
            cursor = connection.execute(
                "INSERT INTO entry (path, at, kind, author, reason, revision, digest, text, "
                "changes) VALUES (?,?,?,?,?,?,?,?,?)",
                (
                    *(change.path, change.at, change.kind, change.author, change.reason),
                    *(change.revision, change.digest, blob),
                    json.dumps(list(change.changes), ensure_ascii=False),
                ),
            )
            assert cursor.lastrowid is not None
            rows = [(name, cursor.lastrowid) for name in sorted(rules)]
            connection.executemany("INSERT INTO rule VALUES (?,?)", rows)
            return cursor.lastrowid

    def entries(
        self, *, path: str | None, rule: str | None, before: int | None, limit: int
    ) -> list[Entry]:
        """The newest entries first: of a file, of those that changed a rule, or all; of both, the
        file's and those of other files that changed the rule, as overrides do."""
        query = (
            f"SELECT {_COLUMNS}, id = (SELECT max(id) FROM entry AS e WHERE e.path = entry.path) "  # noqa: S608
            "FROM entry WHERE (?3 IS NULL OR id < ?3) AND "
            "((?1 IS NULL AND ?2 IS NULL) OR path = ?1 OR "
            "id IN (SELECT entry FROM rule WHERE name = ?2)) "
            "ORDER BY id DESC LIMIT ?4"
        )
        with self._told():
            rows = self._connection.execute(query, (path, rule, before, limit)).fetchall()
        return [_entry(row) for row in rows]

    def entry(self, number: int) -> Entry | None:
        """One entry by its number."""
        found = self.entries(path=None, rule=None, before=number + 1, limit=1)
        return found[0] if found and found[0].id == number else None

    def text(self, number: int) -> str | None:
        """The text of an entry; None when the file was gone, or there is no such entry."""
        with self._told():
            row = self._connection.execute(
                "SELECT text FROM entry WHERE id = ?", (number,)
            ).fetchone()
        return None if row is None or row[0] is None else zlib.decompress(row[0]).decode()

    def before(self, path: str, number: int) -> int | None:
        """The entry of the same file before this one."""
        with self._told():
            row = self._connection.execute(
                "SELECT max(id) FROM entry WHERE path = ? AND id < ?", (path, number)
            ).fetchone()
        return None if row[0] is None else int(row[0])

    def latest(self) -> dict[str, tuple[int, str]]:
        """Number and revision of the last entry of every file; :data:`GONE` where it is gone."""
        with self._told():
            rows = self._connection.execute(
                "SELECT path, id, revision FROM entry WHERE id IN "
                "(SELECT max(id) FROM entry GROUP BY path)"
            ).fetchall()
        return {str(path): (int(number), str(revision)) for path, number, revision in rows}

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise HistoryError(f"{self._path or 'the history of rules'}: {error}") from error


def _entry(row: tuple[Any, ...]) -> Entry:
    number, path, at, kind, author, reason, revision, digest, changes, current = row
    return Entry(
        *(number, path, at, kind, author, reason, revision, digest),
        changes=json.loads(changes),
        current=bool(current),
    )
