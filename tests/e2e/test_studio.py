"""The rules studio on a real server: a rule as sentence, form, YAML and test result at once."""

from __future__ import annotations

import re
from collections.abc import Callable

import httpx
from playwright.sync_api import BrowserContext, expect

from .office import SUPERVISORS
from .study import LOSS, WIDE, Study

Contexts = Callable[..., BrowserContext]


def test_sentence_form_text_and_tests_say_the_same(study: Study) -> None:
    study.open()
    expect(study.sentence).to_contain_text("去世")
    expect(study.sentence).to_contain_text("先安慰，再办业务")
    # The form is written into the text, and every comment stays.
    study.form.get_by_label("标题 中文").first.fill("先听他说")
    expect(study.line("at one glance")).to_contain_text("先听他说")
    expect(study.line("the only rule here")).to_be_visible()
    expect(study.sentence).to_contain_text("先听他说")
    # The text is read into the form, and its tests run.
    study.rewrite("料理后事", "走了")
    expect(study.form.get_by_role("button", name="去掉 走了")).to_be_visible()
    expect(study.test("老伴去世").locator(".status")).to_have_text("通过")
    study.form.get_by_role("button", name="去掉 去世").click()
    expect(study.line("as people really say it")).not_to_contain_text("去世")
    failed = study.test("老伴去世")
    expect(failed.locator(".status")).to_have_text("没通过")
    expect(failed).to_contain_text("原来通过")
    expect(failed.locator("p.bad")).to_contain_text("acknowledge-loss")
    failed.get_by_role("button", name="老伴去世").click()
    expect(study.page.locator(".cm-activeLine")).to_contain_text("老伴去世")
    expect(study.page.locator(".cm-studio-tests [data-status=failed]")).to_be_visible()
    # Undoing takes back what the form did, too.
    for _ in range(12):
        study.editor.press("Control+z")
    expect(study.page.get_by_role("button", name="保存")).to_be_disabled()
    assert study.on_disk() == LOSS


def test_a_rule_is_found_by_its_name_alone(study: Study) -> None:
    study.office.visit(study.page, "console/rules?rule=calm-down")
    expect(study.sentence).not_to_be_empty()
    assert "file=desk%2Fanger.yaml&rule=calm-down" in study.page.url


def test_a_rule_is_found_by_what_agents_see_and_customers_say(study: Study) -> None:
    study.office.visit(study.page, "console/rules")
    sought = study.page.get_by_label("找规则或需要")
    rules = study.page.locator("studio-tree [aria-level='3']")
    sought.fill("先安慰，再办业务")
    expect(rules).to_have_text(re.compile("先安慰，再办业务.*acknowledge-loss", re.DOTALL))
    sought.fill("料理后事")
    expect(rules).to_contain_text("客户说：料理后事")
    sought.fill("让您这么生气")
    expect(rules).to_contain_text("先道歉，别解释")
    rules.click()
    expect(study.sentence).to_contain_text("先道歉")
    sought.fill("没有人这么说")
    expect(study.page.get_by_role("status").filter(has_text="没有找到")).to_be_visible()


def test_a_rule_too_rich_for_the_form_says_why(study: Study) -> None:
    study.open("anger.yaml", "calm-down")
    expect(study.form.locator("fieldset").first).to_contain_text("请在文本里改")
    study.form.get_by_label("标题 中文").first.fill("先道歉")
    expect(study.line("Say sorry first")).to_contain_text("先道歉，")
    expect(study.line("sequence")).to_contain_text("within: 60s")


def test_mistakes_are_told_at_the_character_with_what_was_meant(study: Study) -> None:
    study.open()
    study.rewrite("when: bereavement", "when: bereavment")
    study.tab("问题")
    problem = study.results.locator("li").first
    expect(problem).to_contain_text("没有叫“bereavment”的信号（您是不是想写“bereavement”？）")
    marked = study.page.locator(".cm-lintRange-error")
    expect(marked).to_have_text("bereavment")
    expect(study.page.get_by_role("button", name="回测", exact=True).first).to_be_disabled()
    marked.hover()
    study.page.get_by_role("button", name="改成 bereavement").click()
    expect(marked).to_have_count(0)
    expect(study.results.locator(".state b")).to_have_text("没有问题")


