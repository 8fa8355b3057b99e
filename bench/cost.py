"""What work costs: CPU time of this process by ``getrusage``, the two sides taking turns."""

from __future__ import annotations

import resource
import statistics
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ratio:
    """One line of the report. ``target`` bounds ``value``."""

    what: str
    first: str
    second: str
    value: float
    target: float
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether the value lies on the right side of the target."""
        return self.value >= self.target if self.at_least else self.value <= self.target


def cpu_seconds() -> float:
    """User and system time of this process so far, in seconds."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def alternate(
    first: Callable[[int], int], second: Callable[[int], int], turns: int
) -> tuple[list[float], list[float]]:
    """µs a fragment of each side, turn by turn.

    A side is called with the number of the turn and returns how many fragments it did. Which
    of the two goes first changes with every turn, so that neither always finds warm caches.
    """
    costs: tuple[list[float], list[float]] = ([], [])
    for turn in range(turns):
        order = (0, 1) if turn % 2 == 0 else (1, 0)
        for side in order:
            before = cpu_seconds()
            done = (first, second)[side](turn)
            costs[side].append((cpu_seconds() - before) / done * 1e6)
    return costs


def compared(what: str, costs: tuple[list[float], list[float]], names: str, target: float) -> Ratio:
    """The second side's median over the first's; ``names`` is ``"10 | 1,000"``."""
    low, high = (statistics.median(side) for side in costs)
    first, second = (name.strip() for name in names.split("|"))
    return Ratio(what, f"{low:.1f} µs at {first}", f"{high:.1f} µs at {second}", high / low, target)
