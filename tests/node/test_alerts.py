"""Alerts: who raises them, what supervisors do about them, what becomes of them."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest

from assist.core.program import Program
from assist.node.alerts import KEPT_MS, LOST_MS, SEVERE_MS, WORDS
from assist.node.node import Node
from assist.node.recovery import recover
from assist.node.replay import from_log
from assist.node.replay import play as play_call
from assist.node.silences import NowhereKept, Silence, SilenceFile, new_silence
from assist.report import report_of
from tests.virtual import play

from .supervised import Console, Hall, passes

MINUTE = 60_000


def silence(
    hall: Hall,
    minutes: int = 10,
    *,
    rule: str | None = None,
    queue: str | None = None,
    call: str | None = None,
) -> Silence:
    until = round(hall.wall_now()) + minutes * MINUTE
    return new_silence(rule=rule, queue=queue, call=call, by="王组长", reason="演练", until=until)


def test_a_rule_alerts_every_supervisor_and_one_who_comes_later() -> None:
    async def main() -> None:
        hall = await Hall().open()
        hall.start("c1", queue="信用卡")
        _, console = hall.join()
        await passes(1)
        hall.says("c1", "我要投诉到银保监")
        await passes(1)
        alert = console.alert("formal-way")
        assert (alert["state"], alert["call"], alert["agent"], alert["queue"]) == (
            "raised",
            "c1",
            "a-c1",
            "信用卡",
        )
        assert alert["because"][0]["text"]
        assert console.floor()["c1"]["alerts"] == 1
        await passes(30)
        _, late = hall.join("李组长")
        again = late.alert("formal-way")
        assert again["id"] == alert["id"]
        assert 30_000 <= again["ago"] <= 32_000
        hall.node.stop()

    play(main())


def test_words_that_are_taken_back_take_the_alert_back() -> None:
    async def main() -> None:
        hall = await Hall().open()
        hall.start("c1")
        _, console = hall.join()
        await passes(1)
        hall.says("c1", "我要投诉", utterance="u", revision=0, final=False)
        await passes(0.1)
        hall.says("c1", "我要投递", utterance="u", revision=1)
        await passes(0.1)
        states = [a["state"] for a in console.of("alert")]
        assert states == ["raised", "withdrawn"]
        assert console.alert("formal-way")["why"] == "taken_back"
        hall.node.stop()

    play(main())


def test_words_that_are_put_right_are_put_right_in_the_alert() -> None:
    async def main() -> None:
        hall = await Hall().open()
        hall.start("c1")
        _, console = hall.join()
        hall.says("c1", "征信呵我要投诉", utterance="u", final=False)
        await passes(1)
        raised = console.alert("formal-way")
        assert "征信呵" in raised["because"][0]["text"]
        assert hall.node.desk.handle(raised["id"], "acknowledged", "王组长")
        hall.says("c1", "真心话我要投诉", utterance="u", revision=1)
        await passes(1)
        told = console.alert("formal-way")
        assert "真心话" in told["because"][0]["text"]
        assert (told["id"], told["state"], told["by"]) == (raised["id"], "acknowledged", "王组长")
        assert told["at"] == raised["at"]
        hall.node.stop()

    play(main())


def test_an_acknowledged_alert_names_who_and_goes_with_its_call() -> None:
    async def main() -> None:
        hall = await Hall().open()
        hall.start("c1")
        _, one = hall.join()
        _, two = hall.join("李组长")
        await passes(1)
        hall.says("c1", "我要投诉")
        await passes(0.1)
        name = one.alert("formal-way")["id"]
        assert hall.node.desk.handle(name, "acknowledged", "王组长")
        await passes(0.1)
        for console in (one, two):
            told = console.alert("formal-way")
            assert (told["state"], told["by"]) == ("acknowledged", "王组长")
        hall.send("c1", "call.end")
        await passes(0.1)
        assert two.alert("formal-way")["why"] == "call_ended"
        assert not hall.node.desk.handle(name, "acknowledged", "李组长")
        hall.node.stop()

    play(main())


def test_an_alert_that_nobody_saw_outlives_its_call_for_half_an_hour() -> None:
    async def main() -> None:
        hall = await Hall().open()
        hall.start("c1")
        hall.start("c2")
        hall.says("c1", "我要投诉")
        hall.says("c2", "我要投诉")
        hall.send("c1", "call.end")
        hall.send("c2", "call.end")
        _, console = hall.join()
        await passes(1)
        standing = [a for a in console.of("alert") if a["ended"]]
        assert [(a["call"], a["state"]) for a in standing] == [("c1", "raised"), ("c2", "raised")]

        assert hall.node.desk.handle(standing[0]["id"], "acknowledged", "王组长")
        await passes(0.1)
        seen = [(a["state"], a.get("by")) for a in console.of("alert") if a["call"] == "c1"]
        assert seen == [("raised", None), ("withdrawn", "王组长")]
        await hall.log.wait(hall.node.appended)
        last = (await hall.log.read("c1"))[-1]
        assert last.event.type == "alert.handled"
        await passes(KEPT_MS / 1000 + 1)
        assert console.of("alert")[-1]["call"] == "c2"
        assert console.of("alert")[-1]["state"] == "withdrawn"
        hall.node.stop()

    play(main())


def test_a_silenced_alert_is_raised_again_when_the_time_is_over() -> None:
    async def main() -> None:
        hall = await Hall().open()
        hall.start("c1")
        _, console = hall.join()
        await passes(1)
        hall.says("c1", "我要投诉")
        await passes(0.1)
        name = console.alert("formal-way")["id"]
        until = round(hall.wall_now()) + 5 * MINUTE
        assert hall.node.desk.handle(name, "silenced", "王组长", reason="已致电", until=until)
        await passes(0.1)
        told = console.alert("formal-way")
        assert (told["state"], told["until"], told["reason"]) == ("silenced", until, "已致电")
        await passes(1)
        assert console.floor()["c1"]["alerts"] == 0
        await passes(5 * 60)
        await passes(0.1)
        told = console.alert("formal-way")
        assert told["state"] == "raised"
        assert "by" not in told
        await passes(1)
        assert console.floor()["c1"]["alerts"] == 1
        hall.node.stop()

    play(main())


@pytest.mark.parametrize(
    ("scope", "silent"),
    [
        ({"rule": "formal-way"}, {"c1", "c2"}),
        ({"rule": "formal-way", "queue": "信用卡"}, {"c1"}),
        ({"queue": "贷款"}, {"c2"}),
        ({"call": "c1"}, {"c1"}),
        ({"rule": "another"}, set()),
    ],
)
def test_a_wide_silence_covers_what_is_and_what_comes(
    scope: dict[str, Any], silent: set[str]
) -> None:
    async def main() -> None:
        hall = await Hall().open()
        hall.start("c1", queue="信用卡")
        hall.start("c2", queue="贷款")
        _, console = hall.join()
        await passes(1)
        hall.says("c1", "我要投诉")
        kept = silence(hall, **scope)
        await hall.node.supervision.silence(kept)
        hall.says("c2", "我要投诉")
        await passes(0.1)
        states = {a["call"]: a for a in console.of("alert")}
        assert {call for call, a in states.items() if a["state"] == "silenced"} == silent
        assert all(states[call]["silence"] == kept.id for call in silent)
        assert console.of("silences")[-1]["silences"] == [kept.wire()]

        await hall.node.supervision.unsilence(kept.id)
        await hall.node.supervision.unsilence(kept.id)
        await passes(0.1)
        last = {a["call"]: a["state"] for a in console.of("alert")}
        assert set(last.values()) == {"raised"}
        assert console.of("silences")[-1]["silences"] == []
        hall.node.stop()

    play(main())


def test_one_silence_ends_and_another_still_covers() -> None:
    async def main() -> None:
        hall = await Hall().open()
        hall.start("c1")
        _, console = hall.join()
        await passes(1)
        hall.says("c1", "我要投诉")
        await hall.node.supervision.silence(silence(hall, 5, rule="formal-way"))
        await hall.node.supervision.silence(silence(hall, 20, call="c1"))
        await passes(6 * 60)
        assert {a["state"] for a in console.of("alert")[1:]} == {"silenced"}
        assert len(console.of("silences")[-1]["silences"]) == 1
        await passes(15 * 60)
        assert console.alert("formal-way")["state"] == "raised"
        hall.node.stop()

    play(main())


async def beside_themselves() -> tuple[Hall, Console]:
    """A call whose customer has just been very upset for long enough, and who looks on."""
    hall = await Hall().open()
    hall.start("c1")
    _, console = hall.join()
    await passes(1)
    for _ in range(2):
        hall.says("c1", "太过分")
    await passes(SEVERE_MS / 1000 - 2)
    assert not console.of("alert")
    hall.says("c1", "太过分")
    await passes(3)
    return hall, console


def test_the_node_tells_of_severe_emotion_and_takes_it_back_when_it_eases() -> None:
    async def main() -> None:
        hall, console = await beside_themselves()
        assert console.alert("node:severe-emotion")["state"] == "raised"
        await passes(120)
        await passes(0.1)
        told = console.alert("node:severe-emotion")
        assert (told["state"], told["why"]) == ("withdrawn", "passed")
        hall.node.stop()

    play(main())


def test_pages_have_the_nodes_own_alerts_in_both_languages() -> None:
    page = Path(__file__).parents[2] / "web/src/console/own-alerts.ts"
    told = re.findall(r'"(node:[a-z-]+)": "([^"]+)"', page.read_text(encoding="utf-8"))
    assert told == [
        *((rule, zh) for rule, (_, zh, _) in WORDS.items()),
        *((rule, en) for rule, (_, _, en) in WORDS.items()),
    ]


def test_who_took_on_an_alert_of_the_nodes_own_is_in_the_review() -> None:
    async def main() -> None:
        hall, console = await beside_themselves()
        raised = console.alert("node:severe-emotion")
        assert hall.node.desk.handle(raised["id"], "acknowledged", "王组长")
        hall.send("c1", "call.end")
        await passes(1)
        entries = from_log(await hall.log.read("c1"))
        report = report_of(play_call("c1", entries, hall.rules, lambda _digest: None))
        (alert,) = report.alerts
        assert (alert.at, alert.text) == (raised["at"], raised["text"])
        assert (alert.state, alert.by) == ("acknowledged", "王组长")
        hall.node.stop()

    play(main())


def test_the_node_tells_of_lost_input_unless_it_is_back_at_once() -> None:
    async def main() -> None:
        hall = await Hall().open()
        line, other = object(), object()
        hall.start("c1", line)
        hall.says("c1", "您好", "agent", source=line)
        _, console = hall.join()
        await passes(1)
        hall.node.source_lost(line)
        await passes(1)
        assert console.floor()["c1"]["input_lost"] is True
        hall.says("c1", "您好", "agent", source=other)
        await passes(LOST_MS / 1000 + 1)
        assert not console.of("alert")
        hall.node.source_lost(other)
        await passes(LOST_MS / 1000 + 1)
        assert console.alert("node:input-lost")["state"] == "raised"
        hall.says("c1", "在吗", "agent", source=line)
        await passes(1)
        assert console.alert("node:input-lost")["why"] == "passed"
        assert console.floor()["c1"]["input_lost"] is False
        hall.node.stop()

    play(main())


def test_words_lost_to_a_restart_are_missing_since_then() -> None:
    async def main() -> None:
        hall = await Hall().open()
        line = object()
        hall.start("c1", line)
        hall.says("c1", "您好", "agent", source=line)
        await passes(600)
        hall.node.stop()

        async def same(_: str) -> Program:
            return hall.rules

        hall.node = Node(hall.log, hall.rules, wall=hall.wall_now)
        await recover(hall.node, same)
        _, console = hall.join()
        await passes(20)
        told = console.alert("node:input-lost")
        assert told["state"] == "raised"
        assert told["ago"] <= 20_000
        hall.node.stop()

    play(main())


def test_silences_are_kept_in_a_file_and_in_force_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "log.db.silences.json"

    async def main() -> None:
        hall = await Hall(silences=SilenceFile(path)).open()
        hall.node.supervision.load()  # nothing there yet
        kept = silence(hall, rule="formal-way")
        await hall.node.supervision.silence(kept)
        await hall.node.supervision.silence(silence(hall, queue="贷款"))
        await hall.node.supervision.unsilence(
            next(s.id for s in hall.node.supervision.alerts.silences.values() if s.queue)
        )
        hall.node.stop()
        assert [each.id for each in SilenceFile(path).load()] == [kept.id]
        assert path.stat().st_mode & 0o777 == 0o600  # it holds people's reasons

        again = await Hall(silences=SilenceFile(path)).open()
        again.node.supervision.load()
        again.start("c1")
        again.says("c1", "我要投诉")
        _, console = again.join()
        await passes(1)
        assert console.alert("formal-way")["state"] == "silenced"
        again.node.stop()

    play(main())


async def test_a_silence_that_cannot_be_kept_changes_nothing(tmp_path: Path) -> None:
    hall = await Hall(silences=SilenceFile(tmp_path / "no-such-folder" / "x.json")).open()
    with pytest.raises(OSError, match="No such file"):
        await hall.node.supervision.silence(silence(hall, rule="formal-way"))
    assert hall.node.supervision.alerts.silences == {}
    hall.node.stop()
    await asyncio.sleep(0)


def test_a_file_of_something_else_is_told_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "silences.json"
    path.write_text("{}")
    with pytest.raises(ValueError, match="not a file of silences"):
        SilenceFile(path).load()


def test_a_log_in_memory_keeps_no_silences() -> None:
    NowhereKept().save([])
    assert NowhereKept().load() == ()
