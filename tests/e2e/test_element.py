"""The element as its page's script meets it: set, changed, moved, removed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .desk import Desk
from .screen import Screen
from .test_keyboard import CHORD
from .test_popout import small_window
from .words import AGENT, hint

BANK = f"""<!doctype html><html lang="zh-CN"><title>CRM</title><link rel="icon" href="data:,">
<style>assist-overlay {{ --ot-paper: #fffbe6; height: 440px; width: 320px; }}</style>
<script type="module" src="/assets/assist-overlay.js"></script>
<assist-overlay token="t" agent="{AGENT}"></assist-overlay>"""
PAPER = "(it) => getComputedStyle(it.shadowRoot.querySelector('.overlay')).backgroundColor"


@pytest.fixture
def bank(desk: Desk) -> Desk:
    desk.sidecar.pages["crm"] = BANK
    desk.sit(hint(), path="/bank/crm")
    return desk


def test_removed_it_opens_nothing_and_rests(bank: Desk) -> None:
    bank.overlay.evaluate(
        """async (it) => {
            window.drawn = 0;
            const draw = it.performUpdate;
            it.performUpdate = function () { window.drawn += 1; draw.call(this); };
            it.remove();
            it.token = "t2";
            it.agent = "7002";
            await it.updateComplete;
            window.drawn = 0;
            window.overlay = it;
        }"""
    )
    bank.page.wait_for_timeout(1_500)  # a running call is drawn each second
    assert bank.page.evaluate("window.drawn") == 0
    assert bank.sidecar.said.empty()
    bank.page.evaluate("document.body.append(window.overlay)")
    hello = bank.sidecar.hears("hello")
    assert (hello["agent"], hello["token"]) == ("7002", "t2")


def test_attributes_may_be_taken_away(bank: Desk) -> None:
    for name in ("chord", "theme", "src", "token", "lang"):
        bank.overlay.evaluate("(it, name) => it.removeAttribute(name)", name)
    assert bank.sidecar.hears("hello")["token"] == ""
    bank.overlay.evaluate("(it) => it.removeAttribute('agent')")
    expect(bank.resting).to_have_text("此页没有说明要看谁的提示，请联系管理员。")
    expect(bank.link).to_have_count(0)
    assert bank.sidecar.said.empty()


def test_a_new_token_leaves_what_is_shown(bank: Desk) -> None:
    bank.overlay.evaluate("(it) => { it.token = 't2'; }")
    expect(bank.link).to_have_attribute("data-link", "connecting")
    assert bank.sidecar.hears("hello")["token"] == "t2"
    expect(bank.title).to_have_text("放慢语速，先安慰")
    expect(bank.middle).to_have_class("middle hair stale")
    bank.sidecar.welcome()
    bank.sidecar.send(bank.said.snapshot(hint()))
    expect(bank.link).to_have_attribute("data-link", "live")


def test_without_its_chord_it_has_the_usual_one(bank: Desk) -> None:
    bank.overlay.evaluate("(it) => { it.chord = 'Ctrl+Alt+7'; it.removeAttribute('chord'); }")
    bank.overlay.evaluate("(it) => { it.chord = null; }")
    bank.page.keyboard.press(CHORD)
    assert bank.focused() == "article card headline"


def judge_while_refused(bank: Desk) -> None:
    bank.sidecar.refuse = 4500
    bank.sidecar.drop(4500)
    expect(bank.link).to_have_attribute("data-link", "refused")
    bank.button("不对").click()
    bank.sidecar.refuse = None


def test_what_was_done_while_it_was_refused_is_told_with_the_new_token(bank: Desk) -> None:
    judge_while_refused(bank)
    bank.overlay.evaluate("(it) => { it.token = 't2'; }")
    bank.greet(hint())
    assert bank.sidecar.hears("feedback")["verdict"] == "wrong"


def test_but_not_to_another_agent_s(bank: Desk) -> None:
    judge_while_refused(bank)
    bank.overlay.evaluate("(it) => { it.agent = '7002'; }")
    bank.greet(hint())
    bank.dial.select_option("minimal")
    assert bank.sidecar.said.get(timeout=20)["type"] == "dial"


def test_the_small_window_is_the_element_s(bank: Desk) -> None:
    popped = Screen(small_window(bank))
    bank.greet(hint())
    expect(popped.title).to_have_text("放慢语速，先安慰")
    assert popped.overlay.evaluate(PAPER) == "rgb(255, 251, 230)"
    # What cannot be seen here is not to be dealt with here.
    bank.overlay.locator(".overlay").focus()
    for key in ("x", "c", "n"):
        bank.page.keyboard.press(key)
    bank.overlay.evaluate("(it) => { it.token = 't2'; it.theme = 'dark'; }")
    agents = [bank.sidecar.hears("hello")["token"] for _ in range(2)]
    assert agents == ["t2", "t2"]
    expect(popped.overlay).to_have_attribute("theme", "dark")
    assert popped.overlay.evaluate(PAPER) == "rgb(255, 251, 230)"


def test_and_goes_with_it_but_not_where_it_is_only_moved(bank: Desk) -> None:
    popped = small_window(bank)
    bank.greet(hint())
    bank.overlay.evaluate("(it) => document.body.prepend(it)")
    bank.page.wait_for_timeout(200)
    assert not popped.is_closed()
    with popped.expect_event("close"):
        bank.overlay.evaluate("(it) => it.remove()")


def test_what_was_to_be_copied_by_hand_goes_with_its_call(bank: Desk) -> None:
    bank.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
    bank.tell(bank.said.end())
    bank.button("复制交接摘要").first.click()
    expect(bank.overlay.locator(".byhand")).to_be_visible()
    bank.tell(bank.said.start("c-2"))
    expect(bank.overlay.locator(".byhand")).to_have_count(0)


def test_scroll_bars_are_of_the_theme(bank: Desk) -> None:
    scheme = "(it) => getComputedStyle(it.shadowRoot.querySelector('.middle')).colorScheme"
    assert bank.overlay.evaluate(scheme) == "light"
    bank.overlay.evaluate("(it) => { it.theme = 'dark'; return it.updateComplete; }")
    assert bank.overlay.evaluate(scheme) == "dark"


def test_what_was_waved_away_before_a_new_token_is_told_once(bank: Desk) -> None:
    bank.page.locator("assist-overlay").get_by_role("button", name="忽略").click()
    bank.overlay.evaluate("(it) => { it.token = 't2'; }")
    assert bank.sidecar.hears("feedback")["verdict"] == "dismissed"
    bank.greet()
    bank.page.wait_for_timeout(6_000)  # as long as it could have been taken back
    assert [m["type"] for m in bank.sidecar.said.queue if m["type"] == "feedback"] == []
