"""``/healthz``: the process answers. ``/readyz``: traffic may be sent here."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

import assist

from .service import service_of


async def healthz(_request: Request) -> Response:
    """200 as long as the event loop turns."""
    return JSONResponse({"status": "ok", "version": assist.__version__})


async def readyz(request: Request) -> Response:
    """200 when events can be taken, else 503 and why. Faulty rule files do not make it unready:
    the last good ones are in force; ``rules.problems`` counts the faults. ``log.durable``: whether
    what is acknowledged survives a restart."""
    service = service_of(request)
    why = service.unready()
    state = {
        "ready": why is None,
        "reason": why,
        "calls": len(service.node.calls),
        "rules": {
            "digest": service.node.program.rules.digest,
            "problems": service.rule_problems,
        },
        "log": {"durable": service.settings.log != "memory"},
    }
    return JSONResponse(state, 200 if why is None else 503)
