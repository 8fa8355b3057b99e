"""A connection that begins with a hello, sans I/O: frames in, messages out in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

import orjson
from pydantic import BaseModel, ValidationError

from .codes import (
    BAD_HELLO,
    FRAME_TOO_LARGE,
    INVALID_EVENT,
    MALFORMED,
    UNAUTHORIZED_CLOSE,
    UNKNOWN_TYPE,
    CloseCode,
    ErrorCode,
)
from .messages import MAX_FRAME, Greeting, encode_all, error, unknown_type, why

M = TypeVar("M", bound=BaseModel)


class Session(Generic[M]):
    """One peer's side of the conversation.

    Feed frames to :meth:`receive`; the first message that it returns is the hello. After that
    send what :meth:`to_send` gives, and if :attr:`close` is set, close with it and
    :attr:`reason`.
    """

    def __init__(
        self,
        models: Mapping[str, type[M]],
        *,
        check: Callable[[str], bool],
        authorised: bool = False,
    ) -> None:
        """``models``: ``type`` on the wire -> what it is parsed by, ``hello`` by a
        :class:`Greeting`; ``check`` says whether a token is good; ``authorised``: a header showed
        one already."""
        self.open = False
        self.close: CloseCode | None = None
        self.reason = ""
        self._models = models
        self._check = check
        self._authorised = authorised
        self._out: list[dict[str, Any]] = []

    @property
    def known(self) -> bool:
        """Whether the peer has shown the token."""
        return self._authorised or self.open

    def receive(self, frame: str | bytes) -> Sequence[M]:
        """The messages of a frame that are to be acted on. Never raises."""
        if len(frame) > MAX_FRAME:
            return self._reject(FRAME_TOO_LARGE, f"{len(frame)} is more than {MAX_FRAME}")
        try:
            value = orjson.loads(frame)
        except orjson.JSONDecodeError as fault:
            return self._reject(MALFORMED, f"not JSON: {fault.msg} at character {fault.pos}")
        messages: list[M] = []
        if value == [] and not self.open:
            return self._reject(MALFORMED, "an empty array")
        for each in value if isinstance(value, list) else [value]:
            messages.extend(self._message(each))
        return messages

    def refuse(
        self, code: ErrorCode, detail: str, *, call: str | None = None, ref: str | None = None
    ) -> None:
        """Tell the peer that something it asked for cannot be; ``ref``: its own name for that."""
        told = error(code, detail, call=call)
        self._out.append(told if ref is None else {**told, "ref": ref})

    def refuses(self, hello: Greeting) -> CloseCode | None:
        """Why a hello does not open this; None where it does."""
        return self.refusal(hello.token)

    def refusal(self, token: str) -> CloseCode | None:
        """Why a token does not open this; None where it does."""
        return None if self._check(token) else UNAUTHORIZED_CLOSE

    def to_send(self) -> bytes | None:
        """What is to be sent now, as one frame; drains."""
        out, self._out = self._out, []
        return encode_all(out)

    def _message(self, value: Any) -> Sequence[M]:
        if self.close is not None:
            return ()
        if not isinstance(value, dict):
            return self._reject(MALFORMED, "not an object")
        kind, ref = value.get("type"), value.get("ref")
        ref = ref if isinstance(ref, str) and len(ref) <= MAX_REF else None
        model = self._models.get(kind) if isinstance(kind, str) else None
        if model is None:
            return self._reject(UNKNOWN_TYPE, unknown_type(kind, self._models), ref)
        try:
            message = model.model_validate(value)
        except ValidationError as fault:
            return self._reject(INVALID_EVENT, why(fault), ref)
        if isinstance(message, Greeting) == self.open:
            return self._reject(INVALID_EVENT, "hello comes first, and once", ref)
        if isinstance(message, Greeting):
            self.close = None if self._authorised else self.refuses(message)
            if self.close is not None:
                self.reason = self.reason or self.close.name
                return ()
            self.open = True
        return (message,)

    def _reject(self, code: ErrorCode, detail: str, ref: str | None = None) -> Sequence[M]:
        """An open peer is told and goes on; one that cannot say hello is closed."""
        if self.open:
            self.refuse(code, detail, ref=ref)
        elif self.close is None:
            self.close, self.reason = BAD_HELLO, detail[:100]
        return ()


MAX_REF = 64
"""Longest name of its own that a peer may give what it asks for, in characters."""
