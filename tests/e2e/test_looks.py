"""Legible at any size, theme and language, to eyes and to screen readers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from .desk import Desk
from .looks import CUT, violations
from .screen import Screen
from .stage import Stage
from .words import CALL, hint

LONG = hint(
    "h-long",
    priority="critical",
    escalated=True,
    tentative=True,
    count=12,
    step={"name": "explain", "index": 2, "of": 3},
    text="先稳住情绪再说明限额的缘由与办法",
    say="您说的我都记下了，这笔钱要得急，我先帮您把今天能转的转出去，剩下的咱们一起想办法。",
)
ENGLISH = hint(
    "h-en",
    priority="urgent",
    text="Acknowledge the loss before any paperwork",
    say="I'm so sorry for your loss. There is no hurry at all, we will go one step at a time.",
)
BUSY: dict[str, Any] = {
    "queued": 2,
    "held": True,
    "context": {"name": "欧阳慕容女士", "product": "商业养老保险理财账户"},
    "needs": [
        {
            "type": "need",
            "call": CALL,
            "at": 1,
            "id": f"n{i}",
            "state": "open",
            "rule": "r",
            "text": t,
        }
        for i, t in enumerate(["列出所需材料", "说清为何限额", "给替代：分笔或临时调额"])
    ],
}


# A window of 320 px at 200 % zoom is a viewport of 160 CSS pixels.
@pytest.mark.parametrize(("width", "height"), [(320, 440), (260, 440), (160, 220)])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_cut_or_scrolls_sideways(
    desk: Desk, width: int, height: int, language: str
) -> None:
    desk.page.set_viewport_size({"width": width, "height": height})
    hints = (LONG, hint("h-2"), ENGLISH)
    desk.sit(*hints, language=language, **BUSY)
    expect(desk.cards).to_have_count(3)
    desk.overlay.locator(".foot button").first.click()
    assert desk.page.evaluate(CUT) == []
    for control in desk.overlay.locator("button:visible, select:visible").all():
        control.scroll_into_view_if_needed()
        box = control.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 32, control


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_four_buttons_stand_in_one_row(desk: Desk, language: str) -> None:
    desk.sit(hint(), language=language)
    tops = {
        button.bounding_box()["y"]  # type: ignore[index]
        for button in desk.headline.locator(".actions button").all()
    }
    assert len(tops) == 1


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_to_complain_of(desk: Desk, theme: str) -> None:
    desk.page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    desk.sit(LONG, hint("h-2", priority="notice"), hint("h-3", priority="urgent"), **BUSY)
    expect(desk.cards).to_have_count(3)
    assert violations(desk.page) == []
    desk.sidecar.send(desk.said.close(LONG, "retracted"))
    expect(desk.overlay.locator(".leaving .reason")).to_contain_text("已收回")
    desk.sidecar.drop()
    expect(desk.middle).to_have_class("middle hair stale")
    assert violations(desk.page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_the_demo(
    stage: Stage, contexts: Callable[..., BrowserContext], theme: str
) -> None:
    screen = Screen(contexts(viewport={"width": 1280, "height": 800}).new_page())
    screen.open(stage, more=f"&theme={theme}")
    assert violations(screen.page) == []
    screen.play("04-regulator")
    expect(screen.headline).to_be_visible()
    assert violations(screen.page) == []


def test_the_demo_speaks_both_languages_and_has_a_dark_side(
    stage: Stage, contexts: Callable[..., BrowserContext]
) -> None:
    screen = Screen(contexts(viewport={"width": 1280, "height": 800}).new_page())
    screen.open(stage)
    page = screen.page
    page.get_by_role("button", name="English").click()
    expect(screen.resting).to_have_text("Waiting for a call")
    expect(screen.link).to_have_text("Live")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("[data-sample] b").first).to_have_text("Her late husband’s savings")
    page.get_by_role("button", name="Dark").click()
    expect(screen.overlay.locator(".overlay")).to_have_css("background-color", "rgb(23, 25, 28)")
    page.get_by_role("button", name="中文").click()
    expect(screen.resting).to_have_text("等待来电")


def test_a_hint_eases_in_briefly_and_not_at_all_where_motion_is_unwelcome(desk: Desk) -> None:
    desk.page.emulate_media(reduced_motion="no-preference")
    desk.sit(hint())
    expect(desk.headline).to_have_css("animation-name", "arrive")
    expect(desk.headline).to_have_css("animation-duration", "0.18s")
    expect(desk.headline).to_have_css("animation-iteration-count", "1")
    desk.page.emulate_media(reduced_motion="reduce")
    expect(desk.headline).to_have_css("animation-name", "none")


LOOK = """(overlay) =>
    [".overlay", ".title", ".title span", ".say", ".actions button", ".who", "select"].map(name => {
        const style = getComputedStyle(overlay.shadowRoot.querySelector(name));
        return [name, ...Array.from(style, (key) => `${key}: ${style.getPropertyValue(key)}`)];
    })"""
HOSTILE = """<!doctype html><html lang="zh-CN"><title>Bank</title><link rel="icon" href="data:,">
<style>
  * { font: italic 900 40px/3 monospace !important; color: red !important;
      letter-spacing: 9px !important; text-transform: uppercase !important;
      text-align: center !important; text-shadow: 2px 2px lime !important;
      background: yellow !important; cursor: wait !important; word-break: break-all !important }
  button, select, article, h2, p { display: none !important; border: 9px solid red !important }
  body { margin: 0 } .card, .title, .say { position: fixed !important }
  assist-overlay { visibility: visible; opacity: 1; filter: none }
