"""Who may connect: a token, and for web pages the right origin.

There are two tokens. The agents' one opens what integrators and overlays need; the supervisors' one
opens that and the console, which shows every call. An overlay may have one of its own instead
(:mod:`.overlay_tokens`), which opens nothing else.
"""

from __future__ import annotations

import base64
import hmac
import time
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from .overlay_tokens import valid_until


class Gate:
    """The tokens and the origins of this server. ``former``: agents' tokens that count as well, for
    the time of a change; ``supervisors``: those that open the console, which stays shut where there
    are none; ``overlays``: the secrets that overlays' own tokens are signed with."""

    def __init__(
        self,
        token: str,
        origins: Iterable[str],
        *,
        former: Iterable[str] = (),
        supervisors: Iterable[str] = (),
        overlays: Iterable[str] = (),
    ) -> None:
        self.token = token
        self._tokens = (token, *former)
        self._overlays = tuple(overlays)
        self._supervisors = tuple(supervisors)
        self.supervisors = next(iter(self._supervisors), None)
        """The token of the console that is to stay; None where it is shut."""
        self.origins = frozenset(origin.rstrip("/") for origin in origins)

    def check(self, token: str) -> bool:
        """Whether it is either token; takes as long for a wrong one."""
        agents = [hmac.compare_digest(token.encode(), each.encode()) for each in self._tokens]
        return any((self.is_supervisors(token), *agents))

    def overlay_until(self, token: str, agent: str) -> float | None:
        """When an overlay's own token ceases to open this agent's, in seconds since 1970; None
        where it does not."""
        return valid_until(self._overlays, token, agent, time.time())

    def is_supervisors(self, token: str) -> bool:
        """Whether it is the supervisors' token; takes as long for a wrong one."""
        held = [hmac.compare_digest(token.encode(), each.encode()) for each in self._supervisors]
        return any(held)

    def supervises(self, connection: HTTPConnection) -> bool:
        """Whether the ``Authorization`` header shows the supervisors' token."""
        return self.is_supervisors(_shown(connection) or "")

    def shown(self, connection: HTTPConnection) -> bool | None:
        """Whether the ``Authorization`` header shows the token, as ``Bearer``, or as the password
        of ``Basic`` with whatever name; None when there is no header."""
        token = _shown(connection)
        return None if token is None else self.check(token)

    def addressed(self, connection: HTTPConnection) -> bool | None:
        """As :meth:`shown`, for peers that can be given nothing but an address: the parameter
        ``token`` counts as well. A vendor may have a header of its own (Azure sends one)."""
        shown, token = self.shown(connection), connection.query_params.get("token")
        return shown if token is None or shown else self.check(token)

    def welcomes(self, connection: HTTPConnection) -> bool:
        """Whether the page that asks is of an allowed origin. What is no browser sends none."""
        origin = connection.headers.get("origin")
        return origin is None or origin in self.origins


def _shown(connection: HTTPConnection) -> str | None:
    """The token of the ``Authorization`` header: empty when it holds none, None without one."""
    header = connection.headers.get("authorization")
    if header is None:
        return None
    scheme, _, value = header.partition(" ")
    match scheme.lower():
        case "bearer":
            return value.strip()
        case "basic":
            return _password(value.strip())
        case _:
            return ""


def _password(credentials: str) -> str:
    """Of ``name:password`` in base64 (RFC 7617); empty when it is no such thing."""
    try:
        return base64.b64decode(credentials, validate=True).decode().partition(":")[2]
    except ValueError:
        return ""


def own_origins(host: str, port: int) -> list[str]:
    """The origins of pages that this server itself serves at its address.

    Never taken from the ``Host`` header: a page of another site can have its name point here.
    """
    names = {"localhost", "127.0.0.1", "[::1]"}
    if not names_none(host):
        names.add(f"[{host}]" if ":" in host else host)
    return [f"http://{name}:{port}" for name in sorted(names)]


def origin_of(url: str) -> str:
    """The origin of an address (RFC 6454): its scheme, host and port."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def names_none(host: str) -> bool:
    """Whether the host means every address of this machine, and so names none."""
    return host in ("", "0.0.0.0", "::")  # noqa: S104 - it is only compared
