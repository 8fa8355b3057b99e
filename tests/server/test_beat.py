"""When acknowledgements leave: in order, a few at a time, whatever becomes of one of them."""

from __future__ import annotations

import asyncio
from typing import Any

from assist.log.memory import MemoryLog
from assist.server.beat import AT_ONCE, Beat


class Waiting:
    """A connection with something to acknowledge; ``late``: how often it is not yet durable."""

    def __init__(self, looks: list[Waiting], *, late: int = 0, fails: bool = False) -> None:
        self.looks, self.late, self.fails = looks, late, fails

    def beat(self, now: float, durable: int) -> bool:
        self.looks.append(self)
        if self.fails:
            raise RuntimeError("this one is broken")
        self.late -= 1
        return self.late >= 0


async def until(looks: list[Waiting], count: int) -> None:
    async with asyncio.timeout(10):
        while len(looks) < count:
            await asyncio.sleep(0)


async def test_all_are_looked_after_in_order_with_room_for_others_in_between() -> None:
    beat, looks, loop = Beat(MemoryLog()), list[Waiting](), asyncio.get_running_loop()
    waiting = [Waiting(looks) for _ in range(3 * AT_ONCE + 1)]
    for one in waiting:
        beat.await_age(one, loop.time())

    at_once = []
    async with asyncio.timeout(10):
        while len(looks) < len(waiting):
            before = len(looks)
            await asyncio.sleep(0)
            at_once.append(len(looks) - before)
    assert looks == waiting
    assert max(at_once) == AT_ONCE


async def test_what_is_not_durable_is_looked_at_again_with_each_beat() -> None:
    beat, looks = Beat(MemoryLog()), list[Waiting]()
    beat.await_disk(Waiting(looks, late=2))
    await until(looks, 3)
    await asyncio.sleep(0.12)
    assert len(looks) == 3


async def test_one_that_fails_keeps_nobody_else_waiting() -> None:
    beat, looks, loop = Beat(MemoryLog()), list[Waiting](), asyncio.get_running_loop()
    told: list[dict[str, Any]] = []
    loop.set_exception_handler(lambda _, what: told.append(what))
    broken = Waiting(looks, fails=True)
    waiting = [Waiting(looks), broken, *(Waiting(looks) for _ in range(2 * AT_ONCE))]
    for one in waiting:
        beat.await_age(one, loop.time())
    await until(looks, len(waiting))
    later = Waiting(looks)
    beat.await_age(later, loop.time())
    await until(looks, len(waiting) + 1)

    assert looks == [*waiting, later]
    assert [type(each["exception"]) for each in told] == [RuntimeError]
