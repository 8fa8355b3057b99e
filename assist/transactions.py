"""Transactions of the SQLite files beside each other: the log's, the archive's, the memory's, the
rules' history. Their connections are opened with ``isolation_level=None``: nothing begins one
unasked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All or nothing: committed on leaving, rolled back when that, or what is done within, fails.

    Takes the file's write lock at once, so that nothing read within is old by the time of the
    write. Raises :class:`sqlite3.Error`.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
