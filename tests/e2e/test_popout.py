"""The small window: floating where the browser can, plain where it cannot, and said so."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .desk import Desk
from .screen import Screen
from .words import hint

MISSING = "Object.defineProperty(window, 'documentPictureInPicture', { value: undefined })"
FRAMED = """<!doctype html><html lang="zh-CN"><title>Bank</title><link rel="icon" href="data:,">
<iframe src="/overlay#token=t&agent=7001" width="320" height="440"></iframe>"""
REFUSING = """documentPictureInPicture.requestWindow = async () => {
    throw new DOMException("no", "NotAllowedError");
}"""


def small_window(desk: Desk) -> Page:
    with desk.page.context.expect_page() as opened:
        desk.button("弹出小窗").click()
    return opened.value


def test_a_plain_small_window_where_nothing_floats(desk: Desk) -> None:
    desk.page.add_init_script(MISSING)
    desk.sit(hint())
    popped = Screen(small_window(desk))
    desk.greet(hint())
    expect(popped.title).to_have_text("放慢语速，先安慰")
    assert popped.page.url.startswith(f"{desk.sidecar.url}/overlay#")
    assert popped.page.evaluate("[innerWidth, innerHeight]") == [320, 440]
    expect(popped.button("弹出小窗")).to_have_count(0)
    # Nothing is taken away from the page that it was opened from.
    expect(desk.title).to_have_text("放慢语速，先安慰")
    expect(desk.told).to_have_count(0)


def test_a_floating_window_takes_the_hints_and_gives_them_back(desk: Desk) -> None:
    desk.sit(hint())
    popped = Screen(small_window(desk))
    desk.greet(hint())
    expect(popped.title).to_have_text("放慢语速，先安慰")
    # Chromium's own floating window, under our content security policy, with an element of its own.
    assert desk.page.evaluate("documentPictureInPicture.window !== null")
    assert popped.page.evaluate("[innerWidth, innerHeight]") == [320, 440]
    expect(popped.title).to_have_css("font-size", "21px")
    popped.button("用了").click()
    assert desk.sidecar.hears("feedback")["verdict"] == "used"
    expect(popped.cards).to_have_count(0)
    expect(desk.overlay.get_by_text("提示正在小窗中显示")).to_be_visible()
    expect(desk.cards).to_have_count(0)
    with popped.page.expect_event("close"):
        desk.button("收回到这里").click()
    expect(desk.title).to_have_text("放慢语速，先安慰")


def test_a_refusal_to_float_falls_back_to_a_plain_window(desk: Desk) -> None:
    desk.page.add_init_script(REFUSING)
    desk.sit(hint())
    popped = Screen(small_window(desk))
    desk.greet(hint())
    expect(popped.title).to_have_text("放慢语速，先安慰")


def test_an_embedded_overlay_says_that_it_cannot_float(desk: Desk) -> None:
    desk.sidecar.pages["framed"] = FRAMED
    desk.page.goto(f"{desk.sidecar.url}/bank/framed")
    desk.greet(hint())
    frame = desk.page.frame_locator("iframe")
    with desk.page.context.expect_page() as opened:
        frame.get_by_role("button", name="弹出小窗").click()
    assert opened.value.url.startswith(f"{desk.sidecar.url}/overlay#")
    expect(frame.locator(".told")).to_have_text("嵌入页面不能置顶，已改开普通小窗。")


def test_a_blocked_window_is_said_to_be(desk: Desk) -> None:
    desk.page.add_init_script(MISSING)
    desk.page.add_init_script("window.open = () => null")
    desk.sit(hint())
    desk.button("弹出小窗").click()
    expect(desk.told).to_have_text("小窗被浏览器拦截，请允许弹出窗口。")
