"""A small hint that goes: it says why, legibly, and nothing below it moves until it is gone."""

from __future__ import annotations

import pytest

from .desk import Desk
from .looks import CUT
from .words import hint

SHORT = {"zh": "说清限额缘由", "en": "Explain the limit"}
LONG = {
    "zh": "先稳住情绪，再说明限额的缘由与办法",
    "en": "Acknowledge the loss before any paperwork",
}


@pytest.mark.parametrize("width", [260, 320, 360, 420])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("texts", [SHORT, LONG])
@pytest.mark.parametrize("reason", ["superseded", "retracted"])
def test_a_small_hint_says_why_it_goes_and_moves_nothing(
    desk: Desk, width: int, language: str, texts: dict[str, str], reason: str
) -> None:
    desk.page.set_viewport_size({"width": width, "height": 560})
    going = hint("h-2", text=texts[language])
    desk.sit(hint(priority="critical"), going, hint("h-3"), language=language)
    row, below = desk.cards.nth(1), desk.cards.nth(2)
    title = row.locator(".raise > span").first
    text, before = title.bounding_box(), row.bounding_box()
    top = below.bounding_box()
    desk.tell(desk.said.close(going, reason))
    why = row.locator(".reason")
    why.wait_for()
    assert title.bounding_box() == pytest.approx(text, abs=8)
    assert row.bounding_box() == pytest.approx(before, abs=0.5)
    assert below.bounding_box() == pytest.approx(top, abs=0.5)
    said, outer = why.bounding_box(), row.bounding_box()
    assert said is not None
    assert outer is not None
    assert said["height"] < 20, "in one line"
    assert outer["x"] + 16 <= said["x"]
    assert said["x"] + said["width"] <= outer["x"] + outer["width"] - 8
    assert desk.page.evaluate(CUT) == []
