"""Addresses that name a call or a customer, whatever characters its id has."""

from __future__ import annotations

from urllib.parse import unquote

from starlette.routing import Match, Route
from starlette.types import Scope


class RouteAsSent(Route):
    """A route that is looked for in the address as it was sent: each parameter is one part of the
    path, and a slash that is escaped in it (``%2F``) parts nothing. So the call ``a/explain`` is
    none of the answers about the call ``a``."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """As :meth:`starlette.routing.Route.matches`, with parameters decoded afterwards."""
        sent = scope.get("raw_path")
        if scope["type"] != "http" or sent is None:
            return super().matches(scope)
        path = sent.partition(b"?")[0].decode("ascii", "replace")
        match, found = super().matches({**scope, "path": path})
        if match is not Match.NONE:
            given = found["path_params"].items()
            found["path_params"] = {name: unquote(value) for name, value in given}
        return match, found
