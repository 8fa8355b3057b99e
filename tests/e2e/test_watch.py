"""One call as it happens: what is said, what the agent sees, why, and a word to the agent."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, expect

from .fake_floor import alert, row
from .gallery import Gallery
from .office import Office
from .screen import Screen
from .test_floor import gallery
from .words import Said, hint

__all__ = ["gallery"]

Contexts = Callable[..., BrowserContext]
CALL = "c-1"


def heard(utterance: str, text: str, speaker: str = "customer") -> dict[str, Any]:
    return {
        "type": "transcript",
        "call": CALL,
        "at": 12_000,
        "speaker": speaker,
        "utterance": utterance,
        "revision": 0,
        "text": text,
        "final": True,
        "spans": [],
    }


def trace(what: str, why: str = "") -> dict[str, Any]:
    told = {"rule": "comfort", "text": "放慢语速，先安慰", "hint": "h-1"}
    return {"type": "trace", "call": CALL, "at": 12_000, "what": what, "why": why, **told}


def watched(**call: Any) -> dict[str, Any]:
    snapshot = Said().snapshot(agent="7001", queue="信用卡", **call)["calls"][0]
    said = [heard("u-0", "您好，请讲", "agent")]
    return {
        "type": "watched",
        "call": CALL,
        "snapshot": snapshot,
        "transcripts": said,
        "trace": [trace("opened"), trace("suppressed", "gap")],
    }


def look(gallery: Gallery, **call: Any) -> None:
    """Open the call by its address."""
    gallery.visit(row(CALL, agent="7001", queue="信用卡"), path=f"console/call/{CALL}")
    assert gallery.floor.hears("watch")["call"] == CALL
    gallery.floor.send(watched(**call))
    expect(gallery.heading).to_have_text("坐席 7001 的通话")


def test_what_is_said_what_is_shown_and_why_as_it_happens(gallery: Gallery) -> None:
    page, floor = gallery.page, gallery.floor
    look(gallery)
    tale = page.locator(".tale li")
    expect(tale.nth(0)).to_contain_text("没有上屏：放慢语速，先安慰 · 离上一条太近")
    expect(tale.nth(1)).to_contain_text("触发")
    expect(page.get_by_text("坐席现在没有提示。")).to_be_visible()
    floor.send(heard("u-1", "我老伴上个月走了"), {**hint(rule="comfort"), "type": "hint.show"})
    expect(page.locator(".words li").last).to_have_text("客户我老伴上个月走了")
    expect(page.locator(".hints li")).to_contain_text("我知道您心里不好受")
    expect(tale.nth(0)).to_contain_text("显示给坐席：放慢语速，先安慰 · “我老伴上个月走了”")
    moment, rule = tale.nth(0).get_by_role("link").all()
    expect(rule).to_have_attribute("href", "console/rules?rule=comfort")
    assert (moment.get_attribute("href") or "").startswith("calls/c-1?t=12")
    review = page.get_by_role("link", name="在复盘里看此刻").get_attribute("href") or ""
    assert review.startswith("calls/c-1?t=6")
    floor.send(alert("x", call=CALL), alert("y", call="c-2"))
    expect(gallery.page.locator("overtone-alerts .raised li")).to_have_count(1)


def test_a_whisper_is_kept_until_it_is_known_to_have_arrived(gallery: Gallery) -> None:
    page, floor = gallery.page, gallery.floor
    look(gallery)
    send = page.get_by_role("button", name="发送")
    expect(send).to_be_disabled()
    gallery.whisper.fill("先停一下，接住情绪")
    page.keyboard.press("Enter")
    asked = floor.hears("whisper")
    assert (asked["call"], asked["text"]) == (CALL, "先停一下，接住情绪")
    status = page.locator(".whisper [role=status]")
    expect(status).to_have_text("正在发送")
    floor.drop()
    expect(status).to_have_text("没有发出：连接断了。文字还在，恢复后再发。")
    page.get_by_role("button", name="马上重连").click()
    floor.open([row(CALL, agent="7001")])
    assert floor.hears("watch")["call"] == CALL
    floor.send(watched())
    send.click()
    asked = floor.hears("whisper")
    sent = {"type": "note.sent", "id": "n", "call": CALL, "at": 1, "agent": "7001", "text": "先停"}
    floor.send({**sent, "screens": 1, "ref": asked["ref"]})
    expect(status).to_have_text("已送到坐席的屏幕")
    expect(gallery.whisper).to_have_value("")
    gallery.whisper.fill("好" * 301)
    expect(page.get_by_text("多了 1 字")).to_be_visible()
    expect(send).to_be_disabled()


def test_what_is_written_while_a_whisper_is_on_its_way_is_kept(gallery: Gallery) -> None:
    look(gallery)
    gallery.whisper.fill("先停一下")
    gallery.page.keyboard.press("Enter")
    asked = gallery.floor.hears("whisper")
    gallery.page.keyboard.type("再问材料")
    gallery.page.keyboard.press("Enter")  # not before the first has been answered
    sent = {"type": "note.sent", "id": "n", "call": CALL, "at": 1, "agent": "7001", "screens": 1}
    gallery.floor.send({**sent, "text": "先停一下", "ref": asked["ref"]})
    expect(gallery.whisper).to_have_value("再问材料")
    gallery.page.keyboard.press("Enter")
    assert gallery.floor.hears("whisper")["text"] == "再问材料"


def test_whether_the_agent_has_seen_a_note_is_said_beside_it(gallery: Gallery) -> None:
    page, floor = gallery.page, gallery.floor
    look(gallery)
    gallery.whisper.fill("先停一下")
    page.keyboard.press("Enter")
    asked = floor.hears("whisper")
    note = {
        "type": "note",
        "id": "n",
        "call": CALL,
        "at": 61_000,
        "from": "王组长",
        "text": "先停一下",
    }
    sent = {**note, "type": "note.sent", "agent": "7001", "screens": 1, "ref": asked["ref"]}
    seen = {"type": "note.seen", "id": "n", "call": CALL}
    floor.send(note, sent)
    beside, status = page.locator("[data-note=n] .seen"), page.locator(".whisper [role=status]")
    expect(beside).to_have_text("还没看到")
    floor.send({**seen, "at": 64_000, "state": "shown"})
    expect(beside).to_have_text("坐席 1:04 看到了")
    expect(status).to_have_text("坐席 1:04 看到了")
    floor.send({**seen, "at": 70_000, "state": "read"})
    expect(beside).to_have_text("坐席 1:10 点了收到")
    page.get_by_role("button", name="EN").click()
    expect(beside).to_have_text("Acknowledged by the agent at 1:10")


def test_a_whisper_being_written_is_not_lost_by_looking_elsewhere(gallery: Gallery) -> None:
    look(gallery)
    gallery.whisper.fill("问一下年费的事")
    gallery.page.get_by_role("link", name="← 现场").click()
    expect(gallery.row(CALL)).to_be_visible()
    assert gallery.floor.hears("watch")["call"] is None
    gallery.page.go_back()
    gallery.floor.send(watched())
    expect(gallery.whisper).to_have_value("问一下年费的事")


def test_the_end_of_the_call_is_said_and_leads_to_its_review(gallery: Gallery) -> None:
    page, floor = gallery.page, gallery.floor
    look(gallery)
    why = [{"what": "regulator-threat", "text": "先道歉", "weight": 0.7}]
    stood = {"group": "A组", "complaint_risk": 0.7, "complaint_why": why}
    floor.change(row(CALL, agent="7001", queue="信用卡", **stood))
    taken = alert("x", call=CALL, state="acknowledged", by="林主管")
    floor.send(alert("x", call=CALL), taken)
    expect(page.locator("overtone-alerts summary")).to_be_visible()
    floor.send(
        {"type": "call.end", "call": CALL, "at": 61_000, "reason": "hangup", "report": {}},
    )
    floor.change(gone=[CALL])
    floor.send({**taken, "state": "withdrawn", "why": "call_ended", "ended": True})
    expect(page.locator(".top")).to_contain_text("信用卡 · A组 · 1:01")
    expect(page.locator(".risk")).to_contain_text("70% 说要找监管")
    expect(page.locator("overtone-alerts .raised li")).to_contain_text("林主管")
    expect(page.get_by_text("通话已结束。录下的原话")).to_be_visible()
    expect(page.get_by_text("您好，请讲")).to_be_visible()
    expect(page.get_by_role("link", name="打开复盘")).to_have_attribute("href", "calls/c-1")
    expect(gallery.whisper).to_be_disabled()


def test_a_call_that_is_not_live_is_said_not_to_be(gallery: Gallery) -> None:
    gallery.visit(path="console/call/gone")
    gallery.floor.hears("watch")
    refusal = {"type": "error", "code": "call_not_live", "detail": "no such call is live"}
    gallery.floor.send({**refusal, "temporary": False, "call": "gone"})
    expect(gallery.heading).to_have_text("这通电话不在进行中")
    expect(gallery.page.get_by_role("link", name="打开复盘")).to_be_visible()


def test_two_supervisors_and_an_agent_on_a_real_server(office: Office, contexts: Contexts) -> None:
    office.takes("04-regulator", "live-1", agent="7788", until=40)
    agent = Screen(contexts(viewport={"width": 320, "height": 440}).new_page())
    agent.page.goto(f"{office.url}/overlay#token=a-token-of-the-agents-01&agent=7788")
    expect(agent.link).to_have_attribute("data-link", "live")

    first, second = (contexts(viewport={"width": 1280, "height": 800}).new_page() for _ in "12")
    office.visit(first, "console?agent=7788")
    expect(first.locator('[data-call="live-1"]')).to_contain_text("7788")
    first.get_by_role("link", name="看坐席 7788 的通话").click()
    office.visit(second, "console/call/live-1", name="王组长")
    for page in (first, second):
        expect(page.locator(".words li").first).to_contain_text("您好，请问有什么可以帮您")
        expect(page.locator(".tale li").last).to_contain_text("触发")
    second.get_by_role("textbox", name="留言").fill("我来接手，您先稳住")
    second.keyboard.press("Enter")
    status = second.locator(".whisper [role=status]")
    expect(status).to_have_text(re.compile(r"坐席 \d+:\d\d 看到了"))
    agent.until_heard("note")
    assert agent.messages("note")[0]["text"] == "我来接手，您先稳住"
    expect(first.locator(".notes li")).to_contain_text("王组长：我来接手，您先稳住")
    agent.button("收到").click()
    for page in (first, second):
        expect(page.locator(".notes .seen")).to_have_text(re.compile(r"坐席 \d+:\d\d 点了收到"))


def test_hints_that_nobody_has_a_screen_open_for_are_said_to_be_unseen(gallery: Gallery) -> None:
    look(gallery, hints=[hint()])
    unseen = gallery.page.get_by_text("坐席没有打开提示窗，下面的提示他看不到。")
    expect(unseen).to_have_count(0)
    gallery.floor.change(row(CALL, agent="7001", queue="信用卡", screens=0))
    expect(unseen).to_be_visible()
