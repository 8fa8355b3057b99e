"""Requests of a page that are let through when a test says so: answers that come late."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, Route


class Held:
    """Holds the page's requests of an address back, from now on."""

    def __init__(self, page: Page, address: str | re.Pattern[str]) -> None:
        self._page = page
        self._routes: list[Route] = []
        page.route(address, self._hold)

    def let(self, which: int = 0, told: Any = None) -> None:
        """One goes on, or is answered with ``told``; returns once that is on the screen."""
        route = self._take(which)
        with self._page.expect_response(lambda response: response.request == route.request):
            if told is None:
                route.continue_()
            else:
                route.fulfill(json=told)
        self._drawn()

    def lose(self) -> None:
        """The first gets no answer."""
        with self._page.expect_event("requestfailed"):
            self._take(0).abort("connectionfailed")
        self._drawn()

    def _take(self, which: int) -> Route:
        for _ in range(200):
            if which < len(self._routes):
                return self._routes.pop(which)
            self._page.wait_for_timeout(100)  # lets the browser's events in
        raise AssertionError(f"only {len(self._routes)} were asked")

    def _drawn(self) -> None:
        """Until what the page has been told by now is on the screen."""
        frames = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        self._page.evaluate(frames)

    def _hold(self, route: Route) -> None:
        self._routes.append(route)
