"""Transcript events in by HTTP: ``POST /v1/ingest/native``, for senders that keep no connection."""

from __future__ import annotations

import time
from collections.abc import Callable

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from assist.log.base import LogError
from assist.proto.codes import BAD_PARAMETER, FRAME_TOO_LARGE, OVERLOADED, UNKNOWN_ENCODING
from assist.proto.ingest import Bad, IngestSession
from assist.proto.messages import MAX_FRAME

from .door import problem, read_body, refuse_http
from .ingest import Take, misplaced_in, take
from .service import Service, service_of


async def post(request: Request) -> Response:
    """Take one event or an array; answer, once they are durable, with the messages that a websocket
    would have been sent, as an array."""
    service = service_of(request)
    refusal = refuse_http(request, service)
    if refusal is not None:
        return refusal
    misplaced = misplaced_in(request)
    if misplaced is not None:
        return problem(400, BAD_PARAMETER, misplaced)
    body = await body_of(request)
    if isinstance(body, Response):
        return body
    session = IngestSession(check=service.gate.check, authorised=True)
    return await answer(service, session, body, take)


async def body_of(request: Request) -> bytes | Response:
    """The whole body; else the answer that says why not."""
    encoding = request.headers.get("content-encoding", "").strip().lower()
    if encoding not in {"", "identity"}:
        told = f"Content-Encoding {encoding[:40]!r} is not understood: send the body as it is"
        return problem(415, UNKNOWN_ENCODING, told)
    try:
        body = await read_body(request, MAX_FRAME)
    except ClientDisconnect:
        return Response(status_code=400)
    if body is None:
        return problem(413, FRAME_TOO_LARGE, f"more than {MAX_FRAME} bytes")
    return body


async def answer(
    service: Service,
    session: IngestSession,
    body: bytes,
    take: Take,
    keep: Callable[[], None] = lambda: None,
) -> Response:
    """Take what a body holds, and answer once it is durable; ``keep`` is called in between. A body
    of which nothing belongs to any call is answered with 400, for whoever looks at no more."""
    if service.draining:
        return problem(503, OVERLOADED, "shutting down", retry_s=1)
    if service.log.pending() > service.settings.max_pending:
        return problem(503, OVERLOADED, "events wait for the disk")
    before, came = service.node.appended, time.monotonic()
    try:
        items = session.receive(body)
        for item in items:
            await take(service.node, item, None, session)
        keep()
        acks = session.cut()
        if acks is not None or service.node.appended != before:
            await service.log.wait(service.node.appended)
        if acks is not None:
            service.ack_seconds.observe(time.monotonic() - came)
    except LogError:
        return problem(503, OVERLOADED, "the log has failed")
    lost = [item for item in items if isinstance(item, Bad) and item.call is None]
    if lost and len(lost) == len(items):
        return problem(400, lost[0].code, lost[0].detail)
    return Response(session.answer(acks), media_type="application/json")
