"""``/v1/customers/{key}``: what is remembered of a customer, and their calls: to be shown, and to
be deleted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from starlette.requests import Request

from assist.log.erasing import erase_calls
from assist.memory.words import remembered_line
from assist.server.service import Service

from .access import kept, supervised
from .addresses import RouteAsSent

_logger = structlog.get_logger("assist.server")


async def show(request: Request, service: Service) -> dict[str, Any]:
    """All that is kept: names, when each last was so, and when it goes."""
    known = await kept(service.node.memory.read(request.path_params["key"]))
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
    gone = await kept(service.node.forget(request.path_params["key"]))
    return {"customer": request.path_params["key"], "forgotten": gone}


async def calls(request: Request, service: Service) -> dict[str, Any]:
    """The customer's calls that the log still holds."""
    key = request.path_params["key"]
    names = await kept(service.log.of_customer(key))
    live = service.node.calls
    return {"customer": key, "calls": [{"call": name, "live": name in live} for name in names]}


async def erase(request: Request, service: Service) -> dict[str, Any]:
    """Delete every one of them that has ended, from the log and the archive."""
    key = request.path_params["key"]
    names = await kept(service.log.of_customer(key))
    erased = await kept(erase_calls(service.log, names))
    await service.archive.settled()
    _logger.info("calls_erased", calls=len(erased.gone), live=len(erased.live))
    return {"customer": key, "erased": list(erased.gone), "live": list(erased.live)}


def _time(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


routes = [
    RouteAsSent("/v1/customers/{key}", supervised(show), methods=["GET"]),
    RouteAsSent("/v1/customers/{key}", supervised(forget), methods=["DELETE"]),
    RouteAsSent("/v1/customers/{key}/calls", supervised(calls), methods=["GET"]),
    RouteAsSent("/v1/customers/{key}/calls", supervised(erase), methods=["DELETE"]),
]
