"""What the console asks by HTTP: one module an area, each with its ``routes``.

Everything is JSON, never cached, and asks for the supervisors' token (:func:`.access.supervised`).
"""

from __future__ import annotations

from collections.abc import Sequence

from starlette.routing import BaseRoute

from . import calls, customers, rules, session, training


def routes() -> Sequence[BaseRoute]:
    """All of them."""
    return [*session.routes, *calls.routes, *customers.routes, *training.routes, *rules.routes]
