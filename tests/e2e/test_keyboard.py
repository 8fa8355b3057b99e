"""Everything by keyboard, and nothing by accident."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .desk import Desk
from .words import AGENT, hint

CHORD = "Alt+Shift+O"
CRM = f"""<!doctype html><html lang="zh-CN"><title>CRM</title><link rel="icon" href="data:,">
<script type="module" src="/assets/assist-overlay.js"></script>
<label>客户号 <input id="number"></label>
<assist-overlay token="t" agent="{AGENT}" style="height:440px;width:320px"></assist-overlay>"""


@pytest.fixture
def crm(desk: Desk) -> Desk:
    """A page of the bank with a field to type into, beside the overlay with one hint."""
    desk.sidecar.pages["crm"] = CRM
    desk.sit(hint(), path="/bank/crm")
    return desk


def test_keys_pressed_on_the_page_are_the_page_s(crm: Desk) -> None:
    field = crm.page.locator("#number")
    for focused in (field, crm.page.locator("body")):
        focused.focus()
        for key in ("Enter", "Escape", "x", "h", "l", "z", "Delete", "Backspace"):
            crm.page.keyboard.press(key)
    expect(crm.title).to_have_text("放慢语速，先安慰")
    field.fill("6214")
    # Anything that was told would have come before this.
    crm.dial.select_option("minimal")
    assert crm.sidecar.said.get(timeout=20)["type"] == "dial"


def test_the_chord_moves_into_the_overlay_and_back(crm: Desk) -> None:
    crm.page.locator("#number").focus()
    crm.page.keyboard.press(CHORD)
    assert crm.focused() == "article card headline"
    crm.page.keyboard.press(CHORD)
    assert crm.focused() == "input"


def test_another_chord_can_be_chosen(crm: Desk) -> None:
    crm.overlay.evaluate("(overlay) => { overlay.chord = 'Ctrl+Alt+7' }")
    crm.page.locator("#number").focus()
    crm.page.keyboard.press(CHORD)
    assert crm.focused() == "input"
    crm.page.keyboard.press("Control+Alt+7")
    assert crm.focused() == "article card headline"


@pytest.mark.parametrize(
    ("key", "verdict"), [("Enter", "used"), ("x", "wrong"), ("Escape", "later"), ("h", "helpful")]
)
def test_a_key_is_a_verdict_where_focus_is_inside(crm: Desk, key: str, verdict: str) -> None:
    crm.page.keyboard.press(CHORD)
    crm.page.keyboard.press(key)
    assert crm.sidecar.hears("feedback")["verdict"] == verdict
    expect(crm.cards).to_have_count(1 if verdict == "helpful" else 0)


def test_waved_away_and_called_back(crm: Desk) -> None:
    crm.page.keyboard.press(CHORD)
    crm.page.keyboard.press("Delete")
    expect(crm.cards).to_have_count(0)
    crm.page.keyboard.press("z")
    expect(crm.title).to_have_text("放慢语速，先安慰")


def test_focus_stays_inside_when_the_card_goes_and_leaves_by_escape(crm: Desk) -> None:
    crm.page.locator("#number").focus()
    crm.page.keyboard.press(CHORD)
    crm.page.keyboard.press("Enter")
    expect(crm.cards).to_have_count(0)
    assert crm.focused() == "div overlay"
    crm.page.keyboard.press("Escape")
    assert crm.focused() == "input"


def test_focus_stays_inside_when_what_was_taken_back_has_faded(desk: Desk) -> None:
    """Nothing is said when it goes: its time is over."""
    desk.page.clock.install()
    desk.sit(hint())
    desk.headline.focus()
    desk.sidecar.send(desk.said.close(hint(), "retracted"))
    expect(desk.headline).to_have_class("card headline leaving stale")
    expect(desk.headline).to_be_focused()
    desk.page.clock.run_for(5_000)
    expect(desk.cards).to_have_count(0)
    assert desk.focused() == "div overlay"


def test_enter_on_a_button_presses_that_button(crm: Desk) -> None:
    crm.button("不对").focus()
    crm.page.keyboard.press("Enter")
    assert crm.sidecar.hears("feedback")["verdict"] == "wrong"
    assert crm.sidecar.said.empty()


def test_a_hint_is_read_out_politely_and_takes_no_focus(crm: Desk) -> None:
    field = crm.page.locator("#number")
    field.press_sequentially("62")
    expect(crm.aloud).to_have_attribute("aria-live", "polite")
    crm.sidecar.send(crm.said.show(hint("h-2", priority="urgent", text="先停，问收款人")))
    expect(crm.title).to_have_text("先停，问收款人")
    expect(crm.aloud).to_have_text("尽快: 先停，问收款人")
    assert crm.focused() == "input"
    crm.page.keyboard.type("14")
    expect(field).to_have_value("6214")


def test_tab_reaches_every_control_and_shows_where_it_is(crm: Desk) -> None:
    crm.page.locator("#number").focus()
    reached = []
    for _ in range(8):
        crm.page.keyboard.press("Tab")
        reached.append(crm.focused())
        outline = crm.page.evaluate(
            """() => {
                let at = document.activeElement;
                while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
                return getComputedStyle(at).outlineStyle;
            }"""
        )
        assert outline == "solid", reached[-1]
    assert reached[0] == "article card headline"
    assert [name.split()[0] for name in reached[1:]] == ["button"] * 5 + ["select", "button"]
