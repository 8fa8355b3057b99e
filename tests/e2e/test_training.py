"""The training room in the browser: by keyboard alone, resumed, cut off, by voice, at any size."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Dialog, Locator, Page, expect

from .held import Held
from .looks import violations
from .office import AGENTS, Office

Contexts = Callable[..., BrowserContext]

PACK = """
signals:
  shouting: {speaker: customer, phrases: [气死我了]}
  soothing: {speaker: agent, phrases: [消消气]}
emotions:
  anger:
    speaker: customer
    half_life: 60s
    levels: {mild: 0.3, high: 0.6, severe: 0.9}
    weights: {shouting: 0.7, soothing: -0.3}
rules:
  calm-down:
    need: customer-angry
    ability: empathy
    when: shouting
    met_by: soothing
    hint: {text: {zh: 先接住情绪, en: Meet the anger}, say: {zh: 您消消气。, en: I hear you.}}
"""
SCENARIO = """
title: {zh: 年费, en: The fee}
about: {zh: 客户被扣了年费，很生气。, en: "A fee was taken, and the customer is angry."}
trains: [empathy]
context: {customer_name: 马女士, product: 信用卡}
turns:
  - customer: 气死我了，卡没开过你们扣我年费
    aim: {zh: 先接住火气, en: Meet the anger first}
    needs: [customer-angry]
    good: 您消消气，换谁都生气，我现在就帮您查。
    poor: 这是规定。
    insists: [我不管规定不规定，气死我了]
  - customer:
      - {if: {met: customer-angry}, say: 那你快查吧}
      - 跟你说不清楚
    good: 查到了，今天下午五点前退给您。
ending: 行，麻烦你了
"""
GOOD = "您消消气，换谁都生气，我现在就帮您查。"
FAKE_VOICES = """
    window.saidAloud = [];
    Object.defineProperty(window, 'speechSynthesis', {value: {
        cancel() {}, speak(utterance) { window.saidAloud.push([utterance.text, utterance.lang]); },
    }});
    window.SpeechRecognition = class {
        start() { window.microphone = this; }
        stop() { this.onend(); }
        hear(text) { this.onresult({results: [[{transcript: text}]]}); }
        deny() { this.onerror({error: 'not-allowed'}); this.onend(); }
    };
