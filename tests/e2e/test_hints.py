"""A hint over its life: how it comes, counts, becomes certain, is taken back; and how it moves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from .desk import Desk
from .fake import FakeSidecar
from .states import STATES
from .words import CALL, hint

NODES = "() => document.querySelector('assist-overlay').shadowRoot.querySelectorAll('*').length"
MOTION = """() => [...document.querySelector("assist-overlay").shadowRoot.querySelectorAll("*")]
    .filter((each) => each.closest(".breath") === null)
    .map((each) => getComputedStyle(each))
    .flatMap((style) => [
        style.animationName === "none" ? "0s" : style.animationDuration,
        style.transitionDuration,
    ])
    .filter((duration) => duration !== "0s")"""


@pytest.mark.parametrize(
    ("priority", "word", "path"),
    [
        ("notice", "留意", "M8 2.2L13.8 8 8 13.8 2.2 8z"),
        ("advice", "建议", "M8 1L15 8 8 15 1 8z"),
        ("urgent", "尽快", "M8 1.5L15.5 14.5H.5z"),
        ("critical", "紧要", "M1.5 1.5h13v13h-13z"),
    ],
)
def test_how_pressing_it_is_is_told_by_shape_and_word(
    desk: Desk, priority: str, word: str, path: str
) -> None:
    desk.sit(hint(priority=priority))
    expect(desk.eyebrow).to_contain_text(word)
    expect(desk.title.locator("path")).to_have_attribute("d", path)


def test_what_comes_again_counts_and_is_no_second_card(desk: Desk) -> None:
    desk.sit()
    desk.sidecar.send(desk.said.show(hint()), desk.said.update(hint(), "cued", count=2))
    expect(desk.eyebrow).to_contain_text("第 2 次")
    desk.sidecar.send(desk.said.update(hint(), "cued", count=3), desk.said.show(hint(count=3)))
    expect(desk.eyebrow).to_contain_text("第 3 次")
    expect(desk.cards).to_have_count(1)
    expect(desk.aloud).to_contain_text("放慢语速，先安慰")


def test_what_is_not_certain_is_drawn_lighter_and_says_so(desk: Desk) -> None:
    desk.sit(hint(tentative=True))
    expect(desk.eyebrow).to_contain_text("待确认")
    expect(desk.title).to_have_css("font-weight", "500")
    expect(desk.title).to_have_css("color", "rgb(77, 84, 93)")
    desk.sidecar.send(desk.said.update(hint(), "firm", tentative=False))
    expect(desk.title).to_have_css("font-weight", "600")
    expect(desk.title).to_have_css("color", "rgb(26, 29, 33)")
    expect(desk.eyebrow).not_to_contain_text("待确认")


def test_what_is_taken_back_says_why_and_leaves_after_four_seconds(desk: Desk) -> None:
    desk.page.clock.install()
    desk.sit(hint())
    desk.stop_time()
    desk.sidecar.send(desk.said.close(hint(), "retracted"))
    expect(desk.eyebrow).to_have_text("已收回：识别的原话改了")
    expect(desk.headline.get_by_role("button")).to_have_count(0)
    desk.page.clock.run_for(3_900)
    expect(desk.cards).to_have_count(1)
    desk.page.clock.run_for(200)
    expect(desk.cards).to_have_count(0)


def test_nothing_moves_for_longer_than_a_fifth_of_a_second_or_at_all_if_unwelcome(
    sidecar: FakeSidecar, contexts: Callable[..., BrowserContext]
) -> None:
    size = {"width": 320, "height": 440}
    page = contexts(viewport=size, reduced_motion="no-preference").new_page()
    desk = Desk(page, sidecar)
    moved: set[str] = set()
    for name in ("waiting", "hint-of-each-severity", "retracted", "facts", "note", "met"):
        STATES[name](desk)
        moved.update(page.evaluate(MOTION))  # what moves is gone soon on a slow machine
        page.screenshot()
        moved.update(page.evaluate(MOTION))  # and is not there before a frame on a quick one
    assert moved == {"0.18s", "0.2s"}
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(MOTION) == []


def test_a_long_call_leaves_no_more_behind_than_a_short_one(desk: Desk) -> None:
    def an_hour() -> None:
        """As many events as an hour of a lively call has, forty to a frame."""
        for n in range(25):
            desk.sidecar.send_together(*(one for i in range(8) for one in _moment(desk, n * 8 + i)))
        desk.sidecar.send(desk.said.fact("金额", "完"))
        expect(desk.facts.last).to_have_text("金额 完")
        expect(desk.cards).to_have_count(0)

    def again() -> None:
        desk.sidecar.send(desk.said.fact("金额", "十二万"))
        expect(desk.facts.last).to_have_text("金额 十二万")
        an_hour()

    desk.sit(remembered="上次来电")
    an_hour()
    first = desk.page.evaluate(NODES)
    for _ in range(2):
        again()
        # What still fades, or is counted in a later frame, goes; what was left behind would stay.
        desk.page.wait_for_function(f"({NODES})() === {first}")


def _moment(desk: Desk, n: int) -> list[dict[str, Any]]:
    """Something happens: a hint comes and goes, a need is met, the mood and what is told change."""
    said, one = desk.said, hint(f"h-{n}")
    return [
        said.show(one),
        said.emotion(12_000 + n * 1_000, "mild", anger=(n % 9) / 10),
        said.fact(f"事 {n % 3}", f"{n}"),
        {**said.need("n", "列出所需材料", "open" if n % 2 else "met"), "call": CALL},
        said.close(one, "met"),
    ]
