"""The overlay websocket: snapshots, resuming, feedback, the dial, transcripts, stalled readers."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable

import pytest
from websockets.asyncio.client import connect

from assist.node import streams
from assist.server import screen as screen_module
from assist.server.run import Server, opened

from .conftest import TOKEN, Caller, Message, Peer, http, peer, screen, settings, trunk


def said(at: int) -> Callable[[Message], bool]:
    return lambda message: message.get("utterance") == f"u{at}"


async def test_a_resume_gets_what_was_missed_and_nothing_twice(server: Server) -> None:
    call = Caller("c1")
    async with trunk(server) as leg:
        async with screen(server) as overlay:
            epoch = (await overlay.until("welcome"))["epoch"]
            await leg.say(call.start(), call.says("我赶时间", 1000))
            last = (await overlay.until("hint.show"))["seq"]
        await leg.say(call.says("我老伴走了", 3000))
        await leg.until(lambda m: m["type"] == "ack" and m["seq"] == 3)
        async with screen(server, resume={"epoch": epoch, "seq": last}) as overlay:
            welcome = await overlay.until("welcome")
            assert (welcome["recovered"], welcome["epoch"]) == (True, epoch)
            hint = await overlay.until("hint.show")
            assert hint["text"] == "先安慰"
            assert overlay.got[1]["seq"] == last + 1
            assert "snapshot" not in overlay.types()


@pytest.mark.parametrize("resume", [{"epoch": "another", "seq": 1}, {"epoch": None, "seq": 999}])
async def test_a_resume_that_cannot_be_complete_is_a_snapshot(
    server: Server, resume: dict[str, object]
) -> None:
    async with screen(server) as overlay:
        epoch = (await overlay.until("welcome"))["epoch"]
    async with screen(
        server, resume={"epoch": resume["epoch"] or epoch, "seq": resume["seq"]}
    ) as o:
        assert (await o.until("welcome"))["recovered"] is False
        assert (await o.until("snapshot"))["seq"] == 0


async def test_a_resume_from_before_the_ring_is_a_snapshot(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "RING_BYTES", 300)
    call = Caller("c1")
    async with trunk(server) as leg, screen(server) as first:
        epoch = (await first.until("welcome"))["epoch"]
        await leg.say(call.start(), call.says("我老伴走了", 1000))
        await first.until("hint.show")
        async with screen(server, resume={"epoch": epoch, "seq": 0}) as second:
            assert (await second.until("welcome"))["recovered"] is False
            snapshot = await second.until("snapshot")
            assert [hint["text"] for hint in snapshot["calls"][0]["hints"]] == ["先安慰"]
            assert snapshot["calls"][0]["needs"][0]["id"] == "bereaved"


async def test_every_screen_of_an_agent_sees_the_same(server: Server) -> None:
    call = Caller("c1")
    async with trunk(server) as leg, screen(server) as one, screen(server) as two:
        await two.until("snapshot")
        await leg.say(call.start(), call.says("我老伴走了", 1000))
        assert await one.until("hint.show") == await two.until("hint.show")
        async with screen(server, agent="7002") as other:
            assert (await other.until("snapshot"))["calls"] == []


async def test_a_screen_that_says_more_than_anybody_can_click_is_read_later(server: Server) -> None:
    call = Caller("c1")
    async with trunk(server) as leg, screen(server) as overlay:
        await leg.say(call.start())
        await overlay.until("snapshot")
        before = server.service.node.appended
        for level in ("minimal", "balanced") * 250:
            await overlay.say({"type": "dial", "level": level})
        await asyncio.sleep(0.4)
        logged = server.service.node.appended - before
        assert 0 < logged <= 2 * screen_module.MESSAGES_A_SECOND  # of a second, or two that meet


async def test_used_closes_the_hint_on_every_screen(server: Server) -> None:
    call = Caller("c1")
    async with trunk(server) as leg, screen(server) as one, screen(server) as two:
        await leg.say(call.start(), call.says("我老伴走了", 1000))
        hint = (await one.until("hint.show"))["id"]
        await two.say({"type": "feedback", "hint": hint, "verdict": "used"})
        closed = await one.until("hint.close")
        assert (closed["id"], closed["reason"]) == (hint, "used")
    assert server.service.node.counts.feedback == {"used": 1}


async def test_a_verdict_that_is_given_twice_is_logged_once(server: Server) -> None:
    call = Caller("c1")
    async with trunk(server) as leg, screen(server) as one, screen(server) as other:
        await leg.say(call.start(), call.says("我老伴走了", 900))
        hint = (await one.until("hint.show"))["id"]
        for verdict in ("helpful", "helpful", "wrong", "helpful"):
            await one.say({"type": "feedback", "hint": hint, "verdict": verdict})
        await one.say({"type": "dial", "level": "minimal"})
        await other.until("dial.turned")  # all of the above has been taken
        again = {"type": "feedback", "hint": hint, "verdict": "helpful"}
        await other.say(again, {**again, "comment": "真是时候"}, {"type": "dial", "level": "off"})
        await one.until(lambda m: m["type"] == "dial.turned" and m["level"] == "off")
        await leg.say(call.end(3_000))
        await leg.until(lambda m: m["type"] == "ack" and m["seq"] == 3)
    entries = await server.service.log.read("c1")
    said = [(e.event.verdict, e.event.comment) for e in entries if e.event.type == "feedback"]
    expected = [("helpful", None), ("wrong", None), ("helpful", None), ("helpful", "真是时候")]
    assert said == expected


async def test_feedback_on_a_hint_that_nobody_saw_is_refused(server: Server) -> None:
    async with screen(server) as overlay:
        await overlay.say({"type": "feedback", "hint": "0" * 16, "verdict": "used"})
        assert (await overlay.until("error"))["code"] == "unknown_hint"


async def test_a_dial_that_one_screen_turns_stands_so_on_the_others(server: Server) -> None:
    async with screen(server) as one, screen(server) as other:
        await one.say({"type": "dial", "level": "minimal"})
        turned = await other.until("dial.turned")
        assert (turned["level"], turned["seq"]) == ("minimal", 1)
        assert (await one.until("dial.turned")) == turned
        await one.say({"type": "dial", "level": "minimal"}, {"type": "dial", "level": "off"})
        assert (await other.until("dial.turned"))["seq"] == 2  # what is no news is not told


async def test_the_dial_holds_for_this_call_and_the_next(server: Server) -> None:
    async with trunk(server) as leg, screen(server) as overlay:
        first, second = Caller("c1"), Caller("c2")
        await leg.say(first.start())
        await overlay.until("call.start")
        await overlay.say({"type": "dial", "level": "off"})
        await overlay.say({"type": "feedback", "hint": "x", "verdict": "used"})
        await overlay.until("error")  # so the dial has been turned
        await leg.say(first.says("我赶时间", 1000), first.end(1500))
        await leg.say(second.start(), second.says("我赶时间", 1000), second.end(1500))
        await overlay.until(lambda m: m["type"] == "call.end" and m["call"] == "c2")
        assert "hint.show" not in overlay.types()


async def test_only_a_screen_that_asks_gets_the_words(server: Server) -> None:
    call = Caller("c1")
    async with (
        trunk(server) as leg,
        screen(server, transcript=True) as reader,
        screen(server) as plain,
    ):
        await plain.until("snapshot")
        await reader.until("snapshot")
        await leg.say(call.start(), call.says("我老伴走了", 1000))
        said = await reader.until("transcript")
        assert (said["text"], said["speaker"], said["final"]) == ("我老伴走了", "customer", True)
        assert "seq" not in said
        assert [1, 5, "bereavement"] in said["spans"]
        await plain.until("hint.show")
        assert "transcript" not in plain.types()


async def test_a_call_names_its_agent_s_stream(server: Server) -> None:
    call = Caller("c1", agent="7009")
    async with trunk(server) as leg:
        await leg.say(call.start())
        await leg.until("ack")
        async with peer(server, "/v1/overlay") as overlay:
            await overlay.say({"type": "hello", "call": "c1"})
            assert (await overlay.until("welcome"))["agent"] == "7009"
    async with peer(server, "/v1/overlay") as overlay:
        await overlay.say({"type": "hello", "call": "nobody"})
        assert await overlay.close_code() == 4502


async def test_rubbish_is_told_and_forgiven(server: Server) -> None:
    async with screen(server) as overlay:
        await overlay.until("snapshot")
        for rubbish, code in (
            ("{", "malformed"),
            ("7", "malformed"),
            ({"type": "x"}, "unknown_type"),
            ({"type": "dial", "level": "loud"}, "invalid_event"),
            ({"type": "hello", "agent": "again"}, "invalid_event"),
            (" " * 70_000, "frame_too_large"),
        ):
            await overlay.say(rubbish)
            assert (await overlay.until("error"))["code"] == code


async def test_pings_come_and_silence_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen_module, "SILENT_AFTER_S", 0.3)
    async with (
        opened(settings(ping_interval=0.1)) as server,
        screen(server, "mute") as mute,
        screen(server, "lively") as lively,
    ):
        for _ in range(6):
            await lively.until("ping")
            await lively.say({"type": "pong"})
        assert await mute.close_code() == 4005


@pytest.mark.usefixtures("narrow")
async def test_a_screen_that_stops_reading_delays_nobody_and_is_dropped() -> None:
    """It has a tiny receive window and never reads; the other screen of the same agent, and the
    trunk, go on as if it were not there."""
    stalled = socket.socket()
    stalled.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    call = Caller("c1")
    async with opened(settings(send_timeout=0.5)) as server:
        stalled.connect(("127.0.0.1", server.port))
        stalled.setblocking(False)
        url = f"ws://127.0.0.1:{server.port}/v1/overlay"
        async with (
            connect(url, sock=stalled, compression=None, max_queue=1) as dead,
            screen(server, transcript=True) as lively,
            trunk(server) as leg,
        ):
            await dead.send(
                f'{{"type":"hello","token":"{TOKEN}","agent":"7001","transcript":true}}'
            )
            await Peer(dead).until("snapshot")
            dead.transport.pause_reading()
            await lively.until("snapshot")
            node, stream = server.service.node, server.service.node.stream("7001")
            assert len(stream.readers) == 2
            words = "我老伴走了" + "嗯" * 3500
            await leg.say(call.start())
            slowest, most, at = 0.0, 0, 0
            while len(stream.readers) == 2 and at < 4000:
                at += 1
                began = time.monotonic()
                await leg.say(call.says(words, at))
                await lively.until(said(at), 10)
                slowest = max(slowest, time.monotonic() - began)
                most = max(most, *(len(reader) for reader in stream.readers))
            assert len(stream.readers) == 1  # given up ...
            async with asyncio.timeout(5):
                while len(server.service.overlays) == 2:
                    await asyncio.sleep(0.02)  # ... and cut off, though it reads not even that
            assert node.counts.readers_dropped == 1
            assert most <= streams.QUEUE_FRAMES
            assert slowest < 2.0
            dead.transport.abort()
            # unread, these would hold up the trunk's goodbye for ten seconds
            await leg.until(lambda m: m["type"] == "ack" and m["seq"] == at + 1)
            async with http(server) as client:
                assert "assist_overlays_dropped_total 1.0" in (await client.get("/metrics")).text
