"""Writing a file so that whoever reads it finds the old text or the new one, never half of one."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path


def write_atomically(path: Path, raw: bytes, *, new: int = 0o644) -> None:
    """Put ``raw`` in place of what ``path`` holds: written aside, flushed to the disk, renamed.

    Rights are kept; ``new``: those of a file that is not there yet. The name written aside begins
    with a dot, which readers of packs skip. Raises :class:`OSError`; the file is then as it was.
    """
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        mode = new
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        aside.chmod(mode)
        aside.replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            aside.unlink()
        raise
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    """Make the renaming itself durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
