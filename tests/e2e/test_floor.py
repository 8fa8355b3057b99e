"""The floor: hundreds of calls in one table, those that need help first."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from .fake_floor import FakeFloor, alert, busy, row
from .gallery import Gallery

Contexts = Callable[..., BrowserContext]
ANGRY = {"level": "severe", "meter": "anger", "value": 0.9, "spike": False, "curve": [0.1] * 30}


@pytest.fixture
def gallery(contexts: Contexts) -> Iterator[Gallery]:
    with FakeFloor() as floor:
        yield Gallery(contexts(viewport={"width": 1440, "height": 900}).new_page(), floor)


def test_a_call_is_a_line_and_who_needs_help_most_comes_first(gallery: Gallery) -> None:
    gallery.visit(
        row("c-1", help=10),
        row(
            "c-2",
            agent="7042",
            queue="信用卡",
            help=90,
            emotion=ANGRY,
            needs=[
                {"id": "n", "rule": "r", "text": "给一个时限", "state": "escalated"}
                | {"priority": "urgent", "since": 9_000}
            ],
            complaint_risk=0.8,
            complaint_why=[{"what": "emotion:anger", "text": "", "weight": 0.4}],
            last_hint={"id": "h", "text": "先接住情绪", "priority": "advice"}
            | {"ago": 65_000, "count": 2},
            strain=1.5,
            hints=4,
            alerts=2,
            held=True,
        ),
    )
    assert gallery.calls() == ["c-2", "c-1"]
    cells = gallery.row("c-2").locator("[role=cell], [role=rowheader]")
    said = [
        ("90",),
        ("7042", "2 条告警", "保持中", "信用卡"),
        ("愤怒",),
        ("给一个时限", "已升级"),
        ("80%", "生气"),
        ("先接住情绪", "前", "第 2 次"),
        ("1:0",),
        ("1.5 分钟", "提示 4 条"),
    ]
    for cell, words in zip(cells.all(), said, strict=True):
        for word in words:
            expect(cell).to_contain_text(word)
    expect(gallery.page).to_have_title("现场 · 弦外")


def test_the_filter_is_in_the_address_and_totals_lead_to_what_they_count(gallery: Gallery) -> None:
    page = gallery.page
    gallery.visit(
        row("c-1", queue="信用卡", emotion=ANGRY),
        row("c-2", queue="信用卡", alerts=1, agent="8001"),
        row("c-3", queue="储蓄卡", emotion=ANGRY),
    )
    expect(gallery.totals.nth(0)).to_have_text("3 通话")
    page.get_by_role("link", name="2 情绪很重").click()
    expect(gallery.rows).to_have_count(2)
    page.get_by_label("队列").select_option("信用卡")
    expect(gallery.rows).to_have_count(1)
    assert page.url.endswith("/console?queue=%E4%BF%A1%E7%94%A8%E5%8D%A1&mood=severe")
    expect(gallery.order).to_contain_text("显示 1 / 3 通")
    expect(gallery.totals.nth(0)).to_have_text("2 通话")
    page.reload()
    gallery.floor.open([row("c-1", queue="信用卡", emotion=ANGRY), row("c-3", queue="储蓄卡")])
    expect(gallery.rows).to_have_count(1)
    page.get_by_role("link", name="清除筛选").click()
    expect(gallery.rows).to_have_count(2)
    page.get_by_label("坐席").first.fill("9")
    expect(page.get_by_text("没有符合筛选的通话")).to_be_visible()
    page.go_back()
    expect(gallery.rows).to_have_count(1)


def test_rows_do_not_jump_under_the_hand(gallery: Gallery) -> None:
    gallery.visit(*(row(f"c-{n}", help=50 - n) for n in range(4)))
    gallery.row("c-1").hover()
    expect(gallery.order).to_contain_text("顺序先不动")
    gallery.floor.change(row("c-3", help=99), row("c-9", help=98), gone=["c-0"])
    expect(gallery.order).to_contain_text("有 2 通要换位置")
    assert gallery.calls() == ["c-0", "c-1", "c-2", "c-3", "c-9"]
    expect(gallery.row("c-0")).to_contain_text("已结束")
    gallery.page.keyboard.press("r")
    expect(gallery.row("c-0")).to_have_count(0)
    assert gallery.calls() == ["c-3", "c-9", "c-1", "c-2"]
    gallery.floor.change(row("c-2", help=100))
    expect(gallery.order).to_contain_text("有 1 通要换位置")
    gallery.away()
    expect(gallery.rows.first).to_have_attribute("data-call", "c-2")


def test_of_hundreds_of_calls_only_those_in_the_window_are_drawn(gallery: Gallery) -> None:
    """Work is counted, not timed: rows in the document, and rows that an update changes."""
    gallery.visit(*(busy(n) for n in range(500)))
    expect(gallery.totals.nth(0)).to_have_text("500 通话")
    drawn = gallery.calls()
    assert 10 < len(drawn) < 40
    gallery.row(drawn[0]).hover()  # the order is held
    gallery.watch_mutations()

    shown, hidden = int(drawn[2][2:]), next(n for n in range(500) if busy(n)["call"] not in drawn)
    gallery.floor.change(busy(shown, 1), busy(hidden, 1))
    expect(gallery.row(drawn[2]).locator(".help")).to_have_text(str(busy(shown, 1)["help"]))
    assert gallery.touched() == {drawn[2]}

    gallery.floor.change(*(busy(n, 2) for n in range(500)))
    expect(gallery.row(drawn[2]).locator(".help")).to_have_text(str(busy(shown, 2)["help"]))
    assert gallery.touched() <= set(drawn)

    gallery.away()
    last = min((busy(n, 2) for n in range(500)), key=lambda r: (r["help"], r["started"]))
    gallery.page.keyboard.press("End")
    expect(gallery.row(last["call"])).to_be_visible()
    assert len(gallery.calls()) < 40


def test_the_table_by_keyboard_alone(gallery: Gallery) -> None:
    page = gallery.page
    gallery.visit(*(busy(n) for n in range(60)))
    order = gallery.calls()
    page.get_by_label("只看有告警的").focus()
    page.keyboard.press("Tab")
    expect(gallery.row(order[0]).get_by_role("link")).to_be_focused()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    expect(gallery.row(order[1]).get_by_role("link")).to_be_focused()
    page.keyboard.press("End")
    expect(gallery.rows.last).to_be_in_viewport()
    page.mouse.wheel(0, -20_000)  # the row with the focus stays, wherever one looks
    expect(gallery.rows.first).to_be_in_viewport()
    page.keyboard.press("Home")
    expect(gallery.row(order[0]).get_by_role("link")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(gallery.row(order[1]).get_by_role("link")).to_be_focused()
    page.keyboard.press("Enter")
    assert gallery.floor.hears("watch") == {"type": "watch", "call": order[1]}
    expect(gallery.heading).to_be_focused()
    page.go_back()
    expect(gallery.row(order[1]).get_by_role("link")).to_be_focused()


def test_a_lost_connection_is_said_and_what_comes_back_is_how_it_stands(gallery: Gallery) -> None:
    gallery.visit(row("c-1", help=5), row("c-2", help=9), alerts=[alert("x")])
    fresh = gallery.row("c-1").evaluate("row => getComputedStyle(row).color")
    gallery.floor.drop()
    expect(gallery.standing).to_contain_text("连接断开，正在重连。下面是 ")
    expect(gallery.row("c-1")).not_to_have_css("color", fresh)
    expect(gallery.page.get_by_role("button", name="认领")).to_be_disabled()
    gallery.page.get_by_role("button", name="马上重连").click()
    gallery.floor.open([row("c-2", help=1), row("c-3", help=2)])
    expect(gallery.standing).to_contain_text("连接已恢复，下面是现在的情况。")
    expect(gallery.row("c-2")).to_have_css("color", fresh)
    assert gallery.calls() == ["c-3", "c-2"]
    expect(gallery.alerts).to_have_count(0)


def test_a_hole_in_the_numbers_asks_for_the_floor_anew(gallery: Gallery) -> None:
    gallery.visit(row("c-1"))
    gallery.floor.seq += 1  # a message that never arrives
    gallery.floor.change(row("c-2"))
    gallery.floor.open([row("c-3")])
    expect(gallery.row("c-3")).to_be_visible()
    assert gallery.calls() == ["c-3"]


def test_a_token_that_changed_asks_to_sign_in_again_and_comes_back(gallery: Gallery) -> None:
    page = gallery.page
    gallery.visit(row("c-1", queue="信用卡"), row("c-2"))
    page.get_by_label("队列").select_option("信用卡")
    gallery.floor.token = "another"
    gallery.floor.drop(4500)
    expect(page.get_by_role("alert")).to_have_text("令牌换过了，请用新令牌登录。")
    page.get_by_label("令牌").fill("another")
    page.get_by_role("button", name="进入").click()
    gallery.floor.open([row("c-1", queue="信用卡"), row("c-2")])
    expect(gallery.rows).to_have_count(1)
    expect(gallery.standing).to_have_attribute("data-standing", "live")


def test_the_order_is_not_held_for_a_hand_in_a_table_that_is_gone(gallery: Gallery) -> None:
    gallery.visit(row("c-1", help=9), row("c-2", help=5), row("c-3", help=1))
    gallery.row("c-1").hover()
    expect(gallery.order).to_contain_text("顺序先不动")
    gallery.row("c-1").get_by_role("link").click()
    assert gallery.floor.hears("watch")["call"] == "c-1"
    gallery.floor.change(gone=["c-1"])  # nothing to give the focus back to
    gallery.floor.send(alert("x", call="c-1"))
    expect(gallery.alerts).to_have_count(1)
    gallery.page.get_by_role("link", name="← 现场").click()
    expect(gallery.rows).to_have_count(2)
    expect(gallery.order).not_to_contain_text("顺序先不动")
    gallery.floor.change(row("c-3", help=99))
    expect(gallery.rows.first).to_have_attribute("data-call", "c-3")


def test_who_signs_out_hears_of_the_floor_no_more(gallery: Gallery) -> None:
    page = gallery.page
    page.add_init_script(
        """window.opened = 0;
        window.WebSocket = class extends WebSocket {
            constructor(...given) { super(...given); window.opened += 1; }
        };"""
    )
    page.clock.install()
    with page.expect_websocket() as socket:
        gallery.visit(row("c-1"))
    page.clock.pause_at(page.evaluate("Date.now() / 1000") + 0.5)
    with socket.value.expect_event("framereceived"):
        gallery.floor.send(alert("x"))  # is told aloud a second later
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_label("令牌")).to_be_visible()
    page.clock.run_for(3_000)
    assert page.evaluate("opened") == 1


def test_an_empty_floor_says_that_it_is(gallery: Gallery) -> None:
    gallery.visit()
    expect(gallery.page.get_by_text("现在没有通话")).to_be_visible()
    expect(gallery.page.get_by_text("没有要处理的告警")).to_be_visible()
    gallery.floor.change(row("c-1"))
    expect(gallery.row("c-1")).to_be_visible()
    gallery.floor.change(gone=["c-1"])
    expect(gallery.page.get_by_text("现在没有通话")).to_be_visible()
