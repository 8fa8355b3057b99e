"""One vendor's stream of one call."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from assist.formats import Adapter
from assist.formats.leg import Leg
from assist.proto.codes import ErrorCode

Facts = dict[str, Any]
"""An event, or what is known of a call, before it is numbered and judged."""


@dataclass(slots=True)
class Feed:
    """One stream of one call. ``seq``: the number of its last event; ``taken``: messages taken;
    ``behind``: the number up to which its events were in the log when this process began with it;
    ``begun``: it has told something; ``offset``: ms from the call's beginning to the stream's;
    ``over``: the vendor has said that it was the end; ``told``: what it has said of the call;
    ``nameless``: what its sender is to be told where nobody knows who says its words;
    ``doubt``: that its times are not believed;
    ``kept``: when it was last kept (seconds of the loop's clock); ``dirty``: it has changed since.
    """

    adapter: Adapter
    leg: Leg
    seq: int = 0
    taken: int = 0
    behind: int = 0
    begun: bool = False
    offset: int = 0
    over: bool = False
    told: Facts = field(default_factory=dict)
    kept: float = float("-inf")
    dirty: bool = False
    nameless: str | None = None
    doubt: ErrorCode | None = None
