"""The training room by websocket: ``/v1/train``.

A rehearsal lives in its connection alone. It enters no log, no floor and no archive; when the
connection goes, so does the call, and the page can have it played again by its moves.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from starlette.websockets import WebSocket

from assist.core.hints import (
    HintClose,
    HintShow,
    HintUpdate,
    NeedChange,
    Queued,
    SupervisorOut,
    Transcript,
    to_wire,
)
from assist.proto.codes import (
    IDLE,
    NO_REHEARSAL,
    TOO_MANY_CONNECTIONS,
    UNKNOWN_SCENARIO,
)
from assist.proto.messages import encode
from assist.proto.training import (
    AnyMove,
    Begin,
    Pause,
    SetPace,
    Skip,
    TraineeSaid,
    TrainHello,
    TrainSession,
)
from assist.training.catalogue import Entry
from assist.training.keeping import markdown
from assist.training.rehearsal import Line, Rehearsal, Told, Turn
from assist.training.result import result_of, to_json

from .door import admit, close
from .screen import ScreenConnection
from .service import Service, service_of

MOST = 200
"""Trainees at once: a rehearsal takes some 300 kB and next to no processor."""
IDLE_S = 1_800.0
"""Who does nothing for this long makes room for others; the page can go on where it was."""

_HINTS = (HintShow, HintUpdate, HintClose, NeedChange, Queued)


async def train(websocket: WebSocket) -> None:
    """One trainee."""
    service = service_of(websocket)
    authorised = await admit(websocket, service, service.trainees)
    if authorised is None:
        return
    if len(service.trainees) >= MOST:
        await close(websocket, TOO_MANY_CONNECTIONS)
        return
    await TrainConnection(service, websocket, authorised=authorised).run()


class TrainConnection(ScreenConnection[TraineeSaid]):
    """The shell around one rehearsal: its clock is the loop's, times ``pace``, while it runs."""

    def __init__(self, service: Service, websocket: WebSocket, *, authorised: bool) -> None:
        session = TrainSession(check=service.gate.check, authorised=authorised)
        super().__init__(service, websocket, session, service.trainees)
        self._loop = asyncio.get_running_loop()
        self._call: Rehearsal | None = None
        self._entry: Entry | None = None
        self._hints = True
        self._paused = False
        self._pace = 1.0
        self._since = (0.0, 0)
        """(loop time, what the call's clock showed then)."""
        self._timer: asyncio.TimerHandle | None = None
        self._resulting: asyncio.Task[None] | None = None
        self._idle = self._loop.call_later(IDLE_S, self._leave, IDLE)

    # -- what a screen says --------------------------------------------------------------------

    def greet(self, hello: TraineeSaid) -> bool:
        """Let the trainee in."""
        assert isinstance(hello, TrainHello)
        self.reader.offer(encode({"type": "welcome"}))
        return True

    async def act(self, said: TraineeSaid) -> None:
        """Do what the trainee asks."""
        if isinstance(said, Begin | AnyMove | Skip | Pause | SetPace):
            self._idle.cancel()
            self._idle = self._loop.call_later(IDLE_S, self._leave, IDLE)
        if isinstance(said, Begin):
            await self._begin(said)
            return
        call = self._call
        if not isinstance(said, AnyMove | Skip | Pause | SetPace):
            return
        if call is None or call.over:
            self.session.refuse(NO_REHEARSAL, "no rehearsal is under way")
            return
        now = self._now(call)
        match said:
            case Skip():
                call.advance(call.speech_ends())
            case Pause():
                call.advance(now)
                self._paused = said.on
                self._tell({"type": "paused", "on": said.on, "at": call.now})
            case SetPace():
                call.advance(now)
                self._pace = said.pace
            case _:
                self._move(call, said.model_copy(update={"at": now}))
        self._go_on(call)

    def part(self) -> None:
        """Forget the call."""
        self._idle.cancel()
        self._drop()

    # -- the call ------------------------------------------------------------------------------

    async def _begin(self, asked: Begin) -> None:
        self._drop()
        program = self.service.node.program
        found = await asyncio.to_thread(self.service.room.catalogue, program)
        entry = found.entries.get(asked.scenario)
        if entry is None:
            self.session.refuse(UNKNOWN_SCENARIO, "no such scenario", ref=asked.ref)
            return
        name = f"train-{secrets.token_hex(4)}"
        call = Rehearsal(entry.scenario, program, call=name, pressure=asked.pressure)
        for move in asked.moves:
            await asyncio.sleep(0)  # real calls go first
            call.take(move)
        self._call, self._entry, self._hints = call, entry, asked.hints
        self._paused, self._pace = False, asked.pace
        begun = {
            "type": "begun",
            "call": name,
            "scenario": entry.id,
            "moments": len(entry.scenario.turns),
            "digest": program.rules.digest,
        }
        self._tell(begun if asked.ref is None else {**begun, "ref": asked.ref})
        self._tell_snapshot(call)
        self._go_on(call, again=bool(asked.moves))

    def _move(self, call: Rehearsal, move: AnyMove) -> None:
        moment = call.moment
        call.take(move)
        made = call.moves[-1].model_dump(exclude_none=True)
        self._tell({"type": "moved", "moment": moment, "move": made})

    def _drop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._resulting is not None:
            self._resulting.cancel()
        self._timer = self._resulting = self._call = self._entry = None

    # -- its clock -----------------------------------------------------------------------------

    def _now(self, call: Rehearsal) -> int:
        """What the call's clock shows."""
        if self._paused or not call.runs:
            return call.now
        began, at = self._since
        return max(call.now, at + int((self._loop.time() - began) * 1000 * self._pace))

    def _tick(self) -> None:
        call = self._call
        if call is not None:
            call.advance(self._now(call))
            self._go_on(call)

    def _go_on(self, call: Rehearsal, *, again: bool = False) -> None:
        """Tell what came out, and wake for what comes next; ``again``: what was said in moves made
        before is told, what was hinted at is in the snapshot."""
        told = call.drain()
        for each in _what_was_said(told) if again else told:
            self._tell_of(each)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if call.over:
            self._resulting = asyncio.create_task(self._tell_result(call))
            return
        self._since = (self._loop.time(), call.now)
        due = call.due()
        if due is not None and not self._paused:
            wait = max(0.0, (due - call.now) / 1000 / self._pace)
            self._timer = self._loop.call_later(wait, self._tick)

    async def _tell_result(self, call: Rehearsal) -> None:
        entry = self._entry
        assert entry is not None

        def written() -> bytes:
            result = result_of(entry, call, hints=self._hints)
            more = {"call": call.call, "scenario": entry.id, "markdown": markdown(entry, result)}
            return encode({"type": "result", **more, **to_json(result)})

        self.reader.offer(await asyncio.to_thread(written))

    # -- what is told --------------------------------------------------------------------------

    def _tell(self, message: object) -> None:
        self.reader.offer(encode(message))

    def _tell_of(self, each: Told) -> None:
        match each:
            case Line():
                self._tell({"type": "line", **asdict(each)})
            case Turn():
                told = {key: value for key, value in asdict(each).items() if value is not None}
                self._tell({"type": "turn", **told})
            case _ if isinstance(each, SupervisorOut):
                pass
            case _ if self._hints or not isinstance(each, _HINTS):
                self._tell(to_wire(each))

    def _tell_snapshot(self, call: Rehearsal) -> None:
        """The call as an overlay is shown it; nothing of it where hints are not."""
        shown = {**call.snapshot(), "notes": [], "muted": False}
        if not self._hints:
            shown |= {"hints": [], "needs": [], "done": [], "queued": 0}
        self._tell(
            {
                "type": "snapshot",
                "seq": 0,
                "agent": shown["agent"],
                "dial": shown["dial"],
                "live": call.call,
                "calls": [shown],
            }
        )


def _what_was_said(told: Sequence[Told]) -> Iterator[Told]:
    """What is told again: the words as they were in the end, what is being said, whose turn it
    is."""
    lines = [each for each in told if isinstance(each, Line)]
    turns = [each for each in told if isinstance(each, Turn)]
    for each in told:
        if isinstance(each, Transcript) and each.final:
            yield each
    if turns and turns[-1].whose == "customer":
        yield lines[-1]
    yield from turns[-1:]
