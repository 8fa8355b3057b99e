"""Between calls and the memory of customers: who is remembered, what is told, when to forget.

What a call is told is logged with it (``history``), so a replay knows what the live call knew.
"""

from __future__ import annotations

from contextlib import suppress

from assist.core.events import History, Remembered
from assist.core.remembering import consent
from assist.log.base import LogError
from assist.memory.base import Memory, Recalled
from assist.memory.words import remembered_line

from .call import LiveCall
from .floor import Floor


class Customers:
    """The customers of a node's calls."""

    def __init__(self, floor: Floor, memory: Memory) -> None:
        self._floor = floor
        self._memory = memory
        self._asked: dict[str, str] = {}
        """Call -> the customer that the memory was asked of."""

    def learn(self, call: LiveCall) -> None:
        """Something was said of the call: perhaps who calls, or whether they agree."""
        if call.customer is None:
            return
        if call.consents is False:
            self._memory.forget(call.customer)
        elif call.consents and self._asked.get(call.id) != call.customer:
            self._asked[call.id] = asked = call.customer
            self._memory.recall(asked, lambda known: self._tell(call.id, asked, known))

    def ended(self, call: LiveCall) -> None:
        """The call is over: keep what it leaves, if the customer agreed and still does. A rule may
        have heard them take it back, too."""
        self._asked.pop(call.id, None)
        if call.customer is None or call.muted:
            return
        if consent(call.engine.state.context) is False:
            self._memory.forget(call.customer)
        elif call.consents:
            self._memory.keep(call.customer, call.engine.visit(), call.began)

    def _tell(self, name: str, customer: str, known: Recalled) -> None:
        """Tell the call what is known; it may have ended meanwhile, or the consent with it, or the
        customer was erased or found to be another."""
        call = self._floor.calls.get(name)
        if call is None or not call.consents or call.customer != customer:
            return
        past = tuple(
            Remembered(what=item.what, name=item.name, ago=max(0, known.now - item.at))
            for item in known.items
            if item.what != "preference"
        )
        told = History(
            type="history",
            call=name,
            at=self._floor.time(call),
            past=past,
            preferences=known.preferences,
            line=remembered_line(known, "en" if call.engine.state.language == "en" else "zh"),
        )
        with suppress(LogError):  # the server notices by itself, and restarts
            self._floor.put(call, told)
            if told.line is not None:
                call.stream.publish_snapshot()
