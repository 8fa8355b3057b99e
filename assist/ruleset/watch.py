"""Hot reload: rule files are loaded again when they change; the last good set stays in force."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from watchfiles import Change, awatch

from assist.core.program import Program
from assist.core.protocols import Folder, Tokenizer

from .files import SUFFIXES
from .load import Loaded, load
from .memory import Memory
from .pack import CATALOGUE
from .problems import Problem

DEBOUNCE_MS = 300
"""Changes this close together are one: an editor writes, renames and touches."""
SETTLE_MS = 400
"""A file with an error is read once more after this: it may have been half written."""


@dataclass(frozen=True, slots=True)
class Current:
    """What is in force, and what is wrong with the files as they lie now.

    ``program`` is the last good one; ``problems`` are of the latest load, good or not.
    """

    program: Program
    problems: tuple[Problem, ...] = ()

    @property
    def stale(self) -> bool:
        """Whether the files hold errors, so that an earlier set is in force."""
        return any(problem.severity == "error" for problem in self.problems)

    def after(self, loaded: Loaded) -> Current:
        """What is in force after a load: its program if it is good and differs, else the same."""
        same = loaded.program is None or loaded.program.rules.digest == self.program.rules.digest
        program = self.program if same or loaded.program is None else loaded.program
        return Current(program, loaded.problems)


async def watch(
    paths: Sequence[Path],
    *,
    folder: Folder,
    tokenizer: Tokenizer,
    stop: asyncio.Event | None = None,
    debounce_ms: int = DEBOUNCE_MS,
) -> AsyncIterator[Loaded]:
    """Yield what the files hold each time they change, until ``stop`` is set or the task cancelled.

    Loading runs in a thread. The caller keeps the last good set (:class:`Current`). Nothing is
    yielded before the first change.
    """
    memory = Memory()
    again = partial(load, paths, folder=folder, tokenizer=tokenizer, memory=memory)
    async for _ in changes(paths, stop=stop, debounce_ms=debounce_ms):
        loaded = await asyncio.to_thread(again)
        if loaded.program is None:
            await asyncio.sleep(SETTLE_MS / 1000)
            loaded = await asyncio.to_thread(again)
        yield loaded


async def changes(
    paths: Sequence[Path], *, stop: asyncio.Event | None = None, debounce_ms: int = DEBOUNCE_MS
) -> AsyncIterator[None]:
    """Yield each time rule files have changed, until ``stop`` is set or the task cancelled.

    Folders are watched, not files, so that a file replaced by renaming (as editors and
    Kubernetes do) is seen.
    """
    folders = sorted({_watched(path) for path in paths})
    async for _ in awatch(
        *folders,
        watch_filter=_matters,
        debounce=debounce_ms,
        stop_event=stop or asyncio.Event(),
        recursive=any(path.is_dir() for path in paths),
        ignore_permission_denied=True,
    ):
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
