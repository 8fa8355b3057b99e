"""Who supervises: the floor as a table of rows, alerts, watching one call, notes to agents.

While nobody supervises, an event costs the question whether anybody does. While somebody does, it
marks its call, and twice a second the rows of the marked calls are worked out, a few at a time;
what each supervisor has not been told yet is kept as the names of calls, so one who reads slowly
is told less often, and nobody waits for anybody.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

import orjson

from assist.core.events import AlertHandled, NoteSeen
from assist.core.hints import Alert, to_wire
from assist.core.hints import NoteSeen as NoteSeenOut
from assist.log.base import Entry
from assist.privacy.names import without_names
from assist.proto.messages import encode

from .alerts import Alerts, StandingAlert
from .call import LiveCall
from .rows import row_of, same
from .silences import Silence, SilenceStore
from .supervisor import Supervisor

BEAT_S = 0.5
"""Between two times that supervisors are told what changed: at most twice a second."""
MOVE_BEATS = 4
"""A row that moves by itself, as a curve does, is worked out anew this often: every 2 s."""
SLICE = 25
"""Rows worked out in one go, some 2 ms, before the calls have their turn again."""


LOOKED_BACK = 400
"""Entries of a call's log in which a new watcher is shown what was said: some two minutes."""
READINGS = 5
"""How often they are read anew before it is let be: a call sent faster than anybody can talk."""

Tail = Callable[[str, int], Awaitable[Sequence[Entry]]]


