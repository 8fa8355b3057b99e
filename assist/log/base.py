"""The log: what every back end promises.

Everything the product knows about a call is a fold over that call's entries, so the log is
the only thing that must survive. Back ends: :mod:`.memory` and :mod:`.sqlite` (the default).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from assist.core.events import Event


@dataclass(frozen=True, slots=True)
class Entry:
    """One logged event. ``offset`` rises over the whole log; ``received`` is in ms since the call
    began by the receiving node's clock and never falls within a call."""

    offset: int
    received: int
    event: Event


@dataclass(frozen=True, slots=True)
class EndedCall:
    """A call whose end is in the log, by the wall clock of the node that took it."""

    call: str
    began: datetime
    """``ended`` less the call's length."""
    ended: datetime
    """When ``call.end`` was appended, to the millisecond."""


class LogError(Exception):
    """The log cannot keep its promise (disk full, file locked, closed). What was not yet
    durable must not be acknowledged."""


class InUseError(LogError):
    """Another process, or another log of this one, writes the file."""


class UnreadableError(LogError):
    """An entry is not readable by this version: its call is lost to it, and no other.
    ``received``: that of the last entry read for, in ms since the call began."""

    def __init__(self, message: str, received: int) -> None:
        super().__init__(message)
        self.received = received


class Log(Protocol):
    """Append-only, ordered, durable.

    Order: entries of a call come back in the order of their appends. Durability: every entry
    whose offset is at most :attr:`durable` survives the end of the process (and, where the
    back end says so, of the machine). Failure is final: after the first one :attr:`failed` says
    why, :attr:`durable` stands still and every append raises, until the log is reopened; a log
    with a hole would replay to something that never happened.

    Appends cost a list entry, not a future: acknowledge by keeping the offset of the last append
    and comparing it with :attr:`durable` when a listener is called, or by :meth:`wait`.
    All methods must be called on the thread of the event loop in which the log was opened.
    """

    @property
    def durable(self) -> int:
        """The highest offset that, with all below it, is durable; 0 when the log is empty."""
        ...

    @property
    def failed(self) -> LogError | None:
        """Why the log stopped; None while it keeps its promise (and after a clean close)."""
        ...

    def append(self, received: int, event: Event) -> int:
        """Queue an entry, already masked, and return its offset at once; never blocks.

        Raises :class:`LogError` once the log has failed or is being closed.
        """
        ...

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call ``listener`` on the loop whenever :attr:`durable` rises (once a commit, not once
        an entry) and once when the log fails. It must not raise, and should only compare and
        wake. Returns the way to stop listening."""
        ...

    async def wait(self, offset: int) -> None:
        """Return once ``offset`` is durable. Raises :class:`LogError` if it never will be."""
        ...

    def pending(self) -> int:
        """Entries appended but not yet durable: what back-pressure looks at."""
        ...

    async def read(self, call: str) -> Sequence[Entry]:
        """All durable entries of a call, in order; empty for an unknown call.

        Raises :class:`UnreadableError` for a call that this version cannot read, and
        :class:`LogError` when nothing can be read."""
        ...

    async def tail(self, call: str, most: int) -> Sequence[Entry]:
        """The last durable entries of a live call, at most ``most``, in order; as :meth:`read`, at
        a cost that does not grow with the call. None of a call that has ended."""
        ...

    async def unfinished(self) -> Sequence[str]:
        """Calls with durable entries but no ``call.end``, the oldest first: those to recover at
        start."""
        ...

    async def ended(
        self,
        *,
        most: int = 100,
        after: EndedCall | None = None,
        since: datetime | None = None,
        before: datetime | None = None,
    ) -> Sequence[EndedCall]:
        """Up to ``most`` calls whose end is durable, the newest end first; of equal ends the name
        that sorts last first.

        ``after``: the last one of the page before (it may have been forgotten meanwhile); ``since``
        and ``before``: only calls that ended from, and before, these (aware) times. A call that
        ends while pages are read is newer than all of them, so no page repeats or skips another.
        """
        ...

    async def of_customer(self, customer: str) -> Sequence[str]:
        """The calls, live ones too, of which a ``call.start`` names that customer (their key, as it
        was given), the oldest first. Reads the log from end to end: seconds for a gigabyte, beside
        everything else."""
        ...

    async def keep_rules(self, digest: str, sources: Mapping[str, str]) -> None:
        """Keep the texts of a rule set (path -> text) under its digest; durable on return.

        Keeping a digest again changes nothing."""
        ...

    async def rules(self, digest: str) -> Mapping[str, str] | None:
        """The texts kept under ``digest``, in the order given; None when there are none."""
        ...

    async def last_rules(self) -> Mapping[str, str] | None:
        """The texts that were kept last of all, as :meth:`rules` gives them; None in a new log."""
        ...

    async def forget(self, call: str) -> bool:
        """Delete every entry of an ended call, durably; False when there is no such call.

        Raises :class:`ValueError` for a call that has not ended: its engine still stands on
        them."""
        ...

    async def prune(self, before: datetime) -> int:
        """:meth:`forget` every call whose ``call.end`` was appended before that (aware) time of
        the wall clock; how many."""
        ...

    def listen_forgotten(self, listener: Callable[[Sequence[str]], None]) -> Callable[[], None]:
        """Call ``listener`` on the loop with the names of calls that have been forgotten, after
        each deletion that is durable: for those who keep something derived from them. It must not
        raise. Returns the way to stop listening."""
        ...

    async def close(self) -> None:
        """Make everything durable, then let go of files and threads. Further appends raise.

        Raises :class:`LogError` when that cannot be done. Closing twice changes nothing."""
        ...
