from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
import uvloop

from assist.node.timers import Timers


@pytest.mark.parametrize("new_loop", [asyncio.new_event_loop, uvloop.new_event_loop])
def test_times_past_and_near_are_rung_in_order(
    new_loop: Callable[[], asyncio.AbstractEventLoop],
) -> None:
    rung: list[str] = []

    async def call() -> None:
        done = asyncio.Event()

        def fire(owner: str, _when: float) -> None:
            rung.append(owner)
            if owner == "last":
                done.set()

        timers: Timers[str] = Timers(fire)
        now = asyncio.get_running_loop().time()
        timers.wake("past", now - 1)  # uvloop gives a time past a handle that knows no time
        timers.wake("last", now + 0.02)
        timers.wake("long past", now - 2)
        async with asyncio.timeout(5):
            await done.wait()

    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(call())
    assert rung == ["long past", "past", "last"]


async def test_stopped_timers_wake_nobody() -> None:
    rung: list[str] = []
    timers: Timers[str] = Timers(lambda owner, _when: rung.append(owner))
    timers.wake("soon", asyncio.get_running_loop().time())
    timers.stop()
    await asyncio.sleep(0.01)
    assert rung == []
