"""Control messages of both websockets, and how JSON is written.

Transcript events are in :mod:`assist.core.events`, hint events in :mod:`assist.core.hints`; here is
what surrounds them. Frames in either direction are one JSON object or an array of objects.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assist.core.events import CallId, DialLevel, NoteState, SenderId, ShortText, Verdict
from assist.core.names import meant

from .codes import ErrorCode
from .faults import in_words

MAX_FRAME = 64 * 1024
"""Longest frame read, in characters of the decoded text (PROTOCOL: 64 KiB)."""

AgentId = Annotated[str, Field(min_length=1, max_length=128)]


class Incoming(BaseModel):
    """What peers say beside transcript events; fields that are not known are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Greeting(Incoming):
    """The first message of a connection; the token may have been shown by a header instead."""

    token: Annotated[str, Field(max_length=4096)] = ""


class Hello(Greeting):
    """First message of an ingest connection that sent no ``Authorization`` header."""

    type: Literal["hello"]


class Resume(Incoming):
    """Asks for the last number taken of one call and sender."""

    type: Literal["resume"]
    call: CallId
    sender: SenderId = ""


class ResumeFrom(Incoming):
    """The last event of the stream that the overlay has applied."""

    epoch: ShortText
    seq: Annotated[int, Field(ge=0)]


class OverlayHello(Greeting):
    """First message of an overlay: which agent's hints, or those of the agent of ``call``."""

    type: Literal["hello"]
    agent: AgentId | None = None
    call: CallId | None = None
    resume: ResumeFrom | None = None
    transcript: bool = False

    @model_validator(mode="after")
    def _names_someone(self) -> OverlayHello:
        if self.agent is None and self.call is None:
            raise ValueError("agent or call must be given")
        return self


class FeedbackIn(Incoming):
    """What the agent did with a hint."""

    type: Literal["feedback"]
    hint: Annotated[str, Field(max_length=64)]
    verdict: Verdict
    comment: Annotated[str, Field(max_length=500)] | None = None


class NoteSeenIn(Incoming):
    """A supervisor's note is before the agent's eyes, or the agent has put it away."""

    type: Literal["note.seen"]
    note: Annotated[str, Field(max_length=64)]
    state: NoteState


class DialIn(Incoming):
    """How much the agent wants to be told, for this and later calls."""

    type: Literal["dial"]
    level: DialLevel


class Pong(Incoming):
    """The overlay is alive."""

    type: Literal["pong"]


def encode(message: Any) -> bytes:
    """JSON (UTF-8) of plain values and frozen dataclasses; never NaN, never half a surrogate."""
    try:
        return orjson.dumps(message)
    except TypeError:  # an integer of more than 64 bits, in a call's free-form context
        plain = json.loads(json.dumps(message, default=_plain), parse_constant=lambda _: None)
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()


def encode_all(messages: Iterable[Mapping[str, Any]]) -> bytes | None:
    """One frame holding all messages: an object when there is one; None when there is none."""
    held = list(messages)
    if not held:
        return None
    return encode(held[0] if len(held) == 1 else held)


def error(
    code: ErrorCode,
    detail: str,
    *,
    call: str | None = None,
    sender: str | None = None,
    seq: int | None = None,
    expected: int | None = None,
) -> dict[str, Any]:
    """An error message; what is not known is left out. ``detail`` never quotes what was said."""
    message: dict[str, Any] = {
        "type": "error",
        "call": call,
        "sender": sender,
        "seq": seq,
        "code": code.code,
        "detail": detail,
        "temporary": code.temporary,
        "expected": expected,
    }
    return {key: value for key, value in message.items() if value is not None}


MAX_FAULTS = 4
"""As many faults of one message are told at once."""


def unknown_type(kind: object, known: Iterable[str]) -> str:
    """What is wrong with a ``type``, and what was probably meant; what was sent may be anything, so
    it is not quoted."""
    if not isinstance(kind, str):
        return "type is missing"
    named = sorted(known)
    near = meant(kind, named)
    said = "type is not one of the protocol's"
    if near is None:
        return f"{said}: {', '.join(named)}"
    return f"{said}; {near} was probably meant"


def why(fault: ValidationError) -> str:
    """The faults in words: each field's path and what is wrong, without the value. Beyond the
    first :data:`MAX_FAULTS` only how many more there are."""
    faults = fault.errors(include_url=False, include_context=False, include_input=False)
    told = [_fault(tuple(each["loc"]), each["type"], each["msg"]) for each in faults[:MAX_FAULTS]]
    more = len(faults) - len(told)
    return "; ".join([*told, *([f"and {more} more"] if more else [])])


def _fault(loc: tuple[int | str, ...], kind: str, said: str) -> str:
    path, said = ".".join(map(str, loc)), in_words(loc, kind, said)
    return f"{path}: {said}" if path else said


def _plain(value: Any) -> Any:
    """Dataclasses as orjson writes them."""
    return {name: getattr(value, name) for name in value.__dataclass_fields__}