def test_what_can_be_written_is_offered_and_what_is_written_explained(study: Study) -> None:
    study.open()
    page = study.page
    study.line("met_by: condolence").click()
    page.keyboard.press("End")
    page.keyboard.type("\nesc")
    offered = page.locator(".cm-tooltip-autocomplete li")
    offered.filter(has_text="escalate").click()
    page.keyboard.type("af")
    offered.filter(has_text="after").click()
    page.keyboard.type("20s")
    expect(study.line("after: 20s")).to_be_visible()
    expect(study.form.get_by_label("秒以后")).to_have_value("20")
    study.line("when: bereavement").get_by_text("bereavement").click()
    page.keyboard.press("F2")
    told = page.locator(".cm-studio-about")
    expect(told).to_contain_text("信号 bereavement")
    expect(told).to_contain_text("去世、过世")
    page.keyboard.press("Escape")
    expect(told).to_have_count(0)
    study.line("ability: empathy").get_by_text("ability").hover()
    expect(told).to_contain_text("培养坐席的哪种能力")


def test_saving_asks_who_and_why_and_it_can_be_taken_back(study: Study) -> None:
    study.open()
    study.rewrite("先安慰，再办业务", "先安慰，别急着办")
    study.page.keyboard.press("Control+s")
    expect(study.dialog).to_contain_text("保存 desk/loss.yaml")
    expect(study.dialog.get_by_label("您的名字")).to_have_value("林主管")
    expect(study.dialog).to_contain_text("acknowledge-loss")
    expect(study.dialog).to_contain_text("还没有用历史通话回测")
    study.sign("回访说太急")
    expect(study.notices.first).to_contain_text("已保存")
    assert "先安慰，别急着办" in study.on_disk()
    assert "# at one glance" in study.on_disk()
    study.tab("历史")
    entry = study.results.locator("li.entry").first
    expect(entry).to_contain_text("林主管")
    expect(entry).to_contain_text("回访说太急")
    expect(entry).to_contain_text("现在的")
    study.results.locator("li.entry .head").nth(1).click()
    study.results.get_by_role("button", name="退回到这一版").click()
    study.sign("还是原来的好", "退回")
    expect(study.line("at one glance")).to_contain_text("先安慰，再办业务")
    assert study.on_disk() == LOSS


def test_a_rule_goes_into_shadow_and_back(study: Study) -> None:
    study.open()
    study.page.get_by_label("模式").select_option("影子")
    expect(study.dialog).to_contain_text("只记录，不给坐席看")
    study.sign("先看几天", "换模式")
    expect(study.line("mode: shadow")).to_be_visible()
    assert "mode: shadow" in study.on_disk()
    chosen = study.page.get_by_role("treeitem", name="acknowledge-loss")
    expect(chosen).to_contain_text("影子")
    study.page.get_by_label("模式").select_option("上线")
    study.sign("看过了", "换模式")
    expect(chosen).not_to_contain_text("影子")


OVERRIDES = """\
overrides:
  rules:
    acknowledge-loss:
      mode: shadow
      hint: {text: 先陪一陪他}
  signals:
    condolence: {add: [您受苦了]}
"""


