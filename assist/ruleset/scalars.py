"""The small values of rule files: names, texts, durations, one-or-many."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from .bounds import MAX_COUNT, MAX_DURATION_MS, MAX_PAST_MS
from .slips import plain_duration


class Strict(BaseModel):
    """No unknown keys, no conversions."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


_DURATION = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,3}))?(ms|s|m|h|d)")
_UNIT_MS = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
NAME_PATTERN = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"

Ability = Literal["understanding", "expression", "communication", "negotiation", "empathy"]
"""The five abilities of a back-office agent: 理解, 表达, 沟通, 协商, 共情."""


def milliseconds(text: str) -> int | None:
    """``12s`` as milliseconds; None when it is no duration."""
    found = _DURATION.fullmatch(text)
    if found is None:
        return None
    unit = _UNIT_MS[found[3]]
    fraction: str = found[2] or "0"
    whole, part = int(found[1]), int(fraction)
    return whole * unit + part * unit // int(10 ** len(fraction))


def _duration(value: Any) -> int:
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise PydanticCustomError(
            "duration", "{value} what? Write the unit: {value}s, or 500ms, 2m", {"value": value}
        )
    ms = milliseconds(value) if isinstance(value, str) else None
    if ms is None:
        plain = plain_duration(value) if isinstance(value, str) else None
        if plain is not None:
            raise PydanticCustomError(
                "duration",
                "`{value}` is not a duration; write {plain}",
                {"value": str(value)[:40], "plain": plain},
            )
        raise PydanticCustomError("duration", "not a duration; write 500ms, 12s or 2m", {})
    if ms > MAX_DURATION_MS:
        raise PydanticCustomError("duration", "longer than a call can last (24h)", {})
    return ms


def _window(value: Any) -> int:
    ms = _duration(value)
    if ms == 0:
        raise PydanticCustomError("duration", "a window must be longer than nothing", {})
    return ms


def _text(value: Any) -> Any:
    # 12378 unquoted is a number to YAML and a phrase to people
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value


def _many(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def _context_value(value: Any) -> Any:
    wanted = value if isinstance(value, list) else [value]
    if not wanted or not all(isinstance(one, str | int | float) for one in wanted):
        raise PydanticCustomError(
            "context", 'write a text, a number, true or false, ">=60", or a list of such', {}
        )
    return value


def _past(value: Any) -> int:
    ms = milliseconds(value) if isinstance(value, str) else None
    if ms is None:
        raise PydanticCustomError("duration", "not a time back; write 180d, 12h or 30m", {})
    if ms > MAX_PAST_MS:
        raise PydanticCustomError("duration", "further back than anybody keeps (3650d)", {})
    return ms


def _ago(value: Any) -> int:
    if isinstance(value, str) and (found := re.fullmatch(r"within\s+(.+)", value)) is not None:
        return _past(found[1])
    raise PydanticCustomError("duration", "write how far back, such as `within 180d`", {})


def _day(value: Any) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        message = "not a day of the calendar; write 2026-10-01"
        raise PydanticCustomError("duration", message, {}) from None


def _link(value: Any) -> Any:
    parts = urlsplit(value) if isinstance(value, str) else None
    if parts is None or parts.scheme not in {"http", "https"} or not parts.netloc:
        message = "not an address that a browser opens; write https://..."
        raise PydanticCustomError("duration", message, {})
    return value


_DURATION_SCHEMA = {"type": "string", "pattern": r"^[0-9]+(\.[0-9]{1,3})?(ms|s|m|h|d)$"}

Duration = Annotated[int, BeforeValidator(_duration), WithJsonSchema(_DURATION_SCHEMA)]
"""``500ms 12s 2m``, in milliseconds; may be 0."""
Window = Annotated[int, BeforeValidator(_window), WithJsonSchema(_DURATION_SCHEMA)]
"""A duration above 0."""
Name = Annotated[str, StringConstraints(pattern=NAME_PATTERN, max_length=64)]
"""Kebab-case."""
CaptureName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
"""Also the name of a pattern's group, and so without hyphens."""
Text = Annotated[
    str,
    BeforeValidator(_text),
    StringConstraints(min_length=1, max_length=500),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "number"}]}),
]
Texts = Annotated[list[Text], Field(min_length=1)]
Names = Annotated[
    list[str],
    BeforeValidator(_many),
    Field(min_length=1),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
"""One name or a list of them."""
Wordings = Annotated[
    list[Text],
    BeforeValidator(_many),
    Field(min_length=1),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
"""One wording, or several of which the first whose slots are known is used."""
ContextValue = Annotated[
    Any,
    BeforeValidator(_context_value),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": ["string", "number", "boolean"]},
                {
                    "type": "array",
                    "items": {"type": ["string", "number", "boolean"]},
                    "minItems": 1,
                },
            ]
        }
    ),
]
"""What a context key is compared with: a text may begin with ``>= <= > < != ==``; any of a list."""
Past = Annotated[int, BeforeValidator(_past), WithJsonSchema(_DURATION_SCHEMA)]
"""How long before the call something was; ``180d``, in milliseconds."""
Ago = Annotated[
    int,
    BeforeValidator(_ago),
    WithJsonSchema({"type": "string", "pattern": r"^within +[0-9]+(\.[0-9]{1,3})?(ms|s|m|h|d)$"}),
]
"""``within 180d``, in milliseconds."""
Day = Annotated[
    str,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
]
"""A day of the calendar, as ISO 8601 has it."""
Link = Annotated[
    str,
    BeforeValidator(_link),
    Field(max_length=500),
    WithJsonSchema({"type": "string", "pattern": "^https?://.+$"}),
]
"""An address that a browser opens."""
ContextKey = Annotated[str, StringConstraints(pattern=r"^\w[\w.-]*$", max_length=64)]
SetValue = Annotated[
    str | int | float | bool,
    WithJsonSchema({"type": ["string", "number", "boolean"]}),
]
"""What a rule sets a key of the call's context to."""
Context = Annotated[dict[str, ContextValue], Field(min_length=1)]
LevelName = Literal["calm", "mild", "high", "severe"]
SpeakerName = Literal["customer", "agent"]
UpTo = Annotated[int, Field(ge=1, le=MAX_COUNT)]
