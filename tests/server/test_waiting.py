"""Small stand-ins for asyncio's Event and Queue: the same, for one task that waits."""

from __future__ import annotations

import asyncio

import pytest

from assist.server.waiting import Inbox, Latch


async def test_a_latch_holds_until_it_is_set() -> None:
    latch = Latch()
    waiting = asyncio.create_task(latch.wait())
    await asyncio.sleep(0)
    assert not waiting.done()
    latch.set()
    latch.clear()  # whoever waited before goes on nevertheless
    await waiting
    assert not latch.is_set()
    assert Latch(is_set=True).is_set()


async def test_a_wait_that_is_cancelled_leaves_the_latch_usable() -> None:
    latch = Latch()
    waiting = asyncio.create_task(latch.wait())
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    latch.set()
    await latch.wait()


async def test_a_second_task_may_not_wait() -> None:
    latch = Latch()
    waiting = asyncio.create_task(latch.wait())
    await asyncio.sleep(0)
    with pytest.raises(RuntimeError):
        await latch.wait()
    latch.set()
    await waiting


async def test_an_inbox_gives_items_in_order_and_waits_for_more() -> None:
    inbox: Inbox[int] = Inbox()
    assert inbox.empty()
    for item in (1, 2):
        inbox.put_nowait(item)
    assert not inbox.empty()
    assert [await inbox.get(), await inbox.get()] == [1, 2]
    assert inbox.empty()
    waiting = asyncio.create_task(inbox.get())
    await asyncio.sleep(0)
    assert not waiting.done()
    inbox.put_nowait(3)
    assert not inbox.empty()  # until the reader has run, nobody may overtake it
    assert await waiting == 3
    assert inbox.empty()


async def test_a_reader_that_is_cancelled_loses_nothing() -> None:
    inbox: Inbox[int] = Inbox()
    waiting = asyncio.create_task(inbox.get())
    await asyncio.sleep(0)
    inbox.put_nowait(1)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await inbox.get() == 1
