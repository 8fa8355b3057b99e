"""asyncio's Event and Queue for thousands of sockets on which hardly ever anybody waits.

An :class:`asyncio.Event` takes 850 bytes and an :class:`asyncio.Queue` 3.2 kB, nearly all of it
empty deques. These take a tenth, allow one task to wait, and are otherwise the same.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")


class Latch:
    """:class:`asyncio.Event` for one waiting task."""

    __slots__ = ("_is_set", "_waiter")

    def __init__(self, *, is_set: bool = False) -> None:
        self._is_set = is_set
        self._waiter: asyncio.Future[None] | None = None

    def is_set(self) -> bool:
        """Whether :meth:`wait` returns at once."""
        return self._is_set

    def set(self) -> None:
        """Let whoever waits go on."""
        self._is_set = True
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def clear(self) -> None:
        """Let whoever comes now wait."""
        self._is_set = False

    async def wait(self) -> None:
        """Return once it is set. Raises :class:`RuntimeError` when another task waits already."""
        if self._is_set:
            return
        if self._waiter is not None:
            raise RuntimeError("one task waits already")
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None


class Inbox(Generic[T]):
    """:class:`asyncio.Queue` without bounds for one reading task, as uvicorn uses it."""

    __slots__ = ("_filled", "_items")

    def __init__(self) -> None:
        self._items: deque[T] | None = None
        self._filled = Latch()

    def empty(self) -> bool:
        """Whether :meth:`get` would wait."""
        return self._items is None

    def put_nowait(self, item: T) -> None:
        """Add an item behind the others."""
        if self._items is None:
            self._items = deque()
        self._items.append(item)
        self._filled.set()

    async def get(self) -> T:
        """Take the first item, once there is one."""
        while self._items is None:
            await self._filled.wait()
        item = self._items.popleft()
        if not self._items:
            self._items = None
            self._filled.clear()
        return item
