"""What is remembered of customers from call to call, so that rules can ask for it (``history:``).

Only with the customer's consent, and only names out of rule files: which needs came up, which
signals were heard; never a word that was said. What a call is told is logged with it, so a replay
knows what the live call knew.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from assist.core.events import Remembered
from assist.core.remembering import Known

CONSENT = "memory_consent"
"""Key of a call's context: ``true`` where the customer agrees to be remembered."""


class Memory(Protocol):
    """Where it is kept. Neither method may block: both are called between two events of a call."""

    def recall(self, customer: str) -> Sequence[Remembered]:
        """What is known of a customer (an opaque key); nothing is an empty sequence."""
        ...

    def keep(self, customer: str, known: Iterable[Known]) -> None:
        """A call of the customer has ended, in which all this came up."""
        ...


class EndedCalls:
    """The calls that ended in this process, in its memory alone: gone when it stops.

    ``clock`` tells the time in seconds. Of more than ``most`` customers, those heard of longest ago
    are forgotten.
    """

    def __init__(self, clock: Callable[[], float] = time.time, most: int = 50_000) -> None:
        self._clock = clock
        self._most = most
        self._known: OrderedDict[str, dict[Known, float]] = OrderedDict()

    def recall(self, customer: str) -> Sequence[Remembered]:
        """What is known of a customer, and how long ago each last came up."""
        now = self._clock()
        return [
            Remembered(what=what, name=name, ago=max(0, round((now - when) * 1000)))
            for (what, name), when in self._known.get(customer, {}).items()
        ]

    def keep(self, customer: str, known: Iterable[Known]) -> None:
        """Remember what came up just now."""
        when = self._clock()
        self._known.setdefault(customer, {}).update(dict.fromkeys(known, when))
        self._known.move_to_end(customer)
        while len(self._known) > self._most:
            self._known.popitem(last=False)


def consents(context: Mapping[str, Any]) -> bool:
    """Whether the customer of a call with this context agreed to be remembered."""
    return context.get(CONSENT) is True
