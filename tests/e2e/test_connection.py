"""Lost, late, back: said in words, and old hints are never shown as current."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from .desk import Desk
from .screen import Screen
from .stage import Stage
from .words import hint


def test_a_killed_server_comes_back_with_the_same_hint_once(
    own_stage: Stage, contexts: Callable[..., BrowserContext]
) -> None:
    screen = Screen(contexts(viewport={"width": 1280, "height": 800}).new_page())
    screen.open(own_stage)
    screen.play("01-late-husband")
    expect(screen.title).to_have_text("放慢语速，先慰问")
    current = screen.title.evaluate("(title) => getComputedStyle(title.firstElementChild).color")
    shown = screen.messages("hint.show")

    own_stage.until_kept()
    own_stage.kill()
    expect(screen.told).to_have_text("连接断开，正在重连。下面的提示可能已过时。")
    expect(screen.link).to_have_text("已断开")
    expect(screen.middle).to_have_class("middle hair stale")
    expect(screen.title).to_have_text("放慢语速，先慰问")
    old = screen.title.evaluate("(title) => getComputedStyle(title.firstElementChild).color")
    assert old != current

    own_stage.start()
    expect(screen.link).to_have_text("已恢复", timeout=60_000)
    expect(screen.title).to_have_text("放慢语速，先慰问")
    expect(screen.overlay.get_by_text("放慢语速，先慰问")).to_have_count(1)
    expect(screen.middle).not_to_have_class("middle hair stale")
    expect(screen.told).to_have_count(0)
    assert screen.messages("hint.show") == shown
    recovered = screen.messages("snapshot")[-1]["calls"][0]["hints"]
    assert [each["id"] for each in recovered] == [each["id"] for each in shown]
    expect(screen.link).to_have_text("在线")


def test_a_stalled_server_is_said_to_be_late(
    own_stage: Stage, contexts: Callable[..., BrowserContext]
) -> None:
    screen = Screen(contexts(viewport={"width": 1280, "height": 800}).new_page())
    screen.open(own_stage)
    own_stage.freeze()
    expect(screen.link).to_have_text("延迟")
    expect(screen.told).to_have_text("提示可能来得慢，以客户的话为准。")
    expect(screen.middle).to_have_class("middle hair stale")
    own_stage.thaw()
    expect(screen.link).to_have_text("在线")
    expect(screen.middle).not_to_have_class("middle hair stale")
    expect(screen.told).to_have_count(0)


def test_a_dropped_connection_resumes_where_it_was(desk: Desk) -> None:
    desk.sit(hint())
    desk.sidecar.send(desk.said.show(hint("h-2", text="说清限额缘由")))
    expect(desk.cards).to_have_count(2)
    desk.sidecar.drop()
    expect(desk.link).to_have_text("已断开")
    hello = desk.sidecar.hears("hello")
    assert hello["resume"] == {"epoch": "one", "seq": desk.said.seq}
    desk.sidecar.welcome(recovered=True)
    desk.sidecar.send(desk.said.close(hint("h-2"), "met"))
    expect(desk.link).to_have_text("已恢复")
    expect(desk.cards).to_have_count(1)


def test_a_hole_in_the_stream_is_filled_by_a_snapshot(desk: Desk) -> None:
    desk.sit(hint())
    desk.said.seq += 1  # an event that never arrives
    desk.sidecar.send(desk.said.show(hint("h-3", text="先停，问收款人", priority="critical")))
    hello = desk.greet(hint("h-2", text="说清限额缘由"))
    assert "resume" not in hello
    expect(desk.title).to_have_text("说清限额缘由")
    expect(desk.cards).to_have_count(1)


def test_a_refused_token_is_said_and_not_tried_again(desk: Desk) -> None:
    desk.sidecar.refuse = 4500
    desk.page.goto(f"{desk.sidecar.url}/overlay#token=old&agent=7001")
    expect(desk.link).to_have_text("被拒绝")
    expect(desk.told).to_have_text("令牌无效或已过期，请联系管理员，再重新打开此页。")
    assert desk.overlay.evaluate("(it) => it.refusal") == 4500


def test_a_page_of_an_origin_that_is_not_allowed_says_which(desk: Desk) -> None:
    desk.sidecar.refuse = 4501
    desk.page.goto(f"{desk.sidecar.url}/overlay#token=right&agent=7001")
    expect(desk.link).to_have_text("被拒绝")
    expect(desk.told).to_have_text(
        f"{desk.sidecar.url} 的页面不许连接，请管理员把它加进 ASSIST_ORIGINS。"
    )


def test_a_server_that_is_never_reached_is_said_to_be(desk: Desk) -> None:
    desk.page.route_web_socket("**/v1/overlay", lambda socket: socket.close(code=1011))
    desk.page.goto(f"{desk.sidecar.url}/overlay#token=right&agent=7001")
    expect(desk.link).to_have_text("连不上")
    expect(desk.told).to_have_text("连不上提示服务，正在重试。一直这样的话，请告诉管理员。")


def test_a_real_server_refuses_a_wrong_token(
    stage: Stage, contexts: Callable[..., BrowserContext]
) -> None:
    screen = Screen(contexts().new_page())
    screen.page.goto(f"{stage.url}/overlay#token=wrong&agent=7001")
    expect(screen.link).to_have_text("被拒绝")
