"""The console's page. Which screen it shows is in its address, and is the page's own business."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from .pages import built, page_headers
from .service import service_of

CONSOLE = (
    "/console",
    "/console/{rest:path}",
    "/calls",
    "/calls/{rest:path}",
    "/trends",
    "/morning",
    "/train",
    "/train/{rest:path}",
)
"""The addresses of its screens."""
BASE = '<base href="./" />'
"""What the page says before it is served: everything in it is relative to this."""


async def console(request: Request) -> Response:
    """The page, with the way back to the server's root: relative, so that the server may stand
    behind a reverse proxy's sub-path."""
    service = service_of(request)
    read = built(service.static / "console.html")
    if isinstance(read, Response):
        return read
    # As the browser sees it: a call's id may hold an escaped slash, which is none to a browser.
    depth = request.scope["raw_path"].partition(b"?")[0].count(b"/") - 1
    text = read.replace(BASE, f'<base href="{"../" * depth or "./"}" />')
    headers = page_headers(service.gate.origins, base="'self'")
    return Response(text, headers=headers, media_type="text/html")
