"""Events on their way: checked and written as JSON once, numbered when their turn comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from assist.core.events import EVENT_IN
from assist.proto.messages import MAX_FRAME, encode, why

from .errors import InvalidEvent

Event = dict[str, Any]

AROUND = 32
"""Characters of a frame that an event's number and the brackets may take, generously."""
LONGEST = MAX_FRAME - 2 * AROUND

OURS = frozenset({"call", "sender", "seq"})
"""What no event that is handed in may hold."""

Utterance = tuple[object, object, str]
"""Speaker, channel and id."""


@dataclass(slots=True)
class Item:
    """An event without its number. ``body`` is JSON; ``utterance``: whose hypothesis it is, None
    for all that is no fragment; ``put``: when it was handed in (seconds, the caller's clock)."""

    body: str
    put: float
    is_start: bool = False
    utterance: Utterance | None = None
    final: bool = False
    supersedes: tuple[str, ...] = ()
    seq: int = 0

    @property
    def size(self) -> int:
        """Characters that it takes in a frame, at most."""
        return len(self.body) + AROUND

    def text(self) -> str:
        """The whole event."""
        return f'{{"seq":{self.seq},{self.body[1:]}'


def item(call: str, sender: str, event: Mapping[str, Any], now: float) -> Item:
    """Check an event and write it down. ``event`` has all but ``call``, ``sender`` and ``seq``.

    Raises :class:`InvalidEvent`.
    """
    ours = OURS & event.keys()
    if ours:
        raise InvalidEvent(f"{', '.join(sorted(ours))}: the client says that itself; leave it out")
    whole = {"call": call, "sender": sender, **event}
    try:
        EVENT_IN.validate_python({**whole, "seq": 1})
    except ValidationError as fault:
        raise InvalidEvent(why(fault)) from None
    try:
        body = encode(whole).decode()
    except (TypeError, ValueError) as fault:  # no JSON, or half a surrogate
        raise InvalidEvent(f"{event['type']}: cannot be written as JSON") from fault
    if len(body) > LONGEST:
        raise InvalidEvent(f"{event['type']}: {len(body)} characters are more than {LONGEST}")
    if event["type"] != "fragment":
        return Item(body, now, is_start=event["type"] == "call.start")
    return Item(
        body,
        now,
        utterance=(event.get("speaker"), event.get("channel"), event["utterance"]),
        final=event["final"],
        supersedes=tuple(event.get("supersedes") or ()),
    )
