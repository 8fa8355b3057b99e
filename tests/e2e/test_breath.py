"""The pause for the agent's own sake: in for 4, held for 2, out for 6."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from .desk import Desk
from .fake import FakeSidecar
from .words import hint

PAUSE: dict[str, Any] = hint("h-p", need="agent-needs-pause", text="停 3 秒，慢慢呼气")

WIDTH_AT = """(bar, ms) => {
  const [run] = bar.getAnimations();
  run.pause();
  run.currentTime = ms;
  return bar.getBoundingClientRect().width;
}"""


def test_the_cue_stands_beside_the_hint_to_pause_only(desk: Desk) -> None:
    desk.sit(PAUSE)
    expect(desk.overlay.get_by_text("屏 2")).to_be_visible()
    desk.sidecar.send(desk.said.close(PAUSE, "met"))
    expect(desk.overlay.get_by_text("屏 2")).to_have_count(0)
    desk.sidecar.send(desk.said.show(hint()))
    expect(desk.title).to_have_text("放慢语速，先安慰")
    expect(desk.overlay.get_by_text("屏 2")).to_have_count(0)


def test_a_breath_takes_twelve_seconds_and_three_are_enough(
    sidecar: FakeSidecar, contexts: Callable[..., BrowserContext]
) -> None:
    page = contexts(
        viewport={"width": 320, "height": 440}, reduced_motion="no-preference"
    ).new_page()
    desk = Desk(page, sidecar)
    desk.sit(PAUSE)
    bar = desk.overlay.locator(".breath .bar i")
    expect(bar).to_have_count(1)
    timing = "(bar) => bar.getAnimations()[0].effect.getTiming()"
    told = bar.evaluate(timing)
    assert (told["duration"], told["iterations"]) == (12_000, 3)
    empty, full, held, half = (bar.evaluate(WIDTH_AT, ms) for ms in (0, 4_000, 6_000, 9_000))
    assert empty == 0
    assert full == held > 40
    assert 0 < half < full


@pytest.mark.parametrize("level", ["mild", "high", "severe"])
def test_after_a_hard_call_a_breath_is_offered(desk: Desk, level: str) -> None:
    desk.sit()
    offered = int(level != "mild")
    desk.sidecar.send(desk.said.emotion(8_000, level, anger=0.7))
    desk.sidecar.send(desk.said.emotion(60_000, "calm", anger=0.0), desk.said.end())
    expect(desk.resting).to_have_text("通话已结束")
    expect(desk.overlay.get_by_text("刚才那通不容易，缓一口气。")).to_have_count(offered)
    expect(desk.overlay.get_by_text("屏 2")).to_have_count(offered)
    desk.sidecar.send(desk.said.start("c-2"))
    expect(desk.resting).to_have_text("暂无提示")
    expect(desk.overlay.get_by_text("屏 2")).to_have_count(0)


def test_without_motion_the_words_are_all(desk: Desk) -> None:
    desk.sit(PAUSE)
    expect(desk.overlay.locator(".breath .bar")).to_be_hidden()
    expect(desk.overlay.get_by_text("吸 4")).to_be_visible()
