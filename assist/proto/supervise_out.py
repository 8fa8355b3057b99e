"""What a supervisor is told. Typed dictionaries, as in :mod:`.outgoing`: what is sent, and what the
wire's specification is made from.

Times: ``at`` is ms since the call began; ``started``, ``ago`` and ``since`` are ms before the
message was made, so that a screen counts on by itself; ``until`` is wall clock, ms since 1970.
"""

from __future__ import annotations

from typing import Literal, NotRequired

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

from assist.core.hints import Priority, Quote, Transcript

from .outgoing import SnapshotCall

_DOCUMENTED = ConfigDict(use_attribute_docstrings=True)


@with_config(_DOCUMENTED)
class SuperviseWelcome(TypedDict):
    """The answer to a supervisor's ``hello``; the floor follows."""

    type: Literal["welcome"]
    name: str


@with_config(_DOCUMENTED)
class RowEmotion(TypedDict):
    """The customer's emotion."""

    level: Literal["calm", "mild", "high", "severe"]
    meter: str | None
    """The one that names the feeling, as in ``emotion``; null: none stands above nothing. Level,
    height and curve are its own; where it is calm, the curve is that of the highest."""
    value: float
    """Its height, 0 to 1."""
    spike: bool
    curve: list[float]
    """The last minute: 30 heights, 2 s apart, the last of them now; empty: nothing to see."""


@with_config(_DOCUMENTED)
class RowNeed(TypedDict):
    """A need on the agent's checklist."""

    id: str
    rule: str
    text: str
    state: Literal["open", "escalated"]
    priority: Priority
    since: int


@with_config(_DOCUMENTED)
class RowReason(TypedDict):
    """Why a complaint is to be feared."""

    what: str
    """A need of the catalogue, or ``emotion:METER``."""
    text: str
    """The need in the words of its rule; empty for an emotion."""
    weight: float
    """The risk if it were the only reason, 0 to 1."""


@with_config(_DOCUMENTED)
class RowHint(TypedDict):
    """The hint that was shown or changed last."""

    id: str
    text: str
    priority: Priority
    ago: int
    count: int


@with_config(_DOCUMENTED)
class Row(TypedDict):
    """One live call."""

    call: str
    agent: str
    queue: str | None
    group: str | None
    language: str
    started: int
    held: bool
    exchanged: bool
    """The two channels look exchanged."""
    input_lost: bool
    """The connection that its words come through is gone."""
    muted: bool
    """Its engine has failed: there are no more hints."""
    emotion: RowEmotion
    needs: list[RowNeed]
    """Open ones, the most pressing first."""
    complaint_risk: float
    """0 to 1."""
    complaint_why: list[RowReason]
    """The weightiest reasons, at most three."""
    last_hint: RowHint | None
    hints: int
    """How many were shown."""
    strain: float
    """Minutes for which the customer's emotion has stood at high or severe."""
    alerts: int
    """How many stand raised: neither acknowledged nor silenced."""
    screens: int
    """How many overlays of the agent are open: on none, no hint is seen."""
    help: int
    """How much the agent needs help, 0 to 100: what the table is sorted by."""


@with_config(_DOCUMENTED)
class FloorAll(TypedDict):
    """All live calls; what was known before is void."""

    type: Literal["floor"]
    seq: int
    """+1 for each ``floor`` and ``floor.change`` of the connection."""
    rows: list[Row]


@with_config(_DOCUMENTED)
class FloorChange(TypedDict):
    """What has changed, at most twice a second: whole rows, and calls that are over."""

    type: Literal["floor.change"]
    seq: int
    rows: list[Row]
    gone: list[str]


@with_config(_DOCUMENTED)
class AlertOut(TypedDict):
    """Something that a supervisor should know of now, and how it stands."""

    type: Literal["alert"]
    id: str
    state: Literal["raised", "acknowledged", "silenced", "withdrawn"]
    call: str
    agent: str
    queue: str | None
    rule: str
    """A rule with ``alert: supervisor``; or the node's own: ``node:severe-emotion``,
    ``node:engine-fault``, ``node:channels-exchanged``, ``node:input-lost``."""
    need: str | None
    priority: Priority
    text: str
    because: list[Quote]
    at: int
    ago: int
    ended: bool
    """Its call is over."""
    by: NotRequired[str]
    """Who acknowledged or silenced it."""
    reason: NotRequired[str]
    until: NotRequired[int]
    """When its silence is over."""
    silence: NotRequired[str]
    """The wide silence that it falls under."""
    why: NotRequired[Literal["taken_back", "passed", "call_ended"]]
    """Why it was withdrawn: the recogniser took the words back, it is no longer so, the call is
    over."""


@with_config(_DOCUMENTED)
class SilenceOut(TypedDict):
    """All alerts that fit whatever of ``rule``, ``queue`` and ``call`` is given are silent."""

    id: str
    rule: str | None
    queue: str | None
    call: str | None
    by: str
    reason: str | None
    until: int


@with_config(_DOCUMENTED)
class Silences(TypedDict):
    """All silences in force, after the floor and whenever they change."""

    type: Literal["silences"]
    silences: list[SilenceOut]


@with_config(_DOCUMENTED)
class TraceOut(TypedDict):
    """Something that happened to a rule's hint, with its reason: why, and why not."""

    type: Literal["trace"]
    call: str
    at: int
    rule: str
    text: str
    """What the rule tells the agent, in the call's language; what its words hold of the call itself
    may be left out. Empty: the rule is no longer in force."""
    hint: str
    what: Literal["opened", "closed", "suppressed", "feedback"]
    why: str
    """The reason, the budget or the verdict."""


@with_config(_DOCUMENTED)
class Watched(TypedDict):
    """The answer to ``watch``; from here on comes all that comes out of the call."""

    type: Literal["watched"]
    call: str | None
    snapshot: SnapshotCall | None
    transcripts: NotRequired[list[Transcript]]
    """What was said last, in the order of its beginning."""
    trace: NotRequired[list[TraceOut]]
    """What happened to its hints so far, at most 256."""


@with_config(_DOCUMENTED)
class NoteSent(TypedDict):
    """A note is on its way, and in the log."""

    type: Literal["note.sent"]
    id: str
    call: str
    at: int
    agent: str
    text: str
    """As it was sent, masked."""
    screens: int
    """How many overlays of the agent's are open; the next one to open shows it too."""
    ref: NotRequired[str]


SUPERVISE_OUT = (
    SuperviseWelcome,
    FloorAll,
    FloorChange,
    AlertOut,
    Silences,
    Watched,
    TraceOut,
    NoteSent,
)
"""All of them; beside these a supervisor is sent what comes out of the call that is watched."""
