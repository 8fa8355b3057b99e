"""What nobody meant does nothing: to a hint, to the page around, to what somebody is typing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .desk import Desk
from .test_keyboard import CHORD
from .words import AGENT, hint

LISTENS = """<script>
window.got = [];
for (const kind of ["keydown", "keypress", "keyup"])
    document.addEventListener(kind, ({ key }) => window.got.push(`${kind} ${key}`));
addEventListener("keydown", (it) => { window.prevented = it.defaultPrevented; });
</script>"""
OVERLAY = f'<assist-overlay token="t" agent="{AGENT}" style="height:440px;width:320px">'
BANK = f"""<!doctype html><html lang="zh-CN"><title>CRM</title><link rel="icon" href="data:,">
<script type="module" src="/assets/assist-overlay.js"></script>{LISTENS}
<label>客户号 <input id="one"></label> <label>备注 <input id="two"></label>
{OVERLAY}</assist-overlay>"""
SECOND = hint("h-2", text="说清限额缘由")
GOT = "() => window.got.splice(0)"
UNSEEN_FOR_MS = 450
"""What has just come into a place is not dealt with before this."""


@pytest.fixture
def bank(desk: Desk) -> Desk:
    """A page that listens to keys, with two fields and two hints."""
    desk.sidecar.pages["crm"] = BANK
    desk.sit(hint(priority="urgent"), SECOND, path="/bank/crm")
    return desk


def nothing_said(desk: Desk) -> bool:
    """Anything that was told would have come before this."""
    desk.dial.select_option("minimal")
    return bool(desk.sidecar.said.get(timeout=20)["type"] == "dial")


def test_a_small_hint_that_is_opened_is_the_large_one(bank: Desk) -> None:
    expect(bank.title).to_have_text("放慢语速，先安慰")
    bank.overlay.locator(".small .raise").click()
    expect(bank.title).to_have_text("说清限额缘由")
    pressing = hint("h-3", text="先停，问清收款人", priority="critical")
    bank.tell(bank.said.show(pressing))
    expect(bank.title).to_have_text("先停，问清收款人")


def test_a_key_held_down_is_one_press(bank: Desk) -> None:
    bank.page.keyboard.press(CHORD)
    for _ in range(8):
        bank.page.keyboard.down("Enter")  # as held keys repeat
        bank.page.wait_for_timeout(60)
    bank.page.keyboard.up("Enter")
    assert bank.sidecar.hears("feedback")["hint"] == "h-1"
    expect(bank.title).to_have_text("说清限额缘由")
    assert nothing_said(bank)


def test_the_second_click_of_two_is_not_for_what_came_into_the_place(bank: Desk) -> None:
    bank.headline.get_by_role("button", name="用了").dblclick()
    assert bank.sidecar.hears("feedback")["hint"] == "h-1"
    assert nothing_said(bank)


def test_a_key_meant_for_what_stood_there_before_does_nothing(desk: Desk) -> None:
    desk.sit_still(hint())
    desk.page.keyboard.press(CHORD)
    desk.tell(desk.said.show(hint("h-9", text="先停，问清收款人", priority="critical")))
    expect(desk.title).to_have_text("先停，问清收款人")
    desk.page.clock.run_for(300)
    desk.page.keyboard.press("x")
    desk.headline.get_by_role("button", name="不对").click()
    expect(desk.title).to_have_text("先停，问清收款人")
    assert nothing_said(desk)
    desk.page.clock.run_for(200)
    desk.headline.focus()
    desk.page.keyboard.press("x")
    told = {"type": "feedback", "hint": "h-9", "verdict": "wrong"}
    assert desk.sidecar.hears("feedback") == told


def test_what_comes_below_takes_no_click_from_what_stood_there(desk: Desk) -> None:
    desk.sit_still(hint(priority="urgent"), SECOND)
    desk.tell(desk.said.show(hint("h-0", text="列出所需材料", priority="urgent")))
    expect(desk.cards).to_have_count(3)  # the large one has not moved
    desk.overlay.locator(".small").first.get_by_role("button", name="忽略").click()
    desk.headline.get_by_role("button", name="用了").click()
    told = {"type": "feedback", "hint": "h-1", "verdict": "used"}
    assert desk.sidecar.hears("feedback") == told
    expect(desk.overlay.locator(".undo")).to_have_count(0)


def test_nor_is_a_verdict_for_words_that_have_just_come(desk: Desk) -> None:
    desk.sit_still(hint(), SECOND)
    desk.tell(desk.said.update(hint(), "step", text="再给一个去处"))
    expect(desk.title).to_have_text("再给一个去处")
    desk.headline.get_by_role("button", name="用了").click()
    assert nothing_said(desk)
    desk.page.clock.run_for(500)
    desk.headline.get_by_role("button", name="用了").click()
    assert desk.sidecar.hears("feedback")["hint"] == "h-1"


def test_of_two_overlays_on_a_page_one_answers_the_chord(desk: Desk) -> None:
    desk.sidecar.pages["two"] = BANK + f"{OVERLAY.replace('7001', '7002')}</assist-overlay>"
    desk.page.goto(f"{desk.sidecar.url}/bank/two")
    for _ in range(2):
        desk.sidecar.hears("hello")
    desk.page.locator("#one").focus()
    desk.page.keyboard.press(CHORD)
    inside = "() => document.activeElement.getAttribute('agent')"
    assert desk.page.evaluate(inside) == "7001"
    desk.page.keyboard.press(CHORD)
    assert desk.page.evaluate("document.activeElement.id") == "one"
    # The other one's button by mouse and Tab; from there nothing leads back into the first.
    desk.overlay.last.locator(".overlay").focus()
    assert desk.page.evaluate(inside) == "7002"
    desk.page.keyboard.press("Escape")
    assert desk.page.evaluate(inside) is None


def test_the_page_around_hears_nothing_of_what_is_pressed_inside(bank: Desk) -> None:
    bank.page.locator("#one").focus()
    bank.page.keyboard.press(CHORD)
    bank.page.evaluate(GOT)
    for key in ("h", "l", "Escape", "Escape"):  # the last one leaves: it comes up on the page
        bank.page.keyboard.press(key)
        bank.page.wait_for_timeout(UNSEEN_FOR_MS)
    assert bank.page.evaluate("document.activeElement.id") == "one"
    assert bank.page.evaluate(GOT) == []
    bank.page.keyboard.press("Escape")
    assert bank.page.evaluate(GOT) == ["keydown Escape", "keyup Escape"]


def test_nor_of_a_button_pressed_or_a_list_walked_through(bank: Desk) -> None:
    bank.headline.get_by_role("button", name="有帮助").focus()
    bank.page.keyboard.press("Space")
    assert bank.sidecar.hears("feedback")["verdict"] == "helpful"
    bank.headline.get_by_role("button", name="不对").focus()
    bank.page.keyboard.press("Enter")
    assert bank.sidecar.hears("feedback")["verdict"] == "wrong"
    bank.dial.focus()
    bank.page.keyboard.press("h")
    assert bank.page.evaluate(GOT) == []
    bank.page.keyboard.press("F9")
    assert bank.page.evaluate(GOT) == ["keydown F9", "keyup F9"]


def test_a_click_takes_the_focus_from_nobody(bank: Desk) -> None:
    field = bank.page.locator("#one")
    field.press_sequentially("6214 ")
    bank.headline.get_by_role("button", name="用了").click()
    bank.page.keyboard.type("zhang xin")
    expect(field).to_have_value("6214 zhang xin")
    assert bank.sidecar.hears("feedback")["hint"] == "h-1"
    assert nothing_said(bank)


def test_who_has_gone_elsewhere_meanwhile_is_not_taken_back(bank: Desk) -> None:
    bank.page.locator("#one").focus()
    bank.page.keyboard.press(CHORD)
    bank.page.locator("#two").click()
    bank.headline.locator(".say").click()
    assert bank.focused() == "article card headline"
    bank.page.keyboard.press(CHORD)
    assert bank.page.evaluate("document.activeElement.id") == ""


def test_hidden_it_answers_no_chord_and_shows_no_note(bank: Desk) -> None:
    bank.overlay.evaluate("(it) => { it.hidden = true; }")
    bank.page.locator("#two").focus()
    bank.page.keyboard.press(CHORD)
    assert bank.page.evaluate("[window.prevented, document.activeElement.id]") == [False, "two"]
    bank.tell(bank.said.note("先答应今天回电"))
    bank.overlay.evaluate("(it) => it.updateComplete")
    bank.overlay.evaluate("(it) => { it.hidden = false; }")
    assert bank.sidecar.hears("note.seen")["state"] == "shown"
    assert bank.sidecar.said.empty()


def test_a_double_click_on_what_is_waved_away_leaves_it_away(bank: Desk) -> None:
    bank.overlay.locator(".small").get_by_role("button", name="忽略").dblclick()
    expect(bank.overlay.locator(".undo")).to_have_count(1)
