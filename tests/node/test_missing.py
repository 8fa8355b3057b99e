"""Legs that come and go: when time stands still for a call, and for how long."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from assist.core.events import EVENT_IN, EventIn, InputBack, InputLost
from assist.formats import FORMATS
from assist.formats.leg import Leg
from assist.log.memory import MemoryLog
from assist.node.node import Node
from assist.node.recovery import recover
from tests.virtual import play

from .rules import program

CUSTOMER, AGENT, SECOND, MACHINE = "customer's leg", "agent's leg", "second agent's leg", "ivr"


class Legs:
    """A call whose legs are each heard by a recogniser of its own."""

    def __init__(self, log: MemoryLog | None = None) -> None:
        self.log = log or MemoryLog()
        self.node = Node(self.log, program())
        self.seq: dict[str, int] = {}
        self.lines: dict[str, object] = {}

    async def begin(self) -> Legs:
        await self.node.use(program())
        self.sends("cti", type="call.start", agent="7001", language="zh")
        return self

    def says(self, leg: str, text: str = "您好", speaker: str | None = None, **more: Any) -> None:
        """A final comes through a leg."""
        who = speaker or ("customer" if leg == CUSTOMER else "agent")
        number = self.seq.get(leg, 0) + 1
        fields = {"speaker": who, "utterance": f"{leg}{number}", "revision": 0, **more}
        self.sends(leg, type="fragment", text=text, final=True, **fields)

    def closes(self, leg: str) -> None:
        self.node.source_lost(self.lines.pop(leg))

    def resumes(self, leg: str) -> None:
        self.node.resumed("c", leg, self.lines.setdefault(leg, object()))

    def sends(self, leg: str, **fields: Any) -> None:
        self.seq[leg] = self.seq.get(leg, 0) + 1
        call = self.node.calls.get("c")
        at = self.node.floor.time(call) if call is not None else 0
        whole = {"call": "c", "sender": leg, "seq": self.seq[leg], "at": at, **fields}
        event: EventIn = EVENT_IN.validate_python(whole)
        assert self.node.receive(event, self.lines.setdefault(leg, object())) is None

    @property
    def lost(self) -> bool:
        """Whether the whole call stands still."""
        return self.node.calls["c"].input_lost

    @property
    def gone(self) -> list[str]:
        """Whose words alone are not waited for."""
        return list(self.node.calls["c"].lost_speakers)

    async def told(self) -> list[tuple[str, ...]]:
        """What the log says of it."""
        await self.log.wait(self.node.appended)
        entries = [entry.event for entry in await self.log.read("c")]
        return [
            ("lost", *event.speakers) if isinstance(event, InputLost) else ("back",)
            for event in entries
            if isinstance(event, InputLost | InputBack)
        ]


def played(story: Callable[[Legs], Awaitable[None]]) -> None:
    async def run() -> None:
        legs = await Legs().begin()
        await story(legs)
        legs.node.stop()

    play(run())


def test_a_leg_that_is_over_is_waited_for_until_another_takes_its_place() -> None:
    async def story(legs: Legs) -> None:
        legs.says(CUSTOMER)
        legs.says(AGENT)
        legs.closes(AGENT)
        assert legs.lost
        legs.says(CUSTOMER)
        assert legs.lost  # nobody knows what the agent says
        legs.says(SECOND)
        assert await legs.told() == [("lost",), ("back",)]
        legs.closes(CUSTOMER)
        assert legs.lost

    played(story)


def test_a_leg_whose_place_was_taken_before_it_went_is_not_missed() -> None:
    async def story(legs: Legs) -> None:
        legs.says(AGENT)
        legs.says(SECOND)
        legs.closes(AGENT)
        assert await legs.told() == []

    played(story)


def test_the_leg_of_a_machine_is_not_missed() -> None:
    async def story(legs: Legs) -> None:
        legs.says(MACHINE, speaker="ivr")
        legs.says(CUSTOMER)
        legs.closes(MACHINE)
        assert await legs.told() == []

    played(story)


def test_a_leg_of_both_is_missed_until_both_are_heard_elsewhere() -> None:
    async def story(legs: Legs) -> None:
        legs.says(AGENT, speaker="customer")
        legs.says(AGENT)
        legs.closes(AGENT)
        legs.says(CUSTOMER)
        assert legs.lost
        legs.says(SECOND)
        assert not legs.lost

    played(story)


def test_channels_are_whose_they_are_said_to_be() -> None:
    async def story(legs: Legs) -> None:
        words = {"utterance": "x", "revision": 0, "text": "您好", "final": True}
        legs.sends(AGENT, type="fragment", channel=1, **words)
        legs.closes(AGENT)
        legs.says(SECOND)
        assert legs.lost  # nobody has said that channel 1 is the agent's
        legs.sends("cti", type="context", set={}, channels=[{"channel": 1, "speaker": "agent"}])
        legs.says(SECOND)
        legs.says(SECOND)
        assert not legs.lost

    played(story)


def test_voice_activity_takes_nobodys_place() -> None:
    async def story(legs: Legs) -> None:
        legs.says(AGENT)
        legs.says(CUSTOMER)
        legs.closes(AGENT)
        legs.sends("vad", type="activity", speaker="agent", speaking=True)
        assert legs.lost
        legs.resumes(AGENT)
        assert not legs.lost
        legs.closes("vad")
        assert not legs.lost

    played(story)


def test_a_leg_that_does_not_come_back_holds_up_only_what_waits_for_its_speaker() -> None:
    async def story(legs: Legs) -> None:
        legs.says(CUSTOMER)
        legs.says(AGENT)
        legs.closes(AGENT)
        await asyncio.sleep(59)
        assert (legs.lost, legs.gone) == (True, [])
        await asyncio.sleep(2)
        assert (legs.lost, legs.gone) == (False, ["agent"])
        legs.closes("cti")
        assert not legs.lost
        legs.says(CUSTOMER)
        legs.says(SECOND)
        assert legs.gone == []
        assert await legs.told() == [("lost",), ("lost", "agent"), ("back",)]

    played(story)


def test_who_comes_back_late_is_waited_for_again() -> None:
    async def story(legs: Legs) -> None:
        legs.says(CUSTOMER)
        legs.says(AGENT)
        legs.closes(AGENT)
        await asyncio.sleep(61)
        legs.closes(CUSTOMER)
        assert (legs.lost, legs.gone) == (True, [])
        await asyncio.sleep(120)  # nobody is heard: all stands still
        assert legs.lost
        legs.resumes(CUSTOMER)
        assert legs.lost
        legs.resumes(AGENT)
        told = [("lost",), ("lost", "agent"), ("lost",), ("back",)]
        assert (await legs.told(), legs.gone) == (told, [])

    played(story)


def test_one_of_two_that_were_gone_for_long_is_back() -> None:
    async def story(legs: Legs) -> None:
        legs.says("x", speaker="unknown")
        legs.says(AGENT, speaker="customer")
        legs.says(AGENT)
        legs.closes(AGENT)
        await asyncio.sleep(61)
        assert legs.gone == ["customer", "agent"]
        legs.says(CUSTOMER)
        assert legs.gone == ["agent"]
        legs.closes(CUSTOMER)
        assert legs.lost

    played(story)


def test_a_call_that_ends_is_not_looked_after() -> None:
    async def story(legs: Legs) -> None:
        legs.says(CUSTOMER)
        legs.says(AGENT)
        legs.closes(AGENT)
        legs.sends("cti", type="call.end")
        await asyncio.sleep(61)
        assert await legs.told() == [("lost",)]

    played(story)


@pytest.mark.parametrize("over", [True, False])
def test_a_vendors_stream_that_said_it_was_over_is_not_waited_for(*, over: bool) -> None:
    async def story(legs: Legs) -> None:
        legs.says(CUSTOMER)
        format_, leg = FORMATS["funasr"], Leg(sender=AGENT)
        feed = legs.node.feeds.of(format_, "c", leg)
        legs.says(AGENT)
        feed.over = over
        legs.closes(AGENT)
        assert (legs.lost, legs.gone) == ((False, ["agent"]) if over else (True, []))

    played(story)


def test_after_a_restart_only_those_are_waited_for_who_spoke_last() -> None:
    async def story(legs: Legs) -> None:
        legs.says(AGENT)
        legs.says(CUSTOMER)
        legs.says(SECOND)
        legs.node.stop()
        await legs.log.wait(legs.node.appended)
        again = Legs(legs.log)
        again.seq = legs.seq

        async def program_of(_digest: str) -> Any:
            return program()

        await again.node.use(program())
        assert await recover(again.node, program_of) == 1
        assert again.lost
        again.says(SECOND)
        again.says(CUSTOMER)
        assert not again.lost
        again.node.stop()

    played(story)
