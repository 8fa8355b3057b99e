"""What is on the agent's screen, found as a person would find it."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Locator, Page, WebSocket, expect

from .stage import Stage


class Screen:
    """A page with one overlay. ``heard``: every message that the sidecar sent to it, in order."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.heard: list[dict[str, Any]] = []
        page.on("websocket", self._listen)
        self.overlay = page.locator("assist-overlay")
        self.headline = self.overlay.locator("article.headline")
        self.title = self.headline.locator(".title")
        self.say = self.headline.locator(".say")
        self.because = self.headline.locator(".because")
        self.eyebrow = self.headline.locator(".eyebrow")
        self.cards = self.overlay.locator("article")
        self.checklist = self.overlay.locator(".checklist li")
        self.link = self.overlay.locator(".link")
        self.told = self.overlay.locator(".told")
        self.aloud = self.overlay.locator("[aria-live]")
        self.middle = self.overlay.locator(".middle")
        self.resting = self.overlay.locator(".rest .says")
        self.note = self.overlay.locator(".note")
        self.facts = self.overlay.locator(".facts .fact")
        self.dial = self.overlay.locator("select")

    def button(self, name: str) -> Locator:
        """A button of the overlay by what it says."""
        return self.overlay.get_by_role("button", name=name)

    def open(self, stage: Stage, *, more: str = "") -> None:
        """Open the demo page; returns once its overlay is connected."""
        self.page.goto(stage.page + more)
        expect(self.link).to_have_attribute("data-link", "live")

    def play(self, sample: str, *, speed: int = 4) -> None:
        """Choose a sample call by click, which plays it."""
        self.page.get_by_role("button", name=f"{speed}×").click()
        self.page.locator(f'[data-sample="{sample}"]').click()

    def messages(self, kind: str) -> list[dict[str, Any]]:
        return [message for message in self.heard if message["type"] == kind]

    def until_heard(self, kind: str) -> None:
        """Until the sidecar has sent a message of that type."""
        for _ in range(200):
            if self.messages(kind):
                return
            self.page.wait_for_timeout(100)  # lets the browser's events in
        raise AssertionError(f"no {kind} was sent")

    def until_ended(self) -> None:
        """Until the call that is played is over."""
        expect(self.page.locator(".over")).to_be_visible(timeout=60_000)

    def focused(self) -> str:
        """What has focus, inside the overlay where it is there: its tag and classes."""
        found = self.page.evaluate(
            """() => {
                let at = document.activeElement;
                while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
                return at === null ? "" : `${at.localName} ${at.className}`.trim();
            }"""
        )
        assert isinstance(found, str)
        return found

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._hear)

    def _hear(self, frame: str | bytes) -> None:
        value = json.loads(frame)
        self.heard.extend(value if isinstance(value, list) else [value])
