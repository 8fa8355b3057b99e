"""A card to read on, folded up below the hint; and channels that look exchanged, said in words."""

from __future__ import annotations

from playwright.sync_api import expect

from .desk import Desk
from .words import hint

CARD = {
    "title": "继承材料",
    "body": "死亡证明\n亲属关系证明",
    "link": "https://bank.example/papers",
}


def test_a_card_is_one_quiet_line_until_it_is_opened(desk: Desk) -> None:
    desk.sit(hint(card=CARD))
    line = desk.headline.get_by_text("继承材料")
    expect(line).to_be_visible()
    expect(desk.headline.get_by_text("亲属关系证明")).not_to_be_visible()
    line.click()
    expect(desk.headline.get_by_text("亲属关系证明")).to_be_visible()
    link = desk.headline.get_by_role("link", name="查看原文")
    expect(link).to_have_attribute("href", "https://bank.example/papers")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    line.click()
    expect(link).not_to_be_visible()
    expect(desk.title).to_have_text("放慢语速，先安慰")
    assert desk.sidecar.said.empty()


def test_an_address_that_is_none_of_the_webs_is_not_offered(desk: Desk) -> None:
    desk.sit(hint(card={"title": "继承材料", "link": "javascript:alert(1)"}))
    desk.headline.get_by_text("继承材料").click()
    expect(desk.headline.get_by_role("link")).to_have_count(0)


def test_channels_that_look_exchanged_are_told_until_they_are_put_right(desk: Desk) -> None:
    desk.sit()
    desk.sidecar.send(desk.said.roles(exchanged=True))
    told = "客户和坐席的声道可能接反了，与说话人有关的提示已暂停。"
    expect(desk.told).to_have_text(told)
    expect(desk.aloud).to_have_text(told)
    desk.sidecar.send(desk.said.roles(exchanged=False))
    expect(desk.told).to_have_count(0)


def test_a_snapshot_tells_it_too(desk: Desk) -> None:
    desk.sit(exchanged=True, language="en")
    expect(desk.told).to_contain_text("channels look exchanged")
