"""A log that lives as long as the process: for tests, and for sites that may store nothing."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from assist.core.events import CallEnd, CallStart, Event, RulesInForce

from .base import EndedCall, Entry, LogError
from .forgotten import Forgotten
from .rule_sets import KEPT
from .watermark import Watermark


class MemoryLog:
    """:class:`.base.Log` without a disk. *Durable* here means: kept until the process ends.

    An entry becomes durable in the next iteration of the loop, so that callers meet the same
    order of things as with a disk.
    """

    def __init__(self) -> None:
        self._watermark = Watermark()
        self._forgotten = Forgotten()
        self._appended = 0
        self._calls: dict[str, list[Entry]] = {}
        self._ended: dict[str, tuple[int, EndedCall]] = {}
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
            self._ended.setdefault(event.call, (self._appended, _ended(event.call, received)))
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

    async def tail(self, call: str, most: int) -> Sequence[Entry]:
        if call in self._ended:
            return []
        durable = self._watermark.durable
        last = self._calls.get(call, [])[-most:] if most else []
        return [entry for entry in last if entry.offset <= durable]

    async def unfinished(self) -> Sequence[str]:
        durable = self._watermark.durable
        return [
            call
            for call, entries in self._calls.items()
            if call not in self._ended and entries[0].offset <= durable
        ]

    async def ended(
        self,
        *,
        most: int = 100,
        after: EndedCall | None = None,
        since: datetime | None = None,
        before: datetime | None = None,
    ) -> Sequence[EndedCall]:
        found = [
            call
            for offset, call in self._ended.values()
            if offset <= self._watermark.durable
            and (after is None or (call.ended, call.call) < (after.ended, after.call))
            and (since is None or call.ended >= since)
            and (before is None or call.ended < before)
        ]
        return heapq.nlargest(most, found, key=lambda call: (call.ended, call.call))

    async def of_customer(self, customer: str) -> Sequence[str]:
        durable = self._watermark.durable
        return [
            call
            for call, entries in self._calls.items()
            if any(
                isinstance(entry.event, CallStart)
                and entry.event.customer == customer
                and entry.offset <= durable
                for entry in entries
            )
        ]

    async def keep_rules(self, digest: str, sources: Mapping[str, str]) -> None:
        self._watermark.check()
        self._rules[digest] = self._rules.pop(digest, dict(sources))

    async def rules(self, digest: str) -> Mapping[str, str] | None:
        return self._rules.get(digest)

    async def last_rules(self) -> Mapping[str, str] | None:
        return self._rules[next(reversed(self._rules))] if self._rules else None

    async def forget(self, call: str) -> bool:
        self._watermark.check()
        if call not in self._calls:
            return False
        if call not in self._ended:
            raise ValueError(f"call {call!r} has not ended")
        del self._calls[call], self._ended[call]
        self._let_go_of_rules()
        self._forgotten.tell([call])
        return True

    async def prune(self, before: datetime) -> int:
        old = [name for name, (_, call) in self._ended.items() if call.ended < before]
        for call in old:
            await self.forget(call)
        return len(old)

    def listen_forgotten(self, listener: Callable[[Sequence[str]], None]) -> Callable[[], None]:
        return self._forgotten.listen(listener)

    async def close(self) -> None:
        if self._rising:
            self._rise()
        self._watermark.close()

    def _let_go_of_rules(self) -> None:
        """Of sets that no call names and that were not kept last."""
        entries = (entry.event for entries in self._calls.values() for entry in entries)
        named = {event.digest for event in entries if isinstance(event, RulesInForce)}
        for digest in list(self._rules)[:-KEPT]:
            if digest not in named:
                del self._rules[digest]

    def _rise(self) -> None:
        if self._rising:
            self._rising = False
            self._watermark.rise(self._appended)


def _ended(call: str, length_ms: int) -> EndedCall:
    now = datetime.now(UTC)
    now = now.replace(microsecond=now.microsecond // 1000 * 1000)  # as precise as a file
    return EndedCall(call, now - timedelta(milliseconds=length_ms), now)
