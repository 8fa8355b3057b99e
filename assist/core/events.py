"""Events in: one model for the wire, the log, recordings and tests (``docs/integrators``).

Every time is an integer number of milliseconds since the call began. ``at`` is when the
sender sent the event; ``received`` (beside the event, in the log) is the receiving node's clock.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    TypeAdapter,
)

Speaker = Literal["customer", "agent", "ivr", "unknown"]
"""Who speaks. ``unknown`` and ``ivr`` raise no signals."""

Language = Literal["zh", "en"]
Verdict = Literal["used", "helpful", "wrong", "dismissed", "later"]
DialLevel = Literal["off", "minimal", "balanced", "active"]

Millis = Annotated[int, Field(ge=0, le=7 * 24 * 3_600_000)]
CallId = Annotated[str, Field(min_length=1, max_length=128)]
SenderId = Annotated[str, Field(max_length=64)]
UtteranceId = Annotated[str, Field(min_length=1, max_length=128)]
ShortText = Annotated[str, Field(max_length=256)]

MAX_TEXT = 4_000
"""Longest hypothesis accepted, in characters: about 14 minutes of Mandarin in one breath."""


def _within_64_bits(value: JsonValue) -> JsonValue:
    match value:
        case bool():
            pass
        case int() if not -(1 << 63) <= value < 1 << 64:
            raise ValueError("an integer of more than 64 bits")
        case list():
            for item in value:
                _within_64_bits(item)
        case dict():
            for item in value.values():
                _within_64_bits(item)
        case _:
            pass
    return value


ContextValue = Annotated[JsonValue, AfterValidator(_within_64_bits)]
"""Anything that JSON can carry to an overlay again."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class _Event(_Model):
    call: CallId
    sender: SenderId = ""
    seq: Annotated[int, Field(ge=1)]
    at: Millis


class Channel(_Model):
    """Which speaker is on which audio channel."""

    channel: int | str
    speaker: Speaker


class Source(_Model):
    """Where the transcript comes from, for reports and for finding faults."""

    vendor: ShortText | None = None
    adapter: ShortText | None = None


class CallStart(_Event):
    """A call began; ``agent`` names the overlay stream that shows its hints."""

    type: Literal["call.start"]
    agent: Annotated[str, Field(min_length=1, max_length=128)]
    queue: ShortText | None = None
    customer: ShortText | None = None
    language: Language = "zh"
    direction: Literal["inbound", "outbound"] | None = None
    started_at: AwareDatetime | None = None
    channels: tuple[Channel, ...] = ()
    source: Source | None = None
    context: dict[str, ContextValue] = Field(default_factory=dict)


class Word(_Model):
    """One recognised word and its time; ``start``/``end`` null = unknown."""

    text: str
    start: Millis | None = None
    end: Millis | None = None
    confidence: float | None = None


class Prosody(_Model):
    """What the voice did, where the recogniser tells."""

    loudness_db: float | None = None
    pitch_hz: float | None = None
    rate_cps: float | None = None
    emotion: dict[str, float] = Field(default_factory=dict)


class Fragment(_Event):
    """One hypothesis: the WHOLE current text of an utterance, never a delta.

    ``revision`` rises from 0; one not above the last seen is ignored. ``final``: the text
    will not change. ``end_of_turn``: the speaker stopped (not the same thing). ``start``/``end``
    null = unknown. ``stable``: leading characters that will not change.
    """

    type: Literal["fragment"]
    speaker: Speaker | None = None
    channel: int | str | None = None
    utterance: UtteranceId
    revision: Annotated[int, Field(ge=0)]
    text: Annotated[str, Field(max_length=MAX_TEXT)]
    final: bool
    end_of_turn: bool | None = None
    start: Millis | None = None
    end: Millis | None = None
    stable: Annotated[int, Field(ge=0)] | None = None
    confidence: float | None = None
    words: tuple[Word, ...] = ()
    supersedes: tuple[UtteranceId, ...] = ()
    prosody: Prosody | None = None


class Activity(_Event):
    """Voice activity without text."""

    type: Literal["activity"]
    speaker: Speaker
    speaking: bool


class Context(_Event):
    """``set`` is merged into the call's context; a null value removes the key."""

    type: Literal["context"]
    set: dict[str, ContextValue]
    channels: tuple[Channel, ...] = ()


class Gap(_Event):
    """Audio or recognition was lost from ``start`` to ``end``; silence there means nothing."""

    type: Literal["gap"]
    speaker: Speaker
    start: Millis
    end: Millis


class CallHold(_Event):
    type: Literal["call.hold"]


class CallResume(_Event):
    type: Literal["call.resume"]


class CallTransfer(_Event):
    """The hint stream moves to ``agent``, with a snapshot."""

    type: Literal["call.transfer"]
    agent: Annotated[str, Field(min_length=1, max_length=128)]
    queue: ShortText | None = None


class CallEnd(_Event):
    type: Literal["call.end"]
    reason: ShortText | None = None


EventIn = (
    CallStart | Fragment | Activity | Context | Gap | CallHold | CallResume | CallTransfer | CallEnd
)
"""What an integrator may send."""


class _NodeEvent(_Model):
    """The node's own events: in the log, never on the ingest wire. ``at`` is received time."""

    call: CallId
    at: Millis


class Feedback(_NodeEvent):
    """What the agent did with a hint."""

    type: Literal["feedback"]
    hint: str
    verdict: Verdict
    comment: Annotated[str, Field(max_length=500)] | None = None


class Dial(_NodeEvent):
    """How much the agent wants to be told."""

    type: Literal["dial"]
    level: DialLevel


class RulesInForce(_NodeEvent):
    """The rule set from here on; kept by digest so that a replay uses the same."""

    type: Literal["rules"]
    digest: str


class Tick(_NodeEvent):
    """Time passed with nobody speaking; every deadline up to ``received`` falls due."""

    type: Literal["tick"]


class InputLost(_NodeEvent):
    """The call's source disconnected: deadlines, silence and pace stand still."""

    type: Literal["input.lost"]


class InputBack(_NodeEvent):
    type: Literal["input.back"]


class Refused(_NodeEvent):
    """A numbered event was refused with ``code``; it used up its number, and so the number must
    survive a restart. To the engine this is only time passing, as a tick is."""

    type: Literal["refused"]
    sender: SenderId = ""
    seq: Annotated[int, Field(ge=1)]
    code: ShortText


NodeEvent = Feedback | Dial | RulesInForce | Tick | InputLost | InputBack | Refused

Event = EventIn | NodeEvent
"""Everything that may enter the engine."""

EVENT_IN: TypeAdapter[EventIn] = TypeAdapter(Annotated[EventIn, Field(discriminator="type")])
"""Parses what integrators send. ``validate_json`` raises :class:`pydantic.ValidationError`."""

EVENT: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="type")])
"""Parses a logged event."""
