"""The ingest websocket: every error by its code, and no call that notices another's."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from assist.proto.ingest import ACK_EVERY
from assist.server import ingest
from assist.server.beat import ACK_AFTER_S
from assist.server.run import Server, opened

from .conftest import Caller, Message, http, peer, screen, settings, trunk


def error(code: str) -> object:
    return lambda m: m["type"] == "error" and m["code"] == code


async def test_acks_are_cumulative_and_come_within_a_quarter_of_a_second(server: Server) -> None:
    call = Caller("c1")
    async with trunk(server) as leg:
        await leg.say(call.start(), call.says("喂", 100), call.says("你好", 200))
        ack = await leg.until("ack")  # three events: too few to be acknowledged for their number
        assert ACK_AFTER_S <= 0.25
        assert ACK_EVERY > 3
        assert ack == {"type": "ack", "call": "c1", "sender": "", "seq": 3}


async def test_fifty_events_are_acked_without_waiting_for_the_clock(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "ACK_AFTER_S", 60)
    call = Caller("c1")
    events = [call.start(), *(call.says("喂", at) for at in range(1, 50))]
    async with trunk(server) as leg:
        await leg.say(events)
        assert (await leg.until("ack"))["seq"] == 50


async def test_each_fault_has_its_code_and_other_calls_never_notice(server: Server) -> None:
    good, bad = Caller("good"), Caller("bad")
    faults: list[tuple[object, str, dict[str, object]]] = [
        ("{not json", "malformed", {}),
        ("42", "malformed", {}),
        ("[[]]", "malformed", {}),
        (b"\xff\xfe\x00", "malformed", {}),
        (" " * 70_000, "frame_too_large", {}),
        ({"type": "nonsense"}, "unknown_type", {}),
        ({"call": "bad"}, "unknown_type", {"call": "bad"}),
        ({"type": "fragment", "call": "x" * 200}, "invalid_event", {}),
        (
            {"type": "call.hold", "call": "nobody", "seq": 1, "at": 0},
            "unknown_call",
            {"call": "nobody", "seq": 1, "temporary": False},
        ),
        (
            {"type": "call.hold", "call": "bad", "seq": 9, "at": 0},
            "sequence_gap",
            {"call": "bad", "seq": 9, "expected": 2, "temporary": True},
        ),
        (
            {"type": "call.start", "call": "bad", "sender": "b", "seq": 1, "at": 0, "agent": "7"},
            "call_started",
            {"call": "bad", "sender": "b", "seq": 1},
        ),
        (
            {"type": "context", "call": "bad", "seq": 2, "at": 0, "set": 7},
            "invalid_event",
            {"call": "bad", "seq": 2},
        ),
    ]
    async with trunk(server) as leg:
        await leg.say(good.start(), bad.start())
        for at, (fault, code, expected) in enumerate(faults):
            await leg.say(fault, good.says("喂", at + 1))
            told = await leg.until("error")
            assert told["code"] == code, fault
            assert told.items() >= expected.items()
        bad.seq = 2  # the invalid event has used its number up
        await leg.say(bad.end(500), good.end(500))
        await leg.until(
            lambda m: m["type"] == "ack" and m["call"] == "good" and m["seq"] == good.seq
        )
        errors = [m for m in leg.got if m["type"] == "error"]
        assert len(errors) == len(faults)
        assert not [m for m in errors if m.get("call") == "good"]
        await leg.say(bad.end(600))
        assert (await leg.until("error"))["code"] == "call_ended"


async def test_a_refused_call_start_uses_up_nothing(server: Server) -> None:
    call = Caller("c1")
    async with trunk(server) as leg:
        await leg.say(call.start(language="de"), call.start(language="zh"))
        assert (await leg.until("error"))["code"] == "invalid_event"
        told = await leg.until("error")
        assert (told["code"], told["expected"]) == ("sequence_gap", 1)
        call.seq = 0
        await leg.say(call.start(language="zh"), call.says("喂", 1))
        ack = await leg.until("ack")
        assert (ack["seq"], "refused" in ack) == (2, False)


async def test_what_is_refused_uses_up_its_number_and_the_ack_says_so(server: Server) -> None:
    call = Caller("c1")
    async with trunk(server) as leg:
        await leg.say(call.start(), call.event("fragment", 1), call.says("喂", 2))
        ack = await leg.until("ack")
        assert (ack["seq"], ack["refused"]) == (3, [2])


@pytest.mark.parametrize("named", [{"role": "customer"}, {"channel": 7}])
async def test_words_that_nobody_says_are_taken_with_a_warning_once(
    server: Server, named: Message
) -> None:
    call, other = Caller("c1"), Caller("c1", sender="b")
    start = call.start(channels=[{"channel": 0, "speaker": "customer"}])
    said = [call.says("喂", at, speaker=None) | named for at in (100, 200, 300)]
    async with trunk(server) as leg:
        await leg.say(start, said[0], said[1:], other.says("喂", 400, speaker=None))
        told = await leg.until("error")
        assert (told["code"], told["call"], told["sender"], told["seq"]) == (
            *("unknown_speaker", "c1", "", 2),
        )
        assert not told["temporary"]
        assert ("channel '7'" in told["detail"]) == ("channel" in named)
        assert (await leg.until("error"))["sender"] == "b"
        assert (await leg.until("ack"))["seq"] == 4
        assert not [m for m in leg.got if m["type"] == "ack" and "refused" in m]
        assert [m["type"] for m in leg.got].count("error") == 2
    async with http(server) as client:
        (warned, ack) = (
            await client.post(
                "/v1/ingest/native",
                json=[(late := Caller("c2")).start(), late.says("喂", 1, speaker=None)],
            )
        ).json()
        assert (warned["code"], warned["seq"], ack["seq"]) == ("unknown_speaker", 2, 2)
        assert "assist_unknown_speaker_total 3.0" in (await client.get("/metrics")).text
    counts = server.service.node.counts
    assert (counts.nameless, counts.fragments, sum(counts.refused.values())) == (3, 5, 0)


async def test_who_knows_the_speaker_or_knows_that_nobody_can_is_not_warned(server: Server) -> None:
    call = Caller("c1")
    async with trunk(server) as leg:
        channels = [{"channel": 0, "speaker": "customer"}, {"channel": 2, "speaker": "unknown"}]
        await leg.say(call.start(channels=channels), call.says("喂", 1, speaker="unknown"))
        await leg.say([call.says("喂", 2 + n, speaker=None, channel=n) for n in (0, 2)])
        await leg.say(call.says(" ", 5, speaker=None))
        assert (await leg.until("ack"))["seq"] == 5
        assert leg.types() == ["ack"]


async def test_a_sender_that_tells_times_in_seconds_is_told_once(server: Server) -> None:
    call = Caller("c1")
    async with trunk(server) as leg, screen(server) as overlay:
        await leg.say(
            call.start(),
            call.says("我老伴走了，他的存折怎么办", 40_000, start=36, end=40),
            call.says("他那张卡里还有一点钱，怎么办", 44_000, start=41, end=44),
        )
        told = await leg.until("error")
        assert (told["code"], told["call"], told["seq"], told["temporary"]) == (
            *("doubtful_times", "c1", 2),
            False,
        )
        shown = await overlay.until("hint.show")
        assert shown["because"][0]["at"] >= 30_000  # not in the first second of the call
        await leg.until(lambda m: m["type"] == "ack" and m["seq"] == 3)
        assert [m["type"] for m in leg.got].count("error") == 1
    async with http(server) as client:
        assert "assist_doubtful_times_total 1.0" in (await client.get("/metrics")).text


async def test_a_sender_whose_clock_is_ahead_is_told_once_and_moves_no_time(server: Server) -> None:
    call, other = Caller("c1"), Caller("c1", "asr2")
    days = 6 * 86_400_000
    async with trunk(server) as leg, screen(server) as overlay:
        await leg.say(call.start(), call.says("我老伴走了", 900))
        shown = await overlay.until("hint.show")
        await leg.say(other.says("嗯", days), [other.says("好", days + 9)])
        told = await leg.until("error")
        assert (told["code"], told["call"], told["sender"], told["seq"], told["temporary"]) == (
            *("clock_ahead", "c1", "asr2", 1),
            False,
        )
        await leg.say(call.says("怎么办", 3000), call.end(4000))
        end = await overlay.until("call.end")
        assert end["at"] < 60_000
        closed = next(m for m in overlay.got if m["type"] == "hint.close")
        assert (closed["id"], closed["reason"]) == (shown["id"], "call_ended")
        await leg.until(lambda m: m["type"] == "ack" and m["seq"] == 4)
        assert [m["type"] for m in leg.got].count("error") == 1
        assert not [m for m in leg.got if m["type"] == "ack" and "refused" in m]
    async with http(server) as client:
        late, third = Caller("c2"), Caller("c2", "asr2")
        (warned, *_) = (
            await client.post(
                "/v1/ingest/native", json=[late.start(), third.says("喂", 100, end=days)]
            )
        ).json()
        assert (warned["code"], warned["sender"]) == ("clock_ahead", "asr2")
        assert "assist_clock_ahead_total 2.0" in (await client.get("/metrics")).text
    entries = await server.service.log.read("c1")
    assert (
        max(entry.event.at for entry in entries) < 60_000
    )  # so that a replay has nothing to judge


async def test_words_of_a_speaker_who_becomes_known_may_be_sent_again(server: Server) -> None:
    """A diariser knows who is who after some turns. What was said by then was nobody's."""
    call = Caller("c1")
    channels = [
        {"channel": "spk_0", "speaker": "customer"},
        {"channel": "spk_1", "speaker": "agent"},
    ]
    said: dict[str, Any] = {
        "speaker": None,
        "utterance": "u1",
        "start": 600,
        "end": 1900,
        "channel": "spk_0",
    }
    async with trunk(server) as leg, screen(server) as overlay:
        await leg.say(call.start(), call.says("我老伴走了", 2000, **said))
        await leg.say(call.event("context", 4000, set={}, channels=channels))
        await leg.until(lambda m: m["type"] == "ack" and m["seq"] == 3)
        assert "hint.show" not in overlay.types()
        await leg.say(call.says("我老伴走了", 4100, **said))
        shown = await overlay.until("hint.show")
        assert shown["because"][0]["at"] == 1900


