"""Alerts: what supervisors should know of now, and what they did about it.

Rules raise them (``alert: supervisor``), and the node for what no rule can see: :data:`WORDS`. An
alert goes ``raised → acknowledged | silenced | withdrawn``; a silence that is over gives it back as
raised. One of a rule's that nobody saw outlives its call for a while.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from assist.core.events import AlertHandled
from assist.core.hints import Alert, Priority, Quote, hint_id

from .call import LiveCall
from .silences import Silence

SEVERE_MS = 20_000
"""How long a customer's emotion stands at severe before a supervisor is told: long enough for an
agent to have said two calming sentences, and to see whether they help."""
LOST_MS = 5_000
"""How long a call's words have not come before that is told: a connection that is made anew takes
a second or two."""
KEPT_MS = 30 * 60_000
"""How long an alert that nobody acknowledged outlives its call."""
MOST_KEPT = 500

State = Literal["raised", "acknowledged", "silenced", "withdrawn"]
Why = Literal["taken_back", "passed", "call_ended"]

INPUT_LOST = "node:input-lost"
WORDS: Mapping[str, tuple[Priority, str, str]] = {
    "node:severe-emotion": (
        "urgent",
        "客户情绪持续激烈，坐席可能需要支援",
        "The customer has been very upset for a while; the agent may need support",
    ),
    "node:engine-fault": (
        "urgent",
        "本通话的提示因程序错误已停止",
        "Hints for this call have stopped because of a fault in the program",
    ),
    "node:channels-exchanged": (
        "advice",
        "客户与坐席的声道可能接反，部分提示已暂停",
        "The customer's and the agent's channels look exchanged; some hints are paused",
    ),
    INPUT_LOST: (
        "advice",
        "收不到本通话的识别文字，提示暂停",
        "No words of this call are coming in; hints are paused",
    ),
}
"""The node's own alerts: priority, and what each says in zh and in en."""


@dataclass(slots=True, kw_only=True)
class StandingAlert:
    """One alert. ``at``: ms since the call began; ``raised``, ``until``: wall clock, ms since 1970;
    ``ended``: its call is over, since when by the wall clock."""

    id: str
    call: str
    agent: str
    queue: str | None
    rule: str
    need: str | None
    priority: Priority
    text: str
    because: tuple[Quote, ...] = ()
    at: int
    raised: float
    state: State = "raised"
    by: str | None = None
    reason: str | None = None
    until: int | None = None
    silence: str | None = None
    ended: float | None = None
    ended_at: int = 0
    """The call's clock when it was over."""
    why: Why | None = None

    def wire(self, now: float) -> dict[str, Any]:
        """As supervisors see it at wall-clock ms ``now``."""
        told: dict[str, Any] = {
            "type": "alert",
            "id": self.id,
            "state": self.state,
            "call": self.call,
            "agent": self.agent,
            "queue": self.queue,
            "rule": self.rule,
            "need": self.need,
            "priority": self.priority,
            "text": self.text,
            "because": self.because,
            "at": self.at,
            "ago": max(0, round(now - self.raised)),
            "ended": self.ended is not None,
        }
        more = ("by", "reason", "until", "silence", "why")
        return told | {key: value for key in more if (value := getattr(self, key)) is not None}


