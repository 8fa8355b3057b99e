"""Every state that the overlay can be in, as what a sidecar says of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from .desk import Desk
from .words import AGENT, CALL, hint

Show = Callable[[Desk], None]
STATES: dict[str, Show] = {}

CURVE: list[dict[str, Any]] = [
    {"at": at, "meters": {"grief": value}, "level": level, "type": "emotion", "call": CALL}
    | {"speaker": "customer", "spike": False}
    for at, value, level in (
        (8_000, 0.12, "calm"),
        (21_000, 0.2, "calm"),
        (33_000, 0.45, "mild"),
        (44_000, 0.7, "high"),
        (52_000, 0.62, "high"),
    )
]
PAPERS = {"type": "need", "call": CALL, "at": 1, "state": "open", "rule": "r"} | {
    "id": "papers",
    "text": "列出所需材料",
}
CARD = {
    "title": "继承材料清单",
    "body": "死亡证明\n亲属关系证明\n继承人身份证",
    "link": "https://bank.example",
}
FACTS = [("姓", "林"), ("金额", "十二万"), ("卡尾号", "3827"), ("人在", "成都")]


def state(show: Show) -> Show:
    """One more of them, under the name of its function."""
    STATES[show.__name__.replace("_", "-")] = show
    return show


def _is(desk: Desk, *hints: dict[str, Any], **call: Any) -> None:
    """The call stands so, whatever was before."""
    desk.said.seq += 1
    desk.tell(
        {**desk.said.snapshot(), "calls": []},
        desk.said.snapshot(*hints, **{"at": 54_000, "emotion": CURVE, **call}),
    )


@state
def waiting(desk: Desk) -> None:
    desk.page.goto(f"{desk.sidecar.url}/overlay#token=t&agent={AGENT}")
    desk.sidecar.hears("hello")
    desk.sidecar.welcome()
    desk.tell({**desk.said.snapshot(), "calls": []})
    expect(desk.resting).to_have_text("等待来电")


@state
def rest(desk: Desk) -> None:
    _is(desk, emotion=CURVE[:1])


@state
def hint_of_each_severity(desk: Desk) -> None:
    _is(
        desk,
        hint(priority="critical", text="先停，问清收款人"),
        hint("h-2", priority="urgent", text="停三秒，先接住情绪"),
        hint("h-3", text="拒绝后补上替代方案"),
        hint("h-4", priority="notice", text="称呼用“您”"),
    )


@state
def tentative(desk: Desk) -> None:
    _is(desk, hint(tentative=True), hint("h-2", text="放慢，先听她说完", tentative=True))


@state
def retracted(desk: Desk) -> None:
    _is(desk, hint(), hint("h-2", text="放慢，先听她说完"), needs=[PAPERS])
    desk.tell(desk.said.close(hint(), "retracted"))


@state
def repeated_and_raised(desk: Desk) -> None:
    step = {"name": "acknowledge", "index": 2, "of": 3}
    _is(desk, hint(priority="critical", count=3, escalated=True, step=step))


@state
def met(desk: Desk) -> None:
    _is(desk, needs=[PAPERS])
    desk.tell(desk.said.need("papers", "列出所需材料", "met"))


@state
def dismissed(desk: Desk) -> None:
    _is(desk, hint())
    desk.button("忽略").click()


@state
def later_list(desk: Desk) -> None:
    _is(desk, hint(), hint("h-2", text="说清限额缘由"), queued=2)
    desk.headline.get_by_role("button", name="稍后").click()
    desk.button("3 条稍后提示").click()


@state
def knowledge(desk: Desk) -> None:
    desk.button("3 条稍后提示").click()
    _is(desk, hint(card=CARD))
    desk.headline.get_by_text("继承材料清单").click()


@state
def breathing(desk: Desk) -> None:
    say = "您稍等，我帮您看一下。"
    _is(desk, hint("h-p", need="agent-needs-pause", text="停 3 秒，慢慢呼气", say=say, because=[]))


@state
def facts(desk: Desk) -> None:
    _is(desk, hint(), needs=[PAPERS])
    desk.tell(*(desk.said.fact(label, value) for label, value in FACTS))


@state
def note(desk: Desk) -> None:
    desk.tell(desk.said.note("她上周来过两次，都是这件事。先答应今天回电，我来跟进。"))


@state
def note_read_and_held(desk: Desk) -> None:
    desk.button("收到").click()
    desk.tell(desk.said.held(on=True))


@state
def remembered(desk: Desk) -> None:
    _is(desk, remembered="上次来电（3 月 2 日）：担心资金没到账；偏好大字")


@state
def exchanged(desk: Desk) -> None:
    _is(desk, exchanged=True)


@state
def muted(desk: Desk) -> None:
    _is(desk, muted=True)


@state
def english(desk: Desk) -> None:
    english = hint(
        priority="urgent",
        text="Acknowledge the loss first",
        say="I'm so sorry for your loss. There is no hurry, we can take this one step at a time.",
        because=[
            {"speaker": "customer", "text": "my husband passed away", "at": 7_000, "utterance": "u"}
        ],
    )
    _is(
        desk,
        english,
        language="en",
        context={"name": "Mrs Whitfield", "product": "Savings"},
        needs=[{**PAPERS, "text": "List the papers"}],
        facts=[desk.said.fact("card ending", "3827"), desk.said.fact("family", "husband")],
    )
    desk.said.seq -= 2


@state
def moved_on(desk: Desk) -> None:
    _is(desk, hint())
    desk.said.seq += 1
    desk.tell({**desk.said.snapshot(), "calls": []})


@state
def over(desk: Desk) -> None:
    _is(desk, needs=[PAPERS], done=[{**PAPERS, "rule": "r2", "text": "先慰问", "state": "met"}])
    desk.tell(desk.said.end())


@state
def lost(desk: Desk) -> None:
    _is(desk, hint(), needs=[PAPERS])
    expect(desk.checklist).to_have_count(1)
    desk.sidecar.drop()
    expect(desk.link).to_have_text("已断开")


@state
def making_up(desk: Desk) -> None:
    expect(desk.link).to_have_text("已断开")
    desk.sidecar.hears("hello")
    welcome = {"type": "welcome", "epoch": "one", "recovered": True, "agent": AGENT}
    desk.tell({**welcome, "upto": desk.said.seq + 9})
