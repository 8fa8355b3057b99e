"""The demo as a visitor sees it: sample calls played at four times their speed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from .screen import Screen
from .stage import Stage


@pytest.fixture(scope="module", autouse=True)
def quiet(stage: Stage, browser: Browser) -> Iterator[Screen]:
    """A call without a hint: nobody need wait for it, so it is played while others are."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    screen = Screen(context.new_page())
    screen.open(stage)
    screen.play("08-all-right")
    yield screen
    context.close()


@pytest.fixture
def screen(stage: Stage, contexts: Callable[..., BrowserContext]) -> Screen:
    screen = Screen(contexts(viewport={"width": 1280, "height": 800}).new_page())
    screen.open(stage)
    return screen


def test_at_least_eight_calls_can_be_chosen(screen: Screen) -> None:
    samples = screen.page.locator("[data-sample]")
    expect(samples.nth(7)).to_be_visible()
    for title in samples.locator("b").all_text_contents():
        assert title.strip()
    expect(screen.resting).to_have_text("等待来电")
    expect(screen.cards).to_have_count(0)


def test_a_bereaved_caller_is_comforted_first(screen: Screen) -> None:
    screen.play("01-late-husband")
    expect(screen.page.locator(".fresh").first).to_be_visible()
    expect(screen.headline).to_be_visible()
    expect(screen.title).to_have_text("放慢语速，先慰问")
    expect(screen.say).to_contain_text("节哀")
    expect(screen.because).to_contain_text("老伴上个月走了")
    # The agent comforts her, and the hint goes on to its next step.
    expect(screen.title).to_have_text("把材料一条条写给他", timeout=30_000)
    expect(screen.eyebrow).to_contain_text("第 2/2 步")
    # She lists the papers: the need is ticked off, and the hint has done its work.
    met = screen.overlay.locator('.checklist [data-state="met"]')
    expect(met.get_by_text("先慰问，再列材料")).to_contain_text("已完成", timeout=30_000)
    expect(screen.cards).to_have_count(0)
    assert {close["reason"] for close in screen.messages("hint.close")} == {"met"}


def test_a_transfer_limit_takes_three_steps(screen: Screen) -> None:
    screen.play("02-transfer-limit")
    for step, told in (
        ("第 1/3 步", "第一步：认可他的着急"),
        ("第 2/3 步", "第二步：说清为何限额"),
        ("第 3/3 步", "第三步：给分笔或调额"),
    ):
        expect(screen.eyebrow.get_by_text(step)).to_be_visible()
        expect(screen.title).to_have_text(told)
    met = screen.overlay.locator('.checklist [data-state="met"]')
    expect(met.get_by_text("给替代：分笔或临时调额")).to_be_visible()
    advanced = [m for m in screen.messages("hint.update") if m["change"] == "step"]
    assert [m["step"]["index"] for m in advanced] == [2, 3]


def test_a_furious_caller_makes_the_hint_rise(screen: Screen) -> None:
    screen.play("04-regulator")
    expect(screen.eyebrow.get_by_text("已升级")).to_be_visible(timeout=30_000)
    expect(screen.headline).to_have_attribute("data-priority", "critical")
    expect(screen.eyebrow).to_contain_text("紧要")


def test_what_was_misheard_is_taken_back_with_its_reason(screen: Screen) -> None:
    screen.play("09-misheard", speed=1)
    expect(screen.headline).to_have_class("card headline tentative")
    expect(screen.eyebrow).to_contain_text("待确认")
    expect(screen.eyebrow).to_contain_text("已收回：识别的原话改了")
    expect(screen.headline).to_have_class("card headline leaving stale")
    expect(screen.headline.get_by_role("button")).to_have_count(0)
    expect(screen.cards).to_have_count(0)
    assert [close["reason"] for close in screen.messages("hint.close")] == ["retracted"]


def test_an_agent_who_does_everything_right_is_left_alone(quiet: Screen) -> None:
    quiet.until_ended()
    assert quiet.messages("hint.show") == []
    assert len(quiet.messages("transcript")) > 100
    expect(quiet.cards).to_have_count(0)
    expect(quiet.resting).to_have_text("通话已结束")


def test_an_english_call_is_coached_in_english(
    stage: Stage, contexts: Callable[..., BrowserContext]
) -> None:
    screen = Screen(contexts(viewport={"width": 1280, "height": 800}).new_page())
    screen.open(stage, more="&lang=en")
    screen.play("07-card-abroad")
    expect(screen.headline).to_be_visible()
    assert screen.title.inner_text().isascii()
    expect(screen.because.first).to_contain_text("Because")
    expect(screen.button("Used")).to_be_visible()
