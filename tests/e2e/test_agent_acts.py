"""What the agent does with a hint, by click: seen at once, told to the sidecar."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from .desk import Desk
from .screen import Screen
from .stage import Stage
from .words import hint


@pytest.mark.parametrize(("button", "verdict"), [("用了", "used"), ("不对", "wrong")])
def test_a_verdict_takes_the_hint_away(desk: Desk, button: str, verdict: str) -> None:
    desk.sit(hint())
    desk.button(button).click()
    expect(desk.cards).to_have_count(0)
    said = desk.sidecar.hears("feedback")
    assert (said["hint"], said["verdict"]) == ("h-1", verdict)


def test_helpful_is_thanked_for_once_and_the_hint_stays(desk: Desk) -> None:
    desk.sit(hint())
    desk.button("有帮助").click()
    expect(desk.button("有帮助")).to_have_attribute("aria-pressed", "true")
    desk.button("有帮助").click()
    desk.button("用了").click()
    assert [desk.sidecar.hears("feedback")["verdict"] for _ in range(2)] == ["helpful", "used"]


def test_later_puts_the_hint_on_a_list_to_fetch_it_from(desk: Desk) -> None:
    desk.sit(hint())
    desk.button("稍后").click()
    assert desk.sidecar.hears("feedback")["verdict"] == "later"
    desk.tell(desk.said.close(hint(), "later"), desk.said.queued(1))
    expect(desk.cards).to_have_count(0)
    listed = desk.button("1 条稍后提示")
    expect(listed).to_have_attribute("aria-expanded", "false")
    listed.click()
    expect(desk.overlay.locator(".laterlist li")).to_have_text(["放慢语速，先安慰"])
    desk.button("现在看：放慢语速，先安慰").click()
    expect(desk.title).to_have_text("放慢语速，先安慰")
    expect(listed).to_have_count(0)
    desk.button("用了").click()
    said = desk.sidecar.hears("feedback")
    assert (said["hint"], said["verdict"]) == ("h-1", "used")


def test_what_was_put_off_comes_back_and_leaves_the_list(desk: Desk) -> None:
    desk.sit(hint(priority="critical"))
    desk.button("稍后").click()
    desk.tell(desk.said.close(hint(), "later"), desk.said.queued(1))
    expect(desk.button("1 条稍后提示")).to_be_visible()
    back = hint("h-1b", need="need-h-1", priority="critical")
    desk.tell(desk.said.show(back), desk.said.queued(0))
    expect(desk.cards).to_have_count(1)
    expect(desk.headline).to_have_attribute("data-hint", "h-1b")
    expect(desk.button("1 条稍后提示")).to_have_count(0)


def test_a_dismissed_hint_can_be_called_back_before_anyone_is_told(desk: Desk) -> None:
    desk.sit(hint())
    desk.button("忽略").click()
    expect(desk.overlay.get_by_text("已忽略：放慢语速，先安慰")).to_be_visible()
    desk.button("撤销").click()
    expect(desk.title).to_have_text("放慢语速，先安慰")
    desk.button("忽略").click()
    expect(desk.overlay.get_by_text("已忽略")).to_have_count(0)
    assert desk.sidecar.hears("feedback") == {
        "type": "feedback",
        "hint": "h-1",
        "verdict": "dismissed",
    }
    assert desk.sidecar.said.empty()


def test_a_small_hint_becomes_the_large_one_by_click(desk: Desk) -> None:
    desk.sit(hint(), hint("h-2", text="说清限额缘由"))
    expect(desk.title).to_have_text("放慢语速，先安慰")
    desk.button("说清限额缘由 建议").click()
    expect(desk.title).to_have_text("说清限额缘由")
    expect(desk.cards).to_have_count(2)


def test_the_dial_is_told_to_the_sidecar(desk: Desk) -> None:
    desk.sit()
    expect(desk.dial).to_have_value("balanced")
    desk.overlay.get_by_label("提示量").select_option(label="少")
    assert desk.sidecar.hears("dial") == {"type": "dial", "level": "minimal"}


def test_a_real_sidecar_remembers_the_dial(
    stage: Stage, contexts: Callable[..., BrowserContext]
) -> None:
    screen = Screen(contexts().new_page())
    screen.page.goto(f"{stage.url}/overlay#token={stage.token}&agent=dial-7")
    expect(screen.link).to_have_attribute("data-link", "live")
    screen.dial.select_option("active")
    other = Screen(screen.page.context.new_page())
    other.page.goto(screen.page.url)
    expect(other.dial).to_have_value("active")


def test_a_real_sidecar_keeps_what_was_put_off_in_the_list(
    stage: Stage, contexts: Callable[..., BrowserContext]
) -> None:
    screen = Screen(contexts(viewport={"width": 1280, "height": 800}).new_page())
    screen.open(stage)
    screen.play("01-late-husband", speed=2)
    screen.button("稍后").click()
    screen.until_heard("hint.close")
    screen.until_heard("queued")
    assert screen.messages("hint.close")[0]["reason"] == "later"
    screen.button("1 条稍后提示").click()
    listed = screen.overlay.locator(".laterlist li")
    expect(listed).to_have_text([screen.messages("hint.show")[0]["text"]])
    screen.overlay.get_by_role("button", name="现在看").click()
    screen.button("用了").click()
    expect(screen.cards).to_have_count(0)


def test_a_real_sidecar_closes_what_was_used(
    stage: Stage, contexts: Callable[..., BrowserContext]
) -> None:
    screen = Screen(contexts(viewport={"width": 1280, "height": 800}).new_page())
    screen.open(stage)
    screen.play("01-late-husband")
    screen.button("用了").click()
    expect(screen.overlay.get_by_text("放慢语速，先慰问")).to_have_count(0)
    screen.until_heard("hint.close")
    shown, closed = screen.messages("hint.show")[0], screen.messages("hint.close")[0]
    assert (closed["id"], closed["reason"]) == (shown["id"], "used")
