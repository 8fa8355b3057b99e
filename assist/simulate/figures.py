"""What a simulation sees: counts, and how long things took."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection
from dataclasses import dataclass, field

from assist.client import Counting

KEPT = 20_000
"""Latencies remembered, the newest."""


@dataclass(slots=True)
class Figures:
    """Times in seconds."""

    total: int = 0
    live: int = 0
    ended: int = 0
    failed: int = 0
    fragments: int = 0
    hints: int = 0
    acks: deque[float] = field(default_factory=lambda: deque(maxlen=KEPT))
    delays: deque[float] = field(default_factory=lambda: deque(maxlen=KEPT))
    errors: Counter[str] = field(default_factory=Counter)
    rate: float = 0.0

    @property
    def all_right(self) -> bool:
        """Whether every call was carried and nothing was refused."""
        return self.ended == self.total > 0 and not self.failed and not self.errors

    def to_json(self) -> dict[str, object]:
        """For programs; latencies in ms."""
        return {
            "calls": self.total,
            "ended": self.ended,
            "failed": self.failed,
            "fragments": self.fragments,
            "hints": self.hints,
            "ack_ms": {"p50": quantile(self.acks, 0.5), "p99": quantile(self.acks, 0.99)},
            "hint_ms": {"p50": quantile(self.delays, 0.5), "p99": quantile(self.delays, 0.99)},
            "errors": dict(self.errors),
        }


def quantile(seconds: Collection[float], share: float) -> float | None:
    """In ms; None when there is nothing."""
    if not seconds:
        return None
    ordered = sorted(seconds)
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000, 1)


class Watching(Counting):
    """The client's hooks, into figures."""

    def __init__(self, figures: Figures) -> None:
        super().__init__()
        self._figures = figures

    def acknowledged(self, events: int, oldest_s: float) -> None:
        super().acknowledged(events, oldest_s)
        self._figures.acks.append(oldest_s)

    def refused(self, call: str, code: str, detail: str) -> None:
        super().refused(call, code, detail)
        self._figures.errors[code] += 1
