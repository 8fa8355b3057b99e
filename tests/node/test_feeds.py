"""Vendors' streams in a node: numbered, joined to their calls, and exact across restarts."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist import formats
from assist.core.events import CallStart, Event, Fed, Fragment
from assist.formats.leg import Leg
from assist.log.base import Entry
from assist.log.memory import MemoryLog
from assist.node.feeds import UNASSIGNED, Heard
from assist.node.node import Limits, Node
from assist.node.recovery import recover
from assist.proto.messages import encode
from tests.formats.calls import Transcript, expected, script, scripts, squeezed
from tests.formats.peers import PEERS, Said
from tests.formats.test_fuzz import mutated

from .rules import program

NAMES = sorted(PEERS)
CALL = "c-1"


async def node_on(log: MemoryLog, **limits: Any) -> Node:
    node = Node(log, program(), limits=Limits(**limits) if limits else None)
    await node.use(program())
    return node


async def restarted(entries: Sequence[Entry]) -> Node:
    """A new process that finds these entries in the log."""
    log = MemoryLog()
    for entry in entries:
        log.append(entry.received, entry.event)
    await asyncio.sleep(0)
    node = await node_on(log)

    async def program_of(_digest: str) -> Any:
        return program()

    await recover(node, program_of)
    return node


class Stream:
    """A leg's messages, handed to whichever node is there."""

    def __init__(self, name: str, **parameters: str) -> None:
        self.format = formats.get(name)
        self.leg = Leg.read(self.format, [("call", CALL), *parameters.items()])

    async def say(self, node: Node, *messages: Any, since: float | None = None) -> Heard:
        for message in messages:
            heard = await node.feeds.take(
                self.format, self.leg, message, "a socket", call=CALL, since=since
            )
        return heard

    def keep(self, node: Node) -> None:
        """What happens before messages are acknowledged."""
        feed = node.feeds.find(self.format, CALL, self.leg)
        if feed is not None:
            node.feeds.keep(CALL, feed)

    def taken(self, node: Node) -> int:
        feed = node.feeds.find(self.format, CALL, self.leg)
        return feed.taken if feed is not None else 0


def logged(entries: Sequence[Entry]) -> list[Event]:
    return [entry.event for entry in entries]


def transcript(events: Sequence[Event]) -> Transcript:
    told = Transcript()
    told.take(
        [
            {key: value for key, value in event.model_dump().items() if value not in (None, (), {})}
            | {"final": event.final, "text": event.text, "revision": event.revision}
            for event in events
            if isinstance(event, Fragment)
        ]
    )
    return told


def check(name: str, said: list[Said], events: Sequence[Event]) -> None:
    told = transcript(events)
    wanted = expected(name, said, dict(formats.get(name).speakers))
    numbers = [event.seq for event in events if isinstance(event, (Fragment, CallStart))]
    assert numbers == sorted(set(numbers)), "a number was used twice"
    if PEERS[name].pieces:
        heard = [*told.finals, *((who, text) for (who, _), text in told.open.items())]
        assert squeezed("".join(text for _, text in sorted(heard, key=lambda one: one[0]))) == (
            squeezed("".join(text for _, text in sorted(wanted, key=lambda one: one[0])))
        )
    else:
        assert told.finals == wanted
        assert not told.open


@pytest.mark.parametrize("name", NAMES)
def test_a_peer_that_counts_loses_and_doubles_nothing_whenever_the_server_dies(name: str) -> None:
    async def run(said: list[Said], seed: int) -> None:
        rng, messages = random.Random(seed), PEERS[name].speak(said)
        stream = Stream(name, acks="1", agent="7001")
        node, at, acked, durable = await node_on(MemoryLog()), 0, 0, 0
        deaths = rng.randrange(1, 4)
        while at < len(messages):
            await stream.say(node, messages[at])
            at += 1
            if rng.random() < 0.4 and CALL in node.calls:
                stream.keep(node)
                await asyncio.sleep(0)
                acked, durable = at, len(await node.log.read(CALL))
            if deaths and rng.random() < 0.4:
                deaths -= 1
                await asyncio.sleep(0)
                entries = await node.log.read(CALL)
                node.stop()
                node = await restarted(entries[: rng.randint(durable, len(entries))])
                at = stream.taken(node)
                assert at >= acked, "something acknowledged was lost"
        await asyncio.sleep(0)
        check(name, said, logged(await node.log.read(CALL)))
        node.stop()

    @settings(max_examples=6, deadline=None)
    @given(said=scripts(name), seed=st.integers(0, 99_999))
    def each(said: list[Said], seed: int) -> None:
        asyncio.run(run(said, seed))

    each()


