"""The floor as supervisors see it, in virtual time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import count
from typing import Any

import pytest

from assist.core.engine import Engine
from assist.core.events import AlertHandled, Note
from assist.log.base import Entry
from assist.node import supervision as module
from assist.node.recovery import recover
from assist.node.rows import POINTS
from assist.proto.messages import NoteSeenIn
from tests.backtest.calls import program as compiled
from tests.core.calls import MOODS
from tests.virtual import play

from .supervised import RULES, Console, Hall, passes, program


def test_a_row_tells_how_the_call_stands() -> None:
    async def main() -> None:
        hall = await Hall().open()
        hall.start("c1", queue="信用卡", group="二组")
        _, console = hall.join()
        await passes(1)
        hall.says("c1", "我老伴走了")
        hall.says("c1", "太过分")
        await passes(1)
        row = console.floor()["c1"]
        assert (row["agent"], row["queue"], row["group"], row["held"]) == (
            "a-c1",
            "信用卡",
            "二组",
            False,
        )
        (need,) = row["needs"]
        assert (need["id"], need["text"], need["state"]) == ("bereaved", "先安慰", "open")
        assert (row["last_hint"]["text"], row["hints"]) == ("先安慰", 1)
        emotion = row["emotion"]
        assert (emotion["level"], emotion["meter"]) == ("high", "anger")
        assert len(emotion["curve"]) == POINTS
        assert emotion["curve"][0] == 0.0
        assert emotion["curve"][-1] == emotion["value"] == pytest.approx(0.5, abs=0.01)
        assert row["complaint_why"][0]["what"] == "emotion:anger"
        await passes(12)
        later = console.floor()["c1"]
        assert later["needs"][0]["state"] == "escalated"
        assert later["help"] > row["help"]
        assert 0.1 <= later["strain"] <= 0.3
        hall.node.stop()

    play(main())


LIFE = (
    RULES.replace(
        "loss:", "wants-to-die: {speaker: customer, phrases: [不想活了], on: partial}\n  loss:"
    )
    + """
  hold-on:
    need: self-harm-risk
    ability: empathy
    when: wants-to-die
    met_by: sorry
    hint: {text: 先稳住人}
