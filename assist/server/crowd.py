"""The demo's floor: sample calls that go on by themselves while a supervisor looks at it."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from itertools import cycle, islice

import structlog

from assist.node.samples import load_samples

from .performing import perform
from .service import Service

GROUP = "samples"
"""The skill group of its agents: on the floor one sees whose calls are no customers'."""

_logger = structlog.get_logger("assist.demo")


@dataclass(frozen=True, slots=True)
class Pace:
    """How it goes on; all times in seconds."""

    seats: int = 6
    """Agents who take calls."""
    apart: float = 5.0
    """Between two first calls: on a floor, no two are as old as each other."""
    rest: float = 8.0
    """Between two calls of one agent."""
    look: float = 1.0
    """How often it is seen to whether anybody watches."""
    grace: float = 10.0
    """How long calls go on after the last supervisor has left: a page that is loaded anew is back
    in a moment."""
    speed: float = 1.0


async def crowd(service: Service, url: str, pace: Pace | None = None) -> None:
    """Have calls played whenever a supervisor is connected; until cancelled, which ends them.
    ``url``: this server, ``ws://host:port``."""
    pace = pace or Pace()
    loop = asyncio.get_running_loop()
    seats: list[asyncio.Task[None]] = []
    watched = loop.time()
    try:
        while True:
            await asyncio.sleep(pace.look)
            if service.supervisors:
                watched = loop.time()
                if not seats:
                    seats = [
                        asyncio.create_task(_sit(service, url, pace, number))
                        for number in range(pace.seats)
                    ]
            elif seats and loop.time() - watched > pace.grace:
                await _rise(seats)
                seats = []
    finally:
        await _rise(seats)


async def _rise(seats: list[asyncio.Task[None]]) -> None:
    for seat in seats:
        seat.cancel()
    if seats:
        await asyncio.wait(seats)


async def _sit(service: Service, url: str, pace: Pace, seat: int) -> None:
    """One agent, who takes one sample call after the other, each beginning with another one."""
    samples = list(load_samples().values())
    first = seat * len(samples) // pace.seats
    await asyncio.sleep(seat * pace.apart)
    for sample in islice(cycle(samples), first, None):
        name = f"{sample.id}-{secrets.token_hex(3)}"
        try:
            await perform(service, sample, name, f"demo-{seat + 1}", pace.speed, url, group=GROUP)
        except Exception as fault:  # noqa: BLE001 - the demo goes on with the next call
            _logger.error(  # noqa: TRY400 - no traceback
                "play_failed", call=name, fault=type(fault).__name__
            )
        await asyncio.sleep(pace.rest)
