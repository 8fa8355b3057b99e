"""Calls into the archive and out of it. Everything blocks, and is called on one thread."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

from assist.emptying import Journal
from assist.log.base import EndedCall
from assist.log.store import to_ms
from assist.text.plain import plain
from assist.transactions import transaction

from .schema import has_words
from .summary import Summary
from .words import indexed

_COLUMNS = (
    "agent", "queue", "team", "language", "product", "duration", "held", "reason", "level",
    "last_level", "peak", "peak_at", "peak_meter", "strain", "hints", "met", "missed", "heard",
    "solved", "warm", "trusted",
)  # fmt: skip
_ALL = ("name", "began", "ended", *_COLUMNS, "report")
_PUT = f"INSERT INTO call ({', '.join(_ALL)}) VALUES ({', '.join('?' * len(_ALL))})"  # noqa: S608


class Store:
    """The calls of one archive, by :func:`.schema.connect`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.searchable = has_words(connection)
        self.journal = Journal(connection)
        """What was deleted must not live on in it."""
        self.journal.empty()  # whatever a process that was killed had left in it

    def names(self) -> set[str]:
        """All calls that it has, those with a fault too."""
        return {name for (name,) in self.connection.execute("SELECT name FROM call")}

    def put(self, call: EndedCall, summary: Summary, report: bytes) -> None:
        """Keep a call; ``report``: its JSON, packed by :func:`pack`. Again changes nothing else."""
        began, ended = to_ms(call.began), to_ms(call.ended)
        told = [summary.call[column] for column in _COLUMNS]
        borne = [(agent, began + since, began + until) for agent, since, until in summary.borne]
        with transaction(self.connection):
            self._remove([call.call])
            number = self.connection.execute(
                _PUT, (call.call, began, ended, *told, report)
            ).lastrowid
            assert number is not None
            self._fill("need", number, summary.needs)
            self._fill("hint", number, summary.hints)
            self._fill("shadow", number, summary.shadows)
            self._fill("borne", number, borne)
            self._fill("line", number, [[n, *line] for n, line in enumerate(summary.lines)])
            if self.searchable:
                text = indexed(plain(line[-1]) for line in summary.lines)
                self.connection.execute(
                    "INSERT INTO words (rowid, text) VALUES (?, ?)", (number, text)
                )

    def put_fault(self, call: EndedCall, fault: str) -> None:
        """Keep that a call cannot be derived, and why: it is listed, and not tried for ever."""
        values = (call.call, to_ms(call.began), to_ms(call.ended), fault)
        with transaction(self.connection):
            self._remove([call.call])
            self.connection.execute(
                "INSERT INTO call (name, began, ended, fault) VALUES (?, ?, ?, ?)", values
            )

    def forget(self, calls: Iterable[str]) -> None:
        """Delete calls, so that nothing of them is left in the file."""
        with transaction(self.connection):
            gone = self._remove(calls)
        if gone:
            if self.searchable:  # or their words stay in the index until it is merged some day
                self.connection.execute("INSERT INTO words (words) VALUES ('optimize')")
            self.journal.empty()

    def report(self, call: str) -> bytes | None:
        """The packed report of a call; None when there is none."""
        query = "SELECT report FROM call WHERE name = ?"
        row = self.connection.execute(query, (call,)).fetchone()
        return None if row is None else row[0]

    def close(self) -> None:
        self.connection.close()

    def _fill(self, table: str, number: int, rows: Sequence[Sequence[Any]]) -> None:
        if rows:
            places = ", ".join("?" * (1 + len(rows[0])))
            self.connection.executemany(
                f"INSERT INTO {table} VALUES ({places})",  # noqa: S608 - of constants
                [(number, *row) for row in rows],
            )

    def _remove(self, calls: Iterable[str]) -> int:
        """Take calls out of all tables; how many there were."""
        gone = 0
        for name in calls:
            query = "SELECT id, fault IS NULL FROM call WHERE name = ?"
            row = self.connection.execute(query, (name,)).fetchone()
            if row is None:
                continue
            gone += 1
            number, is_indexed = row
            if self.searchable and is_indexed:
                texts = "SELECT text FROM line WHERE call = ? ORDER BY number"
                said = [plain(text) for (text,) in self.connection.execute(texts, (number,))]
                self.connection.execute(
                    "INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)",
                    (number, indexed(said)),
                )
            for table in ("need", "hint", "shadow", "borne", "line"):
                self.connection.execute(f"DELETE FROM {table} WHERE call = ?", (number,))  # noqa: S608
            self.connection.execute("DELETE FROM call WHERE id = ?", (number,))
        return gone


def pack(report: bytes) -> bytes:
    """A report's JSON as it is kept: a tenth of its size."""
    return zlib.compress(report, 6)


def unpack(packed: bytes) -> bytes:
    """Its JSON again."""
    return zlib.decompress(packed)
