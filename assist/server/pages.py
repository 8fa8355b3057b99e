"""The pages and scripts of the overlay and the demo, built into ``assist/server/static``."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from assist.proto.messages import encode

from .service import service_of

Endpoint = Callable[[Request], Coroutine[Any, Any, Response]]

STATIC = Path(__file__).parent / "static"

NOT_BUILT = (
    "The pages have not been built.\n"
    "In a checkout of Overtone run:  make setup\n"
    "(An installed wheel has them in.)\n"
)
FIXED_NAMES = frozenset({"assist-overlay.js"})
"""Scripts that other pages name; all others carry a hash of their content in their name."""

TRUSTED_TYPES = "lit-html assist-overlay"
"""Lit's templates, and the module of the overlay's small window (web/src/ui/popout.ts)."""


def page(name: str, **may: str) -> Endpoint:
    """The endpoint of one HTML page; ``may``: what :func:`page_headers` lets it do."""

    async def show(request: Request) -> Response:
        service = service_of(request)
        path = service.static / name
        if not path.is_file():
            return PlainTextResponse(NOT_BUILT, 503)
        return FileResponse(path, headers=page_headers(service.gate.origins, **may))

    return show


def built(path: Path) -> str | Response:
    """The text of a page; else the answer that says how to build it."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return PlainTextResponse(NOT_BUILT, 503)


def specification(made: Callable[[], dict[str, Any]]) -> Endpoint:
    """The endpoint of one document of the wire's specification, made when first asked for."""
    written = cache(lambda: encode(made()))

    async def show(_request: Request) -> Response:
        headers = {"Cache-Control": "no-cache"}
        return Response(written(), media_type="application/json", headers=headers)

    return show


async def home(_request: Request) -> Response:
    """The overlay is what there is to see; beside here, wherever a proxy has put this."""
    return RedirectResponse("overlay")


class Assets(StaticFiles):
    """Scripts, styles and fonts; those with a hash in their name may be kept for ever."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a file, or say that nothing has been built."""
        if Path(str(self.directory)).is_dir():  # noqa: ASYNC240 - one stat of a local folder
            await super().__call__(scope, receive, send)
        else:
            await PlainTextResponse(NOT_BUILT, 503)(scope, receive, send)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, with how long it may be kept."""
        response = await super().get_response(path, scope)
        fixed = Path(path).name in FIXED_NAMES
        response.headers["Cache-Control"] = (
            "no-cache" if fixed else "public, max-age=31536000, immutable"
        )
        response.headers["X-Content-Type-Options"] = "nosniff"
        # The component is loaded by the pages of the bank's own desktop.
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response


def _ancestors(origins: Iterable[str]) -> str:
    """Who may show a page in a frame. CSP has no way to write an IPv6 address (its ``host-char``
    is a letter, a digit or a hyphen) and browsers warn about it; ``'self'`` covers our own."""
    return " ".join(["'self'", *sorted(origin for origin in origins if "[" not in origin)])


def page_headers(
    origins: Iterable[str],
    *,
    scripts: str = "'self'",
    styles: str = "'self'",
    base: str = "'none'",
    types: str = TRUSTED_TYPES,
) -> dict[str, str]:
    """What a page may do: run our scripts and talk to us, nothing else. ``origins``: whose pages
    may show it in a frame. The others are of its content security policy: where ``scripts`` and
    ``styles`` may come from, what its ``<base>`` may be, which policies of trusted ``types`` it
    makes (empty: texts may become scripts, as old libraries have it)."""
    policy = (
        "default-src 'none'",
        f"script-src {scripts}",
        f"style-src {styles}",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        f"base-uri {base}",
        "form-action 'none'",
        f"frame-ancestors {_ancestors(origins)}",
        *((f"trusted-types {types}", "require-trusted-types-for 'script'") if types else ()),
    )
    return {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": "; ".join(policy),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
