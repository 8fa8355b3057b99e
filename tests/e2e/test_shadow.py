"""A rule has been in shadow for a while: what would it have done?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from .history import Reader, archived, call, pack, take
from .looks import violations
from .office import Office

Contexts = Callable[..., BrowserContext]
WATCHED = """\
rules:
  say-what-is-next:
    need: customer-angry
    ability: communication
    when: shouting
    mode: shadow
    hint: {priority: urgent, text: 说清下一步, say: 我先给您登记，再催。}
"""
CALLS = {
    "upset": "0-2 客户: 什么破银行\n5-7 坐席: 我看一下\n30-32 客户: 行吧",
    "calm": "0-2 客户: 您好我想问年费\n4-6 坐席: 年费是三百",
}


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A server with a rule in shadow, and calls that have all been read."""
    folder = pack(tmp_path_factory.mktemp("pack"))
    (folder / "bank-zh" / "watched.yaml").write_text(WATCHED, "utf-8")
    office = Office(tmp_path_factory.mktemp("archive") / "calls.db", [folder])
    office.start()
    try:
        for name, script in CALLS.items():
            take(office, call(name, "7001", script))
        archived(office, *CALLS)
        yield office
    finally:
        office.stop()


def test_from_its_figure_to_its_calls_to_the_words(watched: Office, contexts: Contexts) -> None:
    reader = Reader(contexts(viewport={"width": 1280, "height": 900}).new_page(), watched)
    page = reader.page
    watched.visit(page, "console/rules?view=health")
    row = page.locator("studio-health tbody tr").filter(has_text="说清下一步")
    expect(row).to_contain_text("say-what-is-next")
    row.locator("td").nth(8).get_by_role("link", name="1").click()
    expect(reader.total).to_contain_text("1")
    expect(reader.rows).to_have_count(1)
    expect(reader.rows).to_contain_text("upset")
    reader.rows.get_by_role("link").first.click()
    shadow = reader.transcript.locator(".row.shadow")
    expect(shadow).to_contain_text("影子")
    expect(shadow).to_contain_text("说清下一步")
    expect(shadow).to_contain_text("没有给坐席看")
    expect(shadow).to_contain_text("因为：“什么破银行”")
    aside = page.get_by_role("region", name="提示", exact=True)
    expect(aside).to_contain_text("影子里的提示")
    expect(aside).to_contain_text("say-what-is-next")
    assert violations(page) == []
    shadow.get_by_role("link").click()
    expect(reader.current).to_contain_text("说清下一步")
