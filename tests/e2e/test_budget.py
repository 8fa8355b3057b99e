"""Light and quick enough to live beside a CRM."""

from __future__ import annotations

import gzip

from playwright.sync_api import expect

from .desk import Desk
from .fake import STATIC
from .words import hint

COMPONENT_BYTES = 30 * 1024
"""Of the component, gzipped: everything that a bank's page loads."""
PAINTED_WITHIN_MS = 50
"""From the frame's arrival to the frame on the screen: three refreshes; nobody sees the wait."""
SLACK = 6
"""This machine runs other things, too, and draws without a graphics card."""
WATCH = """
    const Native = WebSocket;
    window.WebSocket = class extends Native {
        constructor(...given) {
            super(...given);
            this.addEventListener("message", ({ data }) => {
                if (!data.includes('"hint.show"') || data.includes('"snapshot"')) return;
                performance.mark("arrived");
                const look = () => {
                    const { shadowRoot } = document.querySelector("assist-overlay");
                    if (shadowRoot.querySelector("article") === null) requestAnimationFrame(look);
                    // The task after a frame that had it in: it has been painted.
                    else setTimeout(() => performance.measure("painted", "arrived"));
                };
                requestAnimationFrame(look);
            });
        }
    };"""


def test_the_component_is_small() -> None:
    size = len(gzip.compress((STATIC / "assets" / "assist-overlay.js").read_bytes(), 9))
    assert size <= COMPONENT_BYTES, f"{size / 1024:.1f} kB gzipped"


def test_a_hint_is_painted_at_once(desk: Desk) -> None:
    desk.page.add_init_script(WATCH)
    desk.sit()
    desk.sidecar.send(desk.said.show(hint()))
    expect(desk.headline).to_be_visible()
    desk.page.wait_for_function("performance.getEntriesByName('painted').length > 0")
    took = desk.page.evaluate("performance.getEntriesByName('painted')[0].duration")
    print(f"painted {took:.1f} ms after its frame (budget {PAINTED_WITHIN_MS})")  # noqa: T201
    assert took <= PAINTED_WITHIN_MS * SLACK
