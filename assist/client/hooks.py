"""What a client tells of its doings, for metrics and logs of the integrator's own kind."""

from __future__ import annotations

import logging

_logger = logging.getLogger("assist.client")


class Hooks:
    """Override what you want to count. Called in the client's event loop: must not block or raise.

    No words of a call are among the arguments. :class:`Counting` is an example.
    """

    def connected(self) -> None:
        """A connection is up; what was not acknowledged is being sent again."""

    def disconnected(self, reason: str, retry_s: float) -> None:
        """The connection was lost, or none came about; the next attempt is due after
        ``retry_s`` seconds."""

    def sent(self, events: int, characters: int) -> None:
        """A frame was written."""

    def acknowledged(self, events: int, oldest_s: float) -> None:
        """So many events are safe at the server; the oldest was handed in so many seconds ago."""

    def merged(self) -> None:
        """A hypothesis was left out because a newer one was there before it could be sent."""

    def declined(self) -> None:
        """There was no room for an event that was offered."""

    def refused(self, call: str, code: str, detail: str) -> None:
        """The server refused something of a call, or (``call`` is ``""``) of the connection; unless
        overridden, it is said in the log."""
        _logger.warning("refused: call %r: %s: %s", call, code, detail)

    def warned(self, call: str, code: str, detail: str) -> None:
        """The server has taken something of a call that will do less than was meant; unless
        overridden, it is said in the log."""
        _logger.warning("call %r: %s: %s", call, code, detail)

    def lost(self, call: str, events: int) -> None:
        """So many events are gone: the server lost what it had acknowledged, or the call is over
        there while events of it were waiting; unless overridden, it is said in the log."""
        if events:
            _logger.warning("lost: call %r: %d events", call, events)


class Counting(Hooks):
    """Plain counts, by the names of the hooks."""

    def __init__(self) -> None:
        self.connections = 0
        self.disconnections = 0
        self.events_sent = 0
        self.events_acknowledged = 0
        self.events_merged = 0
        self.events_declined = 0
        self.events_lost = 0
        self.refusals = 0
        self.warnings = 0
        self.trouble = ""
        """Why there is no connection; empty while there is one."""

    def connected(self) -> None:
        self.connections += 1
        self.trouble = ""

    def disconnected(self, reason: str, retry_s: float) -> None:  # noqa: ARG002
        self.disconnections += 1
        self.trouble = reason

    def sent(self, events: int, characters: int) -> None:  # noqa: ARG002
        self.events_sent += events

    def acknowledged(self, events: int, oldest_s: float) -> None:  # noqa: ARG002
        self.events_acknowledged += events

    def merged(self) -> None:
        self.events_merged += 1

    def declined(self) -> None:
        self.events_declined += 1

    def refused(self, call: str, code: str, detail: str) -> None:
        super().refused(call, code, detail)
        self.refusals += 1

    def warned(self, call: str, code: str, detail: str) -> None:
        super().warned(call, code, detail)
        self.warnings += 1

    def lost(self, call: str, events: int) -> None:
        super().lost(call, events)
        self.events_lost += events
