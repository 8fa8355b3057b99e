"""Events out: what the engine tells the overlay, and the deterministic ids of hints.

``at`` is in milliseconds since the call began. ``seq`` (per agent stream) is added by the node.
:func:`to_wire` gives the JSON object; its key order is the field order, so equal events are
equal bytes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Field

from .events import NoteState

Priority = Literal["notice", "advice", "urgent", "critical"]
PRIORITIES: tuple[Priority, ...] = ("notice", "advice", "urgent", "critical")
"""From least to most pressing; the catalogue's low, mid, high, critical."""

CloseReason = Literal[
    "met", "dismissed", "later", "used", "expired", "superseded", "retracted", "call_ended"
]
NeedState = Literal["open", "met", "undetermined"]


@dataclass(frozen=True, slots=True)
class Quote:
    """The words that caused a hint, in their original script (already masked)."""

    speaker: str
    text: str
    at: int
    """When the words were said, ms since the call began."""
    utterance: str


@dataclass(frozen=True, slots=True)
class Step:
    """The step of a stepwise need that the hint shows."""

    name: str
    index: int
    """From 1."""
    of: int
    """How many steps there are."""


@dataclass(frozen=True, slots=True)
class KnowledgeCard:
    """What the agent may read on to: shown folded up, below the hint."""

    title: str
    body: str | None = None
    link: str | None = None
    """Opened by the browser, in a place of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hint:
    """A hint as the agent sees it."""

    type: str
    call: str
    at: int
    id: str
    """The same after a restart, in a replay, and on every screen."""
    rule: str
    """The rule that raised it."""
    need: str
    """The need of the catalogue that the rule looks after."""
    ability: str
    """Which of the five abilities it coaches."""
    priority: Priority
    text: str
    """The headline: what to do."""
    say: str | None = None
    """A sentence that can be read aloud."""
    because: tuple[Quote, ...] = ()
    """The words that caused it."""
    tentative: bool = False
    """Some of these words may yet be recognised otherwise."""
    count: int = 1
    """How often it was cued."""
    step: Step | None = None
    escalated: bool = False
    card: KnowledgeCard | None = None
    expires: int
    """When it goes by itself, ms since the call began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HintShow(_Hint):
    """A hint became visible."""

    type: Literal["hint.show"] = "hint.show"