async def test_a_call_s_context_has_a_bound(server: Server) -> None:
    call = Caller("c1")
    large = {"large": "长" * 5_000}
    async with trunk(server) as leg:
        await leg.say(Caller("c0").start(context={"x" * 129: 1}))
        assert "at most 128 characters" in (await leg.until("error"))["detail"]
        await leg.say(Caller("c0").start(context={**large, "more": "x" * 5_000}))
        told = await leg.until("error")
        assert (told["code"], told["seq"]) == ("invalid_event", 1)
        assert "of at most 16384" in told["detail"]
        assert server.service.node.calls == {}

        await leg.say(call.start(context={f"k{n}": n for n in range(63)}))
        await leg.say(call.event("context", 10, set=large))
        for at, more, why in ((20, {"x": 1}, "keys"), (30, {"k1": "x" * 5_000}, "bytes")):
            await leg.say(call.event("context", at, set=more))
            told = await leg.until("error")
            assert (told["code"], told["seq"]) == ("invalid_event", call.seq)
            assert why in told["detail"]
        await leg.say(call.event("context", 40, set={"large": None, "x": 1}))
        ack = await leg.until(lambda m: m["type"] == "ack" and m["seq"] == 5)
        assert ack["refused"] == [3, 4]
    context = server.service.node.calls["c1"].engine.state.context
    assert ("large" in context, context["x"], context["k1"], len(context)) == (False, 1, 1, 64)


