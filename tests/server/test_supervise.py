"""The supervisors' websocket, on a real server: who gets in, what is seen, done and kept."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from pathlib import Path
from typing import Any, cast

import pytest
from pydantic import SecretStr
from websockets.asyncio.client import connect

from assist.node import supervision
from assist.server.run import Server, opened

from .conftest import (
    SUPERVISORS,
    TOKEN,
    Caller,
    Message,
    Peer,
    console,
    http,
    screen,
    settings,
    trunk,
)
from .process import Sidecar


def rows(peer: Peer) -> dict[str, Message]:
    """The floor, folded from all that came."""
    floor: dict[str, Message] = {}
    for message in peer.got:
        if message["type"] == "floor":
            floor = {row["call"]: row for row in message["rows"]}
        elif message["type"] == "floor.change":
            floor |= {row["call"]: row for row in message["rows"]}
            floor = {name: row for name, row in floor.items() if name not in message["gone"]}
    return floor


def alert(state: str) -> Any:
    return lambda message: message["type"] == "alert" and message["state"] == state


@pytest.mark.parametrize(
    ("header", "said", "code"),
    [
        (None, TOKEN, 4506),
        (None, "wrong", 4500),
        (TOKEN, None, 4506),
        ("wrong", None, 4500),
    ],
)
async def test_only_the_supervisors_token_opens_it(
    server: Server, header: str | None, said: str | None, code: int
) -> None:
    headers = {"Authorization": f"Bearer {header}"} if header else {}
    url = f"ws://127.0.0.1:{server.port}/v1/supervise"
    async with connect(url, additional_headers=headers) as socket_:
        knocking = Peer(socket_)
        if said is not None:
            await knocking.say({"type": "hello", "token": said, "name": "王组长"})
        assert await knocking.close_code() == code


async def test_while_the_token_is_changed_the_former_one_opens_the_console_too() -> None:
    new, old = "supervisors-new-0123", "supervisors-old-0123"
    async with opened(settings(supervisor_token=SecretStr(f"{new},{old}"))) as server:
        for token in (new, old):
            async with console(server, token=token), http(server, bearer=token) as client:
                assert (await client.get("/v1/calls")).status_code == 200
        async with http(server, bearer=f"{new},{old}") as client:
            assert (await client.get("/v1/calls")).status_code == 401


async def test_a_header_shows_the_token_and_a_name_is_asked_for(server: Server) -> None:
    headers = {"Authorization": f"Bearer {server.service.gate.supervisors}"}
    url = f"ws://127.0.0.1:{server.port}/v1/supervise"
    async with connect(url, additional_headers=headers) as socket_:
        supervisor = Peer(socket_)
        await supervisor.say({"type": "hello", "name": " 王组长 "})
        assert (await supervisor.until("welcome"))["name"] == "王组长"
    async with connect(url, additional_headers=headers) as socket_:
        nameless = Peer(socket_)
        await nameless.say({"type": "hello", "name": "  "})
        assert await nameless.close_code() == 4502


async def test_two_supervisors_see_one_floor_and_what_each_does(server: Server) -> None:
    call = Caller("c1")
    async with trunk(server) as leg, console(server) as one, console(server, "李组长") as two:
        await leg.say(call.start(queue="信用卡"), call.says("我要投诉", 1000))
        raised = await one.until(alert("raised"))
        assert (raised["rule"], raised["text"], raised["queue"]) == (
            "tell-supervisor",
            "客户要投诉",
            "信用卡",
        )
        await one.until("floor.change")
        assert rows(one)["c1"]["alerts"] == 1
        await one.say({"type": "acknowledge", "alert": raised["id"]})
        told = await two.until(alert("acknowledged"))
        assert (told["id"], told["by"]) == (raised["id"], "王组长")
        await two.say({"type": "acknowledge", "alert": "another", "ref": "r7"})
        refused = await two.until("error")
        assert (refused["code"], refused["ref"]) == ("unknown_alert", "r7")

        silence = {
            "type": "silence",
            "rule": "tell-supervisor",
            "minutes": 10,
            "reason": "演练 13800138000",
        }
        await two.say(silence)
        (listed,) = (await one.until("silences"))["silences"]
        assert (listed["rule"], listed["by"], listed["reason"]) == (
            "tell-supervisor",
            "李组长",
            "演练 ***********",
        )
        other = Caller("c2", agent="7002")
        await leg.say(other.start(), other.says("我要投诉", 1000))
        silent = await one.until(alert("silenced"))
        assert (silent["call"], silent["silence"]) == ("c2", listed["id"])
        await one.say({"type": "unsilence", "silence": listed["id"]})
        again = await two.until(lambda m: alert("raised")(m) and m["call"] == "c2")
        assert "by" not in again
        await leg.say(call.end(2000))
        await two.until(lambda m: m["type"] == "floor.change" and m["gone"] == ["c1"])
        assert set(rows(two)) == {"c2"}


async def test_the_floor_says_whether_an_agent_has_a_screen_open(server: Server) -> None:
    call = Caller("c1")
    async with trunk(server) as leg, console(server) as supervisor:
        await leg.say(call.start())
        await supervisor.until("floor.change")
        assert rows(supervisor)["c1"]["screens"] == 0
        async with screen(server):
            await supervisor.until(lambda _: rows(supervisor)["c1"]["screens"] == 1)
        await supervisor.until(lambda _: rows(supervisor)["c1"]["screens"] == 0)


async def test_a_whisper_is_seen_by_the_agent_alone_and_answered(server: Server) -> None:
    call = Caller("c1")
    async with trunk(server) as leg, screen(server) as overlay, console(server) as supervisor:
        await leg.say(call.start())
        await overlay.until("call.start")
        await supervisor.say(
            {"type": "whisper", "call": "c1", "text": " 先安慰，电话 13800138000 ", "ref": "w1"}
        )
        note = await overlay.until("note")
        assert (note["from"], note["text"]) == ("王组长", "先安慰，电话 ***********")
        sent = await supervisor.until("note.sent")
        assert (sent["id"], sent["screens"], sent["agent"], sent["ref"]) == (
            note["id"],
            1,
            "7001",
            "w1",
        )
        async with screen(server) as late:
            (state,) = (await late.until("snapshot"))["calls"]
            assert state["notes"][0]["id"] == note["id"]
        await leg.say(call.end(1000))
        await overlay.until("call.end")
        await supervisor.say({"type": "whisper", "call": "c1", "text": "晚了", "ref": "w2"})
        refused = await supervisor.until("error")
        assert (refused["code"], refused["call"], refused["ref"]) == ("call_not_live", "c1", "w2")


async def test_the_author_of_a_note_is_told_when_the_agent_sees_and_reads_it(
    server: Server,
) -> None:
    call = Caller("c1")
    async with (
        trunk(server) as leg,
        screen(server) as overlay,
        screen(server) as second,
        console(server) as author,
        console(server, "李组长") as watcher,
    ):
        await leg.say(call.start())
        await overlay.until("call.start")
        await watcher.say({"type": "watch", "call": "c1"})
        await watcher.until("watched")
        await author.say({"type": "whisper", "call": "c1", "text": "先安慰"})
        note = (await overlay.until("note"))["id"]
        await overlay.say({"type": "note.seen", "note": note, "state": "shown"})
        shown = await author.until("note.seen")
        assert (shown["id"], shown["call"], shown["state"]) == (note, "c1", "shown")
        assert (await watcher.until("note.seen"))["at"] == shown["at"]
        await second.until(lambda m: m["type"] == "note.seen" and m["state"] == "shown")
        # the other screen shows it too, and there the agent puts it away
        await second.say({"type": "note.seen", "note": note, "state": "shown"})
        await second.say({"type": "note.seen", "note": note, "state": "read"})
        read = await author.until(lambda m: m["type"] == "note.seen" and m["state"] == "read")
        await overlay.until(lambda m: m["type"] == "note.seen" and m["state"] == "read")
        assert author.types().count("note.seen") == 2
        async with screen(server) as late:
            (state,) = (await late.until("snapshot"))["calls"]
            (kept,) = state["notes"]
            assert (kept["shown"], kept["read"]) == (shown["at"], read["at"])
        await overlay.say({"type": "note.seen", "note": "another", "state": "shown"})
        assert (await overlay.until("error"))["code"] == "unknown_note"


async def test_a_call_is_watched_word_by_word(server: Server) -> None:
    call = Caller("c1")
    async with trunk(server) as leg, console(server) as supervisor:
        await leg.say(call.start(), call.says("您好", 500, speaker="agent"))
        await leg.until("ack")
        await supervisor.say({"type": "watch", "call": "c1"})
        watched = await supervisor.until("watched")
        assert watched["snapshot"]["call"] == "c1"
        assert [t["text"] for t in watched["transcripts"]] == ["您好"]
        await leg.say(call.says("我老伴走了", 2000, final=False))
        assert (await supervisor.until("hint.show"))["text"] == "先安慰"
        assert (await supervisor.until("transcript"))["text"] == "我老伴走了"
        assert "opened" in [m["what"] for m in supervisor.got if m["type"] == "trace"]
        await leg.say(call.end(3000))
        await supervisor.until("call.end")
        await supervisor.say({"type": "watch", "call": "c1"})
        assert (await supervisor.until("error"))["code"] == "call_not_live"
        await supervisor.say({"type": "watch", "call": None})
        assert (await supervisor.until("watched"))["snapshot"] is None


async def test_who_watches_sees_no_name_and_the_agent_does(server: Server) -> None:
    call = Caller("c1")
    async with (
        trunk(server) as leg,
        screen(server) as overlay,
        console(server) as supervisor,
    ):
        await leg.say(call.start(context={"name": "王淑芬", "product": "存款"}))
        told = await overlay.until("call.start")
        assert told["context"]["name"] == "王淑芬"
        await supervisor.say({"type": "watch", "call": "c1"})
        watched = await supervisor.until("watched")
        assert watched["snapshot"]["context"] == {"product": "存款"}


async def test_rubbish_is_told_and_forgiven(server: Server) -> None:
    async with console(server) as supervisor:
        for rubbish, code in (
            ("{", "malformed"),
            ({"type": "x", "ref": "1"}, "unknown_type"),
            ({"type": "whisper", "call": "c1", "text": "   "}, "invalid_event"),
            ({"type": "whisper", "call": "c1", "text": "长" * 301}, "invalid_event"),
            ({"type": "silence", "minutes": 5}, "invalid_event"),
            ({"type": "silence", "alert": "a", "rule": "r", "minutes": 5}, "invalid_event"),
            ({"type": "silence", "rule": "r", "minutes": 0}, "invalid_event"),
            ({"type": "hello", "name": "again"}, "invalid_event"),
        ):
            await supervisor.say(rubbish)
            refused = await supervisor.until("error")
            assert refused["code"] == code
            if isinstance(rubbish, dict):
                assert refused.get("ref") == rubbish.get("ref")


async def test_what_supervisors_did_survives_a_kill(tmp_path: Path) -> None:
    sidecar = Sidecar(tmp_path / "log.db")
    at = cast(Server, sidecar)
    calls = [Caller("c1"), Caller("c2", agent="7002"), Caller("c3", agent="7003")]
    await sidecar.start()
    async with trunk(at) as leg, console(at, token=SUPERVISORS) as supervisor:
        for call in calls:
            await leg.say(call.start(queue=f"q-{call.call}"), call.says("我要投诉", 1000))
        found: dict[str, str] = {}
        while len(found) < 3:
            raised = await supervisor.until(alert("raised"))
            found[raised["call"]] = raised["id"]
        await supervisor.say(
            {"type": "silence", "alert": found["c1"], "minutes": 30, "reason": "已致电"},
            {"type": "acknowledge", "alert": found["c2"]},
            {"type": "silence", "queue": "q-c3", "minutes": 30},
            {"type": "whisper", "call": "c1", "text": "我在听"},
        )
        await supervisor.until("silences")
        note = (await supervisor.until("note.sent"))["id"]
        async with screen(at) as overlay:
            await overlay.say({"type": "note.seen", "note": note, "state": "read"})
            await supervisor.until("note.seen")
        await asyncio.sleep(0.2)  # so that what was logged is durable
        await sidecar.kill()

    await sidecar.start()
    async with console(at, "李组长", token=SUPERVISORS) as supervisor:
        states = {m["call"]: m for m in supervisor.got if m["type"] == "alert"}
        assert {call: m["state"] for call, m in states.items() if m["rule"][:5] != "node:"} == {
            "c1": "silenced",
            "c2": "acknowledged",
            "c3": "silenced",
        }
        assert (states["c1"]["by"], states["c1"]["reason"]) == ("王组长", "已致电")
        assert {m["id"] for m in states.values()} == set(found.values())
        (kept,) = supervisor.got[-1]["silences"]
        assert (kept["queue"], kept["by"]) == ("q-c3", "王组长")
        assert set(rows(supervisor)) == {"c1", "c2", "c3"}
        await supervisor.say({"type": "watch", "call": "c1"})
        watched = await supervisor.until("watched")
        (noted,) = watched["snapshot"]["notes"]
        assert (noted["text"], noted["read"] >= noted["at"]) == ("我在听", True)
    await sidecar.terminate()


@pytest.mark.usefixtures("narrow")
async def test_a_supervisor_who_stops_reading_delays_nobody_and_is_dropped() -> None:
    stalled = socket.socket()
    stalled.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    call = Caller("c1")
    async with opened(settings(send_timeout=0.5, ping_interval=0.2)) as server:
        stalled.connect(("127.0.0.1", server.port))
        stalled.setblocking(False)
        url = f"ws://127.0.0.1:{server.port}/v1/supervise"
        async with (
            connect(url, sock=stalled, compression=None, max_queue=1) as dead,
            console(server, "lively") as lively,
            screen(server) as overlay,
            trunk(server) as leg,
        ):
            await leg.say(call.start(), call.says("您好", 1, speaker="agent"))
            await leg.until("ack")
            hello = {"type": "hello", "token": server.service.gate.supervisors, "name": "dead"}
            await dead.send(json.dumps([hello, {"type": "watch", "call": "c1"}]))
            await Peer(dead).until("watched")
            dead.transport.pause_reading()
            await lively.say({"type": "watch", "call": "c1"})
            await lively.until("watched")
            words, at, slowest = "我老伴走了" + "嗯" * 3500, 1, 0.0
            here = server.service.node.supervision.supervisors
            while len(here) == 2 and at < 4000:
                at += 1
                began = time.monotonic()
                await leg.say(call.says(words, at))
                await lively.until(lambda m, at=at: m.get("utterance") == f"u{at}", 10)  # type: ignore[misc]
                slowest = max(slowest, time.monotonic() - began)
            assert [each.name for each in here] == ["lively"]
            assert slowest < 2.0
            assert server.service.node.counts.readers_dropped == 1
            assert "hint.show" in overlay.types() or await overlay.until("hint.show")
            dead.transport.abort()


async def test_five_hundred_calls_are_worked_out_a_few_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However many calls there are, the loop is never kept for longer than a slice of them takes;
    what is then told of is only what changed."""
    most = 0
    look = supervision.Supervision._slice

    def counted(self: supervision.Supervision) -> None:
        nonlocal most
        before = len(self._work)
        look(self)
        most = max(most, before - len(self._work))

    monkeypatch.setattr(supervision.Supervision, "_slice", counted)
    callers = [Caller(f"c{n}", agent=f"a{n}") for n in range(500)]
    async with opened(settings()) as server, trunk(server) as leg:
        for caller in callers:
            await leg.say([caller.start(), caller.says("我老伴走了", 500)])
        await leg.until(lambda m: m["type"] == "ack" and m["call"] == "c499" and m["seq"] == 2, 20)
        async with console(server) as supervisor:
            assert len(rows(supervisor)) == 500
            assert most <= supervision.SLICE
            before = len(supervisor.got)
            await leg.say(callers[7].event("call.hold", 900))
            await supervisor.until(
                lambda m: m["type"] == "floor.change" and any(r["held"] for r in m["rows"])
            )
            held = {
                r["call"] for m in supervisor.got[before:] for r in m.get("rows", ()) if r["held"]
            }
            assert held == {"c7"}
