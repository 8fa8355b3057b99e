"""What a memory of customers promises."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from assist.core.remembering import Preference, Visit

DAY_MS = 86_400_000


class MemoryFault(Exception):  # noqa: N818 - says what is wrong
    """What is remembered cannot be read or written; the message names the file."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is remembered. ``at``: when it last was so, by the wall clock, ms since 1970.
    ``value``: of a preference."""

    what: Literal["need", "signal", "preference"]
    name: str
    at: int
    value: Preference = True


@dataclass(frozen=True, slots=True)
class Recalled:
    """What is known of a customer at ``now`` (wall clock, ms since 1970)."""

    now: int
    items: tuple[Item, ...] = ()

    @property
    def preferences(self) -> dict[str, Preference]:
        """By their keys in a call's context."""
        return {item.name: item.value for item in self.items if item.what == "preference"}

    @property
    def last(self) -> int | None:
        """When the last call was of which anything is known."""
        return max((item.at for item in self.items), default=None)


class Memory(Protocol):
    """Where it is kept; customers go by the opaque keys that integrators give.

    The first three never block and never raise: they are called between two events of a call. What
    cannot be kept is told in the process's own log. They take effect in the order in which they
    were called.
    """

    def recall(self, customer: str, tell: Callable[[Recalled], None]) -> None:
        """Call ``tell`` once, at once or later in the loop, if anything is known."""
        ...

    def keep(self, customer: str, visit: Visit, began: int) -> None:
        """A call of the customer has ended, in which all this came up. ``began``: when it did, by
        the wall clock (ms since 1970): where the customer was erased since then, nothing is kept.
        """
        ...

    def forget(self, customer: str) -> None:
        """The customer no longer agrees to be remembered: all that is known is gone."""
        ...

    async def read(self, customer: str) -> Recalled:
        """All that is known of a customer. Raises :class:`MemoryFault`."""
        ...

    async def erase(self, customer: str) -> int:
        """Forget a customer, durably, and whatever calls that have begun by now may leave; how many
        things were known. Raises :class:`MemoryFault`."""
        ...

    async def prune(self, began: int | None) -> int:
        """Let go of what is older than the memory keeps; how many things. Also of who was erased
        before the oldest call that has not ended ``began`` (ms since 1970; None: none is left).
        Raises :class:`MemoryFault`."""
        ...

    async def close(self) -> None:
        """Finish what was begun, and let go of files and threads."""
        ...


@dataclass(slots=True)
class Shelf:
    """The things known of one customer, by what they are; as a memory in a process keeps them."""

    items: dict[tuple[str, str], Item] = field(default_factory=dict)

    def put(self, visit: Visit, at: int) -> None:
        """Add what a call leaves."""
        for item, name in told(visit, at):
            if item is None:
                self.items.pop(("preference", name), None)
            else:
                self.items[item.what, item.name] = item


def told(visit: Visit, at: int) -> list[tuple[Item | None, str]]:
    """What a call leaves, as items; None for a preference that is no more."""
    found: list[tuple[Item | None, str]] = [(Item(w, n, at), n) for w, n in visit.known]
    preferences: Mapping[str, Preference | None] = visit.preferences
    for name, value in preferences.items():
        found.append((None if value is None else Item("preference", name, at, value), name))
    return found
