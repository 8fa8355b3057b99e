"""Listening never goes before passing on."""

from __future__ import annotations

import asyncio

from assist.tap.aside import Aside


async def test_what_comes_meanwhile_goes_first_and_the_order_stays() -> None:
    aside, done = Aside(), list[str]()
    loop = asyncio.get_running_loop()
    for number in range(3):
        aside.put(lambda number=number: done.append(f"heard {number}"), 1)  # type: ignore[misc]
        loop.call_soon(done.append, f"passed {number}")
    while len(done) < 6:
        await asyncio.sleep(0)
    assert done[:4] == ["heard 0", "passed 0", "passed 1", "passed 2"]
    assert done[4:] == ["heard 1", "heard 2"]


async def test_it_is_bounded_and_has_room_again() -> None:
    aside, done = Aside(most=10), list[int]()
    assert aside.put(lambda: done.append(1), 6)
    assert not aside.put(lambda: done.append(2), 6)
    assert aside.put(lambda: done.append(3))
    while len(done) < 2:
        await asyncio.sleep(0)
    assert done == [1, 3]
    assert aside.put(lambda: done.append(4), 6)


async def test_a_fault_in_one_does_not_stop_the_next() -> None:
    aside, done, faults = Aside(), list[int](), list[object]()
    asyncio.get_running_loop().set_exception_handler(lambda _, told: faults.append(told))
    aside.put(lambda: done.remove(7))
    aside.put(lambda: done.append(1))
    while not done:
        await asyncio.sleep(0)
    assert len(faults) == 1