class Alerts:
    """All alerts of a node. ``wall`` reads the wall clock in ms since 1970; ``tell`` is given every
    alert that is new or has changed; ``time`` reads a call's clock."""

    def __init__(
        self,
        wall: Callable[[], float],
        time: Callable[[LiveCall], int],
        tell: Callable[[StandingAlert], None],
    ) -> None:
        self._wall = wall
        self._time = time
        self._tell = tell
        self._by_id: dict[str, StandingAlert] = {}
        self._by_call: dict[str, dict[str, StandingAlert]] = {}
        self._kept: dict[str, StandingAlert] = {}
        """Of calls that are over, the oldest first."""
        self.silences: dict[str, Silence] = {}
        self._up = wall()
        """Since when this node runs: no input was lost to it before."""

    def __iter__(self) -> Iterator[StandingAlert]:
        return iter(self._by_id.values())

    def get(self, alert: str) -> StandingAlert | None:
        """An alert that stands; None when it was withdrawn, or never was."""
        return self._by_id.get(alert)

    def raised(self, call: str) -> list[StandingAlert]:
        """The call's alerts that nobody has acknowledged or silenced."""
        return [each for each in self._by_call.get(call, {}).values() if each.state == "raised"]

    # -- what raises and withdraws them ------------------------------------------------------------

    def adopt(self, call: LiveCall) -> None:
        """Take up the alerts of a call that was recovered."""
        for alert in call.standing.alerts.values():
            self.take(call, alert)

    def take(self, call: LiveCall, alert: Alert) -> None:
        """A rule's alert was raised, its words turned out to be others, or it was withdrawn with
        them."""
        if alert.state == "withdrawn":
            self._withdraw(alert.id, "taken_back")
            return
        standing = self._by_id.get(alert.id)
        if standing is not None and standing.because != alert.because:
            standing.text, standing.because = alert.text, alert.because
            self._tell(standing)
        self._raise(
            call,
            alert.id,
            rule=alert.rule,
            need=alert.need,
            priority=alert.priority,
            text=alert.text,
            because=alert.because,
            at=alert.at,
        )

    def look(self, call: LiveCall) -> bool:
        """Bring the node's own alerts of a call into line with how it stands; whether one of them
        is to be looked at again though nothing happens."""
        now, soon = self._time(call), False
        mine = self._by_call.get(call.id, {})
        for rule, since, patience in (
            ("node:severe-emotion", call.standing.severe_since, SEVERE_MS),
            ("node:engine-fault", 0 if call.muted else None, now),
            ("node:channels-exchanged", call.standing.exchanged_since, 0),
            (INPUT_LOST, call.lost_since, LOST_MS),
        ):
            name = None if since is None else hint_id(call.id, rule, "", since)
            for old in [a.id for a in mine.values() if a.rule == rule and a.id != name]:
                self._withdraw(old, "passed")
            if since is None or name is None or name in mine:
                continue
            if now < since + patience:
                soon = True
                continue
            priority, zh, en = WORDS[rule]
            text = en if call.engine.state.language == "en" else zh
            self._raise(call, name, rule=rule, priority=priority, text=text, at=since + patience)
        return soon

    def end(self, call: LiveCall) -> None:
        """The call is over. What a rule raised and nobody has acknowledged stays for a while."""
        for alert in list(self._by_call.pop(call.id, {}).values()):
            if alert.state == "acknowledged" or alert.rule in WORDS:
                self._withdraw(alert.id, "call_ended")
                continue
            alert.ended, alert.ended_at = self._wall(), self._time(call)
            self._kept[alert.id] = alert
            self._tell(alert)
        while len(self._kept) > MOST_KEPT:
            self._withdraw(next(iter(self._kept)), "call_ended")

    def expire(self) -> None:
        """Bring everything into line with the clock: silences end, the oldest alerts go."""
        now = self._wall()
        for silence in [s for s in self.silences.values() if s.until <= now]:
            del self.silences[silence.id]
        for alert in list(self._by_id.values()):
            if alert.state == "silenced" and not self._is_silent(alert, now):
                alert.state, alert.by, alert.reason = "raised", None, None
                alert.until = alert.silence = None
                if not self._cover(alert):
                    self._tell(alert)
        for alert in list(self._kept.values()):
            if alert.ended is not None and now - alert.ended > KEPT_MS:
                self._withdraw(alert.id, "call_ended")

    # -- what supervisors do -----------------------------------------------------------------------

    def handled(self, event: AlertHandled) -> None:
        """A supervisor acknowledged or silenced one alert; it has been logged."""
        alert = self._by_id.get(event.alert)
        if alert is not None:
            self._handle(alert, event)
            self._tell(alert)
            if alert.ended is not None and alert.state == "acknowledged":
                self._withdraw(alert.id, "call_ended")

    def silence(self, silences: Iterable[Silence]) -> None:
        """These silences are in force, and no others; they have been kept."""
        self.silences = {silence.id: silence for silence in silences}
        for alert in self._by_id.values():
            if alert.state == "raised" and self._cover(alert):
                self._tell(alert)
        self.expire()

    # -- inside ------------------------------------------------------------------------------------

    def _raise(
        self,
        call: LiveCall,
        name: str,
        *,
        rule: str,
        priority: Priority,
        text: str,
        at: int,
        need: str | None = None,
        because: tuple[Quote, ...] = (),
    ) -> None:
        if name in self._by_id:
            return
        raised = self._wall() - (self._time(call) - at)
        alert = StandingAlert(
            id=name,
            call=call.id,
            agent=call.agent,
            queue=call.engine.state.queue,
            rule=rule,
            need=need,
            priority=priority,
            text=text,
            because=because,
            at=at,
            raised=max(raised, self._up) if rule == INPUT_LOST else raised,
        )
        self._by_id[name] = alert
        self._by_call.setdefault(call.id, {})[name] = alert
        handled = call.handled.get(name)
        if handled is not None:
            self._handle(alert, handled)
        if alert.state == "raised":
            self._cover(alert)
        self._tell(alert)

    def _withdraw(self, name: str, why: Why) -> None:
        alert = self._by_id.pop(name, None)
        if alert is None:
            return
        self._kept.pop(name, None)
        self._by_call.get(alert.call, {}).pop(name, None)
        alert.state, alert.why = "withdrawn", why
        self._tell(alert)

    def _handle(self, alert: StandingAlert, event: AlertHandled) -> None:
        if event.until is not None and event.until <= self._wall():
            return
        alert.state, alert.by, alert.reason = event.state, event.by, event.reason
        alert.until, alert.silence = event.until, None

    def _cover(self, alert: StandingAlert) -> bool:
        """Silence an alert that a silence covers; whether one does."""
        now = self._wall()
        for silence in self.silences.values():
            if silence.until > now and silence.covers(alert.rule, alert.queue, alert.call):
                alert.state, alert.by, alert.reason = "silenced", silence.by, silence.reason
                alert.until, alert.silence = silence.until, silence.id
                return True
        return False

    def _is_silent(self, alert: StandingAlert, now: float) -> bool:
        if alert.silence is not None:
            return alert.silence in self.silences
        return alert.until is not None and alert.until > now
