"""The overlay connection, sans I/O."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .codes import CloseCode
from .messages import DialIn, FeedbackIn, Greeting, NoteSeenIn, OverlayHello, Pong
from .session import Session

OverlaySaid = OverlayHello | FeedbackIn | NoteSeenIn | DialIn | Pong

_MODELS: Mapping[str, type[OverlaySaid]] = {
    "hello": OverlayHello,
    "feedback": FeedbackIn,
    "note.seen": NoteSeenIn,
    "dial": DialIn,
    "pong": Pong,
}


class OverlaySession(Session[OverlaySaid]):
    """One overlay's side of the conversation. ``check``: as ever; ``bound``: whether a token is one
    for this agent's overlay alone."""

    def __init__(
        self,
        *,
        check: Callable[[str], bool],
        bound: Callable[[str, str], bool] = lambda _token, _agent: False,
        authorised: bool = False,
    ) -> None:
        super().__init__(_MODELS, check=check, authorised=authorised)
        self._bound = bound

    def refuses(self, hello: Greeting) -> CloseCode | None:
        """As ever; a token for one agent's overlay opens that."""
        if isinstance(hello, OverlayHello) and self._bound(hello.token, hello.agent or ""):
            return None
        return super().refuses(hello)
