"""The rule sets that the calls of a log were heard under: each text once, and no longer than a call
names it. Everything here blocks.

A supervisor's edit changes one file of a hundred, so a set is a list of texts, and what an edit
adds to the file is the one text that it changed.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

KEPT = 8
"""Sets put in force last, which stay though no call names them yet."""

TABLES = (
    "CREATE TABLE rule_text (digest TEXT PRIMARY KEY, body BLOB NOT NULL)",  # UTF-8, by zlib
    "CREATE TABLE rule_set (digest TEXT PRIMARY KEY, texts TEXT NOT NULL)",  # [[path, digest], …]
    (
        "CREATE TABLE heard_under "
        "(call INTEGER NOT NULL, rules TEXT NOT NULL, PRIMARY KEY (call, rules)) WITHOUT ROWID"
    ),
)
_NAMED = """
INSERT INTO heard_under SELECT DISTINCT call, json_extract(event, '$.digest') FROM entry
WHERE instr(event, '"rules"') AND json_extract(event, '$.type') = 'rules'
"""
_NOW_LAST = """
UPDATE rule_set SET rowid = (SELECT max(rowid) + 1 FROM rule_set) WHERE digest = ?
"""


def read(connection: sqlite3.Connection, digest: str) -> dict[str, str] | None:
    """The texts of a set by their paths, in the order given; None where it is not kept."""
    row = connection.execute("SELECT texts FROM rule_set WHERE digest = ?", (digest,)).fetchone()
    if row is None:
        return None
    query = "SELECT body FROM rule_text WHERE digest = ?"
    return {
        path: zlib.decompress(connection.execute(query, (text,)).fetchone()[0]).decode()
        for path, text in json.loads(row[0])
    }


def read_last(connection: sqlite3.Connection) -> dict[str, str] | None:
    """The texts of the set that was kept last; None where there is none."""
    query = "SELECT digest FROM rule_set ORDER BY rowid DESC LIMIT 1"
    row = connection.execute(query).fetchone()
    return None if row is None else read(connection, row[0])


def digests(sources: Mapping[str, str]) -> dict[str, str]:
    """Path -> the digest of its text."""
    return {path: _digest(text) for path, text in sources.items()}


def pack(sources: Mapping[str, str], missing: Iterable[str]) -> dict[str, bytes]:
    """The bodies of those texts whose digests are ``missing``, as they are kept."""
    wanted = set(missing)
    return {
        digest: zlib.compress(text.encode())
        for text in sources.values()
        if (digest := _digest(text)) in wanted
    }


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()


class RuleSets:
    """The sets of the log that this connection writes. All but :meth:`missing` is done within a
    transaction of the caller's."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._latest: deque[str] = deque(maxlen=KEPT)

    def missing(self, texts: Iterable[str]) -> list[str]:
        """Which of these texts are not kept, by their digests."""
        kept = {row[0] for row in self._connection.execute("SELECT digest FROM rule_text")}
        return sorted(set(texts) - kept)

    def keep(self, digest: str, texts: Mapping[str, str], bodies: Mapping[str, bytes]) -> None:
        """Keep a set: path -> digest of its text, and the bodies of those that were missing."""
        run = self._connection.execute
        for text, body in bodies.items():
            run("INSERT OR IGNORE INTO rule_text VALUES (?, ?)", (text, body))
        told = json.dumps(list(texts.items()), ensure_ascii=False)
        run("INSERT OR IGNORE INTO rule_set VALUES (?, ?)", (digest, told))
        run(_NOW_LAST, (digest,))
        self._latest.append(digest)

    def name(self, call: int, digest: str) -> None:
        """A call was heard under a set."""
        self._connection.execute("INSERT OR IGNORE INTO heard_under VALUES (?, ?)", (call, digest))

    def forget(self, calls: Sequence[int]) -> None:
        """Let go of what only these calls named."""
        run = self._connection.execute
        for call in calls:
            run("DELETE FROM heard_under WHERE call = ?", (call,))
        named = {row[0] for row in run("SELECT DISTINCT rules FROM heard_under")}
        needed, gone = set[str](), list[str]()
        for digest, texts in run("SELECT digest, texts FROM rule_set").fetchall():
            if digest in named or digest in self._latest:
                needed.update(text for _, text in json.loads(texts))
            else:
                gone.append(digest)
        if not gone:
            return
        for digest in gone:
            run("DELETE FROM rule_set WHERE digest = ?", (digest,))
        for (text,) in run("SELECT digest FROM rule_text").fetchall():
            if text not in needed:
                run("DELETE FROM rule_text WHERE digest = ?", (text,))


def migrate(connection: sqlite3.Connection) -> None:
    """From schema 1, where each set was kept whole for ever. Within the caller's transaction."""
    for table in TABLES:
        connection.execute(table)
    sets = RuleSets(connection)
    for digest, told in connection.execute("SELECT digest, sources FROM rules").fetchall():
        sources = json.loads(told)
        texts = digests(sources)
        sets.keep(digest, texts, pack(sources, sets.missing(texts.values())))
    connection.execute(_NAMED)
    connection.execute("DROP TABLE rules")
