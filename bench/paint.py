"""``python -m bench.paint``: how long from a hint's frame to the hint on the screen.

Chromium with its CPU throttled four times (Chrome DevTools Protocol), as an agent's old desktop is.
A hint is on the screen in the task after the animation frame that had it in. The hints come one by
one into a call whose checklist, facts and emotion curve are full.
"""

from __future__ import annotations

import statistics
import sys
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

from tests.e2e.browser import ARGUMENTS, chromium
from tests.e2e.desk import Desk
from tests.e2e.fake import FakeSidecar
from tests.e2e.words import CALL, hint

THROTTLED = 4
HINTS = 100
WARM = 20
"""Left out: the first ones compile their code."""
BUDGET_MS = 50
NEEDS: list[dict[str, Any]] = [
    {"type": "need", "call": CALL, "at": 1, "state": "open", "rule": f"r{n}", "id": f"n{n}"}
    | {"text": "列出所需材料"}
    for n in range(5)
]
FACT: dict[str, Any] = {"type": "fact", "call": CALL, "at": 1, "state": "given"} | {
    "label": "金额",
    "value": "十二万",
    "quote_at": 1,
}
WATCH = """
    window.painted = [];
    const Native = WebSocket;
    window.WebSocket = class extends Native {
        constructor(...given) {
            super(...given);
            this.addEventListener("message", ({ data }) => {
                const id = /"hint.show".*?"id":"([^"]+)"/.exec(data)?.[1];
                if (id === undefined || data.includes('"snapshot"')) return;
                const arrived = performance.now();
                const look = () => {
                    const { shadowRoot } = document.querySelector("assist-overlay");
                    if (shadowRoot.querySelector(`[data-hint="${id}"]`) === null) {
                        requestAnimationFrame(look);
                        return;
                    }
                    const channel = new MessageChannel();
                    channel.port1.onmessage = () => painted.push(performance.now() - arrived);
                    channel.port2.postMessage(0);
                };
                requestAnimationFrame(look);
            });
        }
    };"""


def measure() -> list[float]:
    """Milliseconds of each hint."""
    with FakeSidecar() as sidecar, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 320, "height": 440})
        page.add_init_script(WATCH)
        desk = Desk(page, sidecar)
        desk.sit(needs=NEEDS, facts=[{**FACT, "name": f"f{n}"} for n in range(4)])
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": THROTTLED})
        taken = [_one(desk, page, n) for n in range(WARM + HINTS)]
        browser.close()
    return taken[WARM:]


def _one(desk: Desk, page: Page, n: int) -> float:
    shown = hint(f"h-{n}", text=f"放慢语速，先安慰 {n}")
    desk.sidecar.send(desk.said.emotion(12_000 + n * 500, "mild", anger=0.3 + n % 5 / 10))
    desk.sidecar.send(desk.said.show(shown))
    page.wait_for_function("n => painted.length > n", arg=n)
    took: float = page.evaluate("painted.at(-1)")
    desk.sidecar.send(desk.said.close(shown, "met"))
    expect(desk.cards).to_have_count(0)
    return took


def main() -> None:
    """Print the median and the 95th percentile; exit 1 when the budget is missed."""
    taken = measure()
    p50, p95 = statistics.median(taken), statistics.quantiles(taken, n=20)[-1]
    print(f"{len(taken)} hints, CPU throttled {THROTTLED}x: from frame to paint")
    print(
        f"p50 {p50:.1f} ms, p95 {p95:.1f} ms, worst {max(taken):.1f} ms (p95 at most {BUDGET_MS})"
    )
    sys.exit(p95 > BUDGET_MS)


if __name__ == "__main__":
    main()
