"""A memory that lives as long as the process: for tests, and for sites that may store nothing."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from assist.core.remembering import Visit

from .base import DAY_MS, Recalled, Shelf


class FleetingMemory:
    """:class:`.base.Memory` without a disk.

    ``wall`` tells the time in ms since 1970; what is older than ``days`` is not told any more. Of
    more than ``most`` customers, those heard of longest ago are forgotten.
    """

    def __init__(
        self,
        *,
        days: int = 180,
        wall: Callable[[], float] = lambda: time.time() * 1000,
        most: int = 50_000,
    ) -> None:
        self._days = days
        self._wall = wall
        self._most = most
        self._known: OrderedDict[str, Shelf] = OrderedDict()
        self._erased: dict[str, int] = {}
        """Who was erased, and when (ms since 1970)."""

    def recall(self, customer: str, tell: Callable[[Recalled], None]) -> None:
        known = self._recalled(customer)
        if known.items:
            tell(known)

    def keep(self, customer: str, visit: Visit, began: int) -> None:
        if began <= self._erased.get(customer, -1):
            return
        shelf = self._known.setdefault(customer, Shelf())
        shelf.put(visit, round(self._wall()))
        self._known.move_to_end(customer)
        while len(self._known) > self._most:
            self._known.popitem(last=False)

    def forget(self, customer: str) -> None:
        self._known.pop(customer, None)

    async def read(self, customer: str) -> Recalled:
        return self._recalled(customer)

    async def erase(self, customer: str) -> int:
        self._erased[customer] = round(self._wall())
        return len(self._known.pop(customer, Shelf()).items)

    async def prune(self, began: int | None) -> int:
        oldest, gone = self._oldest(), 0
        since = self._wall() if began is None else began
        self._erased = {who: at for who, at in self._erased.items() if at >= since}
        for customer, shelf in list(self._known.items()):
            for key in [key for key, item in shelf.items.items() if item.at < oldest]:
                del shelf.items[key]
                gone += 1
            if not shelf.items:
                del self._known[customer]
        return gone

    async def close(self) -> None:
        self._known.clear()

    def _oldest(self) -> float:
        return self._wall() - self._days * DAY_MS

    def _recalled(self, customer: str) -> Recalled:
        shelf, oldest = self._known.get(customer, Shelf()), self._oldest()
        items = tuple(item for item in shelf.items.values() if item.at >= oldest)
        return Recalled(round(self._wall()), items)
