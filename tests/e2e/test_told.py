"""What stands below the hints: facts already given, a supervisor's note; and the hand-over note."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from .desk import Desk
from .words import AGENT, CALL, hint

CLIPBOARD = ["clipboard-read", "clipboard-write"]
QUOTE = {"speaker": "customer", "text": "我老伴上个月走了", "at": 7_000, "utterance": "u-1"}
NEED: dict[str, Any] = {"type": "need", "call": CALL, "at": 1, "rule": "r"}
CALL_SO_FAR: dict[str, Any] = {
    "at": 72_000,
    "needs": [{**NEED, "id": "papers", "text": "列出所需材料", "state": "open", "quote": QUOTE}],
    "done": [{**NEED, "id": "loss", "text": "放慢语速，先慰问", "state": "met", "rule": "r2"}],
    "emotion": [
        {"type": "emotion", "call": CALL, "at": 70_000, "speaker": "customer", "spike": False}
        | {"meters": {"grief": 0.7}, "level": "high"}
    ],
}
SUMMARY = """交接摘要（通话 1:12，自动整理，请核对）
客户：王女士；信用卡
来电原因：“我老伴上个月走了” 0:07
已提供，不必再问：金额 十二万
还没做完：列出所需材料
已经做了：放慢语速，先慰问
情绪：现在难过"""


@pytest.fixture
def clerk(desk: Desk) -> Desk:
    """At a desk whose browser lets pages copy, in the middle of a call."""
    return at_work(desk, desk.sit)


@pytest.fixture
def still(desk: Desk) -> Desk:
    """Likewise, and no time passes."""
    return at_work(desk, desk.sit_still)


def at_work(desk: Desk, sit: Callable[..., None]) -> Desk:
    desk.page.context.grant_permissions(CLIPBOARD)
    sit(hint(), **CALL_SO_FAR)
    desk.sidecar.send(desk.said.fact("金额", "十二万"))
    expect(desk.facts).to_have_count(1)
    return desk


def clipboard(desk: Desk) -> str:
    text = desk.page.evaluate("navigator.clipboard.readText()")
    assert isinstance(text, str)
    return text


def test_facts_stand_in_one_line_and_copy_their_value(clerk: Desk) -> None:
    say = clerk.sidecar.send
    say(clerk.said.fact("卡尾号", "3827"), clerk.said.fact("人在", "成都"))
    expect(clerk.facts).to_have_text(["金额 十二万", "卡尾号 3827", "人在 成都"])
    assert len({fact.bounding_box()["y"] for fact in clerk.facts.all()}) == 1  # type: ignore[index]
    clerk.button("复制卡尾号：3827").click()
    expect(clerk.facts.nth(1)).to_have_text("卡尾号 已复制")
    assert clipboard(clerk) == "3827"
    # Told again otherwise: it stays where it was. Taken back: it goes.
    say(clerk.said.fact("金额", "十五万"), clerk.said.fact("人在", "成都", state="withdrawn"))
    expect(clerk.facts.first).to_have_text("金额 十五万")
    expect(clerk.facts).to_have_count(2)


def test_of_many_facts_the_latest_are_shown_until_all_are_asked_for(clerk: Desk) -> None:
    for label in ("姓", "日期", "家人", "人在"):
        clerk.sidecar.send(clerk.said.fact(label, "某"))
    expect(clerk.facts).to_have_text(["姓 某", "日期 某", "家人 某", "人在 某"])
    clerk.button("全部 5 项").click()
    expect(clerk.facts).to_have_count(5)
    clerk.button("收起").click()
    expect(clerk.facts).to_have_count(4)


def test_the_hand_over_note_is_copied_by_click_and_by_key(still: Desk) -> None:
    still.button("复制交接摘要").click()
    expect(still.aloud).to_have_text("已复制")
    assert clipboard(still) == SUMMARY
    still.page.evaluate("navigator.clipboard.writeText('')")
    still.headline.focus()
    still.page.keyboard.press("c")
    # Said again is not the same text again: else it would not be read out.
    expect(still.aloud).to_have_js_property("textContent", "已复制\u00a0")
    assert clipboard(still) == SUMMARY


def test_it_is_offered_when_the_call_is_over_with_what_was_left_undone(clerk: Desk) -> None:
    over = clerk.said.need("papers", "列出所需材料", "undetermined")
    clerk.sidecar.send(over, clerk.said.end())
    expect(clerk.resting).to_have_text("通话已结束")
    clerk.overlay.locator(".rest").get_by_role("button", name="复制交接摘要").click()
    expect(clerk.button("已复制")).to_be_visible()
    assert "还没做完：列出所需材料" in clipboard(clerk)


def test_it_is_offered_when_the_call_has_been_passed_on(clerk: Desk) -> None:
    clerk.said.seq += 1
    clerk.sidecar.send({**clerk.said.snapshot(), "calls": []})
    expect(clerk.resting).to_have_text("通话已不在这里")
    clerk.button("复制交接摘要").click()
    expect(clerk.button("已复制")).to_be_visible()
    assert "已提供，不必再问：金额 十二万" in clipboard(clerk)
    clerk.sidecar.send(clerk.said.start("c-2"))
    expect(clerk.resting).to_have_text("暂无提示")


def test_where_the_browser_lets_nothing_be_copied_it_can_be_by_hand(desk: Desk) -> None:
    desk.page.add_init_script(
        "navigator.clipboard.writeText = async () => { throw new Error('no') }"
    )
    desk.sit_still(hint(), **CALL_SO_FAR)
    desk.button("复制交接摘要").click()
    text = desk.overlay.get_by_label("浏览器不让复制，请在下面按 Ctrl+C。")
    expect(text).to_be_focused()
    assert text.evaluate("(area) => area.value.slice(area.selectionStart, area.selectionEnd)") == (
        SUMMARY.replace("已提供，不必再问：金额 十二万\n", "")
    )
    desk.button("关闭").click()
    expect(text).to_have_count(0)


def test_a_note_is_read_out_covers_nothing_and_goes_by_one_key(clerk: Desk) -> None:
    field = clerk.headline.bounding_box()
    long = "别急，他上周来过两次，都是同一件事。" * 12
    clerk.sidecar.send(clerk.said.note("先答应今天回电"), clerk.said.note(long, id_="n-2"))
    expect(clerk.note).to_contain_text("主管留言 · 王组长")
    expect(clerk.note).to_contain_text("先答应今天回电")
    expect(clerk.note).to_contain_text("还有 1 条")
    expect(clerk.aloud).to_contain_text("主管留言 · 王组长: ")
    clerk.headline.focus()
    clerk.page.keyboard.press("n")
    expect(clerk.note).to_contain_text("他上周来过两次")
    # However long it is, the hint stays where it was, whole.
    assert clerk.headline.bounding_box() == field
    ends = clerk.note.bounding_box()
    assert field is not None
    assert ends is not None
    assert field["y"] + field["height"] <= ends["y"]
    clerk.button("收到").click()
    expect(clerk.note).to_have_count(0)


def test_the_sidecar_is_told_that_a_note_was_seen_and_read_once_each(clerk: Desk) -> None:
    clerk.sidecar.send(clerk.said.note("先答应今天回电"), clerk.said.note("让他先别挂", id_="n-2"))
    told = clerk.sidecar.hears("note.seen")
    assert (told["note"], told["state"]) == ("n-1", "shown")
    clerk.headline.focus()
    clerk.page.keyboard.press("n")
    clerk.button("收到").click()
    states = [(m["note"], m["state"]) for m in (clerk.sidecar.hears("note.seen") for _ in range(3))]
    assert states == [("n-1", "read"), ("n-2", "shown"), ("n-2", "read")]
    expect(clerk.note).to_have_count(0)


def test_a_note_that_was_read_on_another_screen_goes_from_this_one(clerk: Desk) -> None:
    note = clerk.said.note("先答应今天回电")
    clerk.sidecar.send(note)
    expect(clerk.note).to_be_visible()
    seq = note["seq"] + 1
    seen = {"type": "note.seen", "seq": seq, "call": note["call"], "at": note["at"], "id": "n-1"}
    clerk.sidecar.send({**seen, "state": "read"})
    expect(clerk.note).to_have_count(0)
    clerk.sidecar.drop()
    again = {**clerk.said.note("让他先别挂"), "id": "n-3", "shown": 9_000, "read": 9_500}
    clerk.greet(hint(), epoch="two", notes=[again])
    expect(clerk.headline).to_be_visible()
    expect(clerk.note).to_have_count(0)


def test_a_note_that_was_read_does_not_come_back_with_the_connection(clerk: Desk) -> None:
    note = clerk.said.note("先答应今天回电")
    clerk.sidecar.send(note)
    clerk.button("收到").click()
    clerk.sidecar.drop()
    told = {**note, "id": "n-2", "text": "让他先别挂"}
    clerk.greet(hint(), epoch="two", notes=[note, told])
    expect(clerk.note).to_contain_text("让他先别挂")
    clerk.button("收到").click()
    expect(clerk.note).to_have_count(0)


def test_an_old_note_is_no_news_to_a_page_opened_late(desk: Desk) -> None:
    old = {"type": "note", "call": CALL, "at": 1_000, "id": "n-1", "from": "王组长", "text": "旧"}
    new = {**old, "at": 400_000, "id": "n-2", "text": "新"}
    desk.sit(hint(), at=420_000, notes=[old, new])
    expect(desk.note).to_contain_text("新")
    expect(desk.note).not_to_contain_text("还有")


def test_a_call_on_hold_says_so_until_it_goes_on(clerk: Desk) -> None:
    clerk.sidecar.send(clerk.said.held(on=True))
    expect(clerk.told).to_have_text("通话保持中")
    clerk.sidecar.send(clerk.said.held(on=False))
    expect(clerk.told).to_have_count(0)


def test_a_call_whose_engine_failed_says_that_no_hints_come(desk: Desk) -> None:
    desk.sit(muted=True)
    expect(desk.told).to_have_text("这通电话的提示出了故障，已经停了。请照常接听。")


def test_what_is_known_of_earlier_calls_is_one_line(desk: Desk) -> None:
    known = "上次来电（3 月 2 日）：担心资金没到账；偏好大字"
    desk.sit(remembered=known)
    expect(desk.told).to_have_text(known)
    desk.sidecar.send(desk.said.start("c-2"))
    expect(desk.told).to_have_count(0)


def test_what_was_missed_is_said_to_be_made_up_for(desk: Desk) -> None:
    desk.sit(hint())
    desk.sidecar.send(desk.said.fact("金额", "十二万"))
    expect(desk.facts).to_have_count(1)
    desk.sidecar.drop()
    desk.sidecar.hears("hello")
    welcome = {"type": "welcome", "epoch": "one", "recovered": True, "agent": AGENT}
    desk.sidecar.send({**welcome, "upto": desk.said.seq + 2, "clocks": {CALL: 600_000}})
    expect(desk.link).to_have_text("补发中")
    expect(desk.told).to_have_text("正在补上断开期间错过的，补完之前先别当作现在的提示。")
    expect(desk.middle).to_have_class("middle hair stale")
    expect(desk.overlay.get_by_role("timer")).to_have_text("10:00")
    desk.sidecar.send(desk.said.show(hint("h-2", text="说清限额缘由")))
    expect(desk.link).to_have_text("补发中")
    desk.sidecar.send(desk.said.close(hint("h-2"), "met"))
    expect(desk.link).to_have_text("已恢复")
    expect(desk.middle).to_have_class("middle hair ")


def test_what_is_done_is_shown_for_three_seconds(
    desk: Desk, contexts: Callable[..., BrowserContext]
) -> None:
    desk.page.clock.install()
    desk.sit(needs=[{**NEED, "id": "papers", "text": "列出所需材料", "state": "open"}])
    desk.stop_time()
    desk.sidecar.send(desk.said.need("papers", "列出所需材料", "met"))
    expect(desk.checklist).to_have_attribute("data-state", "met")
    desk.page.clock.run_for(2_900)
    expect(desk.checklist).to_have_count(1)
    desk.page.clock.run_for(200)
    expect(desk.checklist).to_have_count(0)