@dataclass(frozen=True, slots=True, kw_only=True)
class HintUpdate(_Hint):
    """The same hint, changed: the whole new state, and what changed."""

    type: Literal["hint.update"] = "hint.update"
    change: Literal["cued", "escalated", "firm", "step", "text"]
    """What is new: cued again, more pressing, its words certain, its next step, other words (of
    its own, or that it quotes)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HintClose:
    type: Literal["hint.close"] = "hint.close"
    call: str
    at: int
    id: str
    need: str
    reason: CloseReason


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedChange:
    """The checklist: ``id`` is a need of the catalogue, ``text`` what to tick off."""

    type: Literal["need"] = "need"
    call: str
    at: int
    id: str
    state: NeedState
    rule: str
    text: str
    quote: Quote | None = None
    """The first of the words that raised it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something the customer has told already, so that nobody need ask again. What is told later
    under the same name takes its place."""

    type: Literal["fact"] = "fact"
    call: str
    at: int
    name: str
    """The capture that holds it."""
    state: Literal["given", "withdrawn"]
    """``withdrawn``: the recogniser took the words back, and nothing was told before."""
    label: str
    """What it is, in a word or two of the call's language."""
    value: str
    """As it was said, private numbers masked; at most 32 characters."""
    quote_at: int
    """When it was said, ms since the call began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Emotion:
    """Levels of one speaker's meters; at most twice a second."""

    type: Literal["emotion"] = "emotion"
    call: str
    at: int
    speaker: str
    meters: dict[str, float]
    """Each meter's level, 0 to 1."""
    level: str
    """The highest level that any of them is at: calm, mild, high or severe."""
    spike: bool
    """One of them has just risen fast."""
    feeling: str = ""
    """The meter to name it by: one of a single feeling, wherever one tells; empty where all are
    calm."""
    feeling_level: str = "calm"
    """The level that one is at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RolesDoubted:
    """Whether the two channels look exchanged. While they do, hints that rest on who said what are
    kept back; the overlay says so."""

    type: Literal["roles"] = "roles"
    call: str
    at: int
    exchanged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """How many hints wait for room (``2 条稍后提示``)."""

    type: Literal["queued"] = "queued"
    call: str
    at: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CallStarted:
    type: Literal["call.start"] = "call.start"
    call: str
    at: int
    agent: str
    language: str
    queue: str | None = None
    context: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallContext:
    """What is known of the call is another thing than :class:`CallStarted` told: the whole of it,
    as it is now."""

    type: Literal["call.context"] = "call.context"
    call: str
    at: int
    language: str
    queue: str | None = None
    context: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEnded:
    """``report``: needs by final state and hints by close reason."""

    type: Literal["call.end"] = "call.end"
    call: str
    at: int
    reason: str | None = None
    report: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallHeld:
    """The customer waits: deadlines and silences stand still."""

    type: Literal["call.hold"] = "call.hold"
    call: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CallResumed:
    """The customer is back."""

    type: Literal["call.resume"] = "call.resume"
    call: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a supervisor wrote to the agent, who alone sees it."""

    type: Literal["note"] = "note"
    call: str
    at: int
    id: str
    from_: Annotated[str, Field(serialization_alias="from")]
    """The supervisor's name."""
    text: str
    shown: int | None = None
    """When a screen of the agent's showed it (``at`` of its ``note.seen``), in a snapshot."""
    read: int | None = None
    """When the agent put it away, likewise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSeen:
    """A note of a supervisor's is before the agent's eyes, or the agent has put it away."""

    type: Literal["note.seen"] = "note.seen"
    call: str
    at: int
    id: str
    state: NoteState


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """An opening that supervisors are told of; one that the recogniser takes back is withdrawn."""

    type: str
    call: str
    at: int
    id: str
    state: Literal["raised", "withdrawn", "reworded"]
    rule: str
    need: str | None = None
    priority: Priority
    text: str
    because: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert(_Told):
    """Something that a supervisor should know of now; ``reworded``: that its words turned out to
    be others."""

    type: Literal["alert"] = "alert"


@dataclass(frozen=True, slots=True, kw_only=True)
class HintShadow(_Told):
    """What a rule in shadow would have shown the agent, had it been live."""

    type: Literal["hint.shadow"] = "hint.shadow"


AgentOut = (
    HintShow
    | HintUpdate
    | HintClose
    | NeedChange
    | Fact
    | Emotion
    | RolesDoubted
    | Queued
    | CallStarted
    | CallContext
    | CallEnded
    | CallHeld
    | CallResumed
    | Note
    | NoteSeen
)
"""What goes to the agent's overlays."""

SupervisorOut = Alert | HintShadow
"""What never does."""

EventOut = AgentOut | SupervisorOut


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """The utterance as the engine sees it, and the spans (original offsets) that bore on a need.

    Not part of the hint stream: it carries no ``seq`` and is sent only to overlays that ask.
    """

    type: Literal["transcript"] = "transcript"
    call: str
    at: int
    speaker: str
    utterance: str
    revision: int
    text: str
    final: bool
    start: int | None = None
    end: int | None = None
    spans: tuple[tuple[int, int, str], ...] = ()


def to_wire(event: EventOut | Transcript) -> dict[str, Any]:
    """The JSON object of an event: fields in order, those that are None left out. An underscore
    at the end of a name only tells it from a word of Python's."""
    kind: Any = type(event)
    return {
        name: value for field, name in _names(kind) if (value := getattr(event, field)) is not None
    }


@cache
def _names(kind: Any) -> tuple[tuple[str, str], ...]:
    """The fields of a kind of event, and what they are called on the wire."""
    return tuple((each.name, each.name.rstrip("_")) for each in fields(kind))


def hint_id(call: str, rule: str, utterance: str, opening: int) -> str:
    """The deterministic id of the ``opening``-th opening of ``rule``: 16 hex digits.

    BLAKE2b (RFC 7693) over the fields joined by NUL, so equal logs give equal ids on any node.
    """
    seed = "\0".join((call, rule, utterance, str(opening))).encode()
    return hashlib.blake2b(seed, digest_size=8).hexdigest()
