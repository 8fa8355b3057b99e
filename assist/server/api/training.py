"""``GET /v1/train/scenarios``: what can be practised. Trainees are agents: either token will do."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.routing import Route

from assist.server.service import Service
from assist.training.room import told, told_problem

from .access import admitted


async def scenarios(request: Request, service: Service) -> dict[str, Any]:
    """The scenarios, the demanding ones first; to supervisors also what is wrong with files."""
    program = service.node.program
    found = await asyncio.to_thread(service.room.catalogue, program)
    supervises = service.gate.supervises(request)
    return {
        "scenarios": [told(entry, program) for entry in found.entries.values()],
        "problems": [told_problem(each) for each in found.problems] if supervises else [],
    }


routes = [Route("/v1/train/scenarios", admitted(scenarios))]
