"""The floor is legible at any size, theme and language, to eyes and to screen readers."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from .fake_floor import alert, busy
from .gallery import Gallery
from .looks import violations
from .test_floor import gallery
from .test_watch import CALL, heard, trace, watched
from .words import hint

__all__ = ["gallery"]

LONG = "客户说要打 12378 投诉，已经是第三次来电，请班长接手并给一个明确的时限"
ALERTS = (
    alert("a", priority="critical", text=LONG, because=hint()["because"]),
    alert("b", state="acknowledged", by="欧阳主管"),
    alert("c", state="silenced", by="王组长", reason="系统升级", until=1_795_000_000_000),
)
SILENCE = {"id": "s", "rule": "node:input-lost", "queue": "信用卡", "call": None, "by": "王组长"}
SILENCES = [{**SILENCE, "reason": "系统升级", "until": 1_795_000_000_000}]

CUT = """() => {
    const cut = [];
    const walk = (root) => {
        for (const each of root.querySelectorAll("*")) {
            if (each.shadowRoot) walk(each.shadowRoot);
            if (each.closest("svg, .hidden, .skip, .head, [role=status].hidden")) continue;
            const box = each.getBoundingClientRect();
            if (box.width === 0) continue;
            const name = `${each.localName}.${each.className}`;
            if (box.right > innerWidth + 1 || box.left < -1) cut.push(`${name} leaves the window`);
            const style = getComputedStyle(each);
            const told = style.textOverflow === "ellipsis" || style.overflowY === "auto";
            if (told || style.display === "inline" || each.clientWidth < 2) continue;
            if (each.scrollWidth > each.clientWidth + 1)
                cut.push(`${name} is ${each.scrollWidth} wide in ${each.clientWidth}`);
        }
    };
    walk(document);
    if (document.documentElement.scrollWidth > innerWidth) cut.push("the page scrolls sideways");
    return cut;
}"""


def see_floor(gallery: Gallery, lang: str, theme: str) -> None:
    rows = [busy(n, 0, lang) for n in range(14)]
    told: dict[str, Any] = {"alerts": ALERTS, "silences": SILENCES}
    gallery.visit(*rows, more=f"&lang={lang}&theme={theme}", **told)
    for each in gallery.page.locator("summary").all():
        each.click()


def see_call(gallery: Gallery, lang: str, theme: str) -> None:
    row = {**busy(7, 0, lang), "call": CALL}
    more = f"&lang={lang}&theme={theme}"
    gallery.visit(row, path=f"console/call/{CALL}", more=more, alerts=[alert("x", call=CALL)])
    gallery.floor.send(
        watched(notes=[{"type": "note", "id": "n", "from": "王组长", "text": "先稳住"}]),
        heard("u-1", "我老伴上个月走了"),
        {**hint(rule="comfort"), "type": "hint.show"},
        trace("feedback", "used"),
    )
    expect(gallery.page.locator(".hints li")).to_have_count(1)


@pytest.mark.parametrize(
    ("see", "lang", "theme", "width"),
    [
        (see_floor, "zh", "light", 1440),
        (see_floor, "en", "dark", 640),
        (see_call, "zh", "dark", 900),
        (see_call, "en", "light", 1440),
    ],
)
def test_nothing_is_cut_and_axe_finds_nothing(
    gallery: Gallery, see: Any, lang: str, theme: str, width: int
) -> None:
    """At the usual size, on the narrowest desk, and on 1280 pixels at 200 % zoom."""
    page = gallery.page
    see(gallery, lang, theme)
    for across, down in ((1440, 900), (900, 700), (640, 400)):
        page.set_viewport_size({"width": across, "height": down})
        assert page.evaluate(CUT) == [], across
        for control in page.locator("button:visible, select:visible, textarea:visible").all():
            box = control.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 32, control
    page.set_viewport_size({"width": width, "height": 700})
    if theme == "dark":
        gallery.floor.drop()
        expect(gallery.standing).to_have_attribute("data-standing", "lost")
    assert violations(page) == []
