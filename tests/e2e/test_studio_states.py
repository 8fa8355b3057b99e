"""The studio when something is in the way: no mouse, no server, no room, no rights, no peace."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from .looks import violations
from .office import Office
from .study import LOSS, WIDE, Study, furnish

Contexts = Callable[..., BrowserContext]
AS_IF_RETURNED_TO = "dispatchEvent(new Event('focus'))"
"""What the browser says when somebody comes back to the tab."""


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize(
    ("language", "theme", "width", "height"),
    # A window of 1280 px at 200 % zoom is a viewport of 640 CSS pixels.
    [("zh", "light", 1280, 800), ("en", "dark", 900, 700), ("zh", "dark", 640, 400)],
)
def test_legible_at_any_size_theme_and_language(
    study: Study, language: str, theme: str, width: int, height: int
) -> None:
    page = study.page
    page.set_viewport_size({"width": width, "height": height})
    study.open(lang=language, theme=theme)
    study.rewrite("[去世, 过世, 料理后事]", "[走了]")
    expect(study.test("老伴去世").locator(".status.bad")).to_be_visible()
    assert violations(page) == []
    assert fits(page)
    for tab in range(1, 4):
        study.results.get_by_role("tab").nth(tab).click()
        expect(study.results.get_by_role("tab").nth(tab)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Control+s")
    expect(study.dialog).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(study.dialog).to_have_count(0)
    page.get_by_role("button", name="快捷键" if language == "zh" else "Keys").click()
    expect(study.dialog).to_contain_text("F6")
    assert violations(page) == []
    assert fits(page)


def test_everything_by_keyboard_alone(study: Study) -> None:
    study.open(rule="")
    page = study.page
    expect(page.get_by_role("treeitem", name="loss.yaml")).to_be_visible()
    page.keyboard.press("F6")
    page.keyboard.press("Home")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_role("treeitem", name="acknowledge-loss")).to_be_focused()
    page.keyboard.press("Enter")
    expect(study.editor).to_be_focused()
    expect(page.locator(".cm-activeLine")).to_contain_text("acknowledge-loss")
    # Tab writes into the text; Escape, then Tab, goes on.
    page.keyboard.press("End")
    page.keyboard.press("Tab")
    expect(study.editor).to_be_focused()
    page.keyboard.press("Control+z")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(study.editor).not_to_be_focused()
    expect(study.results.get_by_role("tab", name="测试")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(study.results.get_by_role("tab", name="问题")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Shift+F6")
    expect(study.editor).to_be_focused()
    added = study.form.get_by_label("bereavement 的说法：加一个说法")
    expect(added).to_be_visible()
    page.keyboard.press("Shift+F6")
    expect(added).to_be_focused()
    page.keyboard.type("走了")
    page.keyboard.press("Enter")
    expect(study.form.get_by_role("button", name="去掉 走了")).to_be_visible()
    page.keyboard.press("Control+s")
    expect(study.dialog.get_by_label("为什么改")).to_be_focused()
    page.keyboard.type("老人常这么说")
    page.keyboard.press("Enter")
    expect(study.notices.first).to_contain_text("已保存")
    assert "走了" in study.on_disk()


def test_what_is_typed_is_one_phrase_and_what_is_pasted_is_one_a_line(study: Study) -> None:
    study.open()
    study.page.get_by_role("treeitem", name="acknowledge-loss").click()
    added = study.form.get_by_label("bereavement 的说法：加一个说法")
    added.fill("人没了，我不知道找谁")
    added.press("Enter")
    expect(study.form.get_by_role("button", name="去掉 人没了，我不知道找谁")).to_be_visible()
    added.evaluate(
        """(field) => {
            const clipboardData = new DataTransfer();
            const lines = "老头儿没了\\r\\n\\r\\n 上个月送走的 \\n老头儿没了";
            clipboardData.setData("text/plain", lines);
            field.dispatchEvent(new ClipboardEvent("paste", {
                clipboardData, bubbles: true, cancelable: true, composed: true,
            }));
        }"""
    )
    for phrase in ("老头儿没了", "上个月送走的"):
        expect(study.form.get_by_role("button", name=f"去掉 {phrase}")).to_have_count(1)


def test_the_editor_is_styled_under_the_strict_security_policy(study: Study) -> None:
    study.open()
    expect(study.page.locator(".cm-gutters")).to_have_css("border-right-width", "0px")
    study.editor.press("Control+End")
    study.editor.press("Control+Space")
    expect(study.page.locator(".cm-tooltip-autocomplete")).to_have_css("border-radius", "4px")


def test_nothing_is_lost_with_the_server(tmp_path: Path, contexts: Contexts) -> None:
    office = Office(tmp_path / "lost.db", [furnish(tmp_path)])
    office.start()
    try:
        study = Study(contexts(viewport=WIDE).new_page(), office, tmp_path / "desk")
        study.open()
        study.rewrite("先安慰，再办业务", "先听")
        expect(study.sentence).to_contain_text("先听")
        office.kill()
        study.rewrite("先听", "先听她说")
        expect(study.notices.first).to_contain_text("连不上服务")
        study.page.keyboard.press("Control+s")
        study.dialog.get_by_label("为什么改").fill("更自然")
        study.dialog.get_by_role("button", name="保存", exact=True).click()
        expect(study.dialog.get_by_role("alert")).to_contain_text("没有保存。改动都还在")
        office.start()
        study.dialog.get_by_role("button", name="保存", exact=True).click()
        expect(study.notices.first).to_contain_text("已保存")
        assert "先听她说" in study.on_disk()
    finally:
        office.stop()


def test_a_reload_keeps_what_was_typed_and_leaving_asks(study: Study) -> None:
    study.open()
    study.rewrite("先安慰，再办业务", "先听")
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    study.page.on("dialog", answer)
    study.page.reload()
    assert asked == ["beforeunload"]
    expect(study.notices.first).to_contain_text("没保存的改动")
    expect(study.line("at one glance")).to_contain_text("先听,")
    study.page.get_by_role("link", name="现场").click()
    assert asked[1:] == ["confirm"]


def test_a_stale_tab_shows_what_was_saved_elsewhere(study: Study) -> None:
    study.open()
    (study.desk / "loss.yaml").write_text(LOSS.replace("先安慰，再办业务", "先听她说"))
    study.page.evaluate(AS_IF_RETURNED_TO)
    expect(study.notices.first).to_contain_text("刚在别处改过")
    expect(study.line("at one glance")).to_contain_text("先听她说")
    study.rewrite("节哀, ", "")
    (study.desk / "loss.yaml").write_text(LOSS)
    study.page.evaluate(AS_IF_RETURNED_TO)
    study.notices.get_by_role("button", name="对照着看").click()
    conflict = study.page.locator("studio-conflict")
    expect(conflict).to_contain_text("可以合在一起")
    assert violations(study.page) == []
    conflict.get_by_role("button", name="用合并后的").click()
    expect(study.line("at one glance")).to_contain_text("先安慰，再办业务")
    expect(study.line("心里不好受")).not_to_contain_text("节哀")


def test_a_file_of_two_thousand_lines_with_a_mistake_on_disk(study: Study) -> None:
    signals = "".join(
        f"  s-{n}:\n    speaker: customer\n    phrases: [说法{n}甲, 说法{n}乙]\n"
        for n in range(660)
    )
    (study.desk / "long.yaml").write_text(f"signals:\n{signals}  wrong: {{speaker: 客户}}\n")
    study.open("long.yaml", rule="")
    item = study.page.get_by_role("treeitem", name="long.yaml")
    expect(item).to_contain_text("个错误")
    study.tab("问题")
    study.results.locator("li[data-status=error] button").first.click()
    expect(study.page.locator(".cm-activeLine")).to_contain_text("wrong")
    expect(study.page.locator(".cm-lintRange-error").first).to_be_visible()
    study.page.keyboard.press("End")
    study.page.evaluate("performance.mark('typed')")
    study.page.keyboard.type("x" * 20)
    expect(study.page.locator(".cm-activeLine")).to_contain_text("x" * 20)


def test_what_may_not_be_written_says_why(study: Study, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.yaml"
    elsewhere.write_text("lists:\n  spouse: [老伴]\n")
    (study.desk / "linked.yaml").symlink_to(elsewhere)
    study.open("linked.yaml", rule="")
    expect(study.notices.first).to_contain_text("指向规则包外面的链接")
    study.editor.press("Control+End")
    study.page.keyboard.type("x")
    expect(study.page.get_by_role("button", name="保存")).to_be_disabled()
    expect(study.line("spouse")).not_to_contain_text("x")


def test_a_file_that_is_not_there_is_told(study: Study) -> None:
    study.office.visit(study.page, "console/rules?file=desk/none.yaml")
    expect(study.page.locator("overtone-studio .state")).to_contain_text("打不开")
    study.page.get_by_role("treeitem", name="loss.yaml").click()
    expect(study.editor).to_be_visible()
