"""The pictures in README and docs, taken of the product at work.

They go to ``test-results/``; ``make screenshots`` puts them where the docs show them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from assist.node.samples import load_samples

from .desk import Desk
from .history import archived
from .office import AGENTS, Office
from .png import smaller
from .screen import Screen
from .stage import Stage
from .study import Study
from .test_training import Trainee
from .words import CALL, hint

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "images"
RESULTS = ROOT / "test-results"
MOST_BYTES = 150 * 1024

STEP = {"name": "acknowledge", "index": 1, "of": 2}
GRIEF: list[dict[str, Any]] = [
    {"at": at, "meters": {"grief": value}, "level": level, "type": "emotion", "call": CALL}
    | {"speaker": "customer", "spike": False}
    for at, value, level in (
        (8_000, 0.12, "calm"),
        (21_000, 0.2, "calm"),
        (33_000, 0.45, "mild"),
        (44_000, 0.7, "high"),
        (52_000, 0.62, "high"),
    )
]
OPEN = {"type": "need", "call": CALL, "at": 1, "state": "open", "rule": "r"}
GRIEVING: dict[str, Any] = {
    "at": 54_000,
    "queued": 1,
    "emotion": GRIEF,
    "needs": [{**OPEN, "id": "papers", "text": "列出所需材料"}],
}
ENGLISH = hint(
    text="Slow down, acknowledge the loss",
    say="I'm so sorry for your loss. There is no hurry, we can take this one step at a time.",
    step=STEP,
    because=[
        {
            "speaker": "customer",
            "text": "my husband passed away last month",
            "at": 47_000,
            "utterance": "u-1",
        }
    ],
)
ENGLISH_CALL = {
    **GRIEVING,
    "language": "en",
    "context": {"name": "Mrs Whitfield", "product": "Savings"},
    "needs": [{**OPEN, "id": "papers", "text": "List the papers"}],
}


def take(page: Page, name: str) -> None:
    """Keep what the page shows, once its fonts are there."""
    page.evaluate("document.fonts.ready")
    RESULTS.mkdir(exist_ok=True)
    taken = page.screenshot(path=RESULTS / f"{name}.png", animations="disabled")
    shown = IMAGES / f"{name}.png"
    if os.environ.get("OVERTONE_SCREENSHOTS"):
        IMAGES.mkdir(exist_ok=True)
        shown.write_bytes(smaller(taken))
    assert shown.exists(), "run `make screenshots` and look at what it took"
    assert shown.stat().st_size < MOST_BYTES
    assert len(taken) > shown.stat().st_size / 4, "next to nothing is on the screen"


@pytest.fixture
def playing(stage: Stage, contexts: Callable[..., BrowserContext]) -> Iterator[Screen]:
    size = {"width": 1100, "height": 760}
    screen = Screen(contexts(viewport=size, color_scheme="light").new_page())
    screen.open(stage)
    yield screen
    screen.page.get_by_role("button", name="停止").click()


def test_the_demo_in_the_middle_of_a_call(playing: Screen) -> None:
    playing.play("02-transfer-limit")
    expect(playing.eyebrow).to_contain_text("第 2/3 步")
    expect(playing.page.locator("li .speaker")).to_have_count(7)
    expect(playing.facts).to_have_text(["金额 十二万"])
    playing.page.mouse.move(0, 0)
    take(playing.page, "demo")


@pytest.mark.parametrize("name", ["overlay-zh", "overlay-dark", "overlay-en"])
def test_a_hint(desk: Desk, name: str) -> None:
    desk.page.emulate_media(color_scheme="dark" if name == "overlay-dark" else "light")
    if name == "overlay-en":
        desk.sit(ENGLISH, **ENGLISH_CALL)
    else:
        desk.sit(hint(step=STEP), hint("h-2", text="放慢，先听她说完"), **GRIEVING)
    expect(desk.headline).to_be_visible()
    take(desk.page, name)


def test_nothing_to_say(desk: Desk) -> None:
    desk.sit(at=54_000, emotion=[{**GRIEF[0], "at": 2_000}])
    expect(desk.resting).to_have_text("暂无提示")
    take(desk.page, "overlay-rest")


def test_a_hint_that_has_become_more_pressing(desk: Desk) -> None:
    anger = [{**each, "meters": {"anger": each["meters"]["grief"] + 0.2}} for each in GRIEF]
    pressing = hint(
        priority="critical",
        escalated=True,
        count=2,
        text="请班长接手，给时限",
        say="我现在就请主管亲自跟进，今天五点前一定正式答复您。",
        because=[
            {"speaker": "customer", "text": "我现在就打12378", "at": 39_000, "utterance": "u-4"}
        ],
    )
    calm = hint("h-2", text="停三秒，先接住情绪", priority="urgent")
    late = hint("h-3", text="拒绝后补上替代方案")
    anger[-1] |= {"level": "severe"}
    call = {
        **GRIEVING,
        "emotion": anger,
        "needs": [],
        "context": {"name": "马女士", "product": "信用卡"},
    }
    desk.sit(pressing, calm, late, **call)
    desk.sidecar.send(desk.said.need("record", "把四次来电记下来", "met"))
    expect(desk.checklist).to_have_count(1)
    take(desk.page, "overlay-escalated")


def test_what_was_told_and_a_note(desk: Desk) -> None:
    desk.sit(hint(step=STEP), at=54_000, emotion=GRIEF)
    facts = [("姓", "林"), ("金额", "十二万"), ("卡尾号", "3827"), ("人在", "成都")]
    desk.sidecar.send(*(desk.said.fact(label, value) for label, value in facts))
    desk.sidecar.send(desk.said.note("她上周来过两次，先答应今天回电，我来跟进。"))
    expect(desk.note).to_be_visible()
    take(desk.page, "overlay-note")


def test_a_call_that_is_over(desk: Desk) -> None:
    desk.sit(at=312_000, emotion=GRIEF)
    desk.sidecar.send(desk.said.fact("金额", "十二万"), desk.said.end())
    expect(desk.resting).to_have_text("通话已结束")
    take(desk.page, "overlay-over")


def test_a_lost_connection(desk: Desk) -> None:
    desk.sit(hint(), **GRIEVING)
    expect(desk.headline).to_be_visible()
    desk.sidecar.drop()
    expect(desk.link).to_have_text("已断开")
    take(desk.page, "overlay-disconnected")


def test_the_training_room(office: Office, contexts: Callable[..., BrowserContext]) -> None:
    page = contexts(viewport={"width": 1100, "height": 760}).new_page()
    page.goto(office.address("train", token=AGENTS, theme="light"))
    expect(page.get_by_role("link", name="账户在查，客户怒要解冻")).to_be_visible()
    take(page, "training-list")
    page.get_by_role("link", name="账户在查，客户怒要解冻").click()
    page.get_by_role("button", name="接电话").click()
    trainee = Trainee(page)
    trainee.is_asked()
    trainee.says("先生，您这个账户是被冻结的，我们银行解不了。")
    trainee.is_asked()
    trainee.answer.fill("周先生，工人等着工资，换了谁都得急。")
    expect(trainee.hint.first).to_be_visible()
    expect(page.locator("assist-overlay .leaving")).to_have_count(0)
    trainee.sees_one_clock()
    take(page, "training-call")
    trainee.says("周先生，工人等着工资，换了谁都得急。您先消消气，我现在就帮您查。")
    trainee.is_asked()
    trainee.says("您的难处我理解。解冻要走规定，您可以提交工资表和合同，我帮您走加急审核。")
    page.get_by_role("button", name="挂断").click()
    expect(page.locator(".moments > li").nth(1)).to_be_visible()
    take(page, "training-result")


def test_the_training_room_in_english_and_in_the_dark(
    office: Office, contexts: Callable[..., BrowserContext]
) -> None:
    page = contexts(viewport={"width": 1100, "height": 760}).new_page()
    page.goto(office.address("train/en-safe-account", token=AGENTS, lang="en", theme="dark"))
    page.get_by_role("button", name="Take the call").click()
    trainee = Trainee(page)
    trainee.is_asked()
    expect(trainee.hint.first).to_be_visible()
    trainee.sees_one_clock()
    take(page, "training-en-dark")


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Two days' worth of sample calls, all of them over."""
    office = Office(tmp_path_factory.mktemp("history") / "history.db")
    office.start()
    try:
        samples = list(load_samples())[:6]
        calls = {f"c-{1042 + n}": sample for n, sample in enumerate(samples)}
        for n, (call, sample) in enumerate(calls.items()):
            office.takes(sample, call, agent=f"700{n % 3 + 1}")
        archived(office, *calls)
        yield office
    finally:
        office.stop()


