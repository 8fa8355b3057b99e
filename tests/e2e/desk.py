"""An agent's desk: the overlay's own page, connected to the fake sidecar."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from .fake import FakeSidecar
from .screen import Screen
from .words import AGENT, Said


class Desk(Screen):
    """``said`` numbers what the sidecar says."""

    def __init__(self, page: Page, sidecar: FakeSidecar) -> None:
        super().__init__(page)
        self.sidecar = sidecar
        self.said = Said()

    def sit(self, *hints: dict[str, Any], path: str = "", **call: Any) -> None:
        """Open the page (or that of the bank at ``path``); one call is live, with these hints."""
        self.page.goto(self.sidecar.url + (path or f"/overlay#token=t&agent={AGENT}"))
        self.greet(*hints, **call)
        expect(self.link).to_have_attribute("data-link", "live")

    def sit_still(self, *hints: dict[str, Any], **call: Any) -> None:
        """Likewise, at a page whose clock stands: the call is as old as it is said to be, however
        long the rest takes."""
        self.page.clock.install()
        self.page.goto(f"{self.sidecar.url}/overlay#token=t&agent={AGENT}")
        self.sidecar.hears("hello")
        self.stop_time()
        self.sidecar.welcome()
        self.sidecar.send(self.said.snapshot(*hints, **call))
        expect(self.link).to_have_attribute("data-link", "live")

    def tell(self, *messages: dict[str, Any]) -> None:
        """The sidecar says that; returns once the page has heard it."""
        self.sidecar.send(*messages)
        for _ in range(200):
            if self.heard and self.heard[-1] == messages[-1]:
                return
            self.page.wait_for_timeout(20)  # lets the browser's events in
        raise AssertionError(f"it did not hear {messages[-1]['type']}")

    def stop_time(self) -> None:
        """From now on it passes only when the test lets it (``page.clock``, installed before)."""
        self.page.clock.pause_at(self.page.evaluate("Date.now() / 1000") + 0.5)

    def greet(self, *hints: dict[str, Any], epoch: str = "one", **call: Any) -> dict[str, Any]:
        """Answer the hello of an overlay that (re)connects, with a snapshot; the hello."""
        hello = self.sidecar.hears("hello")
        self.sidecar.welcome(epoch=epoch)
        self.sidecar.send(self.said.snapshot(*hints, **call))
        return hello
