"""The demo's page, and the sample call that is played on it."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from typing import Annotated

import structlog
from pydantic import BaseModel, Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from assist.node.samples import Sample, load_samples
from assist.proto.codes import INVALID_EVENT, UNKNOWN_SAMPLE
from assist.proto.messages import AgentId, why

from .door import problem, read_body, refuse_http
from .pages import page
from .performing import perform
from .service import Service

AGENT = "demo"
"""Whose overlay shows a call that names no agent."""
MAX_BODY = 4_096

_logger = structlog.get_logger("assist.demo")


class Play(BaseModel):
    """What ``POST /demo/play`` takes. ``speed`` 2 is twice as fast as people talk."""

    sample: str
    speed: Annotated[float, Field(ge=0.25, le=20)] = 1.0
    agent: AgentId = AGENT


class Stop(BaseModel):
    """What ``POST /demo/stop`` takes."""

    call: str


class Stage:
    """What is being played; one call at a time for each agent."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.samples = load_samples()
        self._playing: dict[str, tuple[str, asyncio.Task[None]]] = {}

    async def play(self, sample: Sample, agent: str, speed: float, url: str) -> str:
        """Begin to play; the call's id. What this agent's stage showed before is over."""
        await self._clear(agent)
        call = f"{sample.id}-{secrets.token_hex(3)}"
        task = asyncio.create_task(perform(self._service, sample, call, agent, speed, url))
        self._playing[agent] = (call, task)
        task.add_done_callback(lambda done: self._over(agent, call, done))
        return call

    async def stop(self, call: str) -> bool:
        """End a call before its time; False when it is not being played."""
        agent = next((a for a, (name, _) in self._playing.items() if name == call), None)
        if agent is None:
            return False
        await self._clear(agent)
        return True

    async def _clear(self, agent: str) -> None:
        if agent in self._playing:
            task = self._playing[agent][1]
            task.cancel()
            await asyncio.wait([task])

    def _over(self, agent: str, call: str, done: asyncio.Task[None]) -> None:
        if not done.cancelled() and done.exception() is not None:
            _logger.error("play_failed", call=call, fault=type(done.exception()).__name__)
        if self._playing.get(agent, ("",))[0] == call:
            del self._playing[agent]


def demo_routes(service: Service) -> Sequence[BaseRoute]:
    """The page and what it asks."""
    service.samples = True
    stage = Stage(service)

    async def samples(request: Request) -> Response:
        refusal = refuse_http(request, service)
        if refusal is not None:
            return refusal
        return JSONResponse(
            [
                {
                    "id": sample.id,
                    "title": sample.title.model_dump(),
                    "about": sample.about.model_dump(),
                    "language": sample.language,
                    "duration_ms": sample.duration_ms,
                }
                for sample in stage.samples.values()
            ]
        )

    async def play(request: Request) -> Response:
        refusal = refuse_http(request, service)
        if refusal is not None:
            return refusal
        try:
            asked = Play.model_validate_json(await read_body(request, MAX_BODY) or b"")
        except ValidationError as fault:
            return problem(400, INVALID_EVENT, why(fault))
        sample = stage.samples.get(asked.sample)
        if sample is None:
            return problem(404, UNKNOWN_SAMPLE, "no such sample call")
        host, port = request.scope["server"]
        url = f"ws://[{host}]:{port}" if ":" in host else f"ws://{host}:{port}"
        call = await stage.play(sample, asked.agent, asked.speed, url)
        return JSONResponse({"call": call, "agent": asked.agent})

    async def stop(request: Request) -> Response:
        refusal = refuse_http(request, service)
        if refusal is not None:
            return refusal
        try:
            asked = Stop.model_validate_json(await read_body(request, MAX_BODY) or b"")
        except ValidationError as fault:
            return problem(400, INVALID_EVENT, why(fault))
        if not await stage.stop(asked.call):
            return problem(404, UNKNOWN_SAMPLE, "no such call is being played")
        return JSONResponse({"call": asked.call})

    return [
        Route("/demo", page("demo.html")),
        Route("/demo/samples", samples),
        Route("/demo/play", play, methods=["POST"]),
        Route("/demo/stop", stop, methods=["POST"]),
    ]
