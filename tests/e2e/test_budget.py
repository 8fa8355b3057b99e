"""Light and quick enough to live beside a CRM."""

from __future__ import annotations

import gzip

from playwright.sync_api import expect

from .desk import Desk
from .fake import STATIC
from .words import hint

COMPONENT_BYTES = 30 * 1024
"""Of the component, gzipped: everything that a bank's page loads."""
PAINTED_WITHIN_FRAMES = 2
"""Of the screen, from the message's arrival: 33 ms; nobody sees the wait. How long it takes on a
slow machine is measured by ``python -m bench.paint``."""
WATCH = """
    const Native = WebSocket;
    window.WebSocket = class extends Native {
        constructor(...given) {
            super(...given);
            this.addEventListener("message", ({ data }) => {
                if (!data.includes('"hint.show"') || data.includes('"snapshot"')) return;
                let frames = 0;
                const look = () => {
                    frames += 1;
                    const { shadowRoot } = document.querySelector("assist-overlay");
                    if (shadowRoot.querySelector("article") === null) requestAnimationFrame(look);
                    else window.paintedWithin = frames;
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
    desk.page.wait_for_function("window.paintedWithin > 0")
    assert desk.page.evaluate("window.paintedWithin") <= PAINTED_WITHIN_FRAMES
