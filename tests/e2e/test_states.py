"""Every state of the overlay, taken as a picture to be looked at, and legible to everybody.

The pictures go to ``test-results/states``: by day, by night and narrow, and in the reader's own
colours in a sixth of a screen.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from .desk import Desk
from .fake import FakeSidecar
from .looks import CUT, violations
from .states import STATES

RESULTS = Path(__file__).parents[2] / "test-results" / "states"
LIGHTS: dict[str, dict[str, Any]] = {
    "day": {},
    "night-narrow": {"color_scheme": "dark", "viewport": {"width": 260, "height": 440}},
    "own-colours-column": {"forced_colors": "active", "viewport": {"width": 320, "height": 1080}},
}


@pytest.mark.parametrize("light", LIGHTS)
def test_every_state_is_legible_and_nothing_of_it_is_cut(
    sidecar: FakeSidecar, contexts: Callable[..., BrowserContext], light: str
) -> None:
    context = contexts(**{"viewport": {"width": 320, "height": 440}, **LIGHTS[light]})
    desk = Desk(context.new_page(), sidecar)
    folder = RESULTS / light
    folder.mkdir(parents=True, exist_ok=True)
    for name, show in STATES.items():
        show(desk)
        desk.page.screenshot(path=folder / f"{name}.png", animations="disabled")
        assert desk.page.evaluate(CUT) == [], name
        if light == "day":
            assert violations(desk.page) == [], name
