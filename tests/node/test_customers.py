"""What is remembered of customers who agreed to it, and told to the rules of their next call."""

from __future__ import annotations

from typing import Any

from assist.core.events import CallEnd, CallStart, Context, Fragment, History, Remembered
from assist.core.program import Program
from assist.core.remembering import CONSENT
from assist.log.memory import MemoryLog
from assist.memory.fleeting import FleetingMemory
from assist.node.node import Node
from assist.node.recovery import recover
from tests.backtest.calls import RULES
from tests.backtest.calls import program as compiled

SIGNALS = """signals:
  lost-somebody: {history: {bereaved: within 90d}}
  sees-badly: {speaker: customer, phrases: [看不清]}
  says-forget: {speaker: customer, phrases: [别记我]}"""
TODAY = (
    RULES.replace("signals:", SIGNALS)
    + """
  gently:
    need: no-empathy
    ability: empathy
    when: {all: [angry, lost-somebody]}
    hint: {text: 上次家里有事，轻一点, say: 您慢慢说。}
  large: {when: sees-badly, sets: {prefers_large_type: true}}
  forget: {when: says-forget, sets: {memory_consent: false}}
  in-large:
    need: cannot-see-screen
    ability: communication
    when: {all: [angry, {context: {prefers_large_type: true}}]}
    hint: {text: 请他开大字版, say: 您开一下大字版。}
"""
)
DAY = 86_400


def program() -> Program:
    return compiled(TODAY)


class Desk:
    """A node whose clock stands where it is put, and calls played on it one after the other."""

    def __init__(self) -> None:
        self.now = 1_000_000.0
        self.log = MemoryLog()
        self.memory = FleetingMemory(wall=lambda: self.now * 1000)
        self.node = Node(self.log, program(), memory=self.memory)

    async def call(self, name: str, said: str, customer: str | None, **context: Any) -> list[str]:
        """One short call; the rules whose hints were shown in it."""
        await self.node.use(program())
        more: dict[str, Any] = {"customer": customer, "context": context}
        said_by: dict[str, Any] = {"speaker": "customer", "utterance": "u1", "revision": 0}
        self.node.receive(CallStart(type="call.start", call=name, seq=1, at=0, agent="a", **more))
        self.node.receive(
            Fragment(type="fragment", call=name, seq=2, at=3000, text=said, final=True, **said_by)
        )
        self.node.receive(CallEnd(type="call.end", call=name, seq=3, at=60_000))
        return sorted(self.node.counts.hints)

    async def history(self, call: str) -> list[History]:
        await self.log.wait(self.node.appended)
        return [e.event for e in await self.log.read(call) if isinstance(e.event, History)]


async def test_a_need_of_an_earlier_call_is_told_to_the_next_one_and_logged() -> None:
    desk = Desk()
    await desk.call("first", "我老伴走了", "k1", **{CONSENT: True})
    desk.now += 20 * DAY
    assert "gently" not in desk.node.counts.hints
    shown = await desk.call("second", "气死我了", "k1", **{CONSENT: True})

    assert "gently" in shown
    (told,) = await desk.history("second")
    assert told.past == (Remembered(what="need", name="bereaved", ago=20 * DAY * 1000),)
    assert await desk.history("first") == []
    desk.node.stop()


async def test_nothing_is_kept_or_told_without_consent() -> None:
    desk = Desk()
    await desk.call("first", "我老伴走了", "k1")
    await desk.call("second", "气死我了", "k1", **{CONSENT: True})
    await desk.call("third", "我老伴走了", "k1", **{CONSENT: True})
    assert "gently" not in await desk.call("fourth", "气死我了", "k1", **{CONSENT: "yes"})

    assert await desk.history("second") == []
    assert await desk.history("fourth") == []
    desk.node.stop()


async def test_another_customer_and_one_without_a_key_know_nothing() -> None:
    desk = Desk()
    await desk.call("first", "我老伴走了", "k1", **{CONSENT: True})
    await desk.call("other", "气死我了", "k2", **{CONSENT: True})
    await desk.call("nobody", "气死我了", None, **{CONSENT: True})

    assert "gently" not in desk.node.counts.hints
    desk.node.stop()


async def test_a_restart_goes_on_with_what_was_told() -> None:
    desk = Desk()
    await desk.call("first", "我老伴走了", "k1", **{CONSENT: True})
    start: dict[str, Any] = {"customer": "k1", "context": {CONSENT: True}}
    desk.node.receive(CallStart(type="call.start", call="live", seq=1, at=0, agent="a", **start))
    assert len(await desk.history("live")) == 1
    desk.node.stop()

    node = Node(desk.log, program())
    await node.use(program())
    await recover(node, lambda _digest: _this())
    said: dict[str, Any] = {"speaker": "customer", "utterance": "u", "revision": 0}
    node.receive(
        Fragment(type="fragment", call="live", seq=2, at=3000, text="气死我了", final=True, **said)
    )
    assert node.calls["live"].engine.state.remembered == {"need:bereaved": 0}
    node.stop()


async def _this() -> Program:
    return program()


# -- consent, preferences, forgetting ------------------------------------------------------------


