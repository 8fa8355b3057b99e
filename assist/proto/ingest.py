"""The ingest connection, sans I/O: frames in, items out in order; acks and errors to send.

The session knows one connection only. Where a call's numbers stand is the node's to say: whoever
drives the session hands each event to the node and reports back with :meth:`IngestSession.took` or
:meth:`IngestSession.refuse`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson
from pydantic import ValidationError

from assist.core.events import EVENT_IN, CallStart, Context, EventIn, Fragment

from .codes import (
    BAD_HELLO,
    CLOCK_AHEAD,
    DOUBTFUL_TIMES,
    FRAME_TOO_LARGE,
    INVALID_EVENT,
    MALFORMED,
    UNAUTHORIZED_CLOSE,
    UNKNOWN_SPEAKER,
    UNKNOWN_TYPE,
    CloseCode,
    ErrorCode,
)
from .messages import MAX_FRAME, Hello, Resume, encode, encode_all, error, unknown_type, why

Lane = tuple[str, str]
"""One stream of numbers: (call, sender)."""

DOUBTS: Final = {
    CLOCK_AHEAD: "at, start or end is more than ten minutes ahead of the call's clock, so the "
    "event was taken as sent when it came: count them in milliseconds since the call began, for "
    "all senders alike",
    DOUBTFUL_TIMES: "start is after end, or nobody says so much between them, so when it was said "
    "counts as unknown: count them in milliseconds since the call began",
}
"""What is told of times that are not believed."""

ACK_EVERY = 50
"""An acknowledgement is due at the latest after this many events (PROTOCOL)."""

_PARSE = EVENT_IN.validator.validate_json
"""The validator itself, without what :class:`~pydantic.TypeAdapter` puts around it."""
_EVENT_TYPES = frozenset(
    variant.model_fields["type"].annotation.__args__[0] for variant in EventIn.__args__
)


@dataclass(frozen=True, slots=True)
class Bad:
    """An item that is no event; ``call``, ``sender`` and ``seq`` as far as they could be read."""

    code: ErrorCode
    detail: str
    call: str | None = None
    sender: str | None = None
    seq: int | None = None


Item = EventIn | Resume | Bad
Reader = Callable[[str | bytes], Sequence[Any]]
"""A frame → what is in it, in order: items of its own kind, for whoever gave it, and
:class:`~assist.proto.messages.Hello`. Never raises, whatever the bytes."""


def parse(frame: str | bytes) -> Sequence[EventIn | Resume | Hello | Bad]:
    """The items of a frame, in order. Never raises, whatever the bytes."""
    if len(frame) > MAX_FRAME:
        return (Bad(FRAME_TOO_LARGE, f"{len(frame)} is more than {MAX_FRAME}"),)
    try:
        event = _PARSE(frame)
    except ValidationError:
        pass
    else:
        # Free-form values go the strict way below: it refuses NaN and infinities, which JSON
        # has not and the log could not give back.
        if type(event) is not CallStart and type(event) is not Context:
            return (event,)
    try:
        value = orjson.loads(_without_mark(frame))
    except orjson.JSONDecodeError as fault:
        return (Bad(MALFORMED, f"not JSON: {fault.msg} at character {fault.pos}"),)
    if isinstance(value, list):
        return tuple(_item(each) for each in value)
    return (_item(value),)


def _without_mark(frame: str | bytes) -> str | bytes:
    """Without the mark that some put before UTF-8 (RFC 8259 allows to ignore it)."""
    if isinstance(frame, str):
        return frame.removeprefix("\ufeff")
    return frame.removeprefix(b"\xef\xbb\xbf")


def fragment(frame: str | bytes) -> Fragment | None:
    """The hypothesis that is all of the frame, as :func:`parse` would give it; None for anything
    else, bytes that are not UTF-8 among it."""
    try:
        event = _PARSE(frame)
    except ValidationError:
        return None
    return event if type(event) is Fragment else None


def _item(value: Any) -> EventIn | Resume | Hello | Bad:
    if not isinstance(value, dict):
        return Bad(MALFORMED, "not an object")
    kind = value.get("type")
    try:
        if kind == "resume":
            return Resume.model_validate(value)
        if kind == "hello":
            return Hello.model_validate(value)
        if isinstance(kind, str) and kind in _EVENT_TYPES:
            return EVENT_IN.validate_python(value)
    except ValidationError as fault:
        return Bad(INVALID_EVENT, why(fault), *_place(value))
    return Bad(UNKNOWN_TYPE, unknown_type(kind, (*_EVENT_TYPES, "resume", "hello")), *_place(value))


def _place(value: Mapping[str, Any]) -> tuple[str | None, str | None, int | None]:
    """Call, sender and seq of something unreadable, each only if it is valid."""
    call, sender, seq = value.get("call"), value.get("sender", ""), value.get("seq")
    return (
        call if isinstance(call, str) and 1 <= len(call) <= 128 else None,
        sender if isinstance(sender, str) and len(sender) <= 64 else None,
        seq if isinstance(seq, int) and not isinstance(seq, bool) and seq >= 1 else None,
    )


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the node did not take an item. ``consumed``: its number is used up nevertheless."""

    code: ErrorCode
    detail: str
    expected: int | None = None
    consumed: bool = False