def test_what_the_site_changes_of_a_rule_stands_on_its_page(study: Study) -> None:
    headers = {"Authorization": f"Bearer {SUPERVISORS}"}
    who = {"author": "王主管", "reason": "观察一周"}
    asked = {"path": "desk/overrides.yaml", "text": OVERRIDES, **who}
    made = httpx.post(f"{study.office.url}/v1/rules/file", json=asked, headers=headers)
    assert made.status_code == 201, made.text
    study.open()
    rule, signal = study.notices.nth(0), study.notices.nth(1)
    expect(rule).to_contain_text("desk/overrides.yaml 改了这条规则的模式（影子）、标题")
    expect(signal).to_contain_text("desk/overrides.yaml 改了信号 condolence 的说法")
    expect(study.page.get_by_label("模式")).to_have_value("影子")
    study.tab("历史")
    entry = study.results.locator("li.entry").filter(has_text="王主管")
    expect(entry).to_contain_text("观察一周")
    expect(entry).to_contain_text("写在 desk/overrides.yaml")
    entry.locator(".head").click()
    expect(entry).to_contain_text("上线 → 影子")
    expect(entry.get_by_role("button", name="打开 desk/overrides.yaml")).to_be_visible()
    expect(entry.get_by_role("button", name="退回到这一版")).to_have_count(0)
    signal.get_by_role("button", name="看改了什么").click()
    expect(study.page.locator(".path")).to_contain_text("desk/overrides.yaml")
    expect(study.page.locator(".cm-activeLine")).to_contain_text("condolence")


def test_two_supervisors_save_one_file(study: Study, contexts: Contexts) -> None:
    study.open()
    other = Study(contexts(viewport=WIDE).new_page(), study.office, study.desk)
    other.open(name="loss.yaml")
    other.rewrite("先安慰，再办业务", "先安慰")
    other.rewrite("[节哀, ", "[节哀, 不着急, ")
    other.save("别太长")
    study.rewrite("先安慰，再办业务", "先听他说完")
    study.rewrite("料理后事", "走了")
    study.page.keyboard.press("Control+s")
    study.dialog.get_by_label("为什么改").fill("更自然")
    study.dialog.get_by_role("button", name="保存", exact=True).click()
    conflict = study.page.locator("studio-conflict")
    expect(conflict).to_contain_text("林主管在您之前保存了这个文件")
    expect(conflict).to_contain_text("有 1 处两边都改了")
    take = conflict.get_by_role("button", name="还有 1 处没选")
    expect(take).to_be_disabled()
    conflict.get_by_label("用您的", exact=True).check()
    conflict.get_by_role("button", name="用合并后的").click()
    expect(study.line("不着急")).to_be_visible()
    study.save("两边都要")
    saved = study.on_disk()
    assert "先听他说完" in saved
    assert "走了" in saved
    assert "不着急" in saved


def test_a_new_rule_begins_from_a_few_answers(study: Study) -> None:
    study.open()
    study.page.get_by_role("button", name="新建规则").click()
    ask = study.dialog
    expect(ask.get_by_label("客户会怎么说")).to_be_focused()
    ask.get_by_label("客户会怎么说").fill("卡被吞了，没出来\n吞卡了")
    ask.get_by_label("坐席说了什么就不必提示").fill("挂失")
    ask.get_by_label("提示的标题").fill("先说怎么取钱")
    ask.get_by_label("规则的名字").fill("card-gone")
    ask.get_by_role("button", name="开始写").click()  # which need it is has to be said
    expect(ask).to_be_visible()
    assert ask.get_by_label("需要").evaluate("(it) => it.validity.valueMissing")
    ask.get_by_label("规则的名字").fill("")
    ask.get_by_label("需要").select_option("bereaved")
    ask.get_by_label("规则的名字").fill("card-gone")
    ask.get_by_label("需要").select_option("stranded-without-card")
    expect(ask.get_by_label("规则的名字")).to_have_value("card-gone")  # what was typed stays
    ask.get_by_role("button", name="开始写").click()
    expect(study.sentence).to_contain_text("先说怎么取钱")
    expect(study.line("need: stranded-without-card")).to_be_visible()
    expect(study.form.get_by_role("button", name="去掉 卡被吞了，没出来")).to_be_visible()
    expect(study.line("mode: shadow")).to_be_visible()
    expect(study.form.get_by_role("button", name="去掉 吞卡了")).to_be_visible()
    assert study.on_disk() == LOSS
    study.page.reload()
    expect(study.notices.first).to_contain_text("没保存的改动")
    study.page.on("dialog", lambda sure: sure.accept())
    study.notices.get_by_role("button", name="放弃改动").click()
    expect(study.page.get_by_role("button", name="保存")).to_be_disabled()


