"""Who may ask, what an answer looks like, and how a refusal is told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from functools import wraps
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from assist.log.base import LogError
from assist.memory.base import MemoryFault
from assist.proto.codes import (
    BAD_PARAMETER,
    BODY_TOO_LARGE,
    NOT_KEPT,
    SUPERVISORS_ONLY,
    ErrorCode,
)
from assist.proto.messages import encode, error, why
from assist.server.door import problem, read_body, refuse_http
from assist.server.service import Service, service_of

MAX_BODY = 3 * 1024 * 1024
"""Bytes of a request: the largest rule file (1 MiB) thrice, since escapes make JSON longer."""

Asked = Callable[[Request, Service], Awaitable[Any]]
Endpoint = Callable[[Request], Coroutine[Any, Any, Response]]
Body = TypeVar("Body", bound=BaseModel)
Told = TypeVar("Told")


class ApiError(Exception):
    """A request that is refused, with a code of the one table.

    ``more``: what the page needs beside the words, such as the text that is there now.
    """

    def __init__(self, status: int, code: ErrorCode, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.more = more


def supervised(asked: Asked) -> Endpoint:
    """An endpoint for supervisors. ``asked`` returns what is to be told as JSON, or a response of
    its own; it may raise :class:`ApiError`."""
    return _guarded(asked, supervisors=True)


def admitted(asked: Asked) -> Endpoint:
    """As :func:`supervised`, for whoever has either token."""
    return _guarded(asked, supervisors=False)


async def body_of(request: Request, model: type[Body]) -> Body:
    """The body, as the model has it. Raises :class:`ApiError` with what is wrong, and where."""
    try:
        body = await read_body(request, MAX_BODY)
    except ClientDisconnect:
        raise ApiError(400, BAD_PARAMETER, "the request was broken off") from None
    if body is None:
        raise ApiError(413, BODY_TOO_LARGE, f"more than {MAX_BODY} bytes")
    return _held(lambda: model.model_validate_json(body))


async def kept(work: Awaitable[Told]) -> Told:
    """What the log or the memory does. Raises :class:`ApiError` where it cannot."""
    try:
        return await work
    except (LogError, MemoryFault) as fault:
        raise ApiError(503, NOT_KEPT, str(fault)) from None


def parameters_of(request: Request, model: type[Body]) -> Body:
    """The query's parameters, as the model has them; those given twice are tuples of text."""
    query = request.query_params
    given: dict[str, Any] = {}
    for name in query:
        values = query.getlist(name)
        given[name] = values[0] if len(values) == 1 else tuple(values)
    return _held(lambda: model.model_validate(given))


def answer(told: Any, status: int = 200) -> Response:
    """JSON that nobody keeps."""
    headers = {"Cache-Control": "no-store"}
    return Response(encode(told), status, headers, media_type="application/json")


def _guarded(asked: Asked, *, supervisors: bool) -> Endpoint:
    @wraps(asked)
    async def endpoint(request: Request) -> Response:
        service = service_of(request)
        refusal = refuse_http(request, service)
        if refusal is not None:
            return refusal
        if supervisors and not service.gate.supervises(request):
            return problem(403, SUPERVISORS_ONLY, _who(service))
        try:
            told = await asked(request, service)
        except ApiError as refused:
            message = error(refused.code, refused.detail) | refused.more
            return answer(message, refused.status)
        return told if isinstance(told, Response) else answer(told)

    return endpoint


def _who(service: Service) -> str:
    if service.gate.supervisors is not None:
        return "show the supervisors' token, not the agents'"
    return "this server has no supervisors' token: start it with ASSIST_SUPERVISOR_TOKEN"


def _held(read: Callable[[], Body]) -> Body:
    try:
        return read()
    except ValidationError as fault:
        raise ApiError(422, BAD_PARAMETER, why(fault)) from None
