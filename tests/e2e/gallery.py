"""The supervisor's screen: the floor, a call of it, and its alerts, found as a person would."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

from .fake_floor import FakeFloor, Row

NAME = "林主管"

TOUCHED = """() => {
    const root = document.querySelector("overtone-console").shadowRoot
        .querySelector("overtone-floor").shadowRoot
        .querySelector("overtone-floor-table").shadowRoot;
    const rows = new Set();
    window.touched = rows;
    const clocks = ".duration, .hint .small";  // these go on by themselves
    new MutationObserver((changes) => {
        for (const { target } of changes) {
            const element = target instanceof Element ? target : target.parentElement;
            const row = element?.closest(".call");
            if (row && !element.closest(clocks)) rows.add(row.dataset.call);
        }
    }).observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
}"""
"""From here on, ``touched`` names the calls whose rows were changed in the document."""


class Gallery:
    """A page of the console, connected to a fake floor."""

    def __init__(self, page: Page, floor: FakeFloor) -> None:
        self.page = page
        self.floor = floor
        self.standing = page.locator(".standing")
        self.rows = page.locator("overtone-floor-table .call")
        self.order = page.locator(".order")
        self.totals = page.locator(".totals li")
        self.alerts = page.locator("overtone-alerts .raised li")
        self.aloud = page.locator("overtone-floor [aria-live=polite]")
        self.heading = page.get_by_role("heading", level=1)
        self.whisper = page.get_by_role("textbox", name="留言")

    def visit(self, *rows: Row, path: str = "console", more: str = "", **told: Any) -> None:
        """Go there; the floor has these calls."""
        address = f"{self.floor.url}/{path}#token={self.floor.token}&name={NAME}{more}"
        self.page.goto(address)
        self.floor.open(rows, *told.pop("alerts", ()), **told)
        expect(self.standing).to_have_attribute("data-standing", "live")

    def row(self, call: str) -> Locator:
        return self.page.locator(f'[data-call="{call}"]')

    def calls(self) -> list[str]:
        """The calls that are drawn, from the top."""
        found: list[str] = self.rows.evaluate_all("rows => rows.map(row => row.dataset.call)")
        return found

    def watch_mutations(self) -> None:
        self.page.evaluate(TOUCHED)

    def touched(self) -> set[str]:
        """Whose rows were changed since last asked."""
        found: list[str] = self.page.evaluate(
            "() => { const all = [...touched]; touched.clear(); return all; }"
        )
        return set(found)

    def away(self) -> None:
        """The hand is not in the table."""
        self.page.mouse.move(0, 0)
