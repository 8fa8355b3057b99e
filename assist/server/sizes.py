"""What the server's files take of the disk, and what is left of it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from assist.archive.schema import beside as archive_beside
from assist.memory.store import beside as memory_beside

from .stores import IN_MEMORY

JOURNAL = "-wal"
"""Behind the name of an SQLite file: its write-ahead log."""


def sizes(log: str) -> Mapping[str, int]:
    """Bytes of each file by what it is, journals by themselves; 0 for one that is not there, and
    none at all of a log in memory."""
    if log == IN_MEMORY:
        return {}
    path = Path(log)
    files = {"log": path, "archive": archive_beside(path), "memory": memory_beside(path)}
    found: dict[str, int] = {}
    for name, file in files.items():
        found[name] = _size(file)
        found[f"{name}_journal"] = _size(file.with_name(file.name + JOURNAL))
    return found


def free(log: str) -> int | None:
    """Bytes that may still be written where the log lies; None for a log in memory, or where that
    cannot be told."""
    if log == IN_MEMORY:
        return None
    try:
        return shutil.disk_usage(Path(log).absolute().parent).free
    except OSError:
        return None


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