class Supervision:
    """All supervisors of a node. ``calls``: the live calls by id; ``time`` reads a call's clock;
    ``wall`` the wall clock, in ms since 1970; ``tail`` the last entries of a call's log."""

    def __init__(
        self,
        calls: Mapping[str, LiveCall],
        *,
        time: Callable[[LiveCall], int],
        wall: Callable[[], float],
        store: SilenceStore,
        tail: Tail,
    ) -> None:
        self.alerts = Alerts(wall, time, self._tell_alert)
        self.supervisors: set[Supervisor] = set()
        self._calls = calls
        self._time = time
        self._wall = wall
        self._store = store
        self._tail = tail
        self._keeping = asyncio.Lock()
        self._loop = asyncio.get_running_loop()
        self._dirty: dict[str, None] = {}
        self._work: list[str] = []
        self._told: list[str] = []
        self._rows: dict[str, dict[str, Any]] = {}
        self._frames: dict[str, orjson.Fragment] = {}
        self._moving: set[str] = set()
        self._alerting = False
        self._beats = 0
        self._warm = False
        """Whether every live call has a row."""
        self._timer: asyncio.Handle | None = None

    # -- what the floor tells ----------------------------------------------------------------------

    def touch(self, call: str) -> None:
        """Something of the call may have changed."""
        if self.supervisors:
            self._dirty[call] = None

    def adopt(self, call: LiveCall) -> None:
        """A call was recovered from the log."""
        self.alerts.adopt(call)
        self.touch(call.id)

    def alerted(self, call: LiveCall, alert: Alert) -> None:
        """A rule's alert was raised or withdrawn."""
        self.alerts.take(call, alert)

    def handled(self, event: AlertHandled) -> None:
        """What a supervisor did about one alert has been logged."""
        self.alerts.handled(event)

    def left(self, call: LiveCall) -> None:
        """The call is over."""
        self.alerts.end(call)
        for supervisor in [s for s in self.supervisors if s.watching is call]:
            supervisor.look_away()
        if self.supervisors:
            self._dirty[call.id] = None

    def stop(self) -> None:
        """Tell nobody any more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    # -- supervisors -------------------------------------------------------------------------------

    def join(self, supervisor: Supervisor) -> None:
        """Let a supervisor in: the floor as soon as it is worked out, then the alerts that stand
        and the silences, then every change."""
        self.supervisors.add(supervisor)
        if self._timer is None:
            self._rows.clear()
            self._frames.clear()
            self._moving.clear()
            self._warm = False
            self._dirty = dict.fromkeys(self._calls)
            self._timer = self._loop.call_soon(self._beat)
        elif self._warm:
            self._send(supervisor)

    def leave(self, supervisor: Supervisor) -> None:
        """Forget a supervisor; with the last one, the rows."""
        supervisor.look_away()
        self.supervisors.discard(supervisor)
        if not self.supervisors:
            self.stop()
            self._dirty.clear()
            self._work.clear()
            self._rows.clear()
            self._frames.clear()

    async def watch(self, supervisor: Supervisor, name: str | None) -> bool:
        """Show all that comes out of a call; False when it is not live. Raises :class:`LogError`
        when the log cannot be read."""
        entries = [] if name is None else await self._read(name)
        call = None if name is None else self._calls.get(name)
        if name is not None and call is None:
            return False
        trace = supervisor.watch(call)
        shown: dict[str, Any] = {"type": "watched", "call": name, "snapshot": None}
        if call is not None:
            said = [entry.event for entry in entries]
            snapshot = call.stream.calls[call.id].snapshot()
            shown["snapshot"] = {**snapshot, "context": without_names(snapshot["context"])}
            shown["transcripts"] = call.transcripts(said, self._time(call))
            shown["trace"] = trace
        supervisor.tell(shown)
        return True

    def note_seen(self, call: LiveCall, event: NoteSeen) -> None:
        """Tell the author of a note that it was shown or read; who watches the call has been told
        with all else that comes out of it."""
        author = next((note["from"] for note in call.notes if note["id"] == event.note), None)
        told = NoteSeenOut(call=call.id, at=event.at, id=event.note, state=event.state)
        for supervisor in self.supervisors:
            if supervisor.name == author and supervisor.watching is not call:
                supervisor.tell(to_wire(told))

    async def _read(self, name: str) -> Sequence[Entry]:
        """The last entries of a call. Of what is said while they are read the engine holds the last
        final only: where both speakers end in that moment, they are read again."""
        entries: Sequence[Entry] = ()
        for _ in range(READINGS):
            call = self._calls.get(name)
            if call is None:
                break
            listening = call.engine.listening
            before = listening.finals
            entries = await self._tail(name, LOOKED_BACK)
            if listening.finals <= before + 1:
                break
        return entries

    # -- silences ----------------------------------------------------------------------------------

    def load(self) -> None:
        """Put the silences that were kept in force. Blocks. Raises :class:`OSError` and
        :class:`ValueError` where they cannot be read."""
        self.alerts.silence(self._store.load())

    async def silence(self, silence: Silence) -> None:
        """Put a silence in force once it is kept. Raises :class:`OSError`; nothing has changed."""
        await self._keep(lambda now: [*now, silence])

    async def unsilence(self, name: str) -> None:
        """End a silence, likewise; one that is over already is no fault."""
        await self._keep(lambda now: [each for each in now if each.id != name])

    async def _keep(self, change: Callable[[list[Silence]], list[Silence]]) -> None:
        async with self._keeping:
            self.alerts.expire()
            silences = change(list(self.alerts.silences.values()))
            await asyncio.to_thread(self._store.save, silences)
            self.alerts.silence(silences)
        for supervisor in tuple(self.supervisors):
            if not supervisor.fresh:
                supervisor.tell(self._silences())

    def _silences(self) -> dict[str, Any]:
        told = [silence.wire() for silence in self.alerts.silences.values()]
        return {"type": "silences", "silences": told}

    # -- twice a second ----------------------------------------------------------------------------

    def _beat(self) -> None:
        """Begin to work out what has changed."""
        self._beats += 1
        known = len(self.alerts.silences)
        self.alerts.expire()
        if len(self.alerts.silences) != known:
            for supervisor in tuple(self.supervisors):
                if not supervisor.fresh:
                    supervisor.tell(self._silences())
        if self._beats % MOVE_BEATS == 0:
            self._dirty.update(dict.fromkeys(self._moving))
        self._work, self._dirty = [*self._work, *self._dirty], {}
        self._slice()

    def _slice(self) -> None:
        """Work out a few rows; when all are, tell of them."""
        work, self._work = self._work[:SLICE], self._work[SLICE:]
        for name in work:
            self._look(name)
        if self._work:
            self._timer = self._loop.call_soon(self._slice)
            return
        self._warm = True
        changed, self._told = self._told, []
        for supervisor in tuple(self.supervisors):
            for name in changed:
                if name in self._frames:
                    supervisor.changed[name] = None
                else:
                    supervisor.changed.pop(name, None)
                    supervisor.gone[name] = None
            self._send(supervisor)
        self._timer = self._loop.call_later(BEAT_S, self._beat) if self.supervisors else None

    def _look(self, name: str) -> None:
        call = self._calls.get(name)
        if call is None:
            self._moving.discard(name)
            self._frames.pop(name, None)
            if self._rows.pop(name, None) is not None:
                self._told.append(name)
            return
        if self.alerts.look(call):
            self._dirty[name] = None
        row, moves = row_of(call, self._time(call), self.alerts.raised(name))
        (self._moving.add if moves else self._moving.discard)(name)
        before = self._rows.get(name)
        if before is None or not same(before, row):
            self._rows[name] = row
            self._frames[name] = orjson.Fragment(encode(row))
            self._told.append(name)

    def _send(self, supervisor: Supervisor) -> None:
        """Tell a supervisor what it does not know yet, unless it has yet to read other things."""
        if len(supervisor.reader):
            return
        if supervisor.fresh:
            self._welcome(supervisor)
            return
        self._send_alerts(supervisor)
        if supervisor.changed or supervisor.gone:
            rows = [self._frames[name] for name in supervisor.changed]
            self._tell_floor(supervisor, "floor.change", rows, gone=list(supervisor.gone))
            supervisor.changed, supervisor.gone = {}, {}

    def _welcome(self, supervisor: Supervisor) -> None:
        supervisor.fresh = False
        self._tell_floor(supervisor, "floor", list(self._frames.values()))
        supervisor.changed, supervisor.gone = {}, {}
        supervisor.alerts = {alert.id: alert for alert in self.alerts}
        self._send_alerts(supervisor)
        supervisor.tell(self._silences())

    @staticmethod
    def _tell_floor(
        supervisor: Supervisor,
        kind: Literal["floor", "floor.change"],
        rows: Iterable[orjson.Fragment],
        **more: list[str],
    ) -> None:
        told = {"type": kind, "seq": supervisor.number(), "rows": rows, **more}
        supervisor.reader.offer(orjson.dumps(told))

    def _tell_alert(self, alert: StandingAlert) -> None:
        """Tell of an alert at once, but of all that change in one go in one frame: when a trunk is
        cut, every call of it alerts."""
        if not self.supervisors:
            return
        self._dirty[alert.call] = None
        if not self._alerting:
            self._alerting = True
            self._loop.call_soon(self._tell_alerts)
        for supervisor in self.supervisors:
            supervisor.alerts[alert.id] = alert

    def _tell_alerts(self) -> None:
        self._alerting = False
        for supervisor in tuple(self.supervisors):
            if not supervisor.fresh and not len(supervisor.reader):
                self._send_alerts(supervisor)

    def _send_alerts(self, supervisor: Supervisor) -> None:
        now, alerts = self._wall(), supervisor.alerts.values()
        supervisor.alerts = {}
        supervisor.tell_all([alert.wire(now) for alert in alerts])
