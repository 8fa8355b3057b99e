"""The ASGI application: which address is answered by what."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from prometheus_client import CollectorRegistry
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from assist.proto.specification import asyncapi, openapi

from . import api
from .console import CONSOLE, console
from .health import healthz, readyz
from .ingest import ingest
from .metrics import ServiceCollector, metrics
from .overlay import overlay
from .pages import Assets, home, page, specification
from .post import post
from .service import Service
from .supervise import supervise
from .training import train
from .vendor import PREFIX, vendor_post, vendor_socket

VIEWERS = {
    "scripts": "'self' 'unsafe-eval'",
    "styles": "'self' 'unsafe-inline'",
    "types": "",
}
"""What the page with the viewers of the specifications may do more than others: AsyncAPI's compiles
its schemas, both write styles. The page shows nothing else."""


class App:
    """The application over a service; ``more``: the demo's routes.

    Websockets go straight to their endpoints: Starlette's layers would hold a dozen coroutines
    for as long as each of them is open (4.5 kB), and be passed at every message.
    """

    def __init__(self, service: Service, more: Sequence[BaseRoute] = ()) -> None:
        self._pages = _pages(service, more)
        self._sockets = {
            "/v1/ingest/native": ingest,
            "/v1/overlay": overlay,
            "/v1/supervise": supervise,
            "/v1/train": train,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request or websocket."""
        endpoint = self._socket(scope["path"]) if scope["type"] == "websocket" else None
        if endpoint is None:
            await self._pages(scope, receive, send)
        else:
            scope["app"] = self._pages
            await endpoint(WebSocket(scope, receive, send))

    def _socket(self, path: str) -> Callable[[WebSocket], Awaitable[None]] | None:
        found = self._sockets.get(path)
        return vendor_socket if found is None and path.startswith(PREFIX) else found


def _pages(service: Service, more: Sequence[BaseRoute]) -> Starlette:
    app = Starlette(
        routes=[
            *more,
            Route("/v1/ingest/native", post, methods=["POST"]),
            Route(PREFIX + "{format}", vendor_post, methods=["POST"]),
            Route("/", home),
            Route("/overlay", page("overlay.html")),
            *(Route(path, console) for path in CONSOLE),
            *api.routes(),
            Route("/docs", page("docs.html", **VIEWERS)),
            Route("/docs/asyncapi.json", specification(asyncapi)),
            Route("/docs/openapi.json", specification(openapi)),
            Route("/healthz", healthz),
            Route("/readyz", readyz),
            Route("/metrics", metrics),
            Mount("/assets", Assets(directory=service.static / "assets", check_dir=False)),
        ]
    )
    app.state.service = service
    registry = CollectorRegistry()
    registry.register(ServiceCollector(service))
    app.state.registry = registry
    return app
