"""A server that has the floor which a test tells it: hundreds of calls, alerts, losses."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import BaseRoute, Route, WebSocketRoute

from assist.server.console import BASE
from assist.server.pages import page_headers

from .fake import STATIC, FakeSidecar

Row = dict[str, Any]

LEVELS = ("calm", "mild", "high", "severe")
NEEDS = {
    "zh": ("先安慰，再问材料", "说清为何限额", "给一个时限", "复述一遍诉求", "把年费规则讲明白"),
    "en": (
        "Comfort before the papers",
        "Explain the limit",
        "Give a deadline",
        "Repeat the request",
        "Explain the yearly fee",
    ),
}
REASONS = {
    "zh": (("regulator-threat", "要找监管投诉"), ("had-to-repeat", "同一件事说了几遍")),
    "en": (("regulator-threat", "Threatens the regulator"), ("had-to-repeat", "Had to repeat")),
}
QUEUES = {
    "zh": ("信用卡", "储蓄卡", "手机银行", "贷款"),
    "en": ("Cards", "Savings", "Mobile", "Loans"),
}
PRIORITIES = ("notice", "advice", "urgent", "critical")


def row(call: str, **more: Any) -> Row:
    """A call in which nothing is the matter."""
    return {
        "call": call,
        "agent": call.replace("c-", "7"),
        "queue": None,
        "group": None,
        "language": "zh",
        "started": 60_000,
        "held": False,
        "exchanged": False,
        "input_lost": False,
        "muted": False,
        "emotion": {"level": "calm", "meter": None, "value": 0.0, "spike": False, "curve": []},
        "needs": [],
        "complaint_risk": 0.0,
        "complaint_why": [],
        "last_hint": None,
        "hints": 0,
        "strain": 0.0,
        "alerts": 0,
        "screens": 1,
        "help": 0,
        **more,
    }


def busy(number: int, moment: int = 0, lang: str = "zh") -> Row:
    """A call as there are hundreds on a large floor; another ``moment`` finds it changed."""
    chance = random.Random(number * 1_000 + moment)
    height = min(1.0, chance.random() ** 2 * 1.3)
    level = LEVELS[sum(height > bound for bound in (0.25, 0.5, 0.75))]
    risk = round(min(0.97, height * chance.random() * 1.4), 2)
    curve = [round(min(1, max(0, height + chance.uniform(-0.15, 0.15))), 2) for _ in range(29)]
    needs = [
        {
            "id": f"n{n}",
            "rule": f"r{n}",
            "text": NEEDS[lang][(number + n) % len(NEEDS[lang])],
            "state": "escalated" if height > 0.7 and n == 0 else "open",
            "priority": PRIORITIES[chance.randrange(4)],
            "since": 9_000,
        }
        for n in range(chance.randrange(4))
    ]
    return row(
        f"c-{number:03}",
        queue=QUEUES[lang][number % 4],
        group=("金卡" if lang == "zh" else "Gold") if number % 5 == 0 else None,
        language=lang,
        started=20_000 + number * 1_700,
        held=number % 23 == 7,
        input_lost=number % 41 == 5,
        emotion={
            "level": level,
            "meter": ("anger", "anxiety", "grief")[number % 3],
            "value": height,
            "spike": number % 17 == 3,
            "curve": [*curve, round(height, 2)],
        },
        needs=needs,
        complaint_risk=risk,
        complaint_why=[
            {"what": what, "text": text, "weight": risk}
            for what, text in REASONS[lang][: 1 + number % 2]
        ]
        if risk > 0.2
        else [],
        last_hint={
            "id": f"h{moment}",
            "text": NEEDS[lang][(number + moment) % len(NEEDS[lang])],
            "priority": PRIORITIES[number % 4],
            "ago": 4_000,
            "count": 1 + number % 3,
        },
        hints=number % 9,
        strain=round(height * 3, 1),
        alerts=1 if number % 37 == 4 else 0,
        help=round(100 * (0.6 * height + 0.4 * risk)),
    )


def alert(name: str, **more: Any) -> dict[str, Any]:
    """One of the node's own; with a ``text`` of its own, a rule's."""
    return {
        "type": "alert",
        "id": name,
        "state": "raised",
        "call": "c-004",
        "agent": "7004",
        "queue": "信用卡",
        "rule": "our-rule" if "text" in more else "node:severe-emotion",
        "need": None,
        "priority": "urgent",
        "text": "客户情绪持续激烈，坐席可能需要支援",
        "because": [],
        "at": 60_000,
        "ago": 42_000,
        "ended": False,
        **more,
    }


class FakeFloor(FakeSidecar):
    """Serves the console; ``said`` holds all that the supervisor's page asked for. ``token`` is the
    one that opens it."""

    def __init__(self) -> None:
        self.token = "t"
        self.seq = 0
        super().__init__()

    def routes(self) -> list[BaseRoute]:
        return [
            WebSocketRoute("/v1/supervise", self.answer),
            Route("/v1/session", self._session),
            Route("/console", self._console),
            Route("/console/call/{call}", self._console),
        ]

    def open(
        self, rows: Sequence[Row] = (), *more: dict[str, Any], silences: Sequence[Any] = ()
    ) -> None:
        """Answer the hello of a page that (re)connects: the floor, alerts, silences."""
        self.hears("hello")
        self.send({"type": "welcome", "name": "林主管"})
        self.seq = 0
        self.tell("floor", rows=list(rows))
        self.send(*more, {"type": "silences", "silences": list(silences)})

    def change(self, *rows: Row, gone: Sequence[str] = ()) -> None:
        self.tell("floor.change", rows=list(rows), gone=list(gone))

    def tell(self, kind: str, **fields: Any) -> None:
        """A numbered message."""
        self.seq += 1
        self.send({"type": kind, "seq": self.seq, **fields})

    async def _session(self, request: Request) -> JSONResponse:
        if request.headers["Authorization"] != f"Bearer {self.token}":
            told = {"type": "error", "code": "unauthorized", "detail": "", "temporary": False}
            return JSONResponse(told, 401)
        return JSONResponse(
            {"supervisor": True, "version": "0", "digest": "", "samples": False, "needs": {}}
        )

    async def _console(self, request: Request) -> HTMLResponse:
        text = (STATIC / "console.html").read_text("utf-8")
        up = "../" * (request.url.path.count("/") - 1) or "./"
        text = text.replace(BASE, f'<base href="{up}" />')
        return HTMLResponse(text, headers=page_headers((), base="'self'"))