async def test_what_a_vendor_s_address_would_say_is_refused_in_this_one(server: Server) -> None:
    for query in ("speaker=agent", "sepaker=agent", "context.age=71"):
        async with peer(server, f"/v1/ingest/native?{query}") as leg:
            assert await leg.close_code() == 4505
            assert query.partition("=")[0] in (leg.socket.close_reason or "")
        async with http(server) as client:
            told = await client.post(f"/v1/ingest/native?{query}", json=Caller("c1").start())
            assert (told.status_code, told.json()["code"]) == (400, "bad_parameter")
    async with peer(server, "/v1/ingest/native?trace=1") as leg:
        await leg.say(Caller("c2").start())
        await leg.until("ack")


async def test_a_repeat_is_acked_and_changes_nothing(server: Server) -> None:
    call = Caller("c1")
    start, said = call.start(), call.says("我老伴走了", 100)
    async with trunk(server) as leg:
        await leg.say([start, said], [start, said], said)
        await leg.until(lambda m: m["type"] == "ack" and m["seq"] == 2)
    counts = server.service.node.counts
    assert (counts.duplicates, counts.events, counts.hints["acknowledge-loss"]) == (3, 2, 1)


async def test_a_sender_that_begins_again_is_told_where_the_call_stands(server: Server) -> None:
    """It restarted and forgot; its new words stay unheard until it goes on from there."""
    before, again = Caller("c1"), Caller("c1")
    async with trunk(server) as leg:
        await leg.say(before.start(), *(before.says("喂", at) for at in range(1, 18)))
        await leg.until(lambda m: m["type"] == "ack" and m["seq"] == 18)
    async with trunk(server) as leg:
        await leg.say(again.start())
        assert (await leg.until("ack"))["seq"] == 18
        await leg.say(again.event("fragment", 50))  # nor may it be told so of what is no event
        assert (await leg.until("ack"))["seq"] == 18
        again.seq = 18
        await leg.say(again.says("我老伴走了", 100))
        assert (await leg.until("ack"))["seq"] == 19
        await leg.say(again.end(200), again.says("喂", 201) | {"seq": 3})
        assert (await leg.until("ack"))["seq"] == 20  # and when it is over
    assert server.service.node.counts.duplicates == 3


