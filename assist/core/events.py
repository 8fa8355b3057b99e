"""Events in: one model for the wire, the log, recordings and tests (``docs/integrators``).

Every time is an integer number of milliseconds since the call began. ``at`` is when the
sender sent the event; ``received`` (beside the event, in the log) is the receiving node's clock.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    TypeAdapter,
    WithJsonSchema,
    model_validator,
)

from .tongues import Language, understood

Speaker = Literal["customer", "agent", "ivr", "unknown"]
"""Who speaks. ``unknown`` and ``ivr`` raise no signals."""

Verdict = Literal["used", "helpful", "wrong", "dismissed", "later"]
DialLevel = Literal["off", "minimal", "balanced", "active"]

_TAGS = ["zh", "en", "zh-CN", "zh-HK", "en-US"]

Millis = Annotated[int, Field(ge=0, le=7 * 24 * 3_600_000)]
CallId = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^([^.]|\.[^.]|\.\.[\s\S])")]
"""Anything but ``.`` and ``..``, which no address can name: browsers go up a folder for them."""
SenderId = Annotated[str, Field(max_length=64)]
UtteranceId = Annotated[str, Field(min_length=1, max_length=128)]
ShortText = Annotated[str, Field(max_length=256)]

MAX_TEXT = 4_000
"""Longest hypothesis accepted, in characters: about 14 minutes of Mandarin in one breath."""
MAX_NOTE = 300
"""Longest note of a supervisor's, in characters: more than can be read beside a conversation."""


MAX_DEPTH = 16
"""Most lists and objects in one another in a context's value: what is taken has to be readable from
the log again, whose reader goes less deep than the wire's."""


def _storable(value: JsonValue, depth: int = 0) -> JsonValue:
    if depth > MAX_DEPTH:
        raise ValueError(f"lists and objects more than {MAX_DEPTH} deep")
    match value:
        case bool():
            pass
        case int() if not -(1 << 63) <= value < 1 << 64:
            raise ValueError("an integer of more than 64 bits")
        case list():
            for item in value:
                _storable(item, depth + 1)
        case dict():
            for item in value.values():
                _storable(item, depth + 1)
        case _:
            pass
    return value


ContextValue = Annotated[JsonValue, AfterValidator(_storable)]
"""Anything that JSON can carry to an overlay again."""


class _Model(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="ignore", allow_inf_nan=False, use_attribute_docstrings=True
    )


class _Event(_Model):
    call: CallId
    """Your id of the call; never used again for another one."""
    sender: SenderId = ""
    """One stream of numbers: two recogniser legs of one call are two senders."""
    seq: Annotated[int, Field(ge=1)]
    """1, 2, 3 … for each call and sender, without holes."""
    at: Millis
    """When the event was sent, in ms since the call began."""


class Channel(_Model):
    """Which speaker is on which audio channel."""

    channel: int | str
    speaker: Speaker


class Source(_Model):
    """Where the transcript comes from, for reports and for finding faults."""

    vendor: ShortText | None = None
    """The recogniser, in your words."""
    adapter: ShortText | None = None
    """What turned its messages into events."""


class CallStart(_Event):
    """A call began; ``agent`` names the overlay stream that shows its hints."""

    type: Literal["call.start"]
    agent: Annotated[str, Field(min_length=1, max_length=128)]
    """Whose overlay shows the call's hints."""
    queue: ShortText | None = None
    """The queue that the call came through; rules may ask for it."""
    group: ShortText | None = None
    """The agent's skill group; rules may ask for it. Left out: ``group`` of the context."""
    customer: ShortText | None = None
    """An opaque key of the customer; never a name or a number."""
    language: Annotated[Language, WithJsonSchema({"type": "string", "examples": _TAGS})] | None = (
        None
    )
    """The language of the call, hence of its hints: Chinese (``zh``) unless given, or English
    (``en``). A tag such as ``en-US`` or ``zh-CN`` counts as its language; one that names a dialect
    (``zh-HK``, ``wuu``) also sets ``dialect`` in the context. Of a call that a vendor's stream has
    begun, it stays what that said unless given."""
    direction: Literal["inbound", "outbound"] | None = None
    started_at: AwareDatetime | None = None
    """The wall-clock time at which the call began, RFC 3339 with a time zone."""
    channels: tuple[Channel, ...] = ()
    """Who speaks on which channel, for fragments that name a channel and no speaker."""
    source: Source | None = None
    context: dict[str, ContextValue] = Field(default_factory=dict)
    """What is known about the call: name, age, product, stage, progress …; for rules and for the
    slots of hints."""

    @model_validator(mode="before")
    @classmethod
    def _understand_tag(cls, given: Any) -> Any:
        """A language tag as one of our languages; what it says of a dialect goes where rules look
        for it."""
        tag = given.get("language") if isinstance(given, dict) else None
        found = understood(tag) if isinstance(tag, str) else None
        if found is None:
            return given
        language, dialect = found
        given = {**given, "language": language}
        context = given.get("context", {})
        if dialect is not None and isinstance(context, dict):
            given["context"] = {"dialect": dialect, **context}
        return given


class Word(_Model):
    """One recognised word and its time; ``start``/``end`` null = unknown."""

    text: str
    start: Millis | None = None
    end: Millis | None = None
    confidence: float | None = None
    """0 to 1; null = unknown."""


class Prosody(_Model):
    """What the voice did, where the recogniser tells."""

    loudness_db: float | None = None
    """Mean loudness; only differences count."""
    pitch_hz: float | None = None
    """Mean pitch in Hz."""
    rate_cps: float | None = None
    """Characters a second."""
    emotion: dict[str, float] = Field(default_factory=dict)
    """The recogniser's own labels, each with a score."""


