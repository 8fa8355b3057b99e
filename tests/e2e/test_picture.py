"""The picture in the README, taken of the demo at work."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, expect

from .screen import Screen
from .stage import Stage

PICTURE = Path(__file__).parents[2] / "docs" / "images" / "demo.png"


def test_the_picture_can_be_taken(
    stage: Stage, contexts: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    """Kept where it is missing, or with ``PICTURES=1``: running the tests changes no file."""
    window = {"width": 1280, "height": 720}
    page = contexts(viewport=window, device_scale_factor=2, color_scheme="light").new_page()
    screen = Screen(page)
    screen.open(stage)
    screen.play("01-late-husband", speed=2)
    expect(screen.headline).to_have_class("card headline")  # firm: no word of it may still change
    expect(page.locator("li .speaker").nth(2)).to_be_visible()
    keep = "PICTURES" in os.environ or not PICTURE.exists()
    PICTURE.parent.mkdir(exist_ok=True)
    target = PICTURE if keep else tmp_path / "demo.png"
    page.screenshot(path=target)
    assert target.stat().st_size > 50_000
