"""When acknowledgements leave: one timer for all connections.

One each would cost more than the acknowledgements themselves; and looking at every connection at
every beat, five looks an event. So connections wait in the order in which their events came, and
are looked at when it is time.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Protocol

from assist.log.base import Log

BEAT_S = 0.05
"""Between two looks at who waits, in seconds: the log's own rhythm."""
ACK_AFTER_S = 0.08
"""How old the first event not yet acknowledged must be before its connection is looked after. With
:data:`BEAT_S` and the log's 50 ms, an acknowledgement leaves within the 250 ms of PROTOCOL."""

AT_ONCE = 8
"""Connections that are looked after between two looks at the sockets: some 0.2 ms."""


class Waiter(Protocol):
    """Something that has events to acknowledge."""

    def beat(self, now: float, durable: int) -> bool:
        """Acknowledge what is due (``now``: loop time) and durable (a log offset); whether
        something is due that is not yet durable."""
        ...


class Beat:
    """Looks after those who wait, and only for as long as somebody does."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._loop = asyncio.get_running_loop()
        self._young: deque[tuple[float, Waiter]] = deque()
        self._late: dict[Waiter, None] = {}
        self._due: deque[Waiter] = deque()
        """Who is looked after in the present beat and has not been yet."""
        self._timer: asyncio.Handle | None = None

    def await_age(self, waiter: Waiter, since: float) -> None:
        """Look after ``waiter`` once an event that came at ``since``, now, is old enough."""
        self._young.append((since, waiter))
        self._go_on()

    def await_disk(self, waiter: Waiter) -> None:
        """Look after ``waiter`` at every beat until nothing more is due that is not durable."""
        self._late[waiter] = None
        self._go_on()

    def _go_on(self) -> None:
        if self._timer is None:
            self._timer = self._loop.call_later(BEAT_S, self._beat)

    def _beat(self) -> None:
        self._due.extend(self._late)
        self._late.clear()
        young, ripe = self._young, self._loop.time() - ACK_AFTER_S
        while young and young[0][0] <= ripe:
            self._due.append(young.popleft()[1])
        self._look()

    def _look(self) -> None:
        """Look after a few, then see what else has come before the next few."""
        due, now, durable = self._due, self._loop.time(), self._log.durable
        try:
            for _ in range(min(AT_ONCE, len(due))):
                waiter = due.popleft()
                if waiter.beat(now, durable):
                    self._late[waiter] = None
        finally:  # the others are looked after though one of them fails
            self._timer = self._loop.call_soon(self._look) if due else None
            if self._young or self._late:
                self._go_on()
