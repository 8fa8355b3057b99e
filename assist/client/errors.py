"""What can go wrong, all of it: everything that :mod:`assist.client` raises."""

from __future__ import annotations


class ClientError(Exception):
    """Any of the below."""


class Refused(ClientError):  # noqa: N818 - says what happened
    """The server will not have this client, and connecting again would not help: a wrong token or
    origin, a path that is none of its own, or a fault of ours. ``code``: the close code (4500 and
    above), or the HTTP status."""

    def __init__(self, reason: str, code: int | None = None) -> None:
        super().__init__(reason)
        self.code = code


class Closed(ClientError):  # noqa: N818
    """The client was closed. ``unacknowledged``: so many events may not have arrived."""

    def __init__(self, reason: str, unacknowledged: int = 0) -> None:
        super().__init__(reason)
        self.unacknowledged = unacknowledged


class CallOver(ClientError):  # noqa: N818
    """The server takes nothing more of this call: it has ended, was abandoned, or could not be
    begun. ``code`` is of the protocol's table of errors; other calls are not touched."""

    def __init__(self, call: str, code: str, detail: str) -> None:
        super().__init__(f"call {call!r}: {code}: {detail}")
        self.call = call
        self.code = code


class Full(ClientError):  # noqa: N818
    """As many calls are open as the client may hold. End those that are over."""


class InvalidEvent(ClientError, ValueError):  # noqa: N818
    """An event that no server would take; names the field, and quotes nothing that was said."""
