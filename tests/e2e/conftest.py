"""A browser, a stage to play sample calls on, and pages that may not complain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from .browser import ARGUMENTS, chromium
from .desk import Desk
from .fake import FakeSidecar
from .office import SUPERVISORS, Office
from .stage import Stage
from .study import WIDE, Study, furnish

PATIENCE_MS = 20_000
"""How long a page may take to become what is expected, on a machine that does much else."""


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    # Not for the whole session: its event loop is in the way of the tests that have their own.
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One demo for all that leave it running."""
    stage = Stage(tmp_path_factory.mktemp("stage") / "demo.db")
    stage.start()
    yield stage
    stage.stop()


@pytest.fixture
def own_stage(tmp_path: Path) -> Iterator[Stage]:
    """A demo that a test may kill."""
    stage = Stage(tmp_path / "demo.db")
    stage.start()
    yield stage
    stage.stop()


@pytest.fixture(scope="package")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One server for all supervisors' tests that leave it running and its rules alone."""
    office = Office(tmp_path_factory.mktemp("office") / "office.db")
    office.start()
    yield office
    office.stop()


@pytest.fixture(scope="package")
def studied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, Path]]:
    """One server whose rules are edited, and the folder of its packs."""
    folder = tmp_path_factory.mktemp("study")
    office = Office(folder / "study.db", [furnish(folder)])
    office.start()
    for number, sample in enumerate(["01-late-husband", "04-regulator"]):
        office.takes(sample, f"c-{number}")
    # The first reading starts a process of its own, which takes its time on a busy machine.
    headers = {"Authorization": f"Bearer {SUPERVISORS}"}
    httpx.get(f"{office.url}/v1/rules/names", headers=headers, timeout=60).raise_for_status()
    yield office, folder
    office.stop()


@pytest.fixture
def study(studied: tuple[Office, Path], contexts: Callable[..., BrowserContext]) -> Study:
    """The rules studio, its packs as they are at first."""
    office, folder = studied
    return Study(contexts(viewport=WIDE).new_page(), office, furnish(folder))


@pytest.fixture
def sidecar() -> Iterator[FakeSidecar]:
    with FakeSidecar() as sidecar:
        yield sidecar


@pytest.fixture
def contexts(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Opens browser contexts; every page in them must end without an error on its console."""
    opened: list[BrowserContext] = []
    complaints: list[str] = []

    def context(**options: Any) -> BrowserContext:
        fresh = browser.new_context(**{"reduced_motion": "reduce", **options})
        fresh.set_default_timeout(PATIENCE_MS)
        fresh.on(
            "console",
            lambda message: complaints.append(message.text) if message.type == "error" else None,
        )
        fresh.on("weberror", lambda error: complaints.append(str(error.error)))
        opened.append(fresh)
        return fresh

    yield context
    for each in opened:
        each.close()
    assert [text for text in complaints if not _expected(text)] == []


def _expected(complaint: str) -> bool:
    """The browser itself reports every connection that a dead server refuses, and every request
    that a living one does: the tests say what the page makes of these."""
    dead = ("ERR_CONNECTION" in complaint or "ERR_INTERNET_DISCONNECTED" in complaint) and (
        "WebSocket connection to" in complaint or "Failed to load resource" in complaint
    )
    return dead or "responded with a status of 4" in complaint


@pytest.fixture
def desk(sidecar: FakeSidecar, contexts: Callable[..., BrowserContext]) -> Desk:
    """An agent's desk of the default size; nobody has sat down yet."""
    return Desk(contexts(viewport={"width": 320, "height": 440}).new_page(), sidecar)
