"""Calls that have ended, and how a supervisor reads them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Locator, Page, expect

from assist.core.events import EventIn
from assist.ruleset.script import Line, events, parse_script
from tests.archive.calls import SOURCES

from .office import AGENTS, SUPERVISORS, Office

ARCHIVED_WITHIN_S = 90


class Reader:
    """A page with one of the calls' screens."""

    def __init__(self, page: Page, office: Office) -> None:
        self.page = page
        self.office = office
        self.rows = page.locator("overtone-calls tbody tr")
        self.total = page.locator("overtone-calls [role=status]").first
        self.transcript = page.locator("calls-transcript")
        self.current = self.transcript.locator(".row[aria-current]")
        self.plots = page.locator("calls-curves .u-over")
        self.why = page.locator("calls-why")

    def open(self, place: str, **more: str) -> None:
        self.office.visit(self.page, place, **more)
        expect(self.page.locator("h1")).to_be_visible()

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name)


def archived(office: Office, *calls: str) -> None:
    """Wait until these calls can be searched."""
    headers = {"Authorization": f"Bearer {SUPERVISORS}"}
    until = time.monotonic() + ARCHIVED_WITHIN_S
    with httpx.Client(base_url=office.url, headers=headers, timeout=60) as client:
        while missing := [call for call in calls if not _is_there(client, call)]:
            assert time.monotonic() < until, f"not archived: {missing}"
            time.sleep(0.2)


def _is_there(client: httpx.Client, call: str) -> bool:
    told = client.get("/v1/calls", params={"q": call}).json()
    return any(row["call"] == call for row in told["calls"])


def pack(folder: Path) -> Path:
    """A few rules: what is tested is how calls are shown, and few are quickly played."""
    for path, text in SOURCES.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


def call(name: str, agent: str, script: str, product: str = "信用卡") -> list[EventIn]:
    """A call as a recogniser that tells finals only would tell it."""
    return _finals(parse_script(script), name, agent, product)


def hours(name: str, agent: str, of: float = 3.0) -> list[EventIn]:
    """A call of some hours: a customer who comes back to the same thing for ever."""
    script = parse_script(
        """
        0.0-2.4 客户: 我那张卡到底什么时候能解冻
        3.0-5.8 坐席: 您好，我帮您查一下，请稍等
        6.4-9.0 客户: 你们什么破银行，每次都这样
        9.6-12.4 坐席: 对不起，让您着急了，我这就帮您催
        """
    )
    return _finals(
        [
            replace(line, start=line.start + at, end=line.end + at)
            for at in range(0, round(of * 3_600_000), 30_000)
            for line in script
        ],
        name,
        agent,
        "储蓄卡",
    )


def _finals(lines: Sequence[Line], name: str, agent: str, product: str) -> list[EventIn]:
    told = events(lines, call=name, agent=agent, language="zh", context={"product": product})
    finals = [each for each in told if getattr(each, "final", True)]
    return [each.model_copy(update={"seq": n}) for n, each in enumerate(finals, 1)]


def take(office: Office, sent: list[EventIn]) -> None:
    """Events come in, all at once."""
    headers = {"Authorization": f"Bearer {AGENTS}"}
    raw: list[dict[str, Any]] = [each.model_dump(mode="json") for each in sent]
    with httpx.Client(base_url=office.url, headers=headers, timeout=60) as client:
        for start in range(0, len(raw), 100):
            answer = client.post("/v1/ingest/native", json=raw[start : start + 100])
            assert {each["type"] for each in answer.json()} == {"ack"}
