"""What supervisors do about calls: masked, logged with the call, and told to whom it concerns."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Literal

from assist.core.events import AlertHandled, Note
from assist.privacy import mask_event

from .floor import Floor


class Desk:
    """The supervisors' desk of a floor. ``wall`` reads the wall clock in ms since 1970.

    Both methods raise :class:`~assist.log.base.LogError` when the log has failed.
    """

    def __init__(self, floor: Floor, wall: Callable[[], float]) -> None:
        self._floor = floor
        self._wall = wall

    def whisper(self, name: str, author: str, text: str) -> Note | None:
        """Write to the agent of a call, masked and logged; None when it is not live."""
        call = self._floor.calls.get(name)
        if call is None:
            return None
        note = Note(
            type="note",
            call=call.id,
            at=self._floor.time(call),
            id=secrets.token_hex(8),
            author=author,
            text=text,
        )
        masked = mask_event(note)
        assert isinstance(masked, Note)
        self._floor.put(call, masked)
        return masked

    def handle(
        self,
        name: str,
        state: Literal["acknowledged", "silenced"],
        by: str,
        *,
        reason: str | None = None,
        until: int | None = None,
    ) -> bool:
        """Log what a supervisor does about one alert, and tell all; False when it does not stand.
        ``until``: when a silence is over, by the wall clock."""
        alert = self._floor.supervision.alerts.get(name)
        if alert is None:
            return False
        call = self._floor.calls.get(alert.call)
        if call is None:
            at = alert.ended_at + max(0, round(self._wall() - (alert.ended or 0)))
        else:
            at = self._floor.time(call)
        event = AlertHandled(
            type="alert.handled",
            call=alert.call,
            at=at,
            alert=name,
            rule=alert.rule,
            raised=alert.at,
            state=state,
            by=by,
            reason=reason,
            until=until,
        )
        masked = mask_event(event)
        assert isinstance(masked, AlertHandled)
        if call is None:
            self._floor.put_late(at, masked)
        else:
            self._floor.put(call, masked)
        return True
