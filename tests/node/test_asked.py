"""A number that was asked for is masked where it is answered, also after a restart in between."""

from __future__ import annotations

from typing import Any

from assist.core.events import EVENT_IN, Fragment
from assist.log.memory import MemoryLog
from assist.node.node import Node
from assist.node.recovery import recover

from .rules import program


async def node_on(log: MemoryLog) -> Node:
    node = Node(log, program())
    await node.use(program())
    return node


async def program_of(_digest: str) -> Any:
    return program()


def say(node: Node, seq: int, speaker: str, text: str) -> None:
    said = {"type": "fragment", "call": "c1", "seq": seq, "at": seq * 1_000, "speaker": speaker}
    more = {"utterance": f"u{seq}", "revision": 0, "text": text, "final": True}
    assert node.receive(EVENT_IN.validate_python({**said, **more})) is None


async def test_a_code_and_a_card_that_are_read_out_over_a_restart() -> None:
    log = MemoryLog()
    node = await node_on(log)
    start = {"type": "call.start", "call": "c1", "seq": 1, "at": 0, "agent": "7001"}
    node.receive(EVENT_IN.validate_python(start))
    say(node, 2, "agent", "您卡号报一下")
    say(node, 3, "customer", "六二二二")
    node.stop()
    await log.wait(node.appended)

    second = await node_on(log)
    await recover(second, program_of)
    say(second, 4, "customer", "零二一二")
    say(second, 5, "agent", "好，这回转多少钱")
    say(second, 6, "customer", "八零零零")
    second.stop()
    await log.wait(second.appended)
    entries = [entry.event for entry in await log.read("c1")]
    kept = [event.text for event in entries if isinstance(event, Fragment)]
    assert kept == ["您卡号报一下", "****", "****", "好，这回转多少钱", "八零零零"]
