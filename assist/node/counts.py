"""What a node counts: plain integers, so that counting costs the hot path nothing to speak of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from .durations import SOON, Durations


@dataclass(slots=True)
class Counts:
    """Since the process began. Keys are names out of rule files and the code tables only: never
    a call, an agent or anything that was said."""

    events: int = 0
    fragments: int = 0
    duplicates: int = 0
    ticks: int = 0
    calls_started: int = 0
    calls_ended: int = 0
    calls_abandoned: int = 0
    calls_recovered: int = 0
    calls_unreadable: int = 0
    """Calls that were live in the log, and that this version cannot read."""
    engine_faults: int = 0
    rules_loaded: int = 0
    rules_rejected: int = 0
    readers_dropped: int = 0
    published: int = 0
    nameless: int = 0
    """Senders of calls with words of which nobody knows who says them."""
    hint_seconds: Durations = field(default_factory=lambda: Durations(*SOON))
    """From when a hypothesis was taken to when the hint that it made due left for the overlays."""
    refused: Counter[str] = field(default_factory=Counter)
    vendor: Counter[str] = field(default_factory=Counter)
    vendor_faults: Counter[str] = field(default_factory=Counter)
    hints: Counter[str] = field(default_factory=Counter)
    closed: Counter[str] = field(default_factory=Counter)
    suppressed: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    """Events for supervisors, by type."""
    doubts: Counter[str] = field(default_factory=Counter)
    """Senders of calls with times that are not believed, by the code of the warning."""
    feedback: Counter[str] = field(default_factory=Counter)