@dataclass(frozen=True, slots=True)
class Acks:
    """What may be acknowledged once the log is durable up to where it stood at the cut."""

    upto: Mapping[Lane, int]
    refused: Mapping[Lane, Sequence[int]]

    def messages(self) -> list[dict[str, Any]]:
        """One acknowledgement a lane."""
        return [self._ack(lane, seq) for lane, seq in self.upto.items()]

    def frame(self) -> bytes | None:
        """The acknowledgements as one frame."""
        return encode_all(self.messages())

    def _ack(self, lane: Lane, seq: int) -> dict[str, Any]:
        ack: dict[str, Any] = {"type": "ack", "call": lane[0], "sender": lane[1], "seq": seq}
        if lane in self.refused:
            ack["refused"] = self.refused[lane]
        return ack


class IngestSession:
    """One connection's side of the conversation.

    Feed frames to :meth:`receive` and deal with the items in order. After that send what
    :meth:`to_send` gives, and if :attr:`close` is set, close with it. Call :meth:`cut` when
    :attr:`waiting` reaches :data:`ACK_EVERY` or 250 ms after it rose from 0, and send the frame of
    the result once the log is durable.
    """

    def __init__(
        self,
        *,
        check: Callable[[str], bool],
        authorised: bool = False,
        read: Reader = parse,
        silent: bool = False,
    ) -> None:
        """``check`` says whether a token is good; ``authorised``: a header showed one already;
        ``read``: how frames are understood; ``silent``: the peer would choke on any answer."""
        self.open = authorised
        self.close: CloseCode | None = None
        self.reason = ""
        """What the peer is told beside the code; empty: the code says it all."""
        self.waiting = 0
        self.refusals = 0
        self._check = check
        self._read = read
        self._silent = silent
        self._out: list[dict[str, Any]] = []
        self._upto: dict[Lane, int] = {}
        self._refused: dict[Lane, list[int]] = {}

    def receive(self, frame: str | bytes) -> Sequence[Item]:
        """The items to hand to the node. Never raises; empty once :attr:`close` is set."""
        if self.close is not None:
            return ()
        items: list[Item] = []
        for item in self._read(frame):
            if isinstance(item, Hello):
                self._greet(item)
            elif self.open:
                items.append(item)
            elif self.close is None:
                self.close = BAD_HELLO
                self.reason = item.detail if isinstance(item, Bad) else "a hello must come first"
        return items

    def took(self, call: str, sender: str, seq: int) -> None:
        """The node has taken, or had taken before, the event with this number."""
        lane = (call, sender)
        if seq > self._upto.get(lane, 0):
            self._upto[lane] = seq
        self.waiting += 1

    def refuse(
        self, call: str | None, sender: str | None, seq: int | None, refusal: Refusal
    ) -> None:
        """The node has refused an item; says so, and acknowledges its number if it is used up."""
        self.refusals += 1
        self._say(
            error(
                refusal.code,
                refusal.detail,
                call=call,
                sender=sender,
                seq=seq,
                expected=refusal.expected,
            )
        )
        if refusal.consumed and call is not None and sender is not None and seq is not None:
            self._refused.setdefault((call, sender), []).append(seq)
            self.took(call, sender, seq)

    def resumed(self, resume: Resume, seq: int) -> None:
        """Answer a resume: ``seq`` is the last number taken, 0 for an unknown call."""
        self._say({"type": "resumed", "call": resume.call, "sender": resume.sender, "seq": seq})

    def warn(self, code: ErrorCode, detail: str) -> None:
        """Say something about the connection as a whole."""
        self._say(error(code, detail))

    def warn_nameless(self, detail: str, call: str, sender: str, seq: int | None) -> None:
        """The node has taken words of which nobody knows who says them."""
        self._say(error(UNKNOWN_SPEAKER, detail, call=call, sender=sender, seq=seq))

    def warn_times(self, doubt: ErrorCode, call: str, sender: str, seq: int | None) -> None:
        """The node has taken an event whose times it did not believe; ``doubt``: one of
        :data:`DOUBTS`."""
        self._say(error(doubt, DOUBTS[doubt], call=call, sender=sender, seq=seq))

    @property
    def backlog(self) -> int:
        """Messages that :meth:`to_send` would give."""
        return len(self._out)

    def answer(self, acks: Acks | None) -> bytes:
        """The answer to a ``POST``: everything there is to say, as one array."""
        out, self._out = self._out, []
        return encode([*out, *(acks.messages() if acks is not None else ())])

    def to_send(self) -> bytes | None:
        """What is to be sent now, as one frame; drains."""
        if not self._out:
            return None
        out, self._out = self._out, []
        return encode_all(out)

    def cut(self) -> Acks | None:
        """All that was taken since the last cut; None when nothing was."""
        self.waiting = 0
        if not self._upto:
            return None
        acks = Acks(self._upto, self._refused)
        self._upto, self._refused = {}, {}
        return acks

    def _greet(self, hello: Hello) -> None:
        if not self.open and not self._check(hello.token):
            self.close = self.close or UNAUTHORIZED_CLOSE
            return
        self.open = True
        self._say({"type": "welcome"})

    def _say(self, message: dict[str, Any]) -> None:
        if not self._silent:
            self._out.append(message)
