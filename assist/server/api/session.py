"""``GET /v1/session``: what the token that is shown opens. A page asks before it shows anything."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.routing import Route

import assist
from assist.server.service import Service

from .access import admitted


async def session(request: Request, service: Service) -> dict[str, Any]:
    """Whose token it is, which version answers, and what needs are called (id -> language ->
    name)."""
    return {
        "supervisor": service.gate.supervises(request),
        "version": assist.__version__,
        "digest": service.node.program.rules.digest,
        "samples": service.samples,
        "needs": service.node.program.rules.need_names,
    }


routes = [Route("/v1/session", admitted(session))]
