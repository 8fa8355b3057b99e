"""Vendors' messages in: ``/v1/ingest/{format}``, by websocket and by ``POST``."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket

from assist.core.names import meant
from assist.formats import Format, Unreadable
from assist.formats.leg import BadParameter, Leg
from assist.log.base import LogError
from assist.node.feed import Feed
from assist.node.feeds import KEEP_S, NAMELESS
from assist.node.node import Node
from assist.proto.codes import (
    BAD_ADDRESS,
    BAD_PARAMETER,
    FRAME_TOO_LARGE,
    NO_CALL,
    OVERLOADED,
    UNKNOWN_FORMAT,
    UNKNOWN_FORMAT_CLOSE,
    VENDOR_MESSAGE,
)
from assist.proto.ingest import Bad, IngestSession, Refusal
from assist.proto.messages import MAX_FRAME, Hello, Resume

from .door import admit, problem, turn_away
from .ingest import IngestConnection
from .post import answer, body_of
from .service import Service, service_of
from .signatures import verified

PREFIX = "/v1/ingest/"


@dataclass(frozen=True, slots=True)
class Message:
    """A vendor's message, decoded and still to be read."""

    content: Any


class Stream:
    """A connection's or request's side of a vendor's stream: which call its messages belong to."""

    def __init__(self, format_: Format, leg: Leg, *, kind: str = "", since: float | None) -> None:
        """``kind``: the content type of a request; ``since``: when the connection was opened, in
        seconds of the loop's clock."""
        self.format = format_
        self.leg = leg
        self.overloaded = False
        self._kind = kind
        self._since = since if leg.call is not None else None
        self._call = leg.call
        self.is_strange: bool | None = None
        """Nothing of it has belonged to any call; None: nothing has come yet."""
        self._fed: dict[tuple[str, str], Feed] = {}

    def read(self, frame: str | bytes) -> Sequence[Message | Bad | Hello]:
        """The messages of a frame."""
        if len(frame) > MAX_FRAME:
            return (Bad(FRAME_TOO_LARGE, f"{len(frame)} is more than {MAX_FRAME}"),)
        return [_item(message) for message in self.format.messages(frame, self._kind)]

    async def take(
        self, node: Node, item: Message | Bad, source: object, session: IngestSession
    ) -> None:
        """Have a message read, and say what became of it."""
        if isinstance(item, Bad):
            if not self.leg.acks:
                node.counts.refused[item.code.code] += 1
                node.counts.vendor_faults[self.format.name] += 1
                refusal = Refusal(item.code, item.detail)
                session.refuse(self._call, self.leg.sender, None, refusal)
                return
            message: object = Refusal(item.code, item.detail)  # who counts has counted it, too
        else:
            message = item.content
            self._call = self.leg.call or self.format.call_of(message) or self._call
        heard = await node.feeds.take(
            self.format, self.leg, message, source, call=self._call, since=self._since
        )
        self.is_strange = heard.call is None and self.is_strange is not False
        if heard.call is not None and heard.feed is not None:
            if source is None or self.leg.acks:
                self._fed[heard.call, self.leg.sender] = heard.feed
            if self.leg.acks and node.knows(heard.call):  # else there is no log to keep it in
                session.took(heard.call, self.leg.sender, heard.feed.taken)
        if heard.doubt is not None and heard.call is not None:
            session.warn_times(heard.doubt, heard.call, self.leg.sender, None)
        if heard.nameless is not None and heard.call is not None:
            session.warn_nameless(heard.nameless, heard.call, self.leg.sender, None)
        for refusal in heard.refusals:
            self.overloaded |= refusal.code is OVERLOADED
            session.refuse(heard.call, self.leg.sender, None, refusal)

    def keep(self, node: Node) -> None:
        """Log where the stream stands in each call that it has carried since the last time."""
        with suppress(LogError):  # what is not durable is never acknowledged
            for (call, _), feed in self._fed.items():
                node.feeds.keep(call, feed)
        self._fed.clear()

    async def begin(self, node: Node, source: object, session: IngestSession) -> None:
        """Another connection carries the stream: where the peer counts, say where it stands."""
        call, sender = self.leg.call, self.leg.sender
        if call is None:
            return
        if not node.knows(call):
            await node.recall(call)
        feed = node.feeds.find(self.format, call, self.leg)
        if self.leg.acks:
            node.resumed(call, sender, source)
            taken = feed.taken if feed is not None else 0
            session.resumed(Resume(type="resume", call=call, sender=sender), taken)
        elif feed is not None:
            feed.adapter.connected()


