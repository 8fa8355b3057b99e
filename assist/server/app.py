"""The ASGI application: which address is answered by what."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence

from prometheus_client import CollectorRegistry, ProcessCollector
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from assist.core.names import meant
from assist.proto.codes import NOT_FOUND, UPGRADE_REQUIRED
from assist.proto.specification import asyncapi, openapi

from . import api
from .console import CONSOLE, console
from .door import problem
from .health import healthz, readyz
from .ingest import ingest
from .metrics import ServiceCollector, metrics
from .overlay import overlay
from .pages import Assets, home, page, specification
from .post import post
from .service import Service, service_of
from .sockets import protocol_of
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
        self._service = service
        self._sockets = {
            "/v1/ingest/native": ingest,
            "/v1/overlay": overlay,
            "/v1/supervise": supervise,
            "/v1/train": train,
        }
        self._pages = _pages(service, more, self._sockets)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request or websocket."""
        if scope["type"] != "websocket":
            await self._pages(scope, receive, send)
            return
        scope["app"] = self._pages
        await self._socket(scope["path"])(WebSocket(scope, receive, send))

    def _socket(self, path: str) -> Callable[[WebSocket], Awaitable[None]]:
        found = self._sockets.get(path)
        if found is not None:
            return found
        return vendor_socket if path.startswith(PREFIX) else self._nowhere

    async def _nowhere(self, websocket: WebSocket) -> None:
        """Refuse a handshake aloud: a close before it would be an empty 403 to the peer."""
        await websocket.send_denial_response(
            _unheard_of(websocket.url.path, self._sockets, self._service)
        )
        protocol_of(websocket).handshake_complete = True  # uvicorn forgets it, and logs a fault


def _unheard_of(path: str, known: Iterable[str], service: Service) -> Response:
    """That nothing is at an address, and which one was probably meant."""
    format_ = meant(path.rpartition("/")[2], service.formats, alike=0.8)
    near = meant(path, [*known, *([PREFIX + format_] if format_ else [])])
    told = f"; {near} was probably meant" if near else ""
    return problem(404, NOT_FOUND, f"nothing is at {path[:80]!r}{told}")


def _missing(request: Request, _fault: Exception) -> Response:
    """As for websockets, for requests: to what takes events, and to anything else of the wire."""
    if request.url.path.startswith("/v1/"):
        return _unheard_of(request.url.path, [PREFIX + "native"], service_of(request))
    return PlainTextResponse("Not Found", 404)


async def _upgrade(_request: Request) -> Response:
    """A websocket's address was asked for without one."""
    told = "this is a websocket; if you asked for one, a proxy has dropped the Upgrade header"
    answer = problem(426, UPGRADE_REQUIRED, told)
    answer.headers.update({"Upgrade": "websocket", "Connection": "Upgrade"})
    return answer


def _pages(service: Service, more: Sequence[BaseRoute], sockets: Iterable[str]) -> Starlette:
    app = Starlette(
        routes=[
            *more,
            Route("/v1/ingest/native", post, methods=["POST"]),
            Route(PREFIX + "{format}", vendor_post, methods=["POST"]),
            *(Route(path, _upgrade, methods=["GET"]) for path in (*sockets, PREFIX + "{format}")),
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
        ],
        exception_handlers={404: _missing},
    )
    app.router.redirect_slashes = False  # what redirects by itself leaves TLS and a proxy's path
    app.state.service = service
    registry = CollectorRegistry()
    registry.register(ServiceCollector(service))
    ProcessCollector(registry=registry)  # CPU, memory, open files
    app.state.registry = registry
    return app