"""
)


def test_a_life_stands_above_all_fees_until_it_was_misheard() -> None:
    async def main() -> None:
        hall = await Hall(compiled(LIFE)).open()
        hall.start("life")
        hall.start("fee")
        _, console = hall.join()
        hall.says("fee", "太过分，我要投诉，气死我了")
        hall.says("life", "我不想活了", utterance="said", final=False)
        await passes(2)
        floor = console.floor()
        assert floor["life"]["help"] == 100 > floor["fee"]["help"]
        hall.says("life", "对不起，我在呢，您慢慢说", speaker="agent")
        await passes(2)
        assert console.floor()["life"]["help"] == 100
        hall.node.stop()

    play(main())


def test_a_life_that_was_misheard_is_a_call_like_others() -> None:
    async def main() -> None:
        hall = await Hall(compiled(LIFE)).open()
        hall.start("life")
        _, console = hall.join()
        hall.says("life", "我不想活了", utterance="said", final=False)
        await passes(2)
        assert console.floor()["life"]["help"] == 100
        hall.says("life", "我不想活动了", utterance="said", revision=1)
        await passes(2)
        assert console.floor()["life"]["help"] < 50
        hall.node.stop()

    play(main())


def test_nobody_looks_so_nothing_is_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: Any) -> Any:
        raise AssertionError("worked out for nobody")

    async def main() -> None:
        hall = await Hall().open()
        supervisor, _ = hall.join()
        hall.start("c1")
        await passes(1)
        hall.node.supervision.leave(supervisor)
        monkeypatch.setattr(module, "row_of", never)
        hall.says("c1", "我老伴走了")
        await passes(30)
        hall.send("c1", "call.end")
        hall.node.stop()

    play(main())


def test_only_what_changed_is_told_and_at_most_twice_a_second() -> None:
    async def main() -> None:
        hall = await Hall().open()
        for n in range(40):
            hall.start(f"c{n}")
        _, console = hall.join()
        await passes(2)
        assert len(console.floor()) == 40
        before = len(console.got)
        for n in range(40):
            if n % 10 == 0:
                hall.send("c7", "call.hold")
            elif n % 10 == 5:
                hall.send("c7", "call.resume")
            hall.says("c8", "嗯")
            await passes(0.1)
        changes = console.got[before:]
        assert {row["call"] for change in changes for row in change["rows"]} == {"c7"}
        assert 4 <= len(changes) <= 9
        hall.node.stop()

    play(main())


def test_who_reads_slowly_is_told_less_often_and_ends_up_knowing_the_same() -> None:
    async def main() -> None:
        hall = await Hall().open()
        hall.start("c1")
        hall.start("c2")
        _, brisk = hall.join()
        _, slow = hall.join("李组长")
        await passes(1)
        slow.reads = False
        for _ in range(30):
            hall.send("c1", "call.hold")
            await passes(1)
            hall.send("c1", "call.resume")
            await passes(1)
        hall.send("c2", "call.end")
        hall.start("c3")
        await passes(1)
        assert len(slow) <= 2  # one frame waits, and all else is names of calls
        slow.reads = True
        slow.drain()
        await passes(1)
        assert slow.floor() == brisk.floor()
        assert set(slow.floor()) == {"c1", "c3"}
        assert len(slow.got) < len(brisk.got) / 3
        hall.node.stop()

    play(main())


def test_two_who_end_in_the_same_instant_are_both_shown_to_who_comes_to_watch_just_then() -> None:
    async def main() -> None:
        hall = await Hall().open()
        hall.start("c1")
        hall.says("c1", "您好", "agent")
        supervisor, console = hall.join()
        await passes(1)
        hall.says("c1", "我老伴走了")
        hall.says("c1", "您请说", "agent")
        assert await hall.node.supervision.watch(supervisor, "c1")
        (watched,) = console.of("watched")
        assert [t["text"] for t in watched["transcripts"]] == ["您好", "我老伴走了", "您请说"]
        hall.node.stop()

    play(main())


def test_what_both_say_while_the_log_is_read_is_shown_too() -> None:
    async def main() -> None:
        hall = await Hall().open()
        hall.start("c1")
        hall.says("c1", "您好", "agent")
        supervisor, console = hall.join()
        await passes(1)
        reading = hall.log.tail

        async def slow(call: str, most: int) -> Sequence[Entry]:
            entries = await reading(call, most)
            hall.log.tail = reading  # type: ignore[method-assign]
            hall.says("c1", "我老伴走了")
            hall.says("c1", "您节哀", "agent")
            return entries

        hall.log.tail = slow  # type: ignore[method-assign]
        assert await hall.node.supervision.watch(supervisor, "c1")
        (watched,) = console.of("watched")
        assert [t["text"] for t in watched["transcripts"]] == ["您好", "我老伴走了", "您节哀"]
        hall.node.stop()

    play(main())


def test_a_watched_call_shows_all_that_comes_out_of_it() -> None:
    async def main() -> None:
        hall = await Hall().open()
        hall.start("c1")
        hall.start("c2")
        hall.says("c1", "您好", "agent")
        hall.says("c1", "我老伴走了")
        supervisor, console = hall.join()
        await passes(1)
        assert await hall.node.supervision.watch(supervisor, "c1")
        (watched,) = console.of("watched")
        assert [t["text"] for t in watched["transcripts"]] == ["您好", "我老伴走了"]
        assert watched["transcripts"][1]["spans"]
        assert [(t["what"], t["text"]) for t in watched["trace"]] == [("opened", "先安慰")]
        assert watched["snapshot"]["hints"][0]["text"] == "先安慰"

        hall.says("c2", "我老伴走了")
        hall.says("c1", "节哀", "agent")
        hall.send("c1", "call.hold")
        hall.send("c1", "call.hold")
        hall.send("c1", "call.resume")
        hall.send("c1", "call.end")
        about = [m for m in console.got if m.get("call") == "c1" and m["type"] != "watched"]
        assert [m["type"] for m in about] == [
            "trace",
            "hint.close",
            "need",
            "transcript",
            "call.hold",
            "call.resume",
            "call.end",
        ]
        assert not [m for m in console.got if m.get("call") == "c2"]
        assert not any("seq" in m for m in about)
        assert not await hall.node.supervision.watch(supervisor, "c1")
        hall.node.stop()

    play(main())


def test_what_becomes_known_of_a_watched_call_is_told_without_the_name() -> None:
    async def main() -> None:
        hall = await Hall().open()
        hall.start("c1")
        screen = Console()
        hall.node.stream("a-c1").join(screen, None)
        supervisor, console = hall.join()
        await hall.node.supervision.watch(supervisor, "c1")
        hall.send("c1", "context", set={"name": "王女士", "product": "贷款"})
        (mine,) = screen.of("call.context")
        (theirs,) = console.of("call.context")
        assert mine["context"] == {"name": "王女士", "product": "贷款"}
        assert theirs["context"] == {"product": "贷款"}
        assert "王女士" not in json.dumps(console.got, ensure_ascii=False)
        hall.node.stop()

    play(main())


def test_a_watched_call_may_be_left_for_another() -> None:
    async def main() -> None:
        hall = await Hall().open()
        hall.start("c1")
        hall.start("c2")
        supervisor, console = hall.join()
        await hall.node.supervision.watch(supervisor, "c1")
        await hall.node.supervision.watch(supervisor, "c2")
        hall.says("c1", "我老伴走了")
        assert await hall.node.supervision.watch(supervisor, None)
        hall.says("c2", "我老伴走了")
        kinds = [m["type"] for m in console.got]
        assert kinds.count("watched") == 3
        assert "transcript" not in kinds
        assert hall.node.calls["c1"].watchers == hall.node.calls["c2"].watchers == ()
        hall.node.stop()

    play(main())


def test_a_note_reaches_the_agent_masked_and_is_in_the_log() -> None:
    async def main() -> None:
        hall = await Hall().open()
        hall.start("c1")
        screen = Console()
        hall.node.stream("a-c1").join(screen, None)
        sent = hall.node.desk.whisper("c1", "王组长", "请他打 13800138000")
        assert sent is not None
        (note,) = screen.of("note")
        assert (note["from"], note["text"], note["id"]) == (
            "王组长",
            "请他打 ***********",
            sent.id,
        )
        for n in range(4):
            hall.node.desk.whisper("c1", "王组长", f"第 {n} 句")
        late = Console()
        hall.node.stream("a-c1").join(late, None)
        (call,) = late.of("snapshot")[0]["calls"]
        assert [n["text"] for n in call["notes"]] == ["第 1 句", "第 2 句", "第 3 句"]
        await hall.log.wait(hall.node.appended)
        logged = [e.event for e in await hall.log.read("c1") if isinstance(e.event, Note)]
        assert len(logged) == 5
        assert "13800138000" not in str(logged)
        hall.send("c1", "call.end")
        assert hall.node.desk.whisper("c1", "王组长", "晚了") is None
        hall.node.stop()

    play(main())


def test_all_are_told_the_same_time_however_long_the_telling_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def main() -> None:
        hall = await Hall().open()
        hall.start("c1")
        screen = Console()
        hall.node.stream("a-c1").join(screen, None)
        _, author = hall.join()
        now = hall.node.floor.now
        ticking = count()
        monkeypatch.setattr(hall.node.floor, "now", lambda: now() + next(ticking))
        note = hall.node.desk.whisper("c1", "王组长", "先安慰")
        assert note is not None
        hall.node.note_seen("a-c1", NoteSeenIn(type="note.seen", note=note.id, state="shown"))
        (at_screen,), (at_author,) = screen.of("note.seen"), author.of("note.seen")
        assert at_screen["at"] == at_author["at"]
        hall.node.stop()

    play(main())


def test_a_call_whose_engine_failed_is_still_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    receive = Engine.receive

    def fails(self: Engine, event: Any, received: int) -> None:
        if event.type == "fragment":
            raise RecursionError
        receive(self, event, received)

    async def main() -> None:
        hall = await Hall().open()
        hall.start("c1")
        screen = Console()
        hall.node.stream("a-c1").join(screen, None)
        _, console = hall.join()
        monkeypatch.setattr(Engine, "receive", fails)
        hall.says("c1", "我老伴走了")
        await passes(1)
        assert console.floor()["c1"]["muted"] is True
        assert console.alert("node:engine-fault")["state"] == "raised"
        assert hall.node.desk.whisper("c1", "王组长", "提示停了，按流程来") is not None
        hall.send("c1", "call.hold")
        hall.send("c1", "call.resume")
        hall.send("c1", "call.end", reason="hangup")
        told = [m["type"] for m in screen.got[2:]]
        assert told == ["note", "call.hold", "call.resume", "call.end"]
        assert screen.of("call.end")[0]["reason"] == "hangup"
        await passes(0.1)
        assert console.alert("node:engine-fault")["state"] == "withdrawn"
        hall.node.stop()

    play(main())


def test_after_a_restart_the_floor_stands_as_it_did() -> None:
    async def main() -> None:
        hall = await Hall().open()
        hall.start("c1")
        hall.says("c1", "我老伴走了")
        hall.says("c1", "我要投诉")
        hall.says("c1", "太过分")
        _, console = hall.join()
        await passes(3)
        alert = console.alert("formal-way")
        assert hall.node.desk.handle(alert["id"], "acknowledged", "王组长", reason="在听")
        hall.node.desk.whisper("c1", "王组长", "我在")
        await passes(1)
        before = console.floor()["c1"]
        hall.node.stop()

        again = Hall()
        again.log, again.node.floor.log = hall.log, hall.log
        again.node.log = hall.log
        await again.node.use(program())
        await recover(again.node, lambda _digest: _this())
        _, later = again.join("李组长")
        await passes(1)
        after = later.floor()["c1"]
        for key in ("hints", "last_hint", "needs", "complaint_risk", "agent", "strain"):
            assert _still(after[key]) == _still(before[key]), key
        told = later.alert("formal-way")
        assert (told["id"], told["state"], told["by"], told["reason"]) == (
            alert["id"],
            "acknowledged",
            "王组长",
            "在听",
        )
        notes = again.node.calls["c1"].notes
        assert [note["text"] for note in notes] == ["我在"]
        await hall.log.wait(again.node.appended)
        kinds = [e.event.type for e in await hall.log.read("c1")]
        assert kinds.count("alert.handled") == 1
        assert isinstance(
            next(e.event for e in await hall.log.read("c1") if e.event.type == "alert.handled"),
            AlertHandled,
        )
        again.node.stop()

    play(main())


async def _this() -> Any:
    return program()


def _still(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _still(v) for k, v in value.items() if k not in ("ago", "since")}
    return [_still(each) for each in value] if isinstance(value, list) else value


def test_a_trunk_that_is_cut_tells_of_all_its_calls_in_few_frames() -> None:
    async def main() -> None:
        hall = await Hall().open()
        line = object()
        for n in range(400):
            hall.start(f"c{n}", line)
            hall.says(f"c{n}", "您好", "agent", source=line)
        supervisor, console = hall.join()
        await passes(2)
        before = console.frames
        hall.node.source_lost(line)
        await passes(10)
        alerts = console.of("alert")
        assert {a["call"] for a in alerts} == {f"c{n}" for n in range(400)}
        assert {a["rule"] for a in alerts} == {"node:input-lost"}
        assert console.frames - before <= 3 * 400 / module.SLICE
        assert supervisor in hall.node.supervision.supervisors
        hall.node.stop()

    play(main())


def test_a_row_names_the_feeling_and_draws_its_own_curve() -> None:
    async def main() -> None:
        hall = await Hall(compiled(MOODS)).open()
        hall.start("c1")
        _, console = hall.join()
        await passes(1)
        hall.says("c1", "我老伴走了，怎么办")
        await passes(1)
        emotion = console.floor()["c1"]["emotion"]
        assert (emotion["level"], emotion["meter"]) == ("mild", "grief")
        assert emotion["curve"][-1] == emotion["value"] == pytest.approx(0.4, abs=0.01)
        hall.node.stop()

    play(main())
