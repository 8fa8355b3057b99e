"""The ASGI application: which address is answered by what."""

from __future__ import annotations

from collections.abc import Sequence

from prometheus_client import CollectorRegistry
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute

from .health import healthz, readyz
from .ingest import ingest
from .metrics import ServiceCollector, metrics
from .overlay import overlay
from .pages import Assets, home, page
from .post import post
from .service import Service


def build_app(service: Service, more: Sequence[BaseRoute] = ()) -> Starlette:
    """The application over a service; ``more``: the demo's routes."""
    app = Starlette(
        routes=[
            *more,
            WebSocketRoute("/v1/ingest/native", ingest),
            Route("/v1/ingest/native", post, methods=["POST"]),
            WebSocketRoute("/v1/overlay", overlay),
            Route("/", home),
            Route("/overlay", page("overlay.html")),
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
