"""The studio while the server takes its time: no answer undoes what was done since it was asked."""

from __future__ import annotations

from playwright.sync_api import expect

from .held import Held
from .study import Study


def test_who_writes_on_right_after_saving_is_not_interrupted(study: Study) -> None:
    study.open()
    study.rewrite("先安慰，再办业务", "先安慰，别急着办")
    held = Held(study.page, "**/v1/rules/names")
    study.page.keyboard.press("Control+s")
    study.sign("回访说太急")
    expect(study.notices.first).to_contain_text("已保存")
    expect(study.editor).to_be_focused()
    headline = study.form.get_by_label("标题 英文").first
    headline.focus()
    held.let()
    expect(headline).to_be_focused()


def test_a_file_that_comes_late_leaves_the_focus_where_it_is(study: Study) -> None:
    held = Held(study.page, "**/v1/rules/file?*")
    study.office.visit(study.page, "console/rules?file=desk/loss.yaml&rule=acknowledge-loss")
    sought = study.page.get_by_label("找规则或需要")
    sought.fill("上火")
    held.let()
    expect(study.editor).to_be_visible()
    expect(study.sentence).not_to_be_empty()
    expect(sought).to_be_focused()


def test_of_two_entries_of_the_history_the_last_asked_for_is_shown(study: Study) -> None:
    study.open()
    study.rewrite("先安慰，再办业务", "先安慰")
    study.save("短一点")
    study.tab("历史")
    entries = study.results.locator("li.entry .head")
    expect(entries.nth(1)).to_be_visible()
    held = Held(study.page, "**/v1/rules/history/*")
    entries.nth(0).click()
    entries.nth(1).click()
    held.let(1)
    expect(entries.nth(1)).to_have_attribute("aria-expanded", "true")
    held.let()
    expect(entries.nth(1)).to_have_attribute("aria-expanded", "true")
    expect(entries.nth(0)).to_have_attribute("aria-expanded", "false")


def test_how_rules_fared_is_told_of_the_days_that_were_chosen_last(study: Study) -> None:
    held = Held(study.page, "**/v1/rules/health?*")
    study.office.visit(study.page, "console/rules?view=health")
    health = study.page.locator("studio-health")
    expect(health).to_contain_text("正在")
    health.get_by_label("时间").select_option("最近 7 天")
    held.let(1, {"calls": 7, "rules": []})
    expect(health).to_contain_text("7 通电话")
    held.let(0, {"calls": 30, "rules": []})
    expect(health).to_contain_text("7 通电话")
