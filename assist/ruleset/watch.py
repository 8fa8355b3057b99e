"""Hot reload: telling that rule files have changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from watchfiles import Change, awatch

from .files import SUFFIXES, Stamps, stamps
from .pack import CATALOGUE

DEBOUNCE_MS = 300
"""Changes this close together are one: an editor writes, renames and touches."""
SETTLE_MS = 400
"""A file with an error is read once more after this: it may have been half written."""
LOOK_MS = 5_000
"""How often files are looked at themselves. The kernel tells nothing of what changed before it
began to watch, nor of files on another machine's disk."""


async def changes(
    paths: Sequence[Path],
    *,
    since: Stamps | None = None,
    stop: asyncio.Event | None = None,
    coming: Path | None = None,
    debounce_ms: int = DEBOUNCE_MS,
    look_ms: int = LOOK_MS,
) -> AsyncIterator[None]:
    """Yield each time rule files have changed, until ``stop`` is set or the task cancelled.

    ``since``: the files as they were when they were last read; left out, as they are now. Folders
    are watched, not files, so that a file replaced by renaming (as editors and Kubernetes do) is
    seen. ``coming``: a folder that may not be there yet; rule files in it are found by looking.
    """
    looked = paths if coming is None else [*paths, coming]
    known = await asyncio.to_thread(stamps, looked) if since is None else since
    folders = sorted({_watched(path) for path in paths})
    async for told in awatch(
        *folders,
        watch_filter=_matters,
        debounce=debounce_ms,
        stop_event=stop or asyncio.Event(),
        rust_timeout=look_ms,
        yield_on_timeout=True,
        recursive=any(path.is_dir() for path in paths),
        ignore_permission_denied=True,
    ):
        before, known = known, await asyncio.to_thread(stamps, looked)
        if told or known != before:
            yield


def _watched(path: Path) -> Path:
    """The folder to watch: a file's own, and a pack's parent where the catalogue lies."""
    absolute = path.absolute()
    if absolute.is_file():
        return absolute.parent
    beside = absolute.parent
    return beside if (beside / CATALOGUE).is_file() else absolute


def _matters(_: Change, path: str) -> bool:
    """Rule files, and the link that Kubernetes swaps (``..data``); not editors' backups."""
    name = path.rsplit("/", 1)[-1]
    return name == "..data" or (name.endswith(SUFFIXES) and not name.startswith("."))
