"""Deleting what was said in a customer's calls, because they ask for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .base import Log


@dataclass(frozen=True, slots=True)
class Erased:
    """``gone``: calls that were deleted; ``live``: those that have not ended, and stay."""

    gone: tuple[str, ...]
    live: tuple[str, ...]


async def erase_calls(log: Log, names: Iterable[str]) -> Erased:
    """Delete each of the calls (:meth:`.base.Log.of_customer`) that has ended. Broken off, it may
    be done again.

    Raises :class:`.base.LogError` when the log cannot be read or written."""
    gone: list[str] = []
    live: list[str] = []
    for call in names:
        try:
            if await log.forget(call):
                gone.append(call)
        except ValueError:  # it has not ended
            live.append(call)
    return Erased(tuple(gone), tuple(live))
