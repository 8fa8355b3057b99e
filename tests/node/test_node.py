"""The node: every event in order and once, whatever the wire does, and the same after a restart."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.core.engine import Engine
from assist.core.events import (
    EVENT_IN,
    CallStart,
    EventIn,
    Fragment,
    InputBack,
    InputLost,
    RulesInForce,
    Tick,
)
from assist.core.hints import to_wire
from assist.log.base import LogError
from assist.log.memory import MemoryLog
from assist.node.call import LiveCall
from assist.node.node import Limits, Node
from assist.node.recovery import recover
from assist.node.streams import Reader
from assist.proto.codes import UNKNOWN_TYPE
from assist.proto.ingest import Bad
from assist.proto.messages import encode
from assist.ruleset.script import events, parse_script

from .rules import program

SCRIPT = """
0.0-1.2 坐席: 您好，请讲
1.5-4.0 客户: 我赶时间，我老伴{走两=>走了}
5.0-6.0 坐席: 请报一下证件号
8.0-9.0 坐席: 您节哀，慢慢说
"""


def call_events(call: str = "c1") -> list[EventIn]:
    return events(parse_script(SCRIPT), call=call, agent="7001", language="zh", context={})


async def node_on(log: MemoryLog, **limits: Any) -> Node:
    node = Node(log, program(), limits=Limits(**limits) if limits else None)
    await node.use(program())
    return node


class Screen(Reader):
    """An overlay that keeps what it is sent."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        super().__init__(self._take)

    def _take(self, frame: bytes) -> bool:
        self.got.append(json.loads(frame))
        return True


def watched(node: Node, agent: str = "7001") -> Screen:
    screen = Screen()
    node.stream(agent).join(screen, None)
    return screen


