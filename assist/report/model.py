"""What a report holds. Every time is in ms since the call began."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Met = Literal["unprompted", "after_hint", "missed", "undetermined", "open"]
"""How a need ended: met before any hint, after one, not by the end of the call, or the call ended
before it could be known; open: the call still lives."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters ``start`` to ``end`` of a line raised the need (``cue``), or met it (``answer``)
    or a step of it."""

    start: int
    end: int
    part: Literal["cue", "answer"]
    rule: str
    need: str


@dataclass(frozen=True, slots=True)
class Line:
    """An utterance as it was recognised in the end (masked). ``heard``: when its final text came,
    so from when on rules knew all of it."""

    at: int
    end: int
    speaker: str
    text: str
    heard: int
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Feeling:
    """A speaker's meters from ``at`` on, each 0–1; ``level`` is the highest that any is at."""

    at: int
    meters: Mapping[str, float]
    level: str


@dataclass(frozen=True, slots=True)
class Escalated:
    """What a hint said from ``at`` on, when nobody had done what it said before."""

    at: int
    priority: str
    text: str


@dataclass(slots=True)
class Hint:
    """A hint that was visible. ``closed`` and ``reason``: when and why it went (None: never)."""

    id: str
    rule: str
    need: str
    ability: str
    priority: str
    text: str
    say: str | None
    because: tuple[tuple[str, int, str], ...]
    shown: int
    count: int = 1
    escalated: bool = False
    escalations: list[Escalated] = field(default_factory=list)
    closed: int | None = None
    reason: str | None = None
    verdicts: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    """What the agent wrote with a verdict."""


@dataclass(frozen=True, slots=True)
class Shadow:
    """A hint that a rule in shadow would have shown ``at`` ms, and the words that made it."""

    at: int
    rule: str
    need: str
    priority: str
    text: str
    because: tuple[tuple[str, int, str], ...]


@dataclass(slots=True)
class Need:
    """A need that came up. ``opened`` is None where the agent met it before it was even open;
    ``ability`` is the one that its rule coaches."""

    id: str
    rule: str
    ability: str
    text: str
    opened: int | None
    met: int | None = None
    ended: Met = "missed"


@dataclass(frozen=True, slots=True)
class Told:
    """Something that the customer told, which nobody need ask again; the latest of its name."""

    name: str
    label: str
    value: str
    at: int


@dataclass(slots=True)
class Alerted:
    """Something that supervisors were told of, and what became of it."""

    at: int
    rule: str
    priority: str
    text: str
    state: Literal["raised", "acknowledged", "silenced"] = "raised"
    by: str | None = None
    handled: int | None = None
    """When somebody did something about it last."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a supervisor wrote to the agent."""

    at: int
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Score:
    """Of one ability or layer: how many needs called for it, and how they ended."""

    unprompted: int = 0
    after_hint: int = 0
    missed: int = 0
    undetermined: int = 0

    @property
    def asked(self) -> int:
        """Needs whose end is known."""
        return self.unprompted + self.after_hint + self.missed

    @property
    def share(self) -> float | None:
        """Met ÷ asked, 0–1; None where nothing asked for it."""
        return (self.unprompted + self.after_hint) / self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class Layer:
    """One of the four layers of a call. ``reached`` is None where nothing tells."""

    name: str
    reached: bool | None
    why: str


@dataclass(slots=True)
class Report:
    """One call, told from its end, or from where it stands (``live``)."""

    call: str
    began: int | None = None
    """By the wall clock, ms since 1970; None where nobody noted it (a recording)."""
    live: bool = False
    agent: str = ""
    """Who had it last."""
    agents: list[tuple[int, str]] = field(default_factory=list)
    """From when on whose call it was; one entry more than it was transferred to another agent."""
    queue: str | None = None
    group: str | None = None
    language: str = "zh"
    context: dict[str, Any] = field(default_factory=dict)
    duration: int = 0
    held: int = 0
    """How long the call was on hold, ms."""
    holds: list[tuple[int, int]] = field(default_factory=list)
    """From when to when."""
    reason: str | None = None
    lines: list[Line] = field(default_factory=list)
    feelings: dict[str, list[Feeling]] = field(default_factory=dict)
    hints: list[Hint] = field(default_factory=list)
    shadows: list[Shadow] = field(default_factory=list)
    """What nobody saw, in its order; without what a recogniser took back."""
    needs: list[Need] = field(default_factory=list)
    facts: list[Told] = field(default_factory=list)
    alerts: list[Alerted] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    abilities: dict[str, Score] = field(default_factory=dict)
    layers: list[Layer] = field(default_factory=list)
    strain: float = 0.0
    """Minutes for which the customer's emotion was high or worse: what the agent had to bear."""
    rules: str | None = None
    """The digest of the rules last in force."""
