"""From frames and request bodies to messages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, unquote

import orjson

from .convert import Unreadable

FORM = "application/x-www-form-urlencoded"
MOST = 1_000
"""Messages in one frame or body."""


def values(frame: str | bytes, kind: str = "") -> list[Any]:
    """JSON: one value, an array of them, or one on each line; or a form, which is one object. What
    looks like JSON is: curl calls whatever it posts a form."""
    if kind.startswith(FORM) and not _looks_like_json(frame):
        return [form(frame)]
    frame = _without_mark(frame)
    try:
        found = orjson.loads(frame)
    except orjson.JSONDecodeError as fault:
        text = _text(frame).splitlines()
        if len(text) < 2:
            raise Unreadable(f"not JSON: {fault.msg} at character {fault.pos}") from None
        found = [_line(number, line) for number, line in enumerate(text, 1) if line.strip()]
    return _bounded(found if isinstance(found, list) else [found])


def _without_mark(frame: str | bytes) -> str | bytes:
    """Without the mark that some put before UTF-8 (RFC 8259 allows to ignore it)."""
    if isinstance(frame, str):
        return frame.removeprefix("\ufeff")
    return frame.removeprefix(b"\xef\xbb\xbf")


def _looks_like_json(body: str | bytes) -> bool:
    first = body[:64].lstrip()[:1]
    return first in ("{", "[", b"{", b"[")


def form(body: str | bytes) -> dict[str, str]:
    """The fields of a form."""
    try:
        text = body.decode() if isinstance(body, bytes) else body
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST))
    except ValueError:
        raise Unreadable("not a form") from None


def lines(frame: str | bytes, _kind: str = "") -> list[str]:
    """Lines of text."""
    return _bounded([line for line in _text(frame).splitlines() if line.strip()])


def marked(*words: str) -> Any:
    """JSON as :func:`values` reads it, beside frames that are one of these bare words."""

    def read(frame: str | bytes, kind: str = "") -> list[Any]:
        text = frame.strip() if len(frame) < 64 else frame
        bare = text.decode(errors="replace") if isinstance(text, bytes) else text
        return [bare] if bare in words else values(frame, kind)

    return read


def esl(frame: str | bytes, kind: str = "") -> list[Any]:
    """FreeSWITCH events: as JSON, or plain: percent-encoded headers, an empty line, a body."""
    text = _text(frame)
    if text.lstrip().startswith(("{", "[")):
        return values(text, kind)
    head, _, body = text.replace("\r\n", "\n").strip("\n").partition("\n\n")
    event = dict(_headers(head))
    if "Event-Name" not in event and body.startswith("Event-Name"):  # within text/event-plain
        head, _, body = body.partition("\n\n")
        event = dict(_headers(head))
    if "Event-Name" not in event:
        raise Unreadable("neither JSON nor an event's headers")
    if body:
        event["_body"] = body
    return [event]


def _headers(head: str) -> Iterator[tuple[str, str]]:
    for line in head.split("\n"):
        name, colon, value = line.partition(": ")
        if colon:
            yield name, unquote(value)


def _line(number: int, line: str) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError as fault:
        return Unreadable(f"line {number} is not JSON: {fault.msg} at character {fault.pos}")


def _text(frame: str | bytes) -> str:
    if isinstance(frame, str):
        return frame
    try:
        return frame.decode()
    except UnicodeDecodeError:
        raise Unreadable("not UTF-8") from None


def _bounded(found: list[Any]) -> list[Any]:
    if len(found) > MOST:
        raise Unreadable(f"more than {MOST} messages at once")
    return found
