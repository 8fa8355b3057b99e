"""The specification of the wire, as an integrator reads it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from .stage import Stage


def test_the_wire_is_shown_and_its_documents_are_offered(
    stage: Stage, contexts: Callable[..., BrowserContext]
) -> None:
    page = contexts(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(f"{stage.url}/docs")
    expect(page.get_by_text("Overtone 弦外").first).to_be_visible()
    expect(page.get_by_text("/v1/ingest/native").first).to_be_visible()
    expect(page.get_by_text("sequence_gap").first).to_be_visible()
    page.locator("#operation-receive-sendEvents").get_by_text("Expand all").nth(1).click()
    expect(page.get_by_text("The whole current hypothesis, never a delta.").first).to_be_visible()
    for name in ("asyncapi.json", "openapi.json"):
        address = page.get_by_role("link", name=name).evaluate("(link) => link.href")
        assert page.request.get(address).ok
