"""How far a log is durable, and who wants to know."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from .base import LogError


class Watermark:
    """The part of :class:`.base.Log` that all back ends share; lives on the loop's thread."""

    def __init__(self, offset: int = 0) -> None:
        self.durable = offset
        self.failed: LogError | None = None
        self.closed = False
        self._listeners: dict[object, Callable[[], None]] = {}
        self._waiting: list[tuple[int, asyncio.Future[None]]] = []

    def check(self) -> None:
        """Raises :class:`LogError` when nothing more may be appended."""
        if self.failed is not None:
            raise self.failed
        if self.closed:
            raise LogError("the log is closed")

    def rise(self, offset: int) -> None:
        """Everything up to ``offset`` is durable: wake those who wait, call those who listen."""
        self.durable = offset
        still = []
        for wanted, future in self._waiting:
            if wanted > offset:
                still.append((wanted, future))
            elif not future.done():
                future.set_result(None)
        self._waiting = still
        self._tell()

    def fail(self, error: LogError) -> None:
        """The first failure is the one that is told; nothing rises after it."""
        if self.failed is None:
            self.failed = error
            self._give_up(error)
            self._tell()

    def close(self) -> None:
        """Nothing rises any more; waiting for more than is durable is in vain."""
        self.closed = True
        self._give_up(LogError("the log is closed"))

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        key = object()
        self._listeners[key] = listener
        return lambda: self._listeners.pop(key, None) and None

    async def wait(self, offset: int) -> None:
        if offset <= self.durable:
            return
        self.check()
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((offset, future))
        await future

    def _give_up(self, error: LogError) -> None:
        waiting, self._waiting = self._waiting, []
        for _, future in waiting:
            if not future.done():
                future.set_exception(error)

    def _tell(self) -> None:
        for listener in tuple(self._listeners.values()):
            listener()