"""


class Trainee:
    """An agent at the training room's page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.answer = page.locator("textarea")
        self.said = page.locator(".words li .what")
        self.hint = page.locator("assist-overlay article h2")

    def takes_the_call(self, office: Office, **more: str) -> None:
        """By the address of a scenario, with the agents' token."""
        self.page.goto(office.address("train/fee", token=AGENTS, **more))
        self.page.locator(".prepare button.first").click()

    def is_asked(self) -> None:
        """Wait until it is the trainee's turn, without hearing every word out."""
        skip = self.page.locator(".talk > .top > button").first
        expect(skip).to_have_text(re.compile("让客户说完|Let them finish"))
        expect(
            self.page.locator(".talk > .top > button:first-of-type:enabled, .turn.yours").first
        ).to_be_visible()
        skip.evaluate("button => button.click()")  # nothing, where they have finished meanwhile
        expect(self.page.locator(".turn.yours")).to_be_visible()

    def says(self, text: str) -> None:
        self.answer.fill(text)
        self.answer.press("Enter")
        expect(self.page.locator(".turn.yours")).to_have_count(0)

    def sees_one_clock(self) -> None:
        """The overlay shows the call's own time, which stands while it is the trainee's turn."""
        shown = self.page.locator(".talk > .top > [role=timer]").inner_text()
        expect(self.page.locator("assist-overlay [role=timer]")).to_have_text(shown)

    def finishes(self) -> None:
        """The rest of the call, well done."""
        self.says(GOOD)
        for text in ("查到了，今天下午五点前退给您。", "您看还有别的要办吗？再见。"):
            self.is_asked()
            self.says(text)
        expect(self.page.locator(".moments")).to_be_visible()

    def status(self) -> Locator:
        """What a screen reader is told."""
        return self.page.locator("overtone-training .announced")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scenarios")
    (folder / "fee.yaml").write_text(SCENARIO, "utf-8")
    return folder


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack that is read at once: the shipped ones are played in tests/training."""
    pack = tmp_path_factory.mktemp("pack")
    (pack / "rules.yaml").write_text(PACK, "utf-8")
    return pack


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory, folder: Path, pack: Path) -> Iterator[Office]:
    """A server with a scenario of its own, whom a test may kill."""
    log = tmp_path_factory.mktemp("school") / "log.db"
    school = Office(log, [pack], ASSIST_SCENARIOS=str(folder))
    school.start()
    yield school
    school.stop()


def test_a_call_by_keyboard_from_the_list_to_the_result(
    school: Office, contexts: Contexts, tmp_path: Path
) -> None:
    page = contexts(viewport={"width": 1200, "height": 800}).new_page()
    page.goto(school.address("train", token=AGENTS))
    trainee = Trainee(page)
    expect(page.get_by_role("link", name="平静的咨询，不用出招")).to_be_visible()
    expect(page.locator("header nav a")).to_have_text(["陪练"])
    assert violations(page) == []
    page.get_by_role("link", name="年费", exact=True).press("Enter")
    expect(page.get_by_text("客户被扣了年费")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="接电话").press("Enter")
    expect(trainee.answer).to_be_focused()
    expect(trainee.said.last).to_contain_text("气死")
    expect(trainee.hint.first).to_have_text("先接住情绪")
    expect(trainee.said.last).to_have_text("气死我了，卡没开过你们扣我年费")
    expect(trainee.status()).to_contain_text("轮到您了")
    trainee.sees_one_clock()
    page.keyboard.type("这是规定")
    page.keyboard.press("Shift+Enter")
    expect(trainee.answer).to_have_value("这是规定\n")
    trainee.answer.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    expect(trainee.answer).to_have_value("这是规定\n")
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(trainee.answer).to_have_value("")
    expect(trainee.said.last).to_contain_text("我不管规定不规定")
    page.keyboard.press("Alt+Shift+O")
    page.keyboard.press("h")
    page.keyboard.press("Alt+Shift+O")
    expect(trainee.answer).to_be_focused()
    trainee.is_asked()
    trainee.finishes()
    expect(page.locator("h1")).to_have_text("这通接完了")
    expect(page.locator("h1")).to_be_focused()
    first = page.locator(".moments > li").first
    expect(first).to_contain_text("这是规定")
    expect(first.locator(".good").first).to_have_text(GOOD)
    expect(first.locator(".wanted")).to_contain_text("做到")
    assert violations(page) == []
    with page.expect_download() as downloading:
        page.get_by_role("button", name="下载").click()
    downloading.value.save_as(tmp_path / "kept.md")
    assert (tmp_path / "kept.md").read_text("utf-8").startswith("# 陪练: 年费")


def test_a_call_is_left_resumed_and_tried_again(school: Office, contexts: Contexts) -> None:
    page = contexts().new_page()
    trainee = Trainee(page)
    trainee.takes_the_call(school)
    trainee.is_asked()
    trainee.says("这是规定，我的手机是13812345678")
    expect(trainee.said.nth(2)).to_contain_text("这是规定")
    assert "13812345678" not in trainee.said.nth(2).inner_text()
    page.get_by_role("button", name="先离开").click()
    expect(page.locator(".told")).to_contain_text("上次的“年费”还没练完")
    page.get_by_role("link", name="接着练").click()
    page.get_by_role("button", name="接着练").click()
    expect(trainee.said.nth(2)).to_contain_text("这是规定")
    page.reload()
    expect(trainee.said.nth(2)).to_contain_text("这是规定")
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    trainee.answer.fill("我正在查")
    page.reload()
    assert asked == ["beforeunload"]
    expect(trainee.answer).to_have_value("")
    trainee.answer.fill("我正在查")
    page.get_by_role("button", name="挂断").click()
    expect(page.locator("h1")).to_have_text("您先挂了，说到的都在这里")
    page.reload()
    expect(page.locator("h1")).to_have_text("您先挂了，说到的都在这里")
    assert asked == ["beforeunload"], "nothing is left to say in a call that is over"
    page.get_by_role("button", name="从这里再练一次").first.click()
    trainee.is_asked()
    expect(trainee.said).to_have_count(2)
    trainee.finishes()
    expect(page.locator(".met")).to_contain_text("做到了")


def test_a_server_that_dies_loses_nothing_said(school: Office, contexts: Contexts) -> None:
    page = contexts().new_page()
    page.clock.install()
    trainee = Trainee(page)
    trainee.takes_the_call(school)
    trainee.is_asked()
    trainee.says(GOOD)
    trainee.is_asked()
    school.kill()
    expect(page.get_by_role("alert")).to_contain_text("连接断了，说过的都在这里")
    page.clock.pause_at(page.evaluate("Date.now() / 1000") + 2)  # the page waits to be told
    trainee.answer.fill("查到了")
    trainee.answer.press("Enter")
    expect(trainee.answer).to_have_value("查到了")
    expect(trainee.said).to_have_count(4)
    school.start()
    page.get_by_role("button", name="现在就接").click()
    page.clock.resume()
    expect(page.get_by_role("button", name="说出去")).to_be_enabled()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(trainee.said).to_have_text(
        ["您好，请问有什么可以帮您？", "气死我了，卡没开过你们扣我年费", GOOD, "那你快查吧"]
    )
    trainee.answer.press("Enter")
    expect(trainee.said.nth(4)).to_have_text("查到了")


def test_who_goes_on_while_the_list_is_loading_is_in_no_call(
    school: Office, contexts: Contexts
) -> None:
    page = contexts().new_page()
    page.goto(school.address("train/fee"))
    page.locator(".prepare button.first").click()
    Trainee(page).is_asked()
    held = Held(page, "**/v1/train/scenarios")
    page.reload()
    expect(page.locator("overtone-training .room[role=status]")).to_be_visible()
    opened: list[str] = []
    page.on("websocket", lambda socket: opened.append(socket.url))
    page.get_by_role("link", name="通话").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("通话")
    held.let()
    assert opened == []


def test_both_voices_where_the_browser_has_them(school: Office, contexts: Contexts) -> None:
    context = contexts()
    context.add_init_script(FAKE_VOICES)
    page = context.new_page()
    trainee = Trainee(page)
    page.goto(school.address("train/fee", token=AGENTS))
    page.get_by_label("念出客户的话").check()
    page.get_by_label("显示提示").uncheck()
    page.get_by_role("button", name="接电话").click()
    expect(trainee.said.nth(1)).to_contain_text("气死")
    assert page.evaluate("saidAloud") == [["气死我了，卡没开过你们扣我年费", "zh-CN"]]
    trainee.is_asked()
    expect(page.locator("assist-overlay")).to_have_count(0)
    page.get_by_role("button", name="语音回答").click()
    page.evaluate("microphone.hear('您消消气，换谁都生气')")
    expect(trainee.answer).to_have_value("您消消气，换谁都生气")
    page.get_by_role("button", name="在听").click()
    trainee.answer.press("Enter")
    expect(trainee.said.nth(2)).to_have_text("您消消气，换谁都生气")
    page.get_by_role("button", name="语音回答").click()
    page.evaluate("microphone.deny()")
    expect(page.get_by_text("浏览器没有麦克风权限，请打字。")).to_be_visible()


def test_legible_in_english_in_the_dark_and_at_twice_the_size(
    school: Office, contexts: Contexts
) -> None:
    page = contexts(viewport={"width": 640, "height": 400}, device_scale_factor=2).new_page()
    trainee = Trainee(page)
    page.goto(school.address("train", token=AGENTS, lang="en", theme="dark"))
    expect(page.get_by_role("heading", name="Training")).to_be_visible()
    assert violations(page) == []
    fits(page)
    trainee.takes_the_call(school, lang="en", theme="dark")
    trainee.is_asked()
    expect(trainee.hint.first).to_be_visible()
    assert violations(page) == []
    fits(page)
    trainee.finishes()
    assert violations(page) == []
    fits(page)


def fits(page: Page) -> None:
    """Nothing has to be scrolled sideways but a table in its own frame."""
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 0


def test_a_list_that_cannot_be_had_and_a_scenario_that_is_not_there(
    school: Office, contexts: Contexts
) -> None:
    page = contexts().new_page()
    page.goto(school.address("train/no-such", token=AGENTS))
    expect(page.get_by_role("heading")).to_have_text("没有这个场景")
    page.route("**/v1/train/scenarios", lambda route: route.fulfill(status=429))
    page.goto(school.address("train", token=AGENTS))
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("没能打开练习清单")
    page.unroute("**/v1/train/scenarios")
    page.get_by_role("button", name="再试一次").click()
    expect(page.get_by_role("link", name="年费", exact=True)).to_be_visible()
