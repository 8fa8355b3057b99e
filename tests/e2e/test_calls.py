"""After the call, as a supervisor reads it: found, followed by moments, explained, counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from .history import Reader, archived, call, hours, pack, take
from .looks import violations
from .office import Office

Contexts = Callable[..., BrowserContext]
ANGRY = """
0.0-2.0 客户: 什么破银行，我都打了四次电话了
9.0-11.0 坐席: 您先别急
20.0-22.0 坐席: 这个真的办不了
30.0-32.0 客户: 那我现在就打12378，气死我了
41.0-43.0 坐席: 对不起，是我们没做好
50.0-52.0 坐席: 还有另一个办法，我给您登记
95.0-96.0 客户: 行吧
"""
CALLS = {
    "mourning": "0-2 客户: 我老伴上个月走了\n5-7 坐席: 您节哀，我慢慢跟您说",
    "regulator": ANGRY,
    "abroad": "0-2 客户: 什么破银行\n9-11 坐席: 这个办不了\n80-81 客户: 唉",
    "trends": "0-2 客户: 您好我想问一下年费\n4-6 坐席: 年费是三百元\n4-5 客户: 喂\n8-9 客户: 好",
}
LONG = "three/hours"


@pytest.fixture(scope="module")
def pack_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pack(tmp_path_factory.mktemp("pack"))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, pack_folder: Path) -> Iterator[Office]:
    """A server whose calls have all been read."""
    office = Office(tmp_path_factory.mktemp("archive") / "calls.db", [pack_folder])
    office.start()
    try:
        for n, (name, script) in enumerate(CALLS.items()):
            take(office, call(name, f"700{n}", script))
        take(office, hours(LONG, "7009"))
        archived(office, *CALLS, LONG)
        yield office
    finally:
        office.stop()


@pytest.fixture
def reader(archive: Office, contexts: Contexts) -> Reader:
    return Reader(contexts(viewport={"width": 1280, "height": 900}).new_page(), archive)


def test_a_call_may_be_called_as_another_screen_is(reader: Reader) -> None:
    reader.open("calls")
    reader.rows.get_by_role("link", name="trends", exact=True).click()
    expect(reader.transcript).to_contain_text("您好我想问一下年费")
    assert reader.page.url.endswith("/calls/trends")
    reader.page.get_by_role("link", name="趋势").click()
    expect(reader.page).to_have_url(re.compile("/trends$"))
    expect(reader.transcript).to_have_count(0)
    reader.page.go_back()
    expect(reader.transcript).to_contain_text("您好我想问一下年费")


def test_a_call_is_found_by_what_was_said_and_opens_at_the_moment(reader: Reader) -> None:
    page = reader.page
    reader.open("calls")
    expect(reader.total).to_contain_text("5 通")
    page.get_by_role("searchbox").fill("12378")
    page.keyboard.press("Enter")
    expect(reader.rows).to_have_count(1)
    assert page.url.endswith("/calls?q=12378")
    found = reader.rows.locator(".found a")
    at = found.inner_text()
    found.click()
    expect(reader.current.locator("a")).to_have_text(at)
    expect(reader.current.locator(".text")).to_contain_text("12378")
    page.go_back()
    expect(reader.rows).to_have_count(1)
    page.locator("select[name=agent]").select_option("7000")
    expect(page.get_by_role("heading", name="没有符合条件的通话")).to_be_visible()
    page.get_by_role("link", name="清除条件").click()
    expect(reader.rows).to_have_count(5)


def test_curve_transcript_and_address_are_one_moment(reader: Reader) -> None:
    page = reader.page
    reader.open("calls/regulator?t=42")
    expect(reader.current.locator("a")).to_have_text("0:41")
    expect(reader.plots).to_have_count(2)  # both speakers
    wide = reader.plots.first.evaluate("over => over.clientWidth")
    reader.plots.first.click(position={"x": wide * 0.75, "y": 40})
    page.wait_for_url(re.compile(r"t=8\d"))
    expect(reader.current.locator("a")).to_have_text("0:50")
    reader.current.locator("a").focus()
    page.keyboard.press("ArrowDown")
    expect(reader.current.locator("a")).to_be_focused()
    page.keyboard.press("p")
    page.keyboard.press("p")
    expect(reader.current).to_have_class(re.compile("hint"))
    page.get_by_role("region", name="需要").get_by_role("link").first.click()
    page.wait_for_url(re.compile(r"t=2"))
    slider = page.get_by_role("slider", name="时刻")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile(r"t=3"))
    page.reload()
    expect(reader.current).to_have_count(1)


def test_lines_that_begin_together_are_reached_in_both_directions(reader: Reader) -> None:
    reader.open("calls/trends?t=0")
    reader.current.locator("a").focus()
    said = ["您好我想问一下年费", "年费是三百元", "喂", "好"]
    down = []
    for _ in said:
        down.append(reader.current.locator(".text").inner_text())
        reader.page.keyboard.press("ArrowDown")
    assert sorted(down) == sorted(said)
    up = []
    for _ in said:
        up.append(reader.current.locator(".text").inner_text())
        reader.page.keyboard.press("ArrowUp")
    assert up == down[::-1]
    reader.transcript.get_by_text("年费是三百元").locator("xpath=..").locator("a").click()
    expect(reader.current.locator(".text")).to_have_text("年费是三百元")


def test_days_in_the_wrong_order_are_told_and_not_asked_for(reader: Reader) -> None:
    reader.open("trends?from=2026-11-24&to=2026-11-20")
    expect(reader.page.locator(".state")).to_contain_text("请对调")
    reader.page.get_by_label("到").fill("2028-01-01")
    expect(reader.page.locator(".state")).to_contain_text("一次最多看 92 天")
    reader.open("calls?from=2026-11-24&to=2026-11-20")
    expect(reader.page.locator(".state")).to_contain_text("请对调")
    reader.open("trends?from=soon&to=2026-11-20")
    expect(reader.page.locator(".state")).to_contain_text("这样查不了")


def test_why_and_the_moment_becomes_a_test(reader: Reader, pack_folder: Path) -> None:
    page = reader.page
    reader.open("calls/regulator?t=0")
    reader.why.get_by_role("button", name="查看").click()
    shown = reader.why.locator("details.rule")
    expect(shown.first).to_contain_text("calm-down", timeout=60_000)
    expect(shown.first).to_contain_text("正在显示")
    shown.first.locator("summary").click()
    expect(shown.first).to_contain_text("什么破银行")
    reader.why.get_by_role("searchbox").fill("refusal")
    expect(shown.first).to_contain_text("没听到相关的话")
    shown.first.locator("summary").click()
    reader.button("这里该提示").click()
    page.get_by_role("button", name="生成并运行").click()
    expect(page.locator("calls-test-case [role=status]").first).to_contain_text("测试不通过")
    expect(page.locator("calls-test-case pre")).to_contain_text("expect: [{rule: ")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.button("复制").click()
    expect(reader.button("已复制")).to_be_visible()
    page.get_by_label("为什么加这条测试").fill("客户已经说得很清楚")
    page.get_by_role("button", name=re.compile("^加到 ")).click()
    expect(page.get_by_text("已加到规则旁边")).to_be_visible()
    (tests,) = pack_folder.rglob("*.test.yaml")
    assert tests.read_text("utf-8").startswith("tests:\n  - name: ")


def test_the_case_file_is_kept_and_a_whole_morning_too(reader: Reader, tmp_path: Path) -> None:
    page = reader.page
    reader.open("calls/mourning")
    for form, holds in (("网页", "<!doctype html>"), ("Markdown", "# "), ("JSONL", '{"type"')):
        with page.expect_download() as download:
            reader.button(form).click()
        assert Path(download.value.path()).read_text("utf-8").startswith(holds)
    reader.open("trends")
    page.get_by_role("region", name="每天").get_by_role("link").first.click()
    expect(reader.total).to_contain_text("5 通")
    page.get_by_role("link", name="趋势").click()
    agents = page.get_by_role("region", name="坐席承受")
    expect(agents.locator("tbody th")).to_have_text(["7000", "7001", "7002", "7003", "7009"])
    expect(agents.locator("tbody tr").last).to_contain_text("分钟")  # a break that was due
    agents.get_by_role("link", name="7001").click()
    page.wait_for_url(re.compile("agent=7001"))
    expect(agents.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="晨会").click()
    page.get_by_label("日期").fill(page.evaluate("new Date().toLocaleDateString('sv')"))
    expect(page.get_by_role("region", name="一起看看")).to_contain_text("abroad")
    with page.expect_download() as download:
        reader.button("网页").click()
    text = Path(download.value.path()).read_text("utf-8")
    assert text.count("<article ") >= 2
    assert "没做到</li>" in text.partition("<article ")[0]


def test_a_call_of_three_hours_scrolls_as_a_short_one(reader: Reader) -> None:
    """What is laid out and what is rendered anew costs time: neither grows with the call."""
    page = reader.page
    reader.open("calls/three%2Fhours?t=9000")
    expect(reader.current).to_be_in_viewport()
    reader.transcript.evaluate(
        """(transcript) => {
            window.changed = new Set();
            new MutationObserver((seen) => {
                for (const { target } of seen) window.changed.add(target);
            }).observe(transcript.shadowRoot, { subtree: true, childList: true, attributes: true });
        }"""
    )
    reader.current.locator("a").focus()
    steps = 5
    for _ in range(steps):
        page.keyboard.press("ArrowDown")
        page.mouse.wheel(0, 4_000)
        page.wait_for_timeout(50)  # a frame or two: so fast does nobody scroll
    expect(reader.current).to_have_count(1)
    rows, laid_out = reader.transcript.evaluate(
        """({ shadowRoot }) => {
            const rows = [...shadowRoot.querySelectorAll(".row")];
            const seen = rows.filter((row) => row.checkVisibility({ contentVisibilityAuto: true }));
            return [rows.length, seen.length];
        }"""
    )
    assert rows > 1_000
    assert 0 < laid_out <= 300  # blocks of 50: those in sight and their neighbours
    assert (
        0 < page.evaluate("window.changed.size") <= 6 * steps
    )  # a row and its link, left and entered


def test_a_server_that_is_gone_is_said_and_asked_again(reader: Reader) -> None:
    page = reader.page
    reader.open("calls")
    expect(reader.rows).to_have_count(5)
    page.context.set_offline(True)
    page.get_by_role("searchbox").fill("年费")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("没有取到")
    page.context.set_offline(False)
    reader.button("再试一次").click()
    expect(reader.rows).to_have_count(1)
    reader.open("calls/none")
    expect(page.get_by_role("heading", name="没有这通通话")).to_be_visible()


def test_a_file_that_cannot_be_had_is_told(reader: Reader) -> None:
    page = reader.page
    for place in ("calls/mourning", "morning"):
        reader.open(place)
        expect(page.get_by_role("alert")).to_have_count(0)
        page.context.set_offline(True)
        reader.button("Markdown").click()
        expect(page.get_by_role("alert")).to_contain_text("没有导出")
        page.context.set_offline(False)
        with page.expect_download():
            reader.button("Markdown").click()
        expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize(("lang", "theme"), [("zh", "light"), ("en", "dark")])
def test_nothing_is_hard_to_read_or_reach(reader: Reader, lang: str, theme: str) -> None:
    page = reader.page
    for place in (
        "calls?q=卡",
        "calls/regulator?t=42",
        "trends",
        "morning",
        "calls/none",
    ):
        reader.open(place, lang=lang, theme=theme)
        page.wait_for_load_state("networkidle")
        assert violations(page) == [], place


def test_at_two_hundred_percent_nothing_is_cut_off(archive: Office, contexts: Contexts) -> None:
    page = contexts(viewport={"width": 640, "height": 450}).new_page()
    reader = Reader(page, archive)
    for place in ("calls", "calls/regulator?t=42", "trends"):
        reader.open(place)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), place


def test_a_row_counts_what_it_names(reader: Reader) -> None:
    reader.open("calls")
    row = reader.rows.filter(has=reader.page.get_by_role("link", name="regulator", exact=True))
    expect(row.locator(".tally")).to_contain_text("做到")
    said = row.locator(".needs > span").all_inner_texts()
    names, tally = said[0].split(" · "), said[1]
    counts = [int(count) for count in re.findall(r"\d+", tally)]
    assert len(names) == sum(counts) > 0, said
