"""How rules did and would do: backtests of edits, and the health of what is in force."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from assist.archive.finding import Wanted
from assist.backtest.reading import SUFFIXES
from assist.log.store import to_ms
from assist.proto.messages import encode
from assist.server.service import Service
from assist.server.stores import IN_MEMORY
from assist.studio.health import health_told
from assist.studio.rehearser import Asked, Message, rehearsed

from .access import body_of, parameters_of
from .rules_asked import Backtest, Span
from .rules_refused import studio_asked


async def recordings(_request: Request, service: Service) -> dict[str, Any]:
    """How many calls a backtest could play."""
    in_memory = service.settings.log == IN_MEMORY
    ended = 0 if in_memory else await service.archive.count(Wanted())
    return {
        "calls": ended,
        "labelled": await asyncio.to_thread(_files, service.settings.backtest_calls),
        "why_none": "memory" if in_memory else None,
    }


async def backtest(request: Request, service: Service) -> Response:
    """An edit against recorded calls: progress line by line, and at last the difference."""
    asked = await body_of(request, Backtest)
    after = await service.studio.texts_with(asked.path, asked.text)
    log = service.settings.log
    played = Asked(
        before=service.node.program.rules.sources,
        after=after,
        log=None if log == IN_MEMORY else Path(log),
        folder=service.settings.backtest_calls if asked.labelled else None,
        since=asked.since,
        to=asked.to,
        most=asked.most,
    )
    lines = _lines(rehearsed(played, service.studio.rehearsals))
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(lines, media_type="application/x-ndjson", headers=headers)


async def health(request: Request, service: Service) -> dict[str, Any]:
    """What became of every rule's hints, in calls that ended in a span of time."""
    asked = parameters_of(request, Span)
    since = asked.since or datetime.fromtimestamp(0, UTC)
    before = asked.to or datetime.now(UTC)
    calls, figures = await service.archive.rules_shown(to_ms(since), to_ms(before))
    names = await service.studio.desk.ask("names")
    told = health_told(names["rules"], calls, figures)
    return {"from": asked.since, "to": asked.to, "reading": service.archive.reading, **told}


def _files(folder: Path | None) -> int:
    """How many files of calls a folder holds."""
    if folder is None:
        return 0
    return sum(path.suffix in SUFFIXES for path in folder.rglob("*"))


async def _lines(messages: AsyncIterator[Message]) -> AsyncIterator[bytes]:
    """Newline-delimited JSON; when the client goes away, whatever makes the messages stops."""
    async with aclosing(messages):  # type: ignore[type-var]
        async for message in messages:
            yield encode(message) + b"\n"


routes = [
    Route("/v1/rules/recordings", studio_asked(recordings)),
    Route("/v1/rules/backtest", studio_asked(backtest), methods=["POST"]),
    Route("/v1/rules/health", studio_asked(health)),
]
