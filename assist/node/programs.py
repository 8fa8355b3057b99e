"""Programs by digest: the one in force, and those that calls in the log were heard under."""

from __future__ import annotations

import asyncio
from functools import partial

from assist.core.program import Program
from assist.core.protocols import Folder, Tokenizer
from assist.log.base import Log
from assist.ruleset import load_sources

KEPT = 4
"""Programs at hand beside the one in force: 80 MB each, and a second to build again."""


class Programs:
    """Builds rule sets of the log; recovery asks for the same few over and over."""

    def __init__(self, log: Log, current: Program, folder: Folder, tokenizer: Tokenizer) -> None:
        self._log = log
        self._load = partial(load_sources, folder=folder, tokenizer=tokenizer)
        self._current = current
        self._built: dict[str, Program | None] = {}

    async def of(self, digest: str) -> Program | None:
        """The program kept under ``digest``; None when its texts are lost or no longer compile."""
        if digest == self._current.rules.digest:
            return self._current
        if digest in self._built:
            self._built[digest] = self._built.pop(digest)  # asked for last
        else:
            sources = await self._log.rules(digest)
            self._built[digest] = (
                None if sources is None else (await asyncio.to_thread(self._load, sources)).program
            )
            while len(self._built) > KEPT:
                del self._built[next(iter(self._built))]
        return self._built[digest]
