"""The engine's state as JSON, and back. What :func:`save` gives holds customers' (masked) words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from .delivery import SAVED, Card, Showing
from .events import DialLevel, Word
from .explain import Trace
from .hints import Emotion, Fact, NeedChange
from .needs import RuleState
from .occurrences import Occurrence
from .state import CallState

if TYPE_CHECKING:
    from .engine import Engine

VERSION = 2


class UnknownVersion(ValueError):  # noqa: N818  # says what is wrong, not that it is an error
    """The state was saved by another version of Overtone; replay the call's log instead."""


@dataclass(slots=True, kw_only=True)
class SavedUtterance:
    speaker: str
    id: str
    revision: int
    start: int | None
    end: int | None
    at: int
    words: tuple[Word, ...]
    text: dict[str, Any]


@dataclass(slots=True, kw_only=True)
class SavedDelivery:
    level: DialLevel
    visible: list[Card]
    queue: list[Card]
    last_shown: list[Showing]
    spent: int
    agent_speaks: bool
    speaks_since: int = 0
    still: int | None
    queued_told: int
    muted: bool
    elsewhere: bool = False
    begun: bool | None = None
    """None in what was saved before this was kept."""

    def __post_init__(self) -> None:
        if self.begun is None:
            self.begun = bool(self.last_shown)


@dataclass(slots=True, kw_only=True)
class SavedCall:
    """Everything an engine knows, but the rule set (which is kept by digest)."""

    version: int = VERSION
    rules: str
    state: CallState
    utterances: list[SavedUtterance]
    closed: list[str]
    finals: int
    openings: dict[str, RuleState]
    pruned: int = -1
    agent_activity: bool
    report: dict[str, dict[str, int]]
    done: dict[str, NeedChange] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    settled_facts: dict[str, Occurrence] = field(default_factory=dict)
    told: dict[str, Emotion]
    spiked: dict[str, int]
    held_back: list[str]
    delivery: SavedDelivery
    traces: list[Trace] = field(default_factory=list)
    counts: list[tuple[str, str, int]] = field(default_factory=list)


_SAVED: TypeAdapter[SavedCall] = TypeAdapter(SavedCall)


def to_json(saved: SavedCall) -> dict[str, Any]:
    """A JSON object."""
    dumped: dict[str, Any] = _SAVED.dump_python(saved, mode="json")
    return dumped


def from_json(saved: Mapping[str, Any]) -> SavedCall:
    """The state in a JSON object. Raises :class:`UnknownVersion`, and
    :class:`pydantic.ValidationError` for anything that :func:`to_json` did not make."""
    if saved.get("version") != VERSION:
        raise UnknownVersion(f"state of version {saved.get('version')}; this is {VERSION}")
    return _SAVED.validate_python(dict(saved))


def save(engine: Engine) -> dict[str, Any]:
    """All that an engine knows, as a JSON object."""
    feelings, openings, listening = engine.feelings, engine.guidance.openings, engine.listening
    shown = engine.guidance.presentation
    delivery, tracer = shown.delivery, shown.tracer
    return to_json(
        SavedCall(
            rules=engine.program.rules.digest,
            state=engine.state,
            utterances=listening.save(),
            closed=list(listening.closed),
            finals=listening.finals,
            openings=openings.states,
            pruned=openings.pruned,
            agent_activity=engine.propagation.agent_activity,
            report=shown.report,
            done=shown.checklist.done,
            facts=engine.facts.told,
            settled_facts=engine.facts.settled,
            told=feelings.told,
            spiked=feelings.spiked,
            held_back=sorted(feelings.held_back),
            delivery=SavedDelivery(**{name: getattr(delivery, name) for name in SAVED}),
            traces=list(tracer.recent),
            counts=[(what, why, n) for (what, why), n in tracer.counts.items()],
        )
    )
