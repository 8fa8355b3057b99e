"""The console's frame: the door, the way about, and what is not there."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from .held import Held
from .office import SUPERVISORS, Office

Contexts = Callable[..., BrowserContext]


def test_one_signs_in_with_a_token_and_a_name(office: Office, contexts: Contexts) -> None:
    page = contexts().new_page()
    page.goto(f"{office.url}/console")
    expect(page.get_by_label("令牌")).to_be_focused()
    page.keyboard.type("not-the-token-at-all")
    page.get_by_label("怎么称呼您").fill("林主管")
    page.get_by_role("button", name="进入").click()
    expect(page.get_by_role("alert")).to_contain_text("令牌不对")
    expect(page.get_by_label("令牌")).to_be_focused()
    page.get_by_label("令牌").fill(SUPERVISORS)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="退出")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_label("令牌")).to_have_value("")


def test_the_token_leaves_the_address_at_once(office: Office, contexts: Contexts) -> None:
    page = contexts().new_page()
    office.visit(page, "console/nothing/here", lang="en")
    assert page.url == f"{office.url}/console/nothing/here"
    expect(page.get_by_role("heading")).to_have_text("There is no page here")
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading")).to_have_text("这里没有页面")
    page.get_by_role("button", name="深色").click()
    expect(page.locator("overtone-console")).to_have_attribute("theme", "dark")


def test_who_signs_out_before_the_token_was_looked_at_is_out(
    office: Office, contexts: Contexts
) -> None:
    page = contexts().new_page()
    held = Held(page, "**/v1/session")
    page.goto(office.address("console/nothing/here"))
    page.get_by_role("button", name="退出").click()
    held.let()
    expect(page.get_by_label("令牌")).to_have_value("")
    expect(page.get_by_role("button", name="退出")).to_have_count(0)


def test_a_screen_that_cannot_be_loaded_does_not_break_the_next(
    office: Office, contexts: Contexts
) -> None:
    page = contexts().new_page()
    held = Held(page, re.compile(r"/assets/training-.*\.js"))
    office.visit(page, "calls")
    # Links work while the token is still being looked at, but then nothing is loaded for them yet.
    expect(page.get_by_role("heading", level=1)).to_have_text("通话")
    page.get_by_role("link", name="陪练").click()
    expect(page.get_by_text("正在打开")).to_be_visible()
    page.get_by_role("link", name="通话").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("通话")
    held.lose()
    expect(page.get_by_role("heading", level=1)).to_have_text("通话")
    expect(page.get_by_text("页面没能打开")).to_have_count(0)
