"""How long to wait before connecting again."""

from __future__ import annotations

import random
from collections.abc import Callable

FIRST_S, LONGEST_S = 0.2, 5.0


class Backoff:
    """Doubling from :data:`FIRST_S` to :data:`LONGEST_S`, with full jitter in the upper half, so
    that the clients of a server that restarts do not all come at once."""

    def __init__(
        self,
        first_s: float = FIRST_S,
        longest_s: float = LONGEST_S,
        draw: Callable[[], float] = random.random,
    ) -> None:
        """``draw`` gives a number from 0 to 1."""
        self._first, self._longest, self._draw = first_s, longest_s, draw
        self._whole = first_s

    def next(self) -> float:
        """Seconds to wait this time."""
        wait = self._whole / 2 * (1 + self._draw())
        self._whole = min(self._longest, self._whole * 2)
        return wait

    def reset(self) -> None:
        """All is well again."""
        self._whole = self._first
