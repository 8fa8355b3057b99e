"""The overlay connection, sans I/O."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .messages import DialIn, FeedbackIn, NoteSeenIn, OverlayHello, Pong
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
    """One overlay's side of the conversation."""

    def __init__(self, *, check: Callable[[str], bool], authorised: bool = False) -> None:
        super().__init__(_MODELS, check=check, authorised=authorised)
