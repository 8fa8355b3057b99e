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


def test_what_a_headline_asks_for_is_in_sight_and_the_line_turns_the_page(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 320, "height": 440})
    quotes = ["my husband passed away last month", "I have been there three times now"]
    because = [
        {"speaker": "customer", "text": text, "at": 7_000, "utterance": text} for text in quotes
    ]
    long = hint(text="No passwords: verify identity", priority="urgent", because=because)
    desk.sit(long, hint("h-2", text="Explain the limit"), language="en")
    more = desk.overlay.locator(".below")
    expect(more).to_be_visible()
    used = desk.headline.get_by_role("button", name="Used")
    expect(used).to_be_in_viewport(ratio=1)
    line, button = more.bounding_box(), used.bounding_box()
    assert line is not None
    assert button is not None
    assert button["y"] + button["height"] <= line["y"]
    more.click()
    expect(desk.overlay.locator(".small")).to_be_in_viewport(ratio=1)
    assert desk.sidecar.said.empty()
    used.click()
    assert desk.sidecar.hears("feedback")["verdict"] == "used"


@pytest.mark.parametrize("height", [300, 440])
def test_buttons_never_lie_over_the_title_or_the_sentence(desk: Desk, height: int) -> None:
    desk.page.set_viewport_size({"width": 320, "height": height})
    long = (
        "I'm so sorry for your loss. There is no hurry at all, we can take this one step at a time."
    )
    desk.sit(
        hint(text="Acknowledge the loss first", say=long, card={"title": "What to bring"}),
        hint("h-2", text="Explain the limit"),
        facts=[desk.said.fact("card ending", "3827"), desk.said.fact("family", "husband")],
        notes=[{"id": "n-1", "from": "Ms Li", "text": "She has been here twice about this."}],
        language="en",
    )
    say = desk.say.bounding_box()
    buttons = desk.headline.locator(".actions").bounding_box()
    assert say is not None
    assert buttons is not None
    assert say["y"] + say["height"] <= buttons["y"]


def test_what_is_only_read_out_makes_nothing_longer(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 320, "height": 440})
    desk.sit(hint(), hint("h-2"), hint("h-3"))
    desk.tell(*(desk.said.need(f"n-{at}", f"列出第 {at} 样材料") for at in range(9)))
    whole = desk.overlay.locator(".overlay")
    assert whole.evaluate("(it) => it.scrollHeight - it.clientHeight") == 0


def test_a_list_that_leaves_room_has_nothing_to_scroll(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 320, "height": 440})
    desk.sit()
    desk.tell(desk.said.need("n-1", "列出所需材料"))
    expect(desk.checklist).to_have_count(1)
    assert desk.middle.evaluate("(pane) => pane.scrollHeight - pane.clientHeight") == 0


def test_a_card_that_goes_is_no_longer_counted(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 320, "height": 440})
    two = [hint("h-2", text="说清限额缘由"), hint("h-3", text="列出所需材料")]
    four = [hint("h-4", text="报出办理时限"), hint("h-5", text="问清收款人")]
    desk.sit(hint(priority="critical"), *two, *four)
    more = desk.overlay.locator(".below")
    expect(more).to_be_visible()
    desk.tell(*(desk.said.close(each, "met") for each in (*two, *four)))
    expect(more).to_have_count(0)
