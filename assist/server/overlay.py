"""Hints out by websocket: ``/v1/overlay``."""

from __future__ import annotations

import asyncio
import time

from starlette.websockets import WebSocket

from assist.node.streams import AgentStream
from assist.proto.codes import UNAUTHORIZED_CLOSE, UNKNOWN_HINT, UNKNOWN_NOTE
from assist.proto.messages import DialIn, FeedbackIn, NoteSeenIn, OverlayHello
from assist.proto.overlay import OverlaySaid, OverlaySession

from .door import admit
from .overlay_tokens import looks_like_one
from .screen import ScreenConnection
from .service import Service, service_of


async def overlay(websocket: WebSocket) -> None:
    """One agent's screen."""
    service = service_of(websocket)
    authorised = await admit(websocket, service, service.overlays)
    if authorised is not None:
        await OverlayConnection(service, websocket, authorised=authorised).run()


class OverlayConnection(ScreenConnection[OverlaySaid]):
    """The shell around one :class:`~assist.proto.overlay.OverlaySession`."""

    def __init__(self, service: Service, websocket: WebSocket, *, authorised: bool) -> None:
        session = OverlaySession(
            check=service.gate.check, bound=self._is_bound, authorised=authorised
        )
        super().__init__(service, websocket, session, service.overlays)
        self._stream: AgentStream | None = None
        self._until: float | None = None
        self._expiring: asyncio.TimerHandle | None = None

    def _is_bound(self, token: str, agent: str) -> bool:
        """Whether it is a token for this agent's overlay alone, which it stays open until."""
        if agent:
            self._until = self.service.gate.overlay_until(token, agent)
        if self._until is None and looks_like_one(token):
            self.session.reason = "this token is another agent's, or its time is over"
        return self._until is not None

    def greet(self, hello: OverlaySaid) -> bool:
        """Join the agent's stream; False where the call that should name the agent is not live."""
        assert isinstance(hello, OverlayHello)
        node = self.service.node
        agent = hello.agent or node.agent_of(hello.call or "")
        if agent is None:
            self.session.reason = "no such call is live"
            return False
        self._stream = node.stream(agent)
        self.reader.transcript = hello.transcript
        if self._until is not None:
            left = max(0.0, self._until - time.time())
            self._expiring = self._loop.call_later(left, self._expire)
        self._stream.join(self.reader, hello.resume)
        return True

    def _expire(self) -> None:
        self.session.reason = "the time of this token is over: show a new one"
        self._leave(UNAUTHORIZED_CLOSE)

    async def act(self, said: OverlaySaid) -> None:
        """Do what the overlay asks."""
        node = self.service.node
        if self._stream is None:
            return
        if isinstance(said, DialIn):
            node.dial(self._stream.agent, said.level)
        elif isinstance(said, NoteSeenIn):
            if not node.note_seen(self._stream.agent, said):
                self.session.refuse(UNKNOWN_NOTE, "no live call of this agent has this note")
        elif isinstance(said, FeedbackIn) and not node.feedback(self._stream.agent, said):
            self.session.refuse(UNKNOWN_HINT, "no live call of this agent has shown it")

    def part(self) -> None:
        """Leave the stream."""
        if self._expiring is not None:
            self._expiring.cancel()
        if self._stream is not None:
            self._stream.leave(self.reader)
