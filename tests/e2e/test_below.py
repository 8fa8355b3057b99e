"""A window too low for all that is open: what is cut off is counted at its edge."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .desk import Desk
from .looks import CUT, violations
from .words import hint


@pytest.mark.parametrize(("language", "said"), [("zh", "还有 6 条"), ("en", "6 more")])
def test_what_a_low_window_cuts_off_is_counted(desk: Desk, language: str, said: str) -> None:
    desk.page.set_viewport_size({"width": 320, "height": 440})
    desk.sit(hint(priority="critical"), language=language)
    more = desk.overlay.locator(".below")
    expect(more).to_have_count(0)
    below = ["说清限额缘由", "列出所需材料", "报出办理时限", "问清收款人"]
    desk.tell(*(desk.said.need(f"n-{at}", text) for at, text in enumerate(below)))
    headline = desk.headline.bounding_box()
    desk.tell(*(desk.said.show(hint(f"more-{at}", text=text)) for at, text in enumerate(below)))
    expect(more).to_contain_text(said)
    assert desk.headline.bounding_box() == headline, "it takes no room"
    assert desk.page.evaluate(CUT) == []
    assert violations(desk.page) == []
    desk.middle.evaluate("(pane) => pane.scrollTo(0, pane.scrollHeight)")
    expect(more).to_have_count(0)
    expect(desk.overlay.locator(".checklist li").last).to_be_in_viewport(ratio=1)


def test_a_card_that_goes_is_no_longer_counted(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 320, "height": 440})
    two = [hint("h-2", text="说清限额缘由"), hint("h-3", text="列出所需材料")]
    four = [hint("h-4", text="报出办理时限"), hint("h-5", text="问清收款人")]
    desk.sit(hint(priority="critical"), *two, *four)
    more = desk.overlay.locator(".below")
    expect(more).to_be_visible()
    desk.tell(*(desk.said.close(each, "met") for each in (*two, *four)))
    expect(more).to_have_count(0)
