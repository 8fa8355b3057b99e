"""Both memories keep the same promises."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from assist.core.remembering import Visit
from assist.memory.base import DAY_MS, Item, Memory, Recalled
from assist.memory.fleeting import FleetingMemory
from assist.memory.sqlite import SqliteMemory

BEGAN = 1_700_000_000_000
NEED = Visit((("need", "bereaved"),))
BOTH = Visit((("need", "bereaved"), ("signal", "angry")), {"prefers_large_type": True})


class Clock:
    def __init__(self) -> None:
        self.now = float(BEGAN)

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["fleeting", "sqlite"])
async def memory(
    request: pytest.FixtureRequest, tmp_path: Path, clock: Clock
) -> AsyncIterator[Memory]:
    made: Memory = FleetingMemory(days=90, wall=clock)
    if request.param == "sqlite":
        made = await SqliteMemory.open(tmp_path / "log.db.customers.db", days=90, wall=clock)
    yield made
    await made.close()


async def names(memory: Memory, customer: str) -> dict[str, Any]:
    return {item.name: item.value for item in (await memory.read(customer)).items}


async def test_what_a_call_leaves_is_told_to_the_next(memory: Memory, clock: Clock) -> None:
    memory.keep("k1", BOTH, BEGAN)
    clock.now += 3 * DAY_MS
    told: asyncio.Future[Recalled] = asyncio.get_running_loop().create_future()
    memory.recall("k1", told.set_result)
    async with asyncio.timeout(5):
        known = await told
    assert known.now - (known.last or 0) == 3 * DAY_MS
    assert known.preferences == {"prefers_large_type": True}
    assert {(item.what, item.name) for item in known.items} == {
        ("need", "bereaved"),
        ("signal", "angry"),
        ("preference", "prefers_large_type"),
    }


async def test_of_a_stranger_nothing_is_told(memory: Memory) -> None:
    memory.keep("k1", NEED, BEGAN)
    told: list[Recalled] = []
    memory.recall("k2", told.append)
    assert (await memory.read("k2")).items == ()  # after whatever was asked before it
    assert told == []


async def test_the_last_time_counts_and_a_preference_may_change_or_end(
    memory: Memory, clock: Clock
) -> None:
    memory.keep(
        "k1", Visit(NEED.known, {"prefers_dialect": "粤语", "prefers_slow_speech": True}), BEGAN
    )
    first = clock.now
    clock.now += DAY_MS
    memory.keep("k1", Visit((), {"prefers_dialect": "四川话", "prefers_slow_speech": None}), BEGAN)
    known = await memory.read("k1")
    assert known.preferences == {"prefers_dialect": "四川话"}
    assert Item("need", "bereaved", round(first)) in known.items
    clock.now += DAY_MS
    memory.keep("k1", NEED, BEGAN)
    assert Item("need", "bereaved", round(clock.now)) in (await memory.read("k1")).items


async def test_what_has_had_its_time_is_not_told_and_then_gone(
    memory: Memory, clock: Clock
) -> None:
    memory.keep("k1", NEED, BEGAN)
    clock.now += 60 * DAY_MS
    memory.keep("k1", Visit((("signal", "angry"),)), BEGAN)
    memory.keep("k2", NEED, BEGAN)
    clock.now += 31 * DAY_MS
    assert await names(memory, "k1") == {"angry": True}
    assert await memory.prune(None) == 1
    assert await memory.prune(None) == 0
    clock.now += 60 * DAY_MS
    assert await memory.prune(None) == 2
    assert await names(memory, "k2") == {}


async def test_a_customer_is_forgotten_and_others_are_not(memory: Memory) -> None:
    memory.keep("k1", BOTH, BEGAN)
    memory.keep("k2", NEED, BEGAN)
    memory.keep("k3", NEED, BEGAN)
    assert await memory.erase("k1") == 3
    assert await memory.erase("k1") == 0
    memory.forget("k2")
    assert await names(memory, "k1") == await names(memory, "k2") == {}
    assert await names(memory, "k3") == {"bereaved": True}


async def test_who_was_erased_is_not_remembered_by_calls_that_had_begun(
    memory: Memory, clock: Clock
) -> None:
    clock.now += 60_000
    assert await memory.erase("k1") == 0
    memory.keep("k1", NEED, BEGAN)
    memory.keep("k2", NEED, BEGAN)
    assert await names(memory, "k1") == {}
    assert await names(memory, "k2") == {"bereaved": True}
    memory.keep("k1", NEED, BEGAN + 60_001)  # they called again, and agreed again
    assert await names(memory, "k1") == {"bereaved": True}


async def test_that_somebody_was_erased_is_known_for_as_long_as_an_older_call_lives(
    memory: Memory, clock: Clock
) -> None:
    clock.now += 60_000
    await memory.erase("k1")
    clock.now += 400 * DAY_MS
    await memory.prune(BEGAN)
    memory.keep("k1", NEED, BEGAN)
    assert await names(memory, "k1") == {}
    await memory.prune(None)  # that call is over; nothing of who was erased is kept any more
    memory.keep("k1", NEED, BEGAN)
    assert await names(memory, "k1") == {"bereaved": True}


async def test_the_oldest_of_too_many_are_forgotten_by_a_fleeting_one(clock: Clock) -> None:
    memory = FleetingMemory(wall=clock, most=2)
    for customer in ("a", "b", "a", "c"):
        memory.keep(customer, NEED, BEGAN)
    assert [len((await memory.read(c)).items) for c in "abc"] == [1, 0, 1]
