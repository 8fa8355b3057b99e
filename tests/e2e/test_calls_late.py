"""Reviewing calls while the server takes its time, and one's hands do not."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from .held import Held
from .history import Reader
from .test_calls import archive, pack_folder, reader

__all__ = ["archive", "pack_folder", "reader"]


def test_more_calls_come_though_the_list_is_to_be_read_again(reader: Reader) -> None:
    """While calls are still being read, the list is asked for every three seconds."""
    page = reader.page
    page.clock.install()
    told = {"calls": [], "total": 9, "facets": {}, "need_texts": {}, "live": []}
    page.route(
        "**/v1/calls?*", lambda route: route.fulfill(json={**told, "next": "n", "reading": 1})
    )
    reader.open("calls")
    held = Held(page, re.compile("/v1/calls[?].*after=n"))
    more = page.get_by_role("button", name="再看一些")
    more.click()
    expect(more).to_be_disabled()
    page.clock.run_for(3_000)
    held.let(0, {"calls": [], "next": None, "reading": 1})
    expect(more).to_have_count(0)


def test_a_key_that_leads_nowhere_does_not_take_the_focus_later(reader: Reader) -> None:
    page = reader.page
    reader.open("calls/regulator?t=42")
    reader.current.locator("a").focus()
    for _ in range(12):  # to the last hint, and on
        page.keyboard.press("n")
    expect(reader.current.locator("a")).to_be_focused()
    slider = page.get_by_role("slider", name="时刻")
    slider.focus()
    was = page.url
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(lambda url: url != was)
    expect(slider).to_be_focused()


def test_what_was_added_is_said_of_the_test_that_was(reader: Reader) -> None:
    page = reader.page
    reader.open("calls/regulator?t=0")
    reader.why.get_by_role("button", name="查看").click()
    shown = reader.why.locator("details.rule")
    expect(shown.first).to_contain_text("calm-down", timeout=60_000)
    shown.first.locator("summary").click()
    result = page.locator("calls-test-case pre")
    reader.button("这里该提示").first.click()
    page.get_by_role("button", name="生成并运行").click()
    expect(result).to_be_visible()
    held = Held(page, "**/v1/rules/file")
    page.get_by_label("为什么加这条测试").fill("客户已经说得很清楚")
    add = page.get_by_role("button", name=re.compile("^加到 "))
    add.click()
    expect(add).to_be_disabled()
    reader.button("这里不该提示").first.click()
    page.get_by_role("button", name="生成并运行").click()
    expect(result).to_be_visible()
    held.let()
    expect(add).to_be_enabled()
    expect(page.get_by_text("已加到规则旁边")).to_have_count(0)