@pytest.mark.parametrize("name", NAMES)
def test_a_peer_that_does_not_count_goes_on_after_a_restart(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assist.node.feeds.KEEP_S", 0.0)

    async def run(said: list[Said], cut: float) -> None:
        messages = PEERS[name].speak(said)
        place = int(cut * len(messages))
        stream, node = Stream(name), await node_on(MemoryLog())
        for message in messages[:place]:
            await stream.say(node, message)
        await asyncio.sleep(0)
        node.stop()
        node = await restarted(await node.log.read(CALL))
        for message in messages[place:]:
            await stream.say(node, message)
        await asyncio.sleep(0)
        check(name, said, logged(await node.log.read(CALL)))
        node.stop()

    @settings(max_examples=6, deadline=None)
    @given(said=scripts(name), cut=st.floats(0, 0.99))
    def each(said: list[Said], cut: float) -> None:
        asyncio.run(run(said, cut))

    each()


async def test_what_a_stream_remembers_of_people_s_words_is_masked() -> None:
    node, stream = await node_on(MemoryLog()), Stream("funasr", acks="1")
    for piece in ("我的卡号是", "六二二", "4111111111111111"):
        await stream.say(node, {"mode": "2pass-online", "text": piece})
    stream.keep(node)
    await asyncio.sleep(0)
    (fed,) = [each for each in logged(await node.log.read(CALL)) if isinstance(each, Fed)]
    assert "4111111111111111" not in encode(fed.model_dump(mode="json")).decode()
    assert "我的卡号是" in encode(fed.model_dump(mode="json")).decode()
    node.stop()


async def test_times_count_from_the_call_s_beginning() -> None:
    node, stream = await node_on(MemoryLog()), Stream("vosk", offset="5000", speaker="customer")
    word = {"word": "喂", "start": 1.0, "end": 1.5}
    await stream.say(node, {"result": [word], "text": "喂"})
    await asyncio.sleep(0)
    _, start, heard = logged(await node.log.read(CALL))[:3]
    assert isinstance(start, CallStart)
    assert isinstance(heard, Fragment)
    assert start.at == 6_500, "the call was this old when its first word was heard"
    assert (heard.start, heard.end, heard.words[0].start) == (6_000, 6_500, 6_000)
    node.stop()


async def test_a_stream_that_joins_began_when_it_connected() -> None:
    node, stream = await node_on(MemoryLog()), Stream("vosk", speaker="agent")
    loop = asyncio.get_running_loop()
    begun = CallStart(type="call.start", call=CALL, seq=1, at=60_000, agent="7001")
    assert node.receive(begun) is None
    word = {"word": "您好", "start": 1.0, "end": 2.0}
    await stream.say(node, {"result": [word], "text": "您好"}, since=loop.time() - 10)
    await asyncio.sleep(0)
    heard = logged(await node.log.read(CALL))[-2]
    assert isinstance(heard, Fragment)
    assert heard.start is not None
    assert 51_000 <= heard.start < 52_000
    node.stop()


async def test_a_call_that_nobody_was_named_for_waits_for_its_agent() -> None:
    node, one = await node_on(MemoryLog()), Stream("vosk", speaker="customer")
    other = Stream("vosk", speaker="agent", agent="7001", queue="cards")
    await one.say(node, {"partial": "喂"})
    assert node.agent_of(CALL) == UNASSIGNED
    await other.say(node, {"partial": "您好"})
    assert node.agent_of(CALL) == "7001"
    cti = CallStart(type="call.start", call=CALL, seq=1, at=0, agent="7002", context={"age": 71})
    assert node.receive(cti) is None
    assert node.agent_of(CALL) == "7002"
    again = cti.model_copy(update={"seq": 2})
    refusal = node.receive(again)
    assert refusal is not None
    assert refusal.code.code == "call_started"
    node.stop()


async def test_what_a_vendor_says_of_the_call_keeps_no_word_back() -> None:
    node, stream = await node_on(MemoryLog()), Stream("aws-lca")
    start = {"EventType": "START", "CallId": CALL, "AgentId": "7" * 200, "CreatedAt": "yesterday"}
    heard = await stream.say(node, start)
    assert [refusal.code.code for refusal in heard.refusals] == []
    assert node.agent_of(CALL) == UNASSIGNED
    assert node.counts.refused["invalid_event"] == 1
    node.stop()


@pytest.mark.parametrize("name", NAMES)
async def test_broken_messages_reach_no_further_than_their_call(name: str) -> None:
    rng, node, stream = random.Random(name), await node_on(MemoryLog()), Stream(name)
    turns = [(n % 2, ["您好", "请问", "几号还款"], 0) for n in range(8)]
    whole = PEERS[name].speak(script(turns, len(PEERS[name].lanes)))
    for _ in range(120):
        await stream.say(node, mutated(rng.choice(whole), rng))
    assert node.counts.engine_faults == 0
    node.stop()


async def test_streams_of_calls_that_never_began_are_not_kept_for_ever() -> None:
    node, form = await node_on(MemoryLog(), calls=5), formats.get("telnyx")
    leg = Leg.read(form, [])
    for number in range(40):
        event = {"event_type": "call.answered", "id": str(number), "payload": {}}
        await node.feeds.take(form, leg, {"data": event}, None, call=f"c{number}", since=None)
    assert len(node.feeds._calls) <= 10
    assert not node.calls
    node.stop()


async def test_another_sender_of_our_name_is_made_room_for() -> None:
    node, stream = await node_on(MemoryLog()), Stream("vosk", speaker="customer")
    await stream.say(node, {"partial": "喂"})
    position = node.position(CALL, stream.leg.sender)
    intruder = Fragment(
        type="fragment",
        call=CALL,
        sender=stream.leg.sender,
        seq=position + 1,
        at=9,
        speaker="customer",
        utterance="x",
        revision=0,
        text="喂",
        final=True,
    )
    assert node.receive(intruder) is None
    await stream.say(node, {"partial": "喂你好"}, {"partial": "喂你好吗"})
    assert node.position(CALL, stream.leg.sender) == position + 3
    node.stop()
