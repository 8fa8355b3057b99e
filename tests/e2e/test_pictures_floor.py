"""The pictures of the floor and of a call that is watched; the demo's door into the console."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from .fake_floor import alert, busy
from .gallery import Gallery
from .stage import Stage
from .test_floor import gallery
from .test_pictures import take
from .test_watch import CALL, heard, trace, watched
from .words import hint

__all__ = ["gallery"]

THREAT = {
    "zh": ("客户说要找监管投诉", "我现在就打12378"),
    "en": ("The customer speaks of the regulator", "I am calling the regulator right now"),
}
SEVERE = {
    "zh": "客户情绪持续激烈，坐席可能需要支援",
    "en": "The customer has been very upset for a while; the agent may need support",
}
TALK = {
    "zh": (
        ("agent", "您好，请问有什么可以帮您？"),
        ("customer", "我想问问我老伴那张存折，还能取吗？"),
        ("agent", "请您提供一下本人的身份证号。"),
        ("customer", "他上个月走了，我也不知道要带什么。"),
    ),
    "en": (
        ("agent", "Good morning, how can I help you?"),
        ("customer", "It is about my husband's savings. Can I still draw on them?"),
        ("agent", "May I have the account holder's identity number?"),
        ("customer", "He passed away last month. I do not know what to bring."),
    ),
}
HINT = {
    "zh": {"text": "放慢语速，先慰问", "say": "我知道您心里不好受，这事不急，咱们慢慢说。"},
    "en": {"text": "Slow down, comfort her first", "say": "I'm so sorry. There is no hurry."},
}
NOTE = {"zh": "先慰问，材料我来发", "en": "Comfort her first, I send the list"}


@pytest.mark.parametrize(("lang", "theme"), [("zh", "light"), ("en", "dark")])
def test_the_floor(gallery: Gallery, lang: str, theme: str) -> None:
    gallery.page.set_viewport_size({"width": 1280, "height": 720})
    text, quote = THREAT[lang]
    because = [{"speaker": "customer", "text": quote, "at": 39_000, "utterance": "u"}]
    queue = {"queue": "信用卡" if lang == "zh" else "Cards"}
    gallery.visit(
        *(busy(n, 0, lang) for n in range(48)),
        more=f"&lang={lang}&theme={theme}",
        alerts=[
            alert("a", priority="critical", text=text, because=because, rule="regulator", **queue),
            alert("b", text=SEVERE[lang], agent="7041", ago=21_000, **queue),
            alert("c", state="acknowledged", by="王组长", **queue),
        ],
    )
    expect(gallery.alerts).to_have_count(2)
    take(gallery.page, f"floor-{lang}{'-dark' if theme == 'dark' else ''}")


@pytest.mark.parametrize(("lang", "theme"), [("zh", "light"), ("en", "dark")])
def test_a_call_that_is_watched(gallery: Gallery, lang: str, theme: str) -> None:
    gallery.page.set_viewport_size({"width": 1280, "height": 800})
    said: list[dict[str, Any]] = [
        heard(f"u-{n}", text, speaker) for n, (speaker, text) in enumerate(TALK[lang], 1)
    ]
    said[-1] |= {"spans": [[0, 6 if lang == "zh" else 14, "bereaved"]]}
    row = {**busy(2, 3, lang), "call": CALL, "agent": "7001", "started": 54_000, "held": False}
    row["emotion"] |= {"level": "high", "meter": "grief", "curve": [0.1] * 18 + [0.45] * 5}
    row["emotion"]["curve"] += [0.6, 0.72, 0.7, 0.68, 0.66, 0.64, 0.62]
    more = f"&lang={lang}&theme={theme}"
    gallery.visit(row, path=f"console/call/{CALL}", more=more)
    note = {"type": "note", "id": "n", "from": "王组长", "text": NOTE[lang]}
    about = {"rule": "bereaved-comfort", "text": HINT[lang]["text"]}
    shown = {**hint(rule="bereaved-comfort", priority="urgent", **HINT[lang]), "at": 47_000}
    shown["because"] = [{**shown["because"][0], "text": TALK[lang][-1][1]}]
    told = watched(notes=[note])
    told["transcripts"] = []
    told["trace"] = [{**trace("opened"), **about, "at": 45_000}]
    told["trace"] += [{**trace("suppressed", "gap"), **about, "at": 45_500}]
    gallery.floor.send(told, *said, {**shown, "type": "hint.show"})
    expect(gallery.page.locator(".hints li")).to_have_count(1)
    gallery.away()
    take(gallery.page, f"watch-{lang}{'-dark' if theme == 'dark' else ''}")


def test_the_demo_leads_to_a_floor_that_is_alive(
    stage: Stage, contexts: Callable[..., BrowserContext]
) -> None:
    page = contexts(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(stage.page)
    page.get_by_role("link", name="主管台").click()
    expect(page.get_by_text("这里的通话是示例")).to_be_visible()
    row = page.locator("overtone-floor-table .call").first
    expect(row).to_contain_text("samples")
    expect(row).to_contain_text("demo-")
    assert "token" not in page.url