async def test_a_new_connection_resumes_where_the_log_stands(server: Server) -> None:
    call = Caller("c1")
    async with trunk(server) as leg:
        await leg.say({"type": "resume", "call": "c1"})
        assert (await leg.until("resumed"))["seq"] == 0
        await leg.say(call.start(), call.says("喂", 100))
        await leg.until("ack")
    async with trunk(server) as leg:
        await leg.say({"type": "resume", "call": "c1", "sender": ""})
        assert (await leg.until("resumed"))["seq"] == 2
        await leg.say(call.end(200))
        assert (await leg.until("ack"))["seq"] == 3
        await leg.say({"type": "resume", "call": "c1"})
        assert (await leg.until("resumed"))["seq"] == 3


async def test_a_new_call_under_the_id_of_an_ended_one_is_refused_aloud(server: Server) -> None:
    async with trunk(server) as leg:
        first = Caller("c1")
        await leg.say(first.start(), first.end(10))
        await leg.say(Caller("c1").start())
        assert (await leg.until("error"))["code"] == "call_ended"


async def test_a_hundred_calls_share_a_connection(server: Server) -> None:
    calls = [Caller(f"c{n}", agent=f"a{n}") for n in range(100)]
    last: dict[str, int] = {}
    async with trunk(server) as leg:
        await leg.say([call.start() for call in calls])
        for at in (100, 200):
            await leg.say([call.says("我老伴走了", at) for call in calls])
            await leg.say("rubbish")
        await leg.say([call.end(300) for call in calls])
        while len(last) < 100 or set(last.values()) != {4}:
            for message in await leg.next_frame():
                if message["type"] == "ack":
                    last[message["call"]] = message["seq"]
    assert server.service.node.counts.hints["acknowledge-loss"] == 100
    assert not server.service.node.calls


async def test_one_call_too_many_waits() -> None:
    first, second = Caller("c1"), Caller("c2")
    async with opened(settings(max_calls=1)) as server, trunk(server) as leg:
        start = second.start()
        await leg.say(first.start(), start)
        told = await leg.until("error")
        assert (told["code"], told["temporary"], told["call"]) == ("overloaded", True, "c2")
        await leg.say(first.end(10), start)
        await leg.until(lambda m: m["type"] == "ack" and m["call"] == "c2")


async def test_a_flood_is_warned_of_slowed_down_and_at_last_cut_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with opened(settings(max_rate=50)) as server, trunk(server) as leg:
        call = Caller("c1")
        await leg.say([call.start(), *(call.says("喂", at) for at in range(1, 60))])
        assert (await leg.until("error"))["code"] == "rate_limited"
        assert (await leg.until("ack"))["seq"] == 60  # what was sent has been taken
        monkeypatch.setattr("assist.server.pace.WARNINGS", 1)
        await asyncio.sleep(1)
        for _ in range(3):
            await leg.say(["rubbish"] * 10)
        assert await leg.close_code() == 4503


async def test_a_frame_beyond_the_transport_s_bound_ends_the_connection(server: Server) -> None:
    async with trunk(server) as leg:
        await leg.say(" " * 300_000)
        assert await leg.close_code() == 1009


async def test_a_full_log_stops_reading_until_it_has_caught_up() -> None:
    async with opened(settings(max_pending=1)) as server, trunk(server) as leg:
        call = Caller("c1")
        messages: list[Message] = [call.start(), *(call.says("喂", at) for at in range(1, 40))]
        for message in messages:
            await leg.say(message)
        ack = await leg.until(lambda m: m["type"] == "ack" and m["seq"] == 40)
        assert ack["call"] == "c1"


async def test_frames_may_be_binary(server: Server) -> None:
    call = Caller("c1")
    async with trunk(server) as leg:
        await leg.say(json.dumps(call.start()).encode())
        assert (await leg.until("ack"))["seq"] == 1
