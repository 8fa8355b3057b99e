"""The console's frame: the door, the way about, and what is not there."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from .office import SUPERVISORS, Office

Contexts = Callable[..., BrowserContext]


def test_one_signs_in_with_a_token_and_a_name(office: Office, contexts: Contexts) -> None:
    page = contexts().new_page()
    page.goto(f"{office.url}/console")
    page.get_by_label("令牌").fill("not-the-token-at-all")
    page.get_by_label("怎么称呼您").fill("林主管")
    page.get_by_role("button", name="进入").click()
    expect(page.get_by_role("alert")).to_contain_text("令牌不对")
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