def test_a_new_rule_begins_where_no_file_is_open(study: Study) -> None:
    study.office.visit(study.page, "console/rules")
    study.page.get_by_role("button", name="新建规则").click()
    ask = study.dialog
    expect(ask.get_by_label("放在哪个文件")).to_have_value("")
    ask.get_by_label("客户会怎么说").fill("卡被吞了")
    ask.get_by_label("提示的标题").fill("先说怎么取钱")
    ask.get_by_label("需要").select_option("stranded-without-card")
    expect(ask.get_by_label("规则的名字")).to_have_value("our-stranded-without-card")
    expect(ask.get_by_label("文件的名字")).to_have_value("desk/our-stranded-without-card.yaml")
    ask.get_by_label("规则的名字").fill("card-gone")
    expect(ask.get_by_label("文件的名字")).to_have_value("desk/card-gone.yaml")
    ask.get_by_role("button", name="开始写").click()
    expect(study.sentence).to_contain_text("先说怎么取钱")
    study.save("网点常问")
    assert "card-gone" in study.on_disk("card-gone.yaml")
    # A file that is there can be chosen instead, and a new one after all.
    study.page.get_by_role("button", name="新建规则").click()
    where = ask.get_by_label("放在哪个文件")
    expect(where).to_have_value("desk/card-gone.yaml")
    expect(ask.get_by_label("文件的名字")).to_have_count(0)
    where.select_option("新文件")
    expect(ask.get_by_label("文件的名字")).to_have_value("desk/new-rules.yaml")
    where.select_option("desk/loss.yaml")
    expect(ask.get_by_label("文件的名字")).to_have_count(0)


def test_a_file_is_deleted_with_a_word_about_what_stops_and_put_back(study: Study) -> None:
    study.open()
    page, remove = study.page, study.page.get_by_role("button", name="删除文件")
    study.rewrite("料理后事", "走了")
    expect(remove).to_be_disabled()
    study.rewrite("走了", "料理后事")
    remove.click()
    expect(study.dialog).to_contain_text("规则 acknowledge-loss（上线）不再触发")
    expect(study.dialog).to_contain_text("其中 2 个测试不再跑")
    study.dialog.get_by_label("为什么改").fill("换成新的流程")
    study.dialog.get_by_role("button", name="删除", exact=True).click()
    told = page.get_by_role("status").filter(has_text="desk/loss.yaml 已删除")
    expect(told).to_be_visible()
    assert not (study.desk / "loss.yaml").exists()
    expect(page.get_by_role("treeitem", name="loss.yaml")).to_have_count(0)
    expect(told.get_by_role("button", name="放回来")).to_be_focused()
    page.keyboard.press("Enter")
    study.dialog.get_by_role("button", name="放回", exact=True).click()
    expect(page.locator(".path")).to_contain_text("desk/loss.yaml")
    expect(page.get_by_role("treeitem", name="loss.yaml")).to_be_visible()
    assert study.on_disk() == LOSS


def test_a_backtest_shows_the_difference_before_saving(study: Study) -> None:
    study.open()
    study.rewrite("料理后事", "走了")
    study.page.keyboard.press("Control+Enter")
    view = study.page.locator("studio-backtest")
    headline = view.locator(".headline")  # once a process of its own has read the rules
    expect(headline).to_contain_text("通的提示有变化", timeout=60_000)
    row = view.locator("tbody tr").first
    expect(row).to_contain_text("先安慰，再办业务")
    expect(row).to_contain_text("acknowledge-loss")
    moment = view.locator(".calls a").first
    assert (moment.get_attribute("href") or "").startswith("calls/c-0?t=")
    study.rewrite("走了", "走了呀")
    expect(view).to_contain_text("这是改之前的结果")


def test_how_rules_fare_leads_to_the_rule(study: Study) -> None:
    study.open()
    study.page.get_by_role("link", name="效果").click()
    table = study.page.locator("studio-health table")
    expect(table.locator("tbody tr")).to_have_count(2)
    expect(study.page.locator("studio-health")).to_contain_text("通电话")
    table.get_by_role("link", name="先道歉，别解释 calm-down").click()
    expect(study.sentence).to_contain_text("先道歉")
