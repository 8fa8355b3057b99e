"""What a format is: how its messages are read, and what it can and cannot tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from assist.core.events import Speaker

from .convert import Unreadable
from .decode import values
from .ears import Ears, Event

Read = Callable[[Any, Ears], Iterable[Event]]
"""A vendor's message → what it says, by way of the ears. Besides fragments it may give
``activity``, ``gap``, ``call.hold``, ``call.resume`` and ``call.transfer``, a ``call.start`` with
what the message tells of the call (any of its fields, None for those it does not) and ``call.end``.
May raise anything that Python raises for a value of another shape, or
:class:`~assist.formats.convert.Unreadable` with a reason."""

Times = Literal["words", "utterance", "final only", "none"]
Roles = Literal["yes", "by channel", "by label", "no"]
Proof = Literal["real payload", "documented shape"]


def _nothing(_message: Any) -> None:
    """Most messages do not name their call."""


@dataclass(frozen=True, slots=True)
class Format:
    """One vendor's messages.

    ``times``: what has them. ``roles``: whether it is told who speaks (``by channel``: on which
    channel, whose speaker is to be given; ``by label``: a diarised speaker's). ``ids``: whether the
    vendor names its utterances. ``proof``: what it has been tested against. ``pushed``: the vendor
    itself connects or posts, and is answered with nothing but the HTTP status. ``speakers``: whose
    channels the vendor's names mean unless told otherwise. ``call``: the call that a message names.
    """

    name: str
    title: str
    read: Read
    source: str
    partials: bool
    times: Times
    roles: Roles
    ids: bool
    proof: Proof
    emotion: bool = False
    pushed: bool = False
    signed: bool = False
    websocket: bool = True
    note: str = ""
    speakers: Mapping[str, Speaker] = field(default_factory=dict)
    call: Callable[[Any], object] = _nothing
    decode: Callable[[str | bytes, str], Iterable[Any]] = values

    def adapter(
        self,
        name: str,
        *,
        speaker: Speaker | None = None,
        speakers: Mapping[str, Speaker] | None = None,
    ) -> Adapter:
        """What reads one call's messages, or one leg's of it.

        ``name`` makes the ids of utterances unique within the call (the sender's is a good one);
        ``speaker``: who is heard, where the leg carries one person; ``speakers``: who is on which
        channel.
        """
        return Adapter(self, Ears(name, speaker, {**self.speakers, **(speakers or {})}))

    def messages(self, frame: str | bytes, kind: str = "") -> list[Any]:
        """The messages of a frame or a request body; ``kind`` is its content type. Where one cannot
        be decoded, an :class:`~assist.formats.convert.Unreadable` stands for it. Never raises."""
        try:
            return list(self.decode(frame, kind))
        except Unreadable as fault:
            return [fault]

    def call_of(self, message: Any) -> str | None:
        """The id of the call that a message names, if it does."""
        try:
            named = self.call(message)
        except (AttributeError, LookupError, TypeError, ValueError):
            return None
        return named if isinstance(named, str) and 1 <= len(named) <= 128 else None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message said; ``fault``: why (the rest of) it could not be read."""

    events: list[Event]
    fault: str | None = None


class Adapter:
    """Reads the messages of one call and leg, in the order in which they come."""

    __slots__ = ("ears", "format")

    def __init__(self, format_: Format, ears: Ears) -> None:
        self.format = format_
        self.ears = ears

    def receive(self, message: Any) -> Reading:
        """The events that follow from a decoded message. Never raises, whatever the message."""
        if isinstance(message, Unreadable):
            return Reading([], str(message))
        events: list[Event] = []
        try:
            for event in self.format.read(message, self.ears):
                events.append(event)  # noqa: PERF402 - what came before a fault is kept
        except Unreadable as fault:
            return Reading(events, str(fault))
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as fault:
            # The exception's own words might quote what was said.
            return Reading(events, f"not the documented shape ({type(fault).__name__})")
        return Reading(events)

    def connected(self) -> None:
        """Another connection carries the messages from here on. Must not be called where the
        sender goes on exactly where it was."""
        self.ears.connected()

    def save(self) -> dict[str, Any]:
        """The state as JSON; people's words stand under keys called ``text``."""
        return self.ears.save()

    def load(self, saved: Mapping[str, Any]) -> None:
        """Go on from what :meth:`save` gave. Raises :class:`ValueError` when it is not that."""
        try:
            self.ears.load(saved)
        except (AttributeError, KeyError, TypeError) as fault:
            raise ValueError("not a state of this version") from fault
