"""``python -m bench.floor_page``: how busy 500 live calls keep the page that shows them.

All 500 rows change twice a second, for half of the time under a resting pointer (the order is
held), for half of it in order of need (rows move), while the table is scrolled. Every task of the
page's main thread is taken from Chromium's own trace; CPU time leaves out what the machine did
meanwhile.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, expect, sync_playwright

from tests.e2e.browser import ARGUMENTS, chromium
from tests.e2e.fake_floor import FakeFloor, busy
from tests.e2e.gallery import Gallery

CALLS = 500
EVERY_S = 0.5
UPDATES = 40
WARM = 4
BUDGET_MS = 50
CATEGORIES = ["toplevel", "disabled-by-default-devtools.timeline", "__metadata"]


@dataclass(frozen=True, slots=True)
class Task:
    """One turn of the page's event loop, in ms of the clock and of the processor."""

    wall: float
    cpu: float


def measure() -> list[Task]:
    """Every task of more than half a millisecond while the floor was busy."""
    with FakeFloor() as floor, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        gallery = Gallery(browser.new_page(viewport={"width": 1440, "height": 900}), floor)
        gallery.visit(*(busy(n) for n in range(CALLS)))
        expect(gallery.totals.first).to_have_text(f"{CALLS} 通话")
        _update(gallery, range(1, WARM + 1))
        return _traced(browser, gallery)


def _traced(browser: Browser, gallery: Gallery) -> list[Task]:
    browser.start_tracing(page=gallery.page, categories=CATEGORIES)
    _update(gallery, range(WARM + 1, WARM + 1 + UPDATES))
    events = json.loads(browser.stop_tracing())["traceEvents"]
    browser.close()
    return list(_tasks(events))


def _update(gallery: Gallery, moments: range) -> None:
    due = time.monotonic()
    for moment in moments:
        rows = [busy(n, moment) for n in range(CALLS)]
        gallery.floor.change(*rows)
        if moment % 8 == 0:
            gallery.page.mouse.move(600, 500)
        elif moment % 8 == 4:
            gallery.away()
        gallery.page.mouse.wheel(0, 700 if moment % 4 < 2 else -700)
        due += EVERY_S
        gallery.page.wait_for_timeout(max(0, due - time.monotonic()) * 1000)


def _tasks(events: Iterable[dict[str, Any]]) -> Iterable[Task]:
    events = list(events)
    mains = {
        (each["pid"], each["tid"])
        for each in events
        if each["name"] == "thread_name" and each["args"]["name"] == "CrRendererMain"
    }
    for each in events:
        if each["name"] in ("RunTask", "ThreadControllerImpl::RunTask"):
            wall, cpu = each.get("dur", 0) / 1000, each.get("tdur", 0) / 1000
            if (each["pid"], each["tid"]) in mains and wall > 0.5:
                yield Task(wall, cpu)


def main() -> None:
    """Print the figures; exit 1 when a task kept the processor for longer than the budget."""
    tasks = measure()
    longest = max(tasks, key=lambda task: task.cpu)
    wall = max(task.wall for task in tasks)
    ninety_five = statistics.quantiles([task.cpu for task in tasks], n=20)[-1]
    print(f"{len(tasks)} tasks of more than 0.5 ms in {UPDATES * EVERY_S:.0f} s, {CALLS} calls")
    print(f"longest: {longest.cpu:.1f} ms of CPU, {wall:.1f} ms by the clock (budget {BUDGET_MS})")
    print(f"p95: {ninety_five:.1f} ms of CPU")
    sys.exit(0 if longest.cpu <= BUDGET_MS else 1)


if __name__ == "__main__":
    main()
