"""The floor, alerts and one call in full by websocket: ``/v1/supervise``."""

from __future__ import annotations

import time
from collections.abc import Awaitable

import structlog
from starlette.websockets import WebSocket

from assist.node.silences import new_silence
from assist.node.supervisor import Supervisor
from assist.privacy import mask
from assist.proto.codes import CALL_NOT_LIVE, NOT_KEPT, SUPERVISORS_ONLY_CLOSE, UNKNOWN_ALERT
from assist.proto.supervise import (
    Acknowledge,
    SilenceIn,
    SuperviseHello,
    SuperviseSession,
    SupervisorSaid,
    Unsilence,
    Watch,
    Whisper,
)

from .door import admit, close
from .screen import ScreenConnection
from .service import Service, service_of

_logger = structlog.get_logger("assist.server")


async def supervise(websocket: WebSocket) -> None:
    """One supervisor's console."""
    service = service_of(websocket)
    supervises = service.gate.supervises(websocket)
    shown = await admit(websocket, service, service.supervisors)
    if shown and not supervises:
        await close(websocket, SUPERVISORS_ONLY_CLOSE)
    elif shown is not None:
        await SuperviseConnection(service, websocket, authorised=supervises).run()


class SuperviseConnection(ScreenConnection[SupervisorSaid]):
    """The shell around one :class:`~assist.proto.supervise.SuperviseSession`."""

    def __init__(self, service: Service, websocket: WebSocket, *, authorised: bool) -> None:
        gate = service.gate
        session = SuperviseSession(
            check=gate.is_supervisors, is_agents=gate.check, authorised=authorised
        )
        super().__init__(service, websocket, session, service.supervisors)
        self._supervision = service.node.supervision
        self._desk = service.node.desk
        self._me: Supervisor | None = None

    def greet(self, hello: SupervisorSaid) -> bool:
        """Let the supervisor in."""
        assert isinstance(hello, SuperviseHello)
        self._me = Supervisor(hello.name, self.reader)
        self._me.tell({"type": "welcome", "name": hello.name})
        self._supervision.join(self._me)
        return True

    async def act(self, said: SupervisorSaid) -> None:
        """Do what the supervisor asks."""
        if self._me is None:
            return
        match said:
            case Watch():
                if not await self._supervision.watch(self._me, said.call):
                    self._no_such_call(said.call, said.ref)
            case Whisper():
                self._whisper(self._me, said)
            case Acknowledge():
                if not self._desk.handle(said.alert, "acknowledged", self._me.name):
                    self._no_such_alert(said.ref)
            case SilenceIn():
                await self._silence(self._me, said)
            case Unsilence():
                await self._keep(self._supervision.unsilence(said.silence), said.ref)
            case _:
                pass

    def part(self) -> None:
        """Show nothing any more."""
        if self._me is not None:
            self._supervision.leave(self._me)

    def _whisper(self, me: Supervisor, said: Whisper) -> None:
        node = self.service.node
        note = self._desk.whisper(said.call, me.name, said.text)
        if note is None:
            self._no_such_call(said.call, said.ref)
            return
        stream = node.calls[said.call].stream
        sent = {
            "type": "note.sent",
            "id": note.id,
            "call": note.call,
            "at": note.at,
            "agent": stream.agent,
            "text": note.text,
            "screens": len(stream.readers),
        }
        me.tell(sent if said.ref is None else {**sent, "ref": said.ref})

    async def _silence(self, me: Supervisor, said: SilenceIn) -> None:
        until = round(time.time() * 1000) + said.minutes * 60_000
        if said.alert is None:
            silence = new_silence(
                rule=said.rule,
                queue=said.queue,
                call=said.call,
                by=me.name,
                reason=None if said.reason is None else mask(said.reason, settled=True),
                until=until,
            )
            await self._keep(self._supervision.silence(silence), said.ref)
        elif not self._desk.handle(
            said.alert, "silenced", me.name, reason=said.reason, until=until
        ):
            self._no_such_alert(said.ref)

    async def _keep(self, keeping: Awaitable[None], ref: str | None) -> None:
        try:
            await keeping
        except OSError as fault:
            _logger.error("silences_not_kept", reason=str(fault))  # noqa: TRY400 - no traceback
            self.session.refuse(NOT_KEPT, "the silence could not be written to the disk", ref=ref)

    def _no_such_call(self, call: str | None, ref: str | None) -> None:
        self.session.refuse(CALL_NOT_LIVE, "no such call is live", call=call, ref=ref)

    def _no_such_alert(self, ref: str | None) -> None:
        self.session.refuse(UNKNOWN_ALERT, "no such alert stands", ref=ref)
