"""One HTTP request, and in which of the ways it can fail it did."""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from urllib.parse import urlsplit

from .findings import Finding

PATIENCE_S = 5.0
MOST = 4 << 20
_BEHIND = re.compile(
    r"(/(overlay|calls|rules|floor|training|docs|healthz|readyz|v1(/[^?#]*)?))?/*([?#].*)?$"
)
"""What people copy with the address: of a page, or of a websocket."""


_NO_TLS = {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE"}
"""How OpenSSL says that what answered was no TLS; the last since version 3.2."""


@dataclass(frozen=True, slots=True)
class Address:
    """A server: where, and whom to trust. ``base``: with ``http`` or ``https``, no slash behind."""

    base: str
    token: str
    trusting: ssl.SSLContext | None = None

    @classmethod
    def parse(cls, url: str, token: str, ca: str | None = None) -> Address:
        """Out of ``ws``, ``wss``, ``http`` or ``https`` and anything behind. Raises
        :class:`ValueError`, :class:`OSError` when the authority's file cannot be read."""
        scheme, _, rest = url.partition("://")
        if scheme not in ("ws", "wss", "http", "https") or not urlsplit(url).hostname:
            raise ValueError(f"{url!r}: write it as ws://HOST:PORT or https://HOST/PATH")
        secure = scheme in ("wss", "https")
        trusting = ssl.create_default_context() if secure else None
        if trusting is not None and ca is not None:
            trusting.load_verify_locations(ca)
        base = _BEHIND.sub("", f"{'https' if secure else 'http'}://{rest}")
        return cls(base, token, trusting)

    @property
    def origin(self) -> str:
        """Of the pages that it serves, as browsers tell it."""
        parts = urlsplit(self.base)
        return f"{parts.scheme}://{parts.netloc}".lower()

    @property
    def websocket(self) -> str:
        """The same for websockets."""
        return "ws" + self.base.removeprefix("http")


@dataclass(frozen=True, slots=True)
class Answer:
    """``status`` 0: there was none, and ``fault`` says why."""

    status: int
    body: bytes = b""
    headers: Message = field(default_factory=Message)
    fault: Finding | None = None


async def ask(
    address: Address,
    path: str,
    *,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """GET, or POST with a body. Never raises."""
    return await asyncio.to_thread(_ask, address, path, body, headers or {})


def _ask(address: Address, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
    request = urllib.request.Request(address.base + path, body, dict(headers))  # noqa: S310
    handlers: list[urllib.request.BaseHandler] = [urllib.request.ProxyHandler({})]
    if address.trusting is not None:
        handlers.append(urllib.request.HTTPSHandler(context=address.trusting))
    opener = urllib.request.build_opener(*handlers)
    try:
        with opener.open(request, timeout=PATIENCE_S) as response:
            return Answer(response.status, response.read(MOST), response.headers)
    except urllib.error.HTTPError as refused:
        with refused:
            return Answer(refused.code, refused.read(MOST), refused.headers)
    except (OSError, ValueError) as fault:
        why = fault.reason if isinstance(fault, urllib.error.URLError) else fault
        return Answer(0, fault=_named(address, why))


def _named(address: Address, why: object) -> Finding:
    parts = urlsplit(address.base)
    if isinstance(why, socket.gaierror):
        return Finding("no_such_name", {"host": parts.hostname})
    if isinstance(why, ssl.SSLCertVerificationError):
        return Finding("bad_certificate", {"why": why.verify_message})
    if isinstance(why, ssl.SSLError) and why.reason in _NO_TLS:
        return Finding("no_tls", {"host": parts.hostname, "port": parts.port or 443})
    port = parts.port or (443 if parts.scheme == "https" else 80)
    told = why.strerror if isinstance(why, OSError) and why.strerror else str(why)
    return Finding("no_connection", {"host": parts.hostname, "port": port, "why": told})
