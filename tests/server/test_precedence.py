"""When frames have come together: what is final goes first, and nothing overtakes its own."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import pytest
from websockets.frames import Opcode

from assist.core.events import Fragment
from assist.node.node import Node
from assist.server.precedence import AT_ONCE, Precedence
from assist.server.run import Server

from .conftest import Caller
from .test_sockets import frame, message, wire


class Kept:
    """A connection that has kept a frame back."""

    def __init__(self, name: str, went: list[str]) -> None:
        self.name, self.went = name, went

    def go_on(self) -> None:
        self.went.append(self.name)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts of fragments in the order in which the node took them."""
    texts: list[str] = []
    ordinary = Node._take

    def take(self: Node, call: object, event: object, *rest: object) -> None:
        if isinstance(event, Fragment):
            texts.append(event.text)
        ordinary(self, call, event, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Node, "_take", take)
    return texts


@pytest.fixture
def nobodys_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """As when there is always something to read: what was kept back goes on only when it must."""
    monkeypatch.setattr(Precedence, "_go_on", lambda self: None)


@pytest.mark.parametrize(
    ("text", "waits"),
    [
        (b'{"text":"a","final":false}', True),
        (b'{"final" :\n false}', True),
        (b'{"text":"a","final":true}', False),
        (b'{"type":"call.hold"}', False),
        (rb'{"text":"\"final\":false","final":true}', False),
        (b"\xff", False),
    ],
)
def test_only_hypotheses_wait(text: bytes, waits: bool) -> None:
    assert Precedence.may_wait(text) is waits


async def test_those_who_wait_go_on_in_their_order_and_a_few_at_a_time() -> None:
    precedence, went = Precedence(), list[str]()
    names = [str(n) for n in range(AT_ONCE * 2 + 1)]
    for name in names:
        precedence.wait(Kept(name, went))
    assert went == []

    rounds = []
    while len(went) < len(names):
        before = len(went)
        await asyncio.sleep(0)
        rounds.append(len(went) - before)
    assert went == names
    assert max(rounds) == AT_ONCE


async def test_a_final_utterance_goes_before_hypotheses_that_came_with_it(
    server: Server, heard: list[str]
) -> None:
    async with AsyncExitStack() as stack:
        callers = [Caller(f"c{n}", f"700{n}") for n in range(6)]
        wires = [await stack.enter_async_context(wire(server)) for _ in callers]
        for it, call in zip(wires, callers, strict=True):
            await it.send(frame(message(call.start())))
            await it.until_acked(1)
        # nothing is awaited in between: all of it lies in the sockets when they are next read
        for n, (it, call) in enumerate(zip(wires, callers, strict=True)):
            last = n == len(callers) - 1
            it._writer.write(frame(message(call.says(f"第{n}句", 100, final=last))))
        for it in wires:
            await it.until_acked(2)
    assert heard == ["第5句", "第0句", "第1句", "第2句", "第3句", "第4句"]


@pytest.mark.usefixtures("nobodys_turn")
async def test_nothing_overtakes_what_came_before_it_on_its_connection(
    server: Server, heard: list[str]
) -> None:
    call = Caller("c1")
    texts = [f"第{n}句" for n in range(1, 8)]
    early, late = texts[:4], texts[4:]
    async with wire(server) as it:
        await it.send(frame(message(call.start())))
        await it.send(*(frame(message(call.says(text, 100, final=False))) for text in early))
        assert heard == early[:-1]
        await it.send(frame(b"still there?", Opcode.PING))
        assert heard == early
        final, cut = (call.says(text, 200, final=False) for text in late[:2])
        await it.send(frame(message(final)), frame(message(cut))[:9])
        assert heard == texts[:5]
    # the last one is half said when the peer goes


@pytest.mark.usefixtures("nobodys_turn")
async def test_what_was_kept_back_is_taken_when_the_peer_goes(
    server: Server, heard: list[str]
) -> None:
    call = Caller("c1")
    async with wire(server) as it:
        await it.send(frame(message(call.start())))
        await it.send(frame(message(call.says("还没说完", 100, final=False))))
        assert heard == []
        it._writer.write_eof()
        async with asyncio.timeout(5):
            while not heard:
                await asyncio.sleep(0.01)
    assert heard == ["还没说完"]


@pytest.mark.usefixtures("nobodys_turn")
async def test_what_is_not_the_next_of_its_call_is_refused_after_it_was_kept_back(
    server: Server, heard: list[str]
) -> None:
    call = Caller("c1")
    async with wire(server) as it:
        await it.send(frame(message(call.start())))
        lost, found = (call.says(text, 100, final=False) for text in ("丢了", "到了"))
        await it.send(frame(message(found)), frame(b"still there?", Opcode.PING))
        assert heard == []
        await it.send(frame(message(lost)), frame(message(found)), frame(b"?", Opcode.PING))
    assert heard == ["丢了", "到了"]
    assert server.service.node.counts.refused == {"sequence_gap": 1}