@pytest.mark.parametrize(
    ("name", "place", "lang", "theme"),
    [
        ("review-zh", "calls/c-1045?t=35", "zh", "light"),
        ("review-dark", "calls/c-1045?t=35", "en", "dark"),
        ("trends-zh", "trends", "zh", "light"),
    ],
)
def test_calls_that_have_ended(
    history: Office,
    contexts: Callable[..., BrowserContext],
    name: str,
    place: str,
    lang: str,
    theme: str,
) -> None:
    page = contexts(viewport={"width": 1200, "height": 800}).new_page()
    history.visit(page, place, lang=lang, theme=theme)
    expect(page.locator("table").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.evaluate("scrollTo(0, 0)")
    take(page, name)


def test_a_rule_as_sentence_form_text_and_tests(study: Study) -> None:
    study.page.emulate_media(color_scheme="light")
    study.open()
    study.form.get_by_role("button", name="去掉 去世").click()
    expect(study.test("老伴去世").locator(".status")).to_have_text("没通过")
    study.page.mouse.move(0, 0)
    take(study.page, "studio-zh")


def test_a_backtest_before_saving(study: Study) -> None:
    study.open(lang="en", theme="dark")
    study.rewrite("料理后事", "走了")
    study.page.keyboard.press("Control+Enter")
    expect(study.results.locator(".calls a").first).to_be_visible()
    study.page.mouse.move(0, 0)
    take(study.page, "studio-backtest-dark")
