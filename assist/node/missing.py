"""Senders whose connection is gone: time stands still for their calls until they are back.

Only those matter through whom somebody's words came last (:mod:`.voices`). One that is gone for
good while others go on holds up what waits for its speaker's words, and nothing else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress

from assist.core.events import InputBack, InputLost
from assist.log.base import LogError

from .call import LiveCall
from .floor import Floor
from .voices import speakers

GONE_S = 60.0
"""A sender that is missing for so long, while others of its call go on, will hardly be back: the
client's longest pause between two attempts is five seconds."""


class Missing:
    """Of all calls of a node. ``is_over(call, sender)``: whether the sender has said that it would
    be gone."""

    def __init__(self, floor: Floor, is_over: Callable[[str, str], bool]) -> None:
        self._floor = floor
        self._is_over = is_over
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._loop = asyncio.get_running_loop()

    def stop(self) -> None:
        """Fire no more timers."""
        for timer in self._timers.values():
            timer.cancel()

    def lose(self, call: LiveCall, senders: Iterable[str], received: int) -> None:
        """The connection of these senders is gone. Raises :class:`LogError`."""
        known, call.missing = call.missing, call.missing.union(senders) & call.carriers
        if call.missing <= known:
            pass
        elif self._are_over(call):
            self._go_on_without(call, received)
        elif not call.input_lost:
            self._floor.put(call, InputLost(type="input.lost", call=call.id, at=received))
        self._time(call)

    def back(self, call: LiveCall, sender: str, received: int) -> None:
        """The sender is heard of, be it that it has taken over from one that is missing.

        ``received`` has been read off the call's clock after that, so that all the time that was
        lost stands still. Raises :class:`LogError`.
        """
        call.adrift = False
        call.missing = (call.missing - {sender}) & call.carriers
        if not call.missing or call.lost_speakers or self._are_over(call):
            self._go_on_without(call, received)
        self._time(call)

    def forget(self, call: LiveCall) -> None:
        """The call is over."""
        if (timer := self._timers.pop(call.id, None)) is not None:
            timer.cancel()

    # -- inside ------------------------------------------------------------------------------------

    def _others_go_on(self, call: LiveCall) -> bool:
        return bool(call.carriers - call.missing)

    def _are_over(self, call: LiveCall) -> bool:
        """Whether nobody is missing who might be back."""
        return self._others_go_on(call) and all(
            self._is_over(call.id, sender) for sender in call.missing
        )

    def _time(self, call: LiveCall) -> None:
        if not (call.missing and call.input_lost and self._others_go_on(call)):
            self.forget(call)
        elif call.id not in self._timers:
            self._timers[call.id] = self._loop.call_later(GONE_S, self._give_up, call)

    def _give_up(self, call: LiveCall) -> None:
        del self._timers[call.id]
        with suppress(LogError):  # the server notices by itself, and restarts
            self._go_on_without(call, self._floor.time(call))

    def _go_on_without(self, call: LiveCall, received: int) -> None:
        """Time runs again, but for what waits for the words of those who are missing."""
        lost = speakers(call.voices, call.missing, call.engine.state.channels)
        if lost == call.lost_speakers and not call.input_lost:
            return
        event: InputLost | InputBack = InputBack(type="input.back", call=call.id, at=received)
        if lost:
            event = InputLost(type="input.lost", call=call.id, at=received, speakers=lost)
        self._floor.put(call, event)
