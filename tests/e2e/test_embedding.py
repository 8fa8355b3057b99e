"""The component in a bank's own page that allows next to nothing."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from .desk import Desk
from .fake import FakeSidecar
from .screen import Screen
from .test_popout import small_window
from .words import hint

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'none'; img-src data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types "
)
PAGE = """<!doctype html><html lang="zh-CN"><head><title>Bank</title>
<meta http-equiv="Content-Security-Policy" content="{policy}"><link rel="icon" href="data:,">
<script type="module" src="/assets/assist-overlay.js"></script></head>
<body><assist-overlay token="t" agent="7001"></assist-overlay></body></html>"""


def test_under_a_policy_that_allows_no_styles_at_all(desk: Desk) -> None:
    page = PAGE.format(policy=POLICY + "lit-html assist-overlay")
    desk.sidecar.pages["strict"] = page
    desk.sit(hint(), path="/bank/strict")
    expect(desk.title).to_have_css("font-size", "21px")
    popped = Screen(small_window(desk))
    desk.greet(hint())
    expect(popped.title).to_have_text("放慢语速，先安慰")
    expect(popped.title).to_have_css("font-size", "21px")


def test_where_its_script_is_not_allowed_the_small_window_is_a_plain_one(
    browser: Browser, sidecar: FakeSidecar
) -> None:
    with browser.new_context() as context:  # whose console may complain of what is not allowed
        desk = Desk(context.new_page(), sidecar)
        desk.sidecar.pages["stricter"] = PAGE.format(policy=POLICY + "lit-html")
        desk.sit(hint(), path="/bank/stricter")
        popped = small_window(desk)
        assert popped.url.startswith(f"{sidecar.url}/overlay#")
        assert len(context.pages) == 2
        expect(desk.title).to_have_text("放慢语速，先安慰")
