"""A log that lives as long as the process: for tests, and for sites that may store nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from assist.core.events import CallEnd, Event

from .base import Entry, LogError
from .watermark import Watermark


class MemoryLog:
    """:class:`.base.Log` without a disk. *Durable* here means: kept until the process ends.

    An entry becomes durable in the next iteration of the loop, so that callers meet the same
    order of things as with a disk.
    """

    def __init__(self) -> None:
        self._watermark = Watermark()
        self._appended = 0
        self._calls: dict[str, list[Entry]] = {}
        self._ended: dict[str, datetime] = {}
        self._rules: dict[str, dict[str, str]] = {}
        self._rising = False

    @property
    def durable(self) -> int:
        return self._watermark.durable

    @property
    def failed(self) -> LogError | None:
        return self._watermark.failed

    def append(self, received: int, event: Event) -> int:
        self._watermark.check()
        self._appended += 1
        entry = Entry(self._appended, received, event)
        self._calls.setdefault(event.call, []).append(entry)
        if isinstance(event, CallEnd):
            self._ended.setdefault(event.call, datetime.now(UTC))
        if not self._rising:
            self._rising = True
            asyncio.get_running_loop().call_soon(self._rise)
        return self._appended

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        return self._watermark.listen(listener)

    async def wait(self, offset: int) -> None:
        await self._watermark.wait(offset)

    def pending(self) -> int:
        return self._appended - self._watermark.durable

    async def read(self, call: str) -> Sequence[Entry]:
        durable = self._watermark.durable
        return [entry for entry in self._calls.get(call, ()) if entry.offset <= durable]

    async def unfinished(self) -> Sequence[str]:
        durable = self._watermark.durable
        return [
            call
            for call, entries in self._calls.items()
            if call not in self._ended and entries[0].offset <= durable
        ]

    async def keep_rules(self, digest: str, sources: Mapping[str, str]) -> None:
        self._watermark.check()
        self._rules.setdefault(digest, dict(sources))

    async def rules(self, digest: str) -> Mapping[str, str] | None:
        return self._rules.get(digest)

    async def forget(self, call: str) -> bool:
        self._watermark.check()
        if call not in self._calls:
            return False
        if call not in self._ended:
            raise ValueError(f"call {call!r} has not ended")
        del self._calls[call], self._ended[call]
        return True

    async def prune(self, before: datetime) -> int:
        old = [call for call, ended in self._ended.items() if ended < before]
        for call in old:
            await self.forget(call)
        return len(old)

    async def close(self) -> None:
        if self._rising:
            self._rise()
        self._watermark.close()

    def _rise(self) -> None:
        if self._rising:
            self._rising = False
            self._watermark.rise(self._appended)
