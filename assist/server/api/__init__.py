"""What the console asks by HTTP: one module an area, each with its ``routes``.

Everything is JSON, never cached, and asks for the supervisors' token (:func:`.access.supervised`).
"""

from __future__ import annotations

from collections.abc import Sequence

from starlette.routing import BaseRoute

from . import calls, customers, rules, rules_tried, session, training


def routes() -> Sequence[BaseRoute]:
    """All of them."""
    areas = (session, calls, customers, training, rules, rules_tried)
    return [route for area in areas for route in area.routes]
