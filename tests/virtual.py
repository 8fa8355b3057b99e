"""An event loop whose time passes only when there is nothing else to do: hours in a moment."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class VirtualLoop(asyncio.SelectorEventLoop):
    """Where nothing is ready, the clock is put on to the next timer instead of being waited for;
    but it stands still while a thread works."""

    def __init__(self) -> None:
        super().__init__()
        self._now = 1_000.0
        self._threads = 0

    def time(self) -> float:
        return self._now

    def run_in_executor(self, *job: Any) -> Any:  # type: ignore[override]
        self._threads += 1
        future = super().run_in_executor(*job)
        future.add_done_callback(lambda _: setattr(self, "_threads", self._threads - 1))
        return future

    def _run_once(self) -> None:
        ready: Any = self._ready  # type: ignore[attr-defined]
        scheduled: Any = self._scheduled  # type: ignore[attr-defined]
        if not ready and scheduled and not self._threads:
            self._now = max(self._now, scheduled[0].when())
        super()._run_once()  # type: ignore[misc]


def play(main: Coroutine[Any, Any, T]) -> T:
    """Run ``main`` in virtual time."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main)
