"""What the server says beside events: acknowledgements, errors, welcomes, snapshots.

Typed dictionaries: they are what is sent, and what the wire's specification is made from.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

from assist.core.events import DialLevel
from assist.core.hints import Emotion, Fact, HintShow, NeedChange, Note

_DOCUMENTED = ConfigDict(use_attribute_docstrings=True)


@with_config(_DOCUMENTED)
class Ack(TypedDict):
    """Everything of this call and sender up to ``seq`` is durable, by the log's promise."""

    type: Literal["ack"]
    call: str
    sender: str
    seq: int
    refused: NotRequired[list[int]]
    """Numbers that were used up by events that were refused."""


@with_config(_DOCUMENTED)
class Resumed(TypedDict):
    """The answer to ``resume``."""

    type: Literal["resumed"]
    call: str
    sender: str
    seq: int
    """The last number taken; 0: the call is unknown, begin again with ``call.start``."""


@with_config(_DOCUMENTED)
class IngestWelcome(TypedDict):
    """The token was good."""

    type: Literal["welcome"]


@with_config(_DOCUMENTED)
class ErrorMessage(TypedDict):
    """Something was refused; the connection and other calls go on."""

    type: Literal["error"]
    call: NotRequired[str]
    sender: NotRequired[str]
    seq: NotRequired[int]
    code: str
    """One of the table of error codes."""
    detail: str
    """What is wrong, in words; never what was said in the call."""
    temporary: bool
    """The same event may be accepted later."""
    expected: NotRequired[int]
    """The number that should have come."""
    ref: NotRequired[str]
    """The name that the supervisor gave what was refused."""


@with_config(_DOCUMENTED)
class OverlayWelcome(TypedDict):
    """The answer to an overlay's ``hello``."""

    type: Literal["welcome"]
    epoch: str
    """Names this life of the stream; give it back in ``resume``."""
    recovered: bool
    """True: what was missed follows. False: a snapshot follows, and what was known is void."""
    agent: str
    upto: int
    """The number of the stream's last event so far: those up to it, if any follow, are sent again
    and tell of what has been."""
    clocks: dict[str, int]
    """What each call's clock shows now, in ms since it began."""


@with_config(_DOCUMENTED)
class Ping(TypedDict):
    """Every 5 s; answer with ``pong``."""

    type: Literal["ping"]


@with_config(_DOCUMENTED)
class SnapshotCall(TypedDict):
    """One call as it is now."""

    call: str
    agent: str
    language: str
    queue: str | None
    context: dict[str, Any]
    at: int
    needs: list[NeedChange]
    """Those that are open."""
    done: list[NeedChange]
    """Those that were met and have not come up again."""
    facts: list[Fact]
    """What the customer has told, in the order in which it was first told."""
    hints: list[HintShow]
    queued: int
    """How many hints wait for room."""
    emotion: list[Emotion]
    dial: DialLevel
    held: bool
    ended: bool
    exchanged: bool
    """The two channels look exchanged."""
    remembered: str | None
    """One line about the customer's earlier calls, where the customer agreed to be remembered."""
    notes: list[Note]
    """The last three notes of supervisors."""
    muted: bool
    """Its engine has failed: the call goes on without hints."""


@with_config(_DOCUMENTED)
class DialTurned(TypedDict):
    """One of the agent's screens has turned the dial. Of no call: it holds for all of them."""

    type: Literal["dial.turned"]
    level: DialLevel


@with_config(_DOCUMENTED)
class Snapshot(TypedDict):
    """The full present state; what was known before is void."""

    type: Literal["snapshot"]
    seq: int
    """The number of the last event that it holds."""
    agent: str
    dial: DialLevel
    live: str | None
    """The call that is neither held nor older than another."""
    calls: list[SnapshotCall]
