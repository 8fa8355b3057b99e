"""The log: what every back end promises.

Everything the product knows about a call is a fold over that call's entries, so the log is
the only thing that must survive. Back ends: :mod:`.memory` and :mod:`.sqlite` (the default).
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from assist.core.events import Event


@dataclass(frozen=True, slots=True)
class Entry:
    """One logged event. ``offset`` rises over the whole log; ``received`` is in ms since the call
    began by the receiving node's clock and never falls within a call."""

    offset: int
    received: int
    event: Event


class LogError(Exception):
    """The log cannot keep its promise (disk full, file locked, closed). Nothing was acknowledged."""


class Log(Protocol):
    """Append-only, ordered, durable.

    Order: entries of a call come back in the order of their appends. Durability: once the
    future of an append is done, the entry and all appended before it survive the end of
    the process (and, where the back end says so, of the machine). A failed future carries
    :class:`LogError`, and so does every later one until the log is reopened: a log with a hole
    would replay to something that never happened.
    """

    def append(self, received: int, event: Event) -> asyncio.Future[int]:
        """Queue an entry; the future gives its offset once it is durable. Never blocks.

        Must be called from the event loop's thread, with the event already masked.
        """
        ...

    async def read(self, call: str) -> Sequence[Entry]:
        """All durable entries of a call, in order; empty for an unknown call."""
        ...

    async def unfinished(self) -> Sequence[str]:
        """Calls with entries but no ``call.end``, the oldest first: those to recover at start."""
        ...

    async def keep_rules(self, digest: str, sources: Mapping[str, str]) -> None:
        """Keep the texts of a rule set (path -> text) under its digest; durable on return."""
        ...

    async def rules(self, digest: str) -> Mapping[str, str] | None:
        """The texts kept under ``digest``; None when there are none."""
        ...

    def pending(self) -> int:
        """Entries appended but not yet durable: what back-pressure looks at."""
        ...

    async def close(self) -> None:
        """Make everything durable, then let go of files and threads. Further appends fail."""
        ...
