"""Alerts: a calm list that one can act on, and what others do about it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from .fake_floor import alert, row
from .gallery import Gallery
from .test_floor import gallery

__all__ = ["gallery"]

RULE = {"rule": "threatens-regulator", "queue": "信用卡"}


def test_a_new_alert_is_told_politely_and_takes_nothing_away(gallery: Gallery) -> None:
    gallery.visit(row("c-004"))
    gallery.page.get_by_label("坐席").first.focus()
    gallery.floor.send(alert("x", text="客户说要投诉"), alert("y", priority="critical"))
    expect(gallery.aloud).to_have_text("2 条新告警，先看：客户说要投诉")
    expect(gallery.page.get_by_label("坐席").first).to_be_focused()
    expect(gallery.page).to_have_title("(2) 现场 · 弦外")
    assert gallery.alerts.nth(0).get_attribute("data-alert") == "y"
    gallery.floor.send(alert("z", text="声道接反", agent="7009"))
    expect(gallery.aloud).to_have_text("新告警：声道接反，坐席 7009")
    assert gallery.page.locator("audio").count() == 0


def test_one_takes_an_alert_on_by_keyboard(gallery: Gallery) -> None:
    gallery.visit(row("c-004"), alerts=[alert("x"), alert("y", ago=1_000)])
    gallery.alerts.first.get_by_role("button", name="认领").focus()
    gallery.page.keyboard.press("Enter")
    asked = gallery.floor.hears("acknowledge")
    assert asked["alert"] == "x"
    gallery.floor.send(alert("x", state="acknowledged", by="林主管"))
    expect(gallery.alerts).to_have_count(1)
    expect(gallery.page.get_by_role("heading", name="告警 1")).to_be_focused()
    gallery.page.get_by_text("已认领 1 条").click()
    expect(gallery.page.get_by_text("林主管 认领了")).to_be_visible()


def test_the_focus_stays_with_the_alert_when_another_comes_in_between(gallery: Gallery) -> None:
    """Asked, a new one above it, answered: in whichever order, the keyboard is not lost."""
    gallery.visit(row("c-004"), alerts=[alert("x"), alert("y", ago=1_000)])
    take = gallery.alerts.first.get_by_role("button", name="认领")
    take.focus()
    gallery.page.keyboard.press("Enter")
    gallery.floor.hears("acknowledge")
    gallery.floor.send(alert("z", priority="critical"))
    expect(gallery.alerts).to_have_count(3)
    expect(
        gallery.page.locator("[data-alert=x]").get_by_role("button", name="认领")
    ).to_be_focused()
    gallery.floor.send(alert("x", state="acknowledged", by="林主管"))
    expect(gallery.alerts).to_have_count(2)
    expect(gallery.page.get_by_role("heading", name="告警 2")).to_be_focused()


def test_the_focus_goes_into_the_form_and_back_by_keyboard(gallery: Gallery) -> None:
    gallery.visit(row("c-004"), alerts=[alert("x"), alert("y", ago=1_000)])
    silence = gallery.alerts.first.get_by_role("button", name="静默")
    silence.focus()
    gallery.page.keyboard.press("Enter")
    expect(gallery.page.get_by_label("静默哪些")).to_be_focused()
    gallery.page.keyboard.press("Escape")
    expect(silence).to_be_focused()


def test_the_focus_elsewhere_is_left_alone(gallery: Gallery) -> None:
    gallery.visit(row("c-004"), alerts=[alert("x")])
    gallery.alerts.first.get_by_role("button", name="认领").click()
    gallery.floor.hears("acknowledge")
    gallery.page.get_by_label("坐席").first.focus()
    gallery.floor.send(alert("x", state="acknowledged", by="林主管"))
    expect(gallery.alerts).to_have_count(0)
    expect(gallery.page.get_by_label("坐席").first).to_be_focused()


def test_what_another_supervisor_does_is_seen(gallery: Gallery) -> None:
    gallery.visit(row("c-004"), alerts=[alert("x"), alert("y")])
    gallery.floor.send(
        alert("x", state="silenced", by="王组长", reason="系统升级", until=1_795_000_000_000)
    )
    expect(gallery.alerts).to_have_count(1)
    gallery.page.get_by_text("静默中 1 条").click()
    expect(gallery.page.get_by_text("王组长 静默到")).to_contain_text("系统升级")
    gallery.floor.send(alert("y", state="withdrawn", why="taken_back"))
    expect(gallery.alerts.first).to_contain_text("识别更正，原话收回")


def test_one_silences_a_rule_in_a_queue_for_a_while_and_says_why(gallery: Gallery) -> None:
    page = gallery.page
    gallery.visit(row("c-004"), alerts=[alert("x", **RULE)])
    page.get_by_role("button", name="静默").click()
    page.get_by_label("静默哪些").select_option(label="这条规则，只在“信用卡”")
    page.get_by_label("多久").select_option(label="1 小时")
    page.get_by_label("理由").fill("账单日，都在问年费")
    page.keyboard.press("Enter")
    asked = gallery.floor.hears("silence")
    assert {key: asked[key] for key in ("rule", "queue", "minutes", "reason")} == {
        **RULE,
        "minutes": 60,
        "reason": "账单日，都在问年费",
    }
    assert "alert" not in asked
    in_force: dict[str, Any] = {"id": "s", **RULE, "call": None, "by": "林主管", "reason": "账单日"}
    gallery.floor.send(
        {"type": "silences", "silences": [{**in_force, "until": 1_795_000_000_000}]},
        alert("x", state="silenced", by="林主管", silence="s", until=1_795_000_000_000, **RULE),
    )
    page.get_by_text("静默规定 1 条").click()
    page.get_by_role("button", name="取消静默").click()
    assert gallery.floor.hears("unsilence")["silence"] == "s"


def test_what_could_not_be_done_is_said_where_it_was_asked(gallery: Gallery) -> None:
    gallery.visit(row("c-004"), alerts=[alert("x")])
    gallery.alerts.first.get_by_role("button", name="认领").click()
    asked = gallery.floor.hears("acknowledge")
    refusal = {"type": "error", "code": "unknown_alert", "detail": "no such alert stands"}
    gallery.floor.send({**refusal, "temporary": False, "ref": asked["ref"]})
    expect(gallery.alerts.first.get_by_role("alert")).to_have_text("这条告警已经不在了。")
    gallery.page.get_by_role("button", name="静默").click()
    expect(gallery.page.get_by_label("静默哪些")).to_be_visible()
    gallery.page.keyboard.press("Escape")
    expect(gallery.page.get_by_label("静默哪些")).to_have_count(0)


def test_a_refusal_is_said_though_others_doings_are_told_before_it(gallery: Gallery) -> None:
    """What somebody else did, told in between, is not taken for what was asked."""
    page, floor = gallery.page, gallery.floor
    gallery.visit(row("c-004"), alerts=[alert("x", **RULE)])
    first = gallery.alerts.first
    refusal = {"type": "error", "detail": "", "temporary": False}
    page.get_by_role("button", name="认领").click()
    asked = floor.hears("acknowledge")
    floor.send(
        alert("x", ended=True, **RULE),
        {**refusal, "code": "unknown_alert", "ref": asked["ref"]},
    )
    expect(first.get_by_role("alert")).to_have_text("这条告警已经不在了。")

    page.get_by_role("button", name="静默").click()
    page.get_by_label("静默哪些").select_option(label="这条规则，只在“信用卡”")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="静默", exact=True).first.click()
    asked = floor.hears("silence")
    other = {"id": "s", "rule": None, "queue": "贷款", "call": None, "by": "王组长", "reason": None}
    floor.send(
        {"type": "silences", "silences": [{**other, "until": 1_795_000_000_000}]},
        {**refusal, "code": "not_kept", "ref": asked["ref"]},
    )
    expect(first.get_by_role("alert")).to_contain_text("静默没有写进磁盘")

    page.get_by_text("静默规定 1 条").click()
    page.get_by_role("button", name="取消静默").click()
    asked = floor.hears("unsilence")
    second = {**other, "id": "t", "queue": "储蓄卡", "until": 1_795_000_000_000}
    floor.send(
        {"type": "silences", "silences": [{**other, "until": 1_795_000_000_000}, second]},
        {**refusal, "code": "not_kept", "ref": asked["ref"]},
    )
    beside = page.locator("[data-silence=s]").get_by_role("alert")
    expect(beside).to_contain_text("静默没有写进磁盘")
