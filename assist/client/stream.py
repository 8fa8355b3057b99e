"""One call and sender, sans I/O: numbers its events, and keeps them until they are acknowledged."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from .errors import CallOver
from .items import Item, Utterance


class Load(NamedTuple):
    """What a stream holds: events sent over this connection and not acknowledged, events that wait
    for a number, and the characters of those."""

    in_flight: int
    waiting: int
    characters: int


class CallStream:
    """The events of one call and sender, from being handed in to being acknowledged.

    Events *wait* until there is room for them in the window; while they do, a hypothesis that a
    newer one of the same utterance follows is left out. Then they are *numbered* and never change
    again, for they may have reached the server: a repeat must be the same.

    A stream that :attr:`asks` does not know where the server stands, and gives nothing to send
    until :meth:`resumed`.
    """

    def __init__(self, call: str, sender: str, *, asks: bool) -> None:
        """``asks``: events may have been sent before, by whoever had this call and sender."""
        self.call = call
        self.sender = sender
        self.asks = asks
        self.acked = 0
        self.over: CallOver | None = None
        self._start: Item | None = None
        self._numbered: deque[Item] = deque()
        self._sent = 0
        self._waiting: dict[int, Item] = {}
        self._hypotheses: dict[Utterance, int] = {}
        self._characters = 0
        self._tickets = 0
        self._next = 1

    @property
    def load(self) -> Load:
        """What it holds."""
        return Load(self._sent, len(self._waiting), self._characters)

    @property
    def has_to_send(self) -> bool:
        """Whether :meth:`take` gives anything."""
        return not self.asks and (bool(self._waiting) or self._sent < len(self._numbered))

    @property
    def unacknowledged(self) -> int:
        """Events that the server may not have."""
        return len(self._waiting) + len(self._numbered)

    @property
    def has_begun(self) -> bool:
        """Whether anything has been numbered, so that a new connection must ask."""
        return self._next > 1

    def would_merge(self, item: Item) -> bool:
        """Whether :meth:`put` would need no more room."""
        return item.utterance in self._hypotheses

    def put(self, item: Item) -> Item | None:
        """Have an event wait. The hypothesis that it makes superfluous, if one waits, is returned.

        One that names utterances in ``supersedes`` is left out only if the newer one does too.
        """
        left_out: Item | None = None
        if item.utterance is not None:
            ticket = self._hypotheses.pop(item.utterance, None)
            if ticket is not None and set(self._waiting[ticket].supersedes) <= set(item.supersedes):
                left_out = self._unwait(ticket)
            if not item.final:
                self._hypotheses[item.utterance] = self._tickets
        self._waiting[self._tickets] = item
        self._characters += item.size
        self._tickets += 1
        return left_out

    def take(self, most: int, characters: int) -> Iterator[Item]:
        """What to send next, up to ``most`` events and so many characters: numbered ones that this
        connection has not carried, then waiting ones."""
        while most > 0 and self.has_to_send:
            again = next(islice(self._numbered, self._sent, None), None)
            item = again or next(iter(self._waiting.values()))
            if characters < item.size:
                return
            if again is None:
                self._number(item)
            self._sent += 1
            most -= 1
            characters -= item.size
            yield item

    def acknowledge(self, seq: int) -> list[Item]:
        """Everything up to ``seq`` is safe; what that frees.

        A number that we have not reached yet is a sender's before us, of a process that is no
        more: what we have sent was taken for its repeats, and is sent again after it."""
        if seq >= self._next:
            self.resumed(seq)
            return []
        self.acked = max(self.acked, min(seq, self._next - 1))
        freed = []
        while self._numbered and self._numbered[0].seq <= seq:
            freed.append(self._numbered.popleft())
        self._sent = max(0, self._sent - len(freed))
        return freed

    def disconnected(self) -> None:
        """Nothing is known of what was sent and not acknowledged."""
        self._sent = 0
        self.asks = self.asks or self.has_begun

    def resumed(self, seq: int) -> int:
        """The server has everything up to ``seq``; what comes after is to be sent again. How many
        events it had acknowledged and lost (a log in memory, a disk restored from yesterday)."""
        self.asks = False
        if seq:
            self._skip_start()
        lost = max(0, self.acked - seq)
        if lost or seq >= self._next:
            self._renumber(seq)
        self.acknowledge(seq)  # which is below the next number now
        self._sent = 0
        return lost

    def fail(self, over: CallOver) -> int:
        """The server takes nothing more: how many events are given up."""
        given_up = self.unacknowledged
        self.over = self.over or over
        self._numbered.clear()
        self._waiting.clear()
        self._hypotheses.clear()
        self._sent = self._characters = 0
        return given_up

    def is_start(self, seq: int | None) -> bool:
        """Whether ``seq`` is the number of the event that begins the call."""
        return seq == 1 and self._start is not None

    def _number(self, item: Item) -> None:
        ticket = next(iter(self._waiting))
        self._unwait(ticket)
        if item.utterance is not None and self._hypotheses.get(item.utterance) == ticket:
            del self._hypotheses[item.utterance]
        if item.is_start:
            self._start = item
        item.seq = self._next
        self._next += 1
        self._numbered.append(item)

    def _skip_start(self) -> None:
        """The server has the event that begins the call: it was sent by whoever had it before."""
        ticket = next(iter(self._waiting), None)
        if ticket is not None and self._waiting[ticket].is_start:
            self._start = self._unwait(ticket)

    def _unwait(self, ticket: int) -> Item:
        item = self._waiting.pop(ticket)
        self._characters -= item.size
        return item

    def _renumber(self, seq: int) -> None:
        """Go on after ``seq``, which is not where we thought the server stood; a call that it does
        not know is begun anew."""
        rest = [item for item in self._numbered if not item.is_start]
        if seq == 0 and self._start is not None:
            rest.insert(0, self._start)
        for number, item in enumerate(rest, seq + 1):
            item.seq = number
        self._numbered = deque(rest)
        self._next = seq + 1 + len(rest)
        self.acked = seq
