"""Cyclic garbage: found young, found old in the end, and what lives is left alone meanwhile."""

from __future__ import annotations

import asyncio
import gc
import time
import weakref
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from assist.server.collecting import collect


class Loop:
    """Something that only the collector frees."""

    def __init__(self) -> None:
        self.me = self


@asynccontextmanager
async def collecting(*, everything: float) -> AsyncIterator[None]:
    task = asyncio.create_task(collect(young=0.01, everything=everything))
    await asyncio.sleep(0)
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def until_gone(thing: weakref.ref[Loop]) -> None:
    async with asyncio.timeout(10):
        while thing() is not None:
            await asyncio.sleep(0.01)


async def test_young_garbage_is_found_and_what_lives_is_looked_at_no_more() -> None:
    async with collecting(everything=60):
        assert not gc.isenabled()
        kept = Loop()
        await until_gone(weakref.ref(Loop()))
        await asyncio.sleep(0.03)
        assert not any(each is kept for each in gc.get_objects())
    assert gc.isenabled()
    assert any(each is kept for each in gc.get_objects())


async def test_while_nothing_is_found_it_is_looked_for_once_in_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks: list[int] = []
    look = gc.collect

    def counted(generation: int = 2) -> int:
        looks.append(look(generation))
        return looks[-1]

    monkeypatch.setattr(gc, "collect", counted)
    async with collecting(everything=60):
        async with asyncio.timeout(10):
            while looks[1:].count(0) == 0:  # the first is at everything
                await asyncio.sleep(0.01)
        found_nothing = len(looks)
        await asyncio.sleep(0.3)
        assert len(looks) == found_nothing
        # somebody begins to send rubbish: from the next look on nothing of it waits
        loops = []
        async with asyncio.timeout(20):
            while not looks[-1] or len(looks) < 20:
                loops.append(weakref.ref(Loop()))
                await asyncio.sleep(0.01)
        await until_gone(loops[-1])


async def test_what_became_garbage_late_is_found_too() -> None:
    async with collecting(everything=0.2):
        late = Loop()
        await asyncio.sleep(0.05)
        gone = weakref.ref(late)
        del late
        await until_gone(gone)


async def test_how_late_the_loop_is_is_told() -> None:
    late: list[float] = []
    task = asyncio.create_task(collect(young=0.01, everything=60, late=late.append))
    await asyncio.sleep(0.03)
    time.sleep(0.1)  # noqa: ASYNC251 - it stands still
    await asyncio.sleep(0.03)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert max(late) >= 0.08
    assert min(late) >= 0
