"""Whose frame is dealt with first when several have come at once.

A final utterance is what most hints and every count of turns wait for, and it comes once; a
hypothesis will be rewritten in a moment, costs as much as ten of the small steps of reading, and
there are ten of them to a final. So hypotheses let everything else that has arrived go first, and
are then dealt with a few at a time, with a look at the sockets in between. No work is saved or
added by that, and no connection's frames overtake one another; what changes is who waits when there
is much to do: 40 hypotheses that came together keep a final waiting for three of them at most.
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from typing import Final, Protocol

_HYPOTHESIS: Final = re.compile(rb'"final"\s*:\s*false')
AT_ONCE: Final = 3
"""Hypotheses between two looks at the sockets: half a millisecond or so."""


class Holder(Protocol):
    """A connection that has kept a frame back."""

    def go_on(self) -> None:
        """Deal with it, if that has not happened meanwhile."""
        ...


class Precedence:
    """The frames of all connections that were kept back, in the order in which they came."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[Holder] = deque()

    @staticmethod
    def may_wait(text: bytes) -> bool:
        """Whether this is a hypothesis. What looks like one is taken for it: all that can go wrong
        is that it waits a little."""
        return _HYPOTHESIS.search(text) is not None

    def wait(self, holder: Holder) -> None:
        """Let ``holder`` go on when it is its turn: once all sockets have been read that can be."""
        if not self._waiting:
            self._loop.call_soon(self._go_on)
        self._waiting.append(holder)

    def _go_on(self) -> None:
        waiting = self._waiting
        for _ in range(min(AT_ONCE, len(waiting))):
            waiting.popleft().go_on()
        if waiting:
            self._loop.call_soon(self._go_on)
