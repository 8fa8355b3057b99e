"""Letting connections in, or saying by code why not."""

from __future__ import annotations

from collections.abc import Collection

from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket

from assist.proto.codes import (
    GOING_AWAY,
    LOG_FAILED,
    ORIGIN_CLOSE,
    ORIGIN_REFUSED,
    OVERLOADED,
    TOO_MANY_CONNECTIONS,
    UNAUTHORIZED,
    UNAUTHORIZED_CLOSE,
    CloseCode,
    ErrorCode,
)
from assist.proto.messages import encode, error

from .overlay_tokens import looks_like_one
from .service import Connection, Service
from .sockets import protocol_of

REASON_BYTES = 123
"""RFC 6455, 5.5: a control frame holds 125 bytes, two of them the code."""


STRANGERS = 4
"""Of so many connections that there may be, one may be somebody's who has not shown the token."""
ANOTHER = "this is not the token of the server; it is what ASSIST_TOKEN was at its start"


async def admit(
    websocket: WebSocket,
    service: Service,
    others: Collection[Connection],
    *,
    addressed: bool = False,
    fault: tuple[CloseCode, str] | None = None,
) -> bool | None:
    """Accept a websocket. True: its ``Authorization`` header showed the token; False: it has yet
    to say hello; None: it has been closed with the code that says why.

    Closed after accepting, because browsers tell a page no more of a refused handshake
    than that it failed. ``others``: those of its kind that are open; ``addressed``: a token in the
    address counts as well; ``fault``: what is wrong with the address itself.
    """
    await service.ready.wait()
    shown = service.gate.addressed(websocket) if addressed else service.gate.shown(websocket)
    refusal: CloseCode | None = None
    reason = ""
    if service.draining:
        refusal = GOING_AWAY
    elif service.log.failed is not None:
        refusal = LOG_FAILED
    elif not service.gate.welcomes(websocket):
        refusal = ORIGIN_CLOSE
    elif shown is False:
        refusal = UNAUTHORIZED_CLOSE
    elif not _has_room(others, service.settings.max_connections, known=shown is True):
        refusal = TOO_MANY_CONNECTIONS
    elif fault is not None:
        refusal, reason = fault
    await websocket.accept()
    protocol_of(websocket).forget_handshake()
    if refusal is not None:
        await close(websocket, refusal, reason)
        return None
    return shown is True


def _has_room(others: Collection[Connection], most: int, *, known: bool) -> bool:
    """Whether there is for one more; for those who have not shown the token yet, in a part of the
    room only: or whoever opens websockets and says nothing would keep out everybody else."""
    if len(others) >= most:
        return False
    return known or sum(not one.known for one in others) < max(1, most // STRANGERS)


async def close(websocket: WebSocket, code: CloseCode, reason: str = "") -> None:
    """Close with a code of the table; ``reason`` is cut to what a close frame holds."""
    told = (reason or code.name).encode()[:REASON_BYTES].decode(errors="ignore")
    await websocket.close(code.code, told)


def refuse_http(request: Request, service: Service) -> Response | None:
    """The answer to a request that may not be served; None when it may."""
    return turn_away(request, service, shown=service.gate.shown(request))


def turn_away(request: Request, service: Service, *, shown: bool | None) -> Response | None:
    """As :func:`refuse_http`; ``shown``: whether the token was, or what stands for it."""
    if not service.gate.welcomes(request):
        return problem(403, ORIGIN_REFUSED, "this origin is not allowed")
    if not shown:
        told = problem(401, UNAUTHORIZED, _unshown(request, service))
        told.headers["WWW-Authenticate"] = 'Bearer, Basic realm="assist", charset="UTF-8"'
        return told
    why = service.unready()
    if why is not None:
        told = problem(503, OVERLOADED, why)
        told.headers["Retry-After"] = "1"
        return told
    return None


def _unshown(request: Request, service: Service) -> str:
    """What to do about a token that was not shown, or is another one; it is never repeated."""
    header, token = request.headers.get("authorization"), request.query_params.get("token")
    if looks_like_one(token or (header or "").rpartition(" ")[2]):
        return "this is an overlay's own token: it opens /v1/overlay alone, in its hello"
    if token is not None and not service.gate.check(token):
        return ANOTHER
    if header is None and token is not None:
        return "at this address a token counts in the header only: Authorization: Bearer TOKEN"
    if header is None:
        return "no token was shown: send the header Authorization: Bearer TOKEN"
    if header.partition(" ")[0].lower() not in {"bearer", "basic"}:
        return "the header must read Authorization: Bearer TOKEN"
    return ANOTHER


async def read_body(request: Request, most: int) -> bytes | None:
    """The whole body of a request; None when it is longer than ``most`` bytes.

    Raises :class:`starlette.requests.ClientDisconnect` when it is broken off.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            return None
    return bytes(body)


def problem(status: int, code: ErrorCode, detail: str, *, retry_s: int | None = None) -> Response:
    """An error of the table as an HTTP answer; ``retry_s``: when to ask again."""
    headers = None if retry_s is None else {"Retry-After": str(retry_s)}
    return Response(
        encode(error(code, detail)), status, headers=headers, media_type="application/json"
    )
