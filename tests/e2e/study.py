"""A supervisor's study: an office with small packs of its own, and the rules studio open in it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, ViewportSize, expect

from .office import Office

LOSS = """\
# Someone died. First the person, then the papers.
signals:
  bereavement:
    speaker: customer
    phrases: [去世, 过世, 料理后事]   # as people really say it
  condolence:
    speaker: agent
    phrases: [节哀, 心里不好受]

rules:
  # the only rule here
  acknowledge-loss:
    need: bereaved
    ability: empathy
    when: bereavement
    met_by: condolence
    hint:
      priority: critical
      text: {zh: 先安慰，再办业务, en: Acknowledge the loss first}   # at one glance
      say: {zh: 请您节哀，咱们慢慢说。, en: I am so sorry. There is no hurry.}

tests:
  - name: 老伴去世
    call: |
      0.0-4.0 客户: 我老伴上个月去世了
      5.0-7.0 坐席: 请您报一下身份证号
    expect: [{rule: acknowledge-loss, by: 5}]
  - name: 只是查余额
    call: |
      0.0-3.0 客户: 我想查一下余额
    expect: []
"""
RICH = """\
signals:
  upset: {speaker: customer, phrases: [气死我了, 投诉]}
  shouts: {speaker: customer, phrases: [到底怎么回事]}
  sorry: {speaker: agent, phrases: [抱歉, 对不起]}
rules:
  calm-down:
    need: customer-angry
    ability: empathy
    when: {sequence: [upset, shouts], within: 60s}
    met_by: sorry
    hint:
      priority: urgent
      text: {zh: 先道歉，别解释, en: Say sorry first}
      say: {zh: 让您这么生气，对不起。, en: I am sorry about this.}
tests:
  - name: 越说越气
    call: |
      0.0-3.0 客户: 气死我了
      4.0-7.0 客户: 到底怎么回事
    expect: [{rule: calm-down, by: 8}]
"""
WIDE: ViewportSize = {"width": 1280, "height": 800}
FILES = {"loss.yaml": LOSS, "anger.yaml": RICH}


def furnish(folder: Path) -> Path:
    """The pack `desk` as it is at first."""
    desk = folder / "desk"
    desk.mkdir(parents=True, exist_ok=True)
    for stray in desk.iterdir():
        if stray.name not in FILES:
            stray.unlink()
    for name, text in FILES.items():
        if not (desk / name).exists() or (desk / name).read_text() != text:
            (desk / name).write_text(text)
    return desk


class Study:
    """The studio in a page. ``desk`` is the folder of the pack that may be written."""

    def __init__(self, page: Page, office: Office, desk: Path) -> None:
        self.page = page
        self.office = office
        self.desk = desk

    def open(self, name: str = "loss.yaml", rule: str = "acknowledge-loss", **more: str) -> None:
        """Go to a rule, and wait until it is there as form and as text."""
        where = f"console/rules?file=desk/{name}" + (f"&rule={rule}" if rule else "")
        self.office.visit(self.page, where, **more)
        expect(self.editor).to_be_visible()
        if rule:
            expect(self.sentence).not_to_be_empty()

    @property
    def editor(self) -> Locator:
        return self.page.locator("studio-editor").get_by_role("textbox")

    @property
    def sentence(self) -> Locator:
        return self.page.locator(".sentence")

    @property
    def form(self) -> Locator:
        return self.page.locator("studio-form")

    @property
    def results(self) -> Locator:
        return self.page.locator(".results")

    @property
    def notices(self) -> Locator:
        return self.page.locator(".notice")

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    def test(self, name: str) -> Locator:
        return self.results.locator("li", has=self.page.get_by_role("button", name=name))

    def line(self, words: str) -> Locator:
        return self.page.locator(".cm-line", has_text=words).first

    def rewrite(self, old: str, new: str) -> None:
        """Select words in the text and type others, as a person would."""
        self.editor.press("Control+f")
        find = self.page.locator(".cm-search input[name=search]")
        find.fill(old)
        find.dispatch_event("change")  # as if it had been typed key by key
        find.press("Enter")
        find.press("Escape")
        if new:
            self.page.keyboard.type(new)
        else:
            self.page.keyboard.press("Delete")

    def tab(self, name: str) -> None:
        self.results.get_by_role("tab", name=name).click()

    def sign(self, reason: str, action: str = "保存") -> None:
        """Say why, and do it."""
        self.dialog.get_by_label("为什么改").fill(reason)
        self.dialog.get_by_role("button", name=action, exact=True).click()
        expect(self.dialog).to_have_count(0)

    def save(self, reason: str) -> None:
        self.page.keyboard.press("Control+s")
        self.sign(reason)
        expect(self.notices.first).to_contain_text("已保存")

    def on_disk(self, name: str = "loss.yaml") -> str:
        return (self.desk / name).read_text()
