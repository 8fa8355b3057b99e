"""``/v1/customers/{key}``: what is remembered of a customer, to be shown and to be deleted."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from starlette.requests import Request

from assist.memory.base import MemoryFault
from assist.memory.words import remembered_line
from assist.proto.codes import NOT_KEPT
from assist.server.service import Service

from .access import ApiError, supervised
from .addresses import RouteAsSent

T = TypeVar("T")


async def show(request: Request, service: Service) -> dict[str, Any]:
    """All that is kept: names, when each last was so, and when it goes."""
    known = await _held(service.node.memory.read(request.path_params["key"]))
    keeps = timedelta(days=service.settings.memory_days)
    return {
        "customer": request.path_params["key"],
        "known": [
            {
                "what": item.what,
                "name": item.name,
                "value": item.value if item.what == "preference" else None,
                "at": _time(item.at).isoformat(timespec="seconds"),
                "expires": (_time(item.at) + keeps).isoformat(timespec="seconds"),
            }
            for item in sorted(known.items, key=lambda item: (-item.at, item.what, item.name))
        ],
        "told": {"zh": remembered_line(known, "zh"), "en": remembered_line(known, "en")},
    }


async def forget(request: Request, service: Service) -> dict[str, Any]:
    """Forget the customer, now and in the calls that are live."""
    gone = await _held(service.node.forget(request.path_params["key"]))
    return {"customer": request.path_params["key"], "forgotten": gone}


async def _held(work: Awaitable[T]) -> T:
    try:
        return await work
    except MemoryFault as fault:
        raise ApiError(503, NOT_KEPT, str(fault)) from None


def _time(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


routes = [
    RouteAsSent("/v1/customers/{key}", supervised(show), methods=["GET"]),
    RouteAsSent("/v1/customers/{key}", supervised(forget), methods=["DELETE"]),
]