def _item(message: object) -> Message | Bad | Hello:
    if isinstance(message, Unreadable):
        return Bad(VENDOR_MESSAGE, str(message))
    if isinstance(message, dict) and message.get("type") == "hello" and "token" in message:
        return Hello(type="hello", token=str(message["token"])[:4096])
    return Message(message)


async def vendor_socket(websocket: WebSocket) -> None:
    """One connection that carries a vendor's messages."""
    service, name = service_of(websocket), websocket.url.path.removeprefix(PREFIX)
    format_, leg, fault = service.formats.get(name), None, None
    if format_ is None or not format_.websocket:
        told = (
            _no_format(name, service)
            if format_ is None
            else f"{name} is for POST, not for websockets"
        )
        fault = (UNKNOWN_FORMAT_CLOSE, told)
    else:
        try:
            leg = Leg.read(format_, websocket.query_params.multi_items())
        except BadParameter as wrong:
            fault = (BAD_ADDRESS, str(wrong))
    authorised = await admit(websocket, service, service.ingest, addressed=True, fault=fault)
    if authorised is None or format_ is None or leg is None:
        return
    stream = Stream(format_, leg, since=asyncio.get_running_loop().time())
    session = IngestSession(
        check=service.gate.check,
        authorised=authorised,
        read=stream.read,
        silent=format_.pushed and not leg.acks,
    )
    connection = IngestConnection(
        service,
        websocket,
        session,
        take=stream.take,
        keep=partial(stream.keep, service.node),
        ack_after=KEEP_S,
    )
    await connection.run(first=stream.begin)


def _no_format(name: str, service: Service) -> str:
    near = meant(name, (*service.formats, "native"))
    return f"no format {name[:40]!r}" + (f"; {near} was probably meant" if near else "")


async def vendor_post(request: Request) -> Response:
    """Take a vendor's messages. A vendor that posts by itself gets no body: some would take one for
    instructions."""
    service, name = service_of(request), request.path_params["format"]
    format_ = service.formats.get(name)
    if format_ is None:
        return problem(404, UNKNOWN_FORMAT, _no_format(name, service))
    body = await body_of(request)
    if isinstance(body, Response):
        return body
    refusal = turn_away(request, service, shown=_shown(request, service, format_, body))
    if refusal is not None:
        return refusal
    try:
        leg = Leg.read(format_, request.query_params.multi_items())
    except BadParameter as wrong:
        return problem(400, BAD_PARAMETER, str(wrong))
    kind = request.headers.get("content-type", "")
    stream = Stream(format_, leg, kind=kind, since=None)
    session = IngestSession(check=service.gate.check, authorised=True, read=stream.read)
    told = await answer(service, session, body, stream.take, partial(stream.keep, service.node))
    if told.status_code == 200 and stream.overloaded:
        return problem(503, OVERLOADED, "as many calls as may be are live")
    if told.status_code == 200 and stream.is_strange and not format_.pushed:
        return problem(400, NO_CALL, NAMELESS)
    return Response(status_code=204) if told.status_code == 200 and format_.pushed else told


def _shown(request: Request, service: Service, format_: Format, body: bytes) -> bool | None:
    """Whether the request is the vendor's own, by its signature where one can be verified; else by
    our token."""
    secret = service.settings.secret_of(format_.name) if format_.signed else None
    if secret is not None and verified(
        format_.name, secret, service.public_url(request), request.headers, body
    ):
        return True
    return service.gate.addressed(request)