class Fragment(_Event):
    """One hypothesis: the WHOLE current text of an utterance, never a delta.

    ``revision`` rises from 0; one not above the last seen is ignored. ``final``: the text
    will not change. ``end_of_turn``: the speaker stopped (not the same thing). ``start``/``end``
    null = unknown. ``stable``: leading characters that will not change.
    """

    type: Literal["fragment"]
    speaker: Speaker | None = None
    """Who speaks; left out where ``channel`` says it. Of words that have neither, no hint comes."""
    channel: int | str | None = None
    """The audio channel, as ``call.start`` or ``context`` assigned it."""
    utterance: UtteranceId
    """Unique for the call and speaker; the same for every hypothesis of the utterance."""
    revision: Annotated[int, Field(ge=0)]
    """From 0, rising; one not above the last seen is ignored."""
    text: Annotated[str, Field(max_length=MAX_TEXT)]
    """The whole current hypothesis, never a delta."""
    final: bool
    """The text will not change any more."""
    end_of_turn: bool | None = None
    """The speaker stopped; not the same thing as ``final``."""
    start: Millis | None = None
    """When the utterance began; null = unknown, never 0."""
    end: Millis | None = None
    """When its last word ended; null = unknown, never 0."""
    stable: Annotated[int, Field(ge=0)] | None = None
    """So many leading characters will not change."""
    confidence: float | None = None
    """0 to 1; null = unknown."""
    words: tuple[Word, ...] = ()
    supersedes: tuple[UtteranceId, ...] = ()
    """Utterances folded into this one."""
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
    group: ShortText | None = None


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
    """The rule set from here on; kept by digest so that a replay uses the same.

    ``wall``: when that was by the node's wall clock, ms since 1970 (null in logs of versions that
    did not say): no rule looks at it, but what a customer wants forgotten since then is."""

    type: Literal["rules"]
    digest: str
    wall: int | None = None


class Tick(_NodeEvent):
    """Time passed with nobody speaking; every deadline up to ``received`` falls due."""

    type: Literal["tick"]


class InputLost(_NodeEvent):
    """The call's source disconnected: deadlines, silence and pace stand still. ``speakers``: from
    now on only what waits for the words of these does; they have been gone for long."""

    type: Literal["input.lost"]
    speakers: tuple[Speaker, ...] = ()


class InputBack(_NodeEvent):
    type: Literal["input.back"]


class Refused(_NodeEvent):
    """A numbered event was refused with ``code``; it used up its number, and so the number must
    survive a restart. To the engine this is only time passing, as a tick is."""

    type: Literal["refused"]
    sender: SenderId = ""
    seq: Annotated[int, Field(ge=1)]
    code: ShortText


class Fed(_NodeEvent):
    """Where a vendor's stream stands, so that it goes on after a restart: what its adapter
    remembers (``state``), the last message taken and the last number used up when it did. To the
    engine this is only time passing."""

    type: Literal["fed"]
    sender: SenderId
    format: ShortText
    taken: Annotated[int, Field(ge=0)]
    seq: Annotated[int, Field(ge=0)]
    offset: Millis = 0
    state: dict[str, JsonValue]


class Remembered(_Model):
    """A need that came up, or a signal that was heard, in an earlier call of the same customer."""

    what: Literal["need", "signal"]
    name: ShortText
    ago: Annotated[int, Field(ge=0)]
    """Milliseconds from then to the beginning of this call."""


class History(_NodeEvent):
    """What is known of the customer from earlier calls; only ever with the customer's consent."""

    type: Literal["history"]
    past: tuple[Remembered, ...]
    preferences: dict[str, bool | ShortText] = Field(default_factory=dict)
    """By their keys in the call's context, which has them from now on where it says nothing of
    them itself."""
    line: Annotated[str, Field(max_length=400)] | None = None
    """What the agent is told of it, in the call's language."""


class Note(_NodeEvent):
    """What a supervisor wrote to the call's agent."""

    type: Literal["note"]
    id: Annotated[str, Field(max_length=64)]
    author: ShortText
    text: Annotated[str, Field(max_length=MAX_NOTE)]


NoteState = Literal["shown", "read"]
"""What a screen says of a note: it is before the agent's eyes, or the agent has put it away."""


class NoteSeen(_NodeEvent):
    """An overlay has shown a supervisor's note, or the agent has read it."""

    type: Literal["note.seen"]
    note: Annotated[str, Field(max_length=64)]
    state: NoteState


class AlertHandled(_NodeEvent):
    """What a supervisor did about one alert of the call; to the engine, only time passing.

    ``rule`` and ``raised``: what raised it, and when (ms since the call began); the node's own
    alerts are no rule's, so a replay knows of them by this alone (null in logs of versions that did
    not say)."""

    type: Literal["alert.handled"]
    alert: Annotated[str, Field(max_length=64)]
    rule: ShortText | None = None
    raised: int | None = None
    state: Literal["acknowledged", "silenced"]
    by: ShortText
    reason: Annotated[str, Field(max_length=200)] | None = None
    until: int | None = None
    """When the silence is over, by the wall clock: ms since 1970."""


NodeEvent = (
    Feedback
    | Dial
    | RulesInForce
    | History
    | Tick
    | InputLost
    | InputBack
    | Refused
    | Fed
    | Note
    | NoteSeen
    | AlertHandled
)

Event = EventIn | NodeEvent
"""Everything that may enter the engine."""

EVENT_IN: TypeAdapter[EventIn] = TypeAdapter(Annotated[EventIn, Field(discriminator="type")])
"""Parses what integrators send. ``validate_json`` raises :class:`pydantic.ValidationError`."""

EVENT: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="type")])
"""Parses a logged event."""