def hints(messages: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    kinds = ("hint.show", "hint.update", "hint.close")
    return [
        (m["type"], m["id"], m.get("text"), m.get("reason")) for m in messages if m["type"] in kinds
    ]


async def played(sent: list[EventIn]) -> tuple[Node, list[dict[str, Any]]]:
    node = await node_on(MemoryLog())
    reader = watched(node)
    for event in sent:
        node.receive(event)
    node.stop()
    return node, reader.got


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_repeats_holes_and_swaps_change_nothing_once_sent_again(data: st.DataObject) -> None:
    """A sender on a bad line: it repeats, skips and swaps, and goes back when told of a gap."""
    sent = call_events()
    noise = data.draw(st.lists(st.tuples(st.integers(0, len(sent) - 1)), max_size=30))

    async def line() -> tuple[Node, list[dict[str, Any]]]:
        node = await node_on(MemoryLog())
        reader = watched(node)
        node.receive(sent[0])
        position, wild = 1, iter(noise)
        while position < len(sent):
            (index,) = next(wild, (position,))
            refusal = node.receive(sent[index])
            if index > position:
                assert refusal is not None
                assert (refusal.code.code, refusal.expected) == ("sequence_gap", position + 1)
            else:
                assert refusal is None
                position = max(position, index + 1)
            assert node.position("c1", "") == position
        node.stop()
        return node, reader.got

    _, clean = asyncio.run(played(sent))
    node, noisy = asyncio.run(line())
    assert hints(noisy) == hints(clean)
    assert node.counts.events == len(sent)


@given(st.integers(1, 40))
@settings(max_examples=20, deadline=None)
def test_a_restart_at_any_event_shows_the_same_hints(cut: int) -> None:
    """The process ends after ``cut`` events; another one goes on from the log alone."""
    sent = call_events()
    cut = min(cut, len(sent) - 1)

    async def restarted() -> list[dict[str, Any]]:
        log = MemoryLog()
        first = await node_on(log)
        before = watched(first)
        for event in sent[:cut]:
            first.receive(event)
        first.stop()
        await log.wait(first.appended)
        second = await node_on(log)

        async def program_of(digest: str) -> Any:
            return program() if digest == program().rules.digest else None

        assert await recover(second, program_of) == 1
        after = watched(second)
        assert second.position("c1", "") == sent[cut - 1].seq
        for event in sent[cut:]:
            assert second.receive(event) is None
        second.stop()
        assert second.counts.engine_faults == 0
        return [*before.got, *after.got]

    _, straight = asyncio.run(played(sent))
    told = asyncio.run(restarted())
    ids = [m["id"] for m in told if m["type"] == "hint.show"]
    assert len(ids) == len(set(ids))
    assert hints(told) == hints(straight)


async def test_the_log_replays_to_what_was_shown() -> None:
    log = MemoryLog()
    node = await node_on(log)
    reader = watched(node)
    for event in call_events():
        node.receive(event)
        await asyncio.sleep(0.005)
    node.stop()
    await log.wait(node.appended)
    live = [m for m in reader.got if "seq" in m and m["type"] != "snapshot"]
    entries = await log.read("c1")
    assert isinstance(entries[0].event, RulesInForce)
    assert isinstance(entries[1].event, CallStart)
    engine = Engine(program(), call="c1")
    for entry in entries[1:]:
        engine.receive(entry.event, entry.received)
    replayed = [json.loads(encode(to_wire(event))) for event in engine.hints_to_send()]
    assert [{k: v for k, v in m.items() if k != "seq"} for m in live] == replayed


@pytest.mark.parametrize("allowed", [False, True])
async def test_only_the_customers_voice_is_kept_unless_the_site_allows_more(allowed: bool) -> None:
    log = MemoryLog()
    node = await node_on(log, agent_prosody=allowed)
    script = "0.0-1.0 坐席 60dB: 您好\n1.5-3.0 客户 70dB: 我老伴走了\n4.0-5.0 坐席 65dB: 您节哀"
    for event in events(parse_script(script), call="c1", agent="7001", language="zh", context={}):
        node.receive(event)
    node.stop()
    await log.wait(node.appended)
    spoken = [one.event for one in await log.read("c1") if isinstance(one.event, Fragment)]
    loud = {one.speaker for one in spoken if one.prosody is not None}
    assert loud == ({"customer", "agent"} if allowed else {"customer"})


async def test_a_lost_connection_stops_the_clock_and_any_other_brings_it_back() -> None:
    log = MemoryLog()
    node = await node_on(log)
    one, two = object(), object()
    start, *rest = call_events()
    node.receive(start, one)
    node.receive(rest[0], one)
    node.source_lost(one)
    node.receive(rest[1], two)
    node.source_lost(one)  # long gone, and no more the call's
    node.stop()
    await log.wait(node.appended)
    kinds = [type(entry.event) for entry in await log.read("c1")]
    assert kinds.count(InputLost) == 1
    assert kinds.index(InputBack) == kinds.index(InputLost) + 1


async def test_a_sender_that_only_began_the_call_may_go() -> None:
    log = MemoryLog()
    node = await node_on(log)
    cti = object()
    node.receive(call_events()[0], cti)
    node.source_lost(cti)
    node.stop()
    await log.wait(node.appended)
    assert InputLost not in [type(entry.event) for entry in await log.read("c1")]


async def test_a_deadline_passes_and_is_logged_as_a_tick() -> None:
    log = MemoryLog()
    node = await node_on(log)
    reader = watched(node)
    bereaved = next(n for n, e in enumerate(call_events()) if "走了" in getattr(e, "text", ""))
    for event in call_events()[: bereaved + 1]:
        node.receive(event)
    async with asyncio.timeout(10):
        while not any(m.get("change") == "escalated" for m in reader.got):
            await asyncio.sleep(0.05)
    node.stop()
    await log.wait(node.appended)
    assert Tick in [type(entry.event) for entry in await log.read("c1")]


async def test_an_engine_that_fails_takes_no_other_call_along(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    apply = Engine.receive

    def receive(self: Engine, event: Any, received: int) -> None:
        if self.call == "bad" and event.type == "fragment":
            raise RecursionError("我老伴走了")
        apply(self, event, received)

    monkeypatch.setattr(Engine, "receive", receive)
    log = MemoryLog()
    node = await node_on(log)
    reader = watched(node)
    for pair in zip(call_events("bad"), call_events("good"), strict=True):
        for event in pair:
            assert node.receive(event) is None
    node.stop()
    assert node.counts.engine_faults == 1
    told = reader.got
    assert {m["call"] for m in told if m["type"] == "hint.show"} == {"good"}
    await log.wait(node.appended)
    assert len(await log.read("bad")) >= len(call_events())


async def test_what_is_refused_uses_its_number_up_and_still_does_after_a_restart() -> None:
    log = MemoryLog()
    node = await node_on(log)
    start = call_events()[0]
    node.receive(start)
    refusal = node.refuse(Bad(UNKNOWN_TYPE, "?", "c1", "", 2))
    assert refusal is not None
    assert refusal.consumed
    assert node.refuse(Bad(UNKNOWN_TYPE, "?", "c1", "", 2)) is None
    node.stop()
    await log.wait(node.appended)
    second = await node_on(log)
    await recover(second, _always)
    second.stop()
    assert second.position("c1", "") == 2


async def test_a_quiet_call_s_clock_has_run_on_after_a_restart() -> None:
    log = MemoryLog()
    began = 1_795_000_000_000.0
    node = Node(log, program(), wall=lambda: began)
    await node.use(program())
    start, *rest = call_events()
    for event in (start, *rest[:3]):
        node.receive(event)
    last = node.floor.time(node.calls["c1"])
    node.stop()
    await log.wait(node.appended)

    def restarted(later: float) -> Node:
        return Node(log, program(), wall=lambda: began + later, limits=Limits(idle_timeout=900.0))

    second = restarted(300_000)
    await second.use(program())
    await recover(second, _always)
    call = second.calls["c1"]
    assert 300_000 <= second.floor.time(call) < 310_000
    silence = asyncio.get_running_loop().time() - call.seen
    assert 290 < silence < 310  # what was silent before goes on being silent
    second.resumed("c1", "", object())
    assert second.receive(rest[3], object()) is None
    second.stop()
    await log.wait(second.appended)
    entries = await log.read("c1")
    lost = next(entry for entry in entries if isinstance(entry.event, InputLost))
    back = next(entry for entry in entries if isinstance(entry.event, InputBack))
    assert lost.received <= last + 10  # nobody was there to hear since
    assert back.received >= 300_000

    third = restarted(3_600_000)
    await third.use(program())
    await recover(third, _always)
    call = third.calls["c1"]
    assert asyncio.get_running_loop().time() - call.seen == pytest.approx(840, abs=5)
    third.stop()


@pytest.mark.parametrize("later", [-5_000.0, 3 * 86_400_000.0])
async def test_a_wall_clock_that_was_set_moves_no_call(later: float) -> None:
    log = MemoryLog()
    node = Node(log, program(), wall=lambda: 1_795_000_000_000.0)
    await node.use(program())
    for event in call_events()[:4]:
        node.receive(event)
    last = node.calls["c1"].clock.last
    node.stop()
    await log.wait(node.appended)
    second = Node(log, program(), wall=lambda: 1_795_000_000_000.0 + later)
    await second.use(program())
    await recover(second, _always)
    assert last <= second.floor.time(second.calls["c1"]) < last + 5_000
    second.stop()


async def test_an_ended_call_is_recalled_from_the_log() -> None:
    log = MemoryLog()
    node = await node_on(log)
    for event in call_events():
        node.receive(event)
    node.stop()
    await log.wait(node.appended)
    second = await node_on(log)
    assert not second.knows("c1")
    await second.recall("c1")
    await second.recall("never")
    second.stop()
    assert second.knows("c1")
    assert not second.knows("never")
    assert second.position("c1", "") == call_events()[-1].seq
    refusal = second.receive(call_events()[0])
    assert refusal is not None
    assert refusal.code.code == "call_ended"


async def test_a_failed_log_takes_nothing() -> None:
    log = MemoryLog()
    node = await node_on(log)
    first, second, *_ = call_events()
    node.receive(first)
    await log.close()
    with pytest.raises(LogError):
        node.receive(second)
    node.stop()
    assert node.position("c1", "") == 1


async def test_only_so_many_ended_calls_are_remembered() -> None:
    node = await node_on(MemoryLog(), ended_kept=3)
    for n in range(10):
        for event in call_events(f"c{n}"):
            node.receive(event)
    node.stop()
    assert [n for n in range(10) if node.knows(f"c{n}")] == [7, 8, 9]
    assert not node.calls


def test_rules_are_for_use_not_apply() -> None:
    event = RulesInForce(type="rules", call="c1", at=0, digest="d")
    with pytest.raises(ValueError, match="use"):
        LiveCall("c1", program(), None).apply(event, 0)  # type: ignore[arg-type]


async def _always(_digest: str) -> Any:
    return program()


def test_the_script_is_what_these_tests_think() -> None:
    kinds = [event.type for event in call_events()]
    assert (kinds[0], kinds[-1]) == ("call.start", "call.end")
    assert EVENT_IN.validate_python(call_events()[1].model_dump()) == call_events()[1]