</style>
<script type="module" src="/assets/assist-overlay.js"></script>
<assist-overlay token="t" agent="7001" style="height:440px;width:320px"></assist-overlay>"""


def test_a_page_with_hostile_styles_changes_nothing(
    desk: Desk, contexts: Callable[..., BrowserContext]
) -> None:
    desk.sit(hint())
    ours = desk.overlay.evaluate(LOOK)
    desk.sidecar.pages["hostile"] = HOSTILE
    guest = Desk(contexts(viewport={"width": 320, "height": 440}).new_page(), desk.sidecar)
    desk.page.close()
    guest.sit(hint(), path="/bank/hostile")
    theirs = guest.overlay.evaluate(LOOK)
    # Names of custom properties and of timelines aside, every computed property is the same.
    for mine, other in zip(ours, theirs, strict=True):
        assert set(other) - set(mine) == set(), mine[0]


UNSET = """<!doctype html><html lang="ar" dir="rtl"><title>Bank</title>
<link rel="icon" href="data:,"><style>
  * { all: unset !important; color: red !important; direction: rtl !important;
      unicode-bidi: bidi-override !important; writing-mode: vertical-rl !important;
      line-height: 9 !important; font: 3px cursive !important; pointer-events: auto !important;
      user-select: none !important; zoom: 1 !important }
  assist-overlay { --ot-font: inherit; color: lime !important; background: red !important }
</style>
<script type="module" src="/assets/assist-overlay.js"></script>
<assist-overlay token="t" agent="7001"></assist-overlay>"""
WORN = """(overlay) =>
    [".title", ".say", ".because", ".actions button", ".who", "select", ".fact"].map(name => {
        const style = getComputedStyle(overlay.shadowRoot.querySelector(name));
        const asked = ["color", "background-color", "direction", "unicode-bidi", "writing-mode",
            "font-size", "font-weight", "font-style", "line-height", "user-select", "display"];
        return [name, ...asked.map((key) => style.getPropertyValue(key))];
    })"""


def test_a_page_that_unsets_everything_leaves_the_hint_as_it_is(
    desk: Desk, contexts: Callable[..., BrowserContext]
) -> None:
    desk.sit(hint(), facts=[desk.said.fact("金额", "十二万")])
    ours = desk.overlay.evaluate(WORN)
    desk.sidecar.pages["unset"] = UNSET
    guest = Desk(contexts(viewport={"width": 320, "height": 440}).new_page(), desk.sidecar)
    desk.page.close()
    guest.sit(hint(), facts=[desk.said.fact("金额", "十二万")], path="/bank/unset")
    assert guest.overlay.evaluate(WORN) == ours
    guest.button("用了").click()
    expect(guest.cards).to_have_count(0)
