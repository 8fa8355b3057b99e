"""Whole calls: who said what when, and what the agent saw."""

from __future__ import annotations

from assist.server.run import Server, opened

from .conftest import Caller, screen, settings, trunk


async def test_a_bereaved_caller_from_start_to_end(server: Server) -> None:
    call = Caller("c1")
    async with trunk(server) as leg, screen(server) as overlay:
        assert (await overlay.until("welcome"))["recovered"] is False
        assert (await overlay.until("snapshot"))["calls"] == []
        await leg.say(call.start(context={"name": "王女士"}))
        assert (await overlay.until("call.start"))["context"] == {"name": "王女士"}
        await leg.say(call.says("我老伴走了", 2000))
        hint = await overlay.until("hint.show")
        assert (hint["text"], hint["say"], hint["priority"]) == ("先安慰", "您节哀", "critical")
        assert hint["because"][0]["text"] == "我老伴走了"
        await leg.say(call.says("您节哀", 3500, speaker="agent"))
        closed = await overlay.until("hint.close")
        assert (closed["id"], closed["reason"]) == (hint["id"], "met")
        await leg.say(call.end(4000))
        assert (await overlay.until("call.end"))["call"] == "c1"
        ack = await leg.until(lambda m: m["type"] == "ack" and m["seq"] == 4)
        assert (ack["call"], ack["sender"]) == ("c1", "")
        numbers = [m["seq"] for m in overlay.got if "seq" in m]
        assert numbers == list(range(len(numbers)))  # the snapshot stands at 0
    assert server.service.node.counts.engine_faults == 0


async def test_time_passes_with_nobody_speaking(server: Server) -> None:
    call = Caller("c1")
    async with trunk(server) as leg, screen(server) as overlay:
        await leg.say(call.start(), call.says("我老伴走了", 1000))
        hint = await overlay.until("hint.show")
        update = await overlay.until("hint.update", within=5)
        assert (update["id"], update["change"]) == (hint["id"], "escalated")
        assert update["text"] == "还没安慰"
        assert server.service.node.counts.ticks >= 1


async def test_the_clock_stands_still_while_the_words_are_cut_off(server: Server) -> None:
    call = Caller("c1")
    async with screen(server) as overlay:
        async with trunk(server) as leg:
            await leg.say(call.start(), call.says("我老伴走了", 1000))
            await overlay.until("hint.show")
            await leg.until("ack")
        assert await overlay.nothing_but_pings(1.5)  # more than the 1 s after which it escalates
        async with trunk(server) as leg:
            await leg.say({"type": "resume", "call": "c1"})
            assert (await leg.until("resumed"))["seq"] == 2
            assert (await overlay.until("hint.update"))["change"] == "escalated"


async def test_a_transfer_takes_the_hints_along(server: Server) -> None:
    call = Caller("c1", agent="7001")
    async with (
        trunk(server) as leg,
        screen(server, "7001") as first,
        screen(server, "7002") as second,
    ):
        await first.until("snapshot")
        await second.until("snapshot")
        await leg.say(call.start(), call.says("我老伴走了", 1000))
        hint = await first.until("hint.show")
        await leg.say(call.event("call.transfer", 1200, agent="7002"))
        assert (await first.until("snapshot"))["calls"] == []
        moved = await second.until("snapshot")
        assert moved["live"] == "c1"
        assert [h["id"] for h in moved["calls"][0]["hints"]] == [hint["id"]]
        await leg.say(call.says("您节哀", 2500, speaker="agent"))
        assert (await second.until("hint.close"))["id"] == hint["id"]
        assert await first.nothing_but_pings(0.3)


async def test_held_and_live_calls_are_told_apart(server: Server) -> None:
    held, live = Caller("held"), Caller("live")
    async with trunk(server) as leg:
        await leg.say(held.start(), held.event("call.hold", 100), live.start())
        await leg.until(lambda m: m["type"] == "ack" and m["call"] == "live")
        async with screen(server) as overlay:
            snapshot = await overlay.until("snapshot")
    assert snapshot["live"] == "live"
    assert [(c["call"], c["held"]) for c in snapshot["calls"]] == [("held", True), ("live", False)]


async def test_both_legs_of_a_call_have_numbers_of_their_own(server: Server) -> None:
    customer, agent = Caller("c1", "in"), Caller("c1", "out")
    async with trunk(server) as one, trunk(server) as two, screen(server) as overlay:
        await one.say(customer.start(), customer.says("我老伴走了", 1000))
        await overlay.until("hint.show")
        await two.say(agent.says("您节哀", 2000, speaker="agent"))
        await overlay.until("hint.close")
        ack = await two.until("ack")
    assert (ack["sender"], ack["seq"]) == ("out", 1)


async def test_a_call_that_nobody_mentions_any_more_is_abandoned() -> None:
    call = Caller("c1")
    async with (
        opened(settings(idle_timeout=0.4)) as server,
        trunk(server) as leg,
        screen(server) as overlay,
    ):
        await leg.say(call.start())
        assert (await overlay.until("call.end"))["reason"] == "abandoned"
        await leg.say(call.says("喂", 1000))
        error = await leg.until("error")
        assert (error["code"], error["temporary"]) == ("call_ended", False)
        assert server.service.node.counts.calls_abandoned == 1