async def test_consent_that_is_taken_back_in_a_call_forgets_the_customer() -> None:
    desk = Desk()
    await desk.call("first", "我老伴走了", "k1", **{CONSENT: True})
    start: dict[str, Any] = {"customer": "k1", "context": {CONSENT: True}}
    desk.node.receive(CallStart(type="call.start", call="live", seq=1, at=0, agent="a", **start))
    desk.node.receive(Context(type="context", call="live", seq=2, at=10, set={CONSENT: False}))
    assert (await desk.memory.read("k1")).items == ()
    desk.node.receive(CallEnd(type="call.end", call="live", seq=3, at=60))
    assert (await desk.memory.read("k1")).items == ()
    desk.node.stop()


async def test_consent_that_comes_later_in_the_call_counts_from_then_on() -> None:
    desk = Desk()
    await desk.call("first", "我老伴走了", "k1", **{CONSENT: True})
    desk.node.receive(
        CallStart(type="call.start", call="live", seq=1, at=0, agent="a", customer="k1")
    )
    assert await desk.history("live") == []
    agreed = {CONSENT: True}
    desk.node.receive(Context(type="context", call="live", seq=2, at=10, set=dict(agreed)))
    desk.node.receive(Context(type="context", call="live", seq=3, at=20, set=dict(agreed)))
    assert len(await desk.history("live")) == 1
    snapshot = desk.node.stream("a").snapshot()["calls"][0]
    assert snapshot["remembered"].endswith("家人去世，在办后续")
    desk.node.stop()


async def test_a_preference_is_in_the_context_of_the_next_call_unless_it_says_otherwise() -> None:
    desk = Desk()
    await desk.call("first", "您好", "k1", **{CONSENT: True, "prefers_large_type": True})
    await desk.call("said", "您好", "k2", **{CONSENT: True, "prefers_dialect": "粤语"})
    await desk.call("long", "您好", "k3", **{CONSENT: True, "prefers_x": "长" * 40})
    for customer, context, wanted in (
        ("k1", {}, {"prefers_large_type": True}),
        ("k2", {"prefers_dialect": "四川话"}, {"prefers_dialect": "四川话"}),
        ("k3", {}, {}),
    ):
        start: dict[str, Any] = {"customer": customer, "context": {CONSENT: True, **context}}
        name = f"then-{customer}"
        desk.node.receive(CallStart(type="call.start", call=name, seq=1, at=0, agent="a", **start))
        known = desk.node.calls[name].engine.state.context
        assert {k: v for k, v in known.items() if k.startswith("prefers_")} == wanted
        desk.node.receive(CallEnd(type="call.end", call=name, seq=2, at=60))
    desk.node.stop()


async def test_a_customer_who_is_deleted_in_a_live_call_is_not_remembered_by_it() -> None:
    desk = Desk()
    await desk.call("first", "我老伴走了", "k1", **{CONSENT: True})
    start: dict[str, Any] = {"customer": "k1", "context": {CONSENT: True}}
    desk.node.receive(CallStart(type="call.start", call="live", seq=1, at=0, agent="a", **start))
    assert await desk.node.forget("k1") == 1
    desk.node.receive(CallEnd(type="call.end", call="live", seq=2, at=60))
    assert (await desk.memory.read("k1")).items == ()
    desk.node.stop()


async def test_what_is_read_too_late_is_told_to_nobody() -> None:
    """The disk took its time, and the call is over, or the consent."""
    waiting: list[Any] = []

    class Slow(FleetingMemory):
        def recall(self, customer: str, tell: Any) -> None:
            waiting.append(lambda: FleetingMemory.recall(self, customer, tell))

    desk = Desk()
    slow = Slow(wall=lambda: desk.now * 1000)
    desk.node = Node(desk.log, program(), memory=slow)
    await desk.call("first", "我老伴走了", "k1", **{CONSENT: True})
    waiting.clear()
    await desk.call("second", "您好", "k1", **{CONSENT: True})
    waiting.pop()()
    assert await desk.history("second") == []
    desk.node.stop()


async def test_who_is_erased_while_the_disk_is_read_is_not_told_about() -> None:
    waiting: list[Any] = []

    class Slow(FleetingMemory):
        def recall(self, customer: str, tell: Any) -> None:
            FleetingMemory.recall(self, customer, lambda known: waiting.append((tell, known)))

    desk = Desk()
    desk.node = Node(desk.log, program(), memory=Slow(wall=lambda: desk.now * 1000))
    await desk.call("first", "我老伴走了", "k1", **{CONSENT: True})
    start: dict[str, Any] = {"customer": "k1", "context": {CONSENT: True}}
    desk.node.receive(CallStart(type="call.start", call="live", seq=1, at=0, agent="a", **start))
    assert await desk.node.forget("k1") == 1
    ((tell, known),) = waiting
    tell(known)
    assert await desk.history("live") == []
    desk.node.stop()


async def test_rules_may_set_a_preference_and_ask_for_it_in_the_next_call() -> None:
    desk = Desk()
    assert "in-large" not in await desk.call("before", "气死我了", "k1", **{CONSENT: True})
    await desk.call("first", "看不清", "k1", **{CONSENT: True})
    assert "in-large" in await desk.call("second", "气死我了", "k1", **{CONSENT: True})
    desk.node.stop()


async def test_a_rule_that_hears_the_consent_taken_back_has_the_customer_forgotten() -> None:
    desk = Desk()
    await desk.call("first", "我老伴走了", "k1", **{CONSENT: True})
    assert (await desk.memory.read("k1")).items
    await desk.call("second", "别记我", "k1", **{CONSENT: True})
    assert (await desk.memory.read("k1")).items == ()
    desk.node.stop()
