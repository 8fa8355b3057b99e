"""What vendors write into their messages, as our model has it; None for what cannot be meant.

No converter raises for a value of the wrong kind, except :func:`said`: a message without its text
is no message, one without its times is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from zlib import crc32

from assist.core.tongues import understood

LONGEST_MS = 7 * 24 * 3_600_000
"""The model's bound on times (:data:`assist.core.events.Millis`)."""

_ISO = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?")
_DIGITS = re.compile(r"\d{7}")
_KIND = re.compile(r"(?!.*\d{4})[A-Za-z0-9_.:-]{1,40}")


class Unreadable(ValueError):  # noqa: N818 - says what is wrong
    """A message that the format does not know, or in which the recogniser reports a fault. The
    text names kinds, fields and codes, never what was said."""


def unknown(what: str, value: object) -> Unreadable:
    """``what`` (a field) holds something not known; its value is told if it looks like a name."""
    named = isinstance(value, str) and _KIND.fullmatch(value) is not None
    return Unreadable(f"unknown {what} {value}" if named else f"unknown {what}")


def said(value: object) -> str:
    """The text of a hypothesis. Raises :class:`Unreadable` when it is none."""
    if type(value) is not str:
        raise Unreadable("the text is missing")
    return value


def number(value: object) -> float | None:
    """A finite number, also when it is written as a string."""
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if math.isfinite(found) else None


def whole(value: object) -> int | None:
    """A whole number from 0, also when it is written as a string."""
    found = number(value)
    return int(found) if found is not None and 0 <= found < 2**53 else None


def ms(value: object, a_second: float = 1_000) -> int | None:
    """Milliseconds; ``a_second``: how many of the vendor's units make a second. What lies outside
    the model's bounds is unknown."""
    if type(value) is int and a_second == 1_000:
        return value if 0 <= value <= LONGEST_MS else None
    found = number(value)
    if found is None:
        return None
    scaled = found * 1_000 / a_second
    return round(scaled) if 0 <= scaled <= LONGEST_MS else None


def seconds(value: object) -> int | None:
    """Seconds, also as ``"1.200s"`` (protobuf's JSON), in milliseconds."""
    return ms(value.removesuffix("s") if isinstance(value, str) else value, 1)


def ticks(value: object) -> int | None:
    """.NET's ticks of 100 ns, in milliseconds."""
    return ms(value, 10_000_000)


def iso(value: object) -> int | None:
    """``PT1M4.4S`` in milliseconds."""
    found = _ISO.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    hours, minutes, rest = (float(part or 0) for part in found.groups())
    return ms(hours * 3600 + minutes * 60 + rest, 1)


def clock(value: object) -> int | None:
    """``H:MM:SS.cc`` in milliseconds."""
    if not isinstance(value, str):
        return None
    total = 0.0
    for part in value.split(":"):
        found = number(part)
        if found is None:
            return None
        total = total * 60 + found
    return ms(total, 1)


def after(start: int | None, duration: int | None) -> int | None:
    """When something that began at ``start`` and took ``duration`` was over."""
    return None if start is None or duration is None else min(start + duration, LONGEST_MS)


def flag(value: object) -> bool:
    """A truth, also as ``"true"`` or ``1``."""
    return value.lower() == "true" if isinstance(value, str) else value is True or value == 1


def confidence(value: object) -> float | None:
    """A confidence; 0 is how most vendors write that they know none."""
    found = number(value)
    return found or None


def felt(name: object, score: object = None) -> dict[str, Any] | None:
    """The prosody of a vendor's emotion or sentiment; certain, unless it says how much so."""
    if not isinstance(name, str) or not name:
        return None
    return {"emotion": {name.lower(): confidence(score) or 1.0}}


def label(value: object) -> str | None:
    """The name of a channel or speaker. A vendor may name people by telephone number, which is not
    to be logged: that becomes a short mark, one of 10,000, the same for the same number."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    name = str(value)[:64].strip()
    if _DIGITS.search(name):
        head = re.match(r"[^\W\d]*:?", name)
        return f"{head[0] if head else ''}{crc32(str(value).encode()) % 10_000:04}"
    return name or None


def language(code: object) -> str | None:
    """A tag such as ``en-US``, if it is of one of our languages."""
    return str(code) if understood(str(code)) is not None else None


def first_of(value: Mapping[str, Any], *names: str) -> Any:
    """The field that a vendor spells in one of several ways."""
    return next((value[name] for name in names if name in value), None)


def timed(
    words: object,
    *,
    text: str = "word",
    start: str = "start",
    end: str = "end",
    time: Callable[[object], int | None] = seconds,
) -> list[dict[str, Any]] | None:
    """The words of a final with their times, under the vendor's names for the fields; what is no
    word is left out. None when there are none."""
    found: list[dict[str, Any]] = []
    for word in words if isinstance(words, Iterable) else ():
        if isinstance(word, Mapping) and isinstance(word.get(text), str):
            began, ended = time(word.get(start)), time(word.get(end))
            found.append({"text": word[text], "start": began, "end": ended})
    return found or None


TIMES = ("start", "end")
"""What an event tells of when it was said."""


def moved(event: Mapping[str, Any], offset: int) -> dict[str, Any]:
    """The event with its times since the call began, rather than since the stream did, which was
    ``offset`` ms later."""
    if offset == 0:
        return dict(event)
    whole = {**event, **_later(event, offset)}
    if event.get("words"):
        whole["words"] = [{**word, **_later(word, offset)} for word in event["words"]]
    return whole


def _later(timed: Mapping[str, Any], offset: int) -> dict[str, int]:
    return {name: timed[name] + offset for name in TIMES if timed.get(name) is not None}
