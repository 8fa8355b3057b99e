"""Whose calls those of a log's file are. Everything here blocks."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from pydantic_core import to_json

from .schema import as_log_error, connect_read_only

_OF = """
SELECT call.name FROM call JOIN (
  SELECT DISTINCT call FROM entry WHERE CASE WHEN instr(event, ?)
  THEN json_extract(event, '$.type') = 'call.start' AND json_extract(event, '$.customer') = ? END
) AS named ON named.call = call.id ORDER BY call.first
"""
"""Looks for the key as it is written before it reads what is around it."""


def calls_of(path: Path, customer: str) -> list[str]:
    """As :meth:`.base.Log.of_customer`; by a connection of its own, so that nobody waits for it.

    Raises :class:`.base.LogError` when the file cannot be read."""
    written = f'"customer":{to_json(customer).decode()}'
    with as_log_error(path), closing(connect_read_only(path)) as connection:
        return [name for (name,) in connection.execute(_OF, (written, customer))]
