"""A floor with rules that alert, calls played on it in virtual time, and supervisors who look."""

from __future__ import annotations

import asyncio
import json
from functools import lru_cache
from typing import Any

from assist.core.events import EVENT_IN
from assist.core.program import Program
from assist.log.memory import MemoryLog
from assist.node.node import Node
from assist.node.streams import Reader
from assist.node.supervisor import Supervisor
from tests.backtest.calls import program as compiled

RULES = """
signals:
  rage: {speaker: customer, phrases: [气死我了, 太过分]}
  threat: {speaker: customer, phrases: [银保监, 我要投诉], on: partial}
  loss: {speaker: customer, phrases: [老伴走了, 去世]}
  sorry: {speaker: agent, phrases: [对不起, 节哀]}
emotions:
  anger:
    speaker: customer
    half_life: 60s
    levels: {mild: 0.2, high: 0.5, severe: 0.8}
    weights: {rage: 0.5}
rules:
  grief:
    need: bereaved
    ability: empathy
    when: loss
    met_by: sorry
    hint: {priority: critical, text: 先安慰}
    escalate: {after: 10s, text: 还没安慰}
  formal-way:
    need: regulator-threat
    ability: negotiation
    when: threat
    met_by: sorry
    hint: {priority: urgent, text: 给正式出口}
    alert: supervisor
"""


@lru_cache
def program() -> Program:
    return compiled(RULES)


class Console(Reader):
    """A supervisor's screen that keeps what it is sent, as long as it ``reads``."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.reads = True
        self.frames = 0
        super().__init__(self._take)

    def _take(self, frame: bytes) -> bool:
        if self.reads:
            self.frames += 1
            told = json.loads(frame)
            self.got += told if isinstance(told, list) else [told]
        return self.reads

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [message for message in self.got if message["type"] == kind]

    def floor(self) -> dict[str, dict[str, Any]]:
        """The rows by call, folded from what came; the numbers have no holes."""
        rows: dict[str, dict[str, Any]] = {}
        told = [m for m in self.got if m["type"] in ("floor", "floor.change")]
        assert [m["seq"] for m in told] == list(range(1, len(told) + 1))
        for message in told:
            if message["type"] == "floor":
                rows = {}
            for name in message.get("gone", ()):
                rows.pop(name, None)
            rows.update({row["call"]: row for row in message["rows"]})
        return rows

    def alert(self, rule: str) -> dict[str, Any]:
        """The alert of a rule as it was last told."""
        return next(a for a in reversed(self.of("alert")) if a["rule"] == rule)


class Hall:
    """A node in virtual time."""

    def __init__(self, rules: Program | None = None, **more: Any) -> None:
        self.log = MemoryLog()
        self.rules = rules or program()
        self.wall = 1_700_000_000_000.0
        self._loop = asyncio.get_running_loop()
        self._began = self._loop.time()
        self.node = Node(self.log, self.rules, wall=self.wall_now, **more)
        self._numbers: dict[str, int] = {}
        self._starts: dict[str, float] = {}

    def wall_now(self) -> float:
        return self.wall + (self._loop.time() - self._began) * 1000

    async def open(self) -> Hall:
        await self.node.use(self.rules)
        return self

    def send(self, call: str, kind: str, source: object = None, **fields: Any) -> None:
        """One event of a call, now."""
        if kind == "call.start":
            self._starts[call] = self._loop.time()
        self._numbers[call] = seq = self._numbers.get(call, 0) + 1
        at = round((self._loop.time() - self._starts[call]) * 1000)
        event = {"type": kind, "call": call, "seq": seq, "at": at, **fields}
        assert self.node.receive(EVENT_IN.validate_python(event), source) is None

    def start(self, call: str, source: object = None, **fields: Any) -> None:
        self.send(call, "call.start", source, **{"agent": f"a-{call}", **fields})

    def says(self, call: str, text: str, speaker: str = "customer", **fields: Any) -> None:
        name = f"u{self._numbers[call]}"
        given = {"utterance": name, "revision": 0, "text": text, "final": True, "speaker": speaker}
        self.send(call, "fragment", **{**given, **fields})

    def join(self, name: str = "王组长") -> tuple[Supervisor, Console]:
        console = Console()
        supervisor = Supervisor(name, console)
        self.node.supervision.join(supervisor)
        return supervisor, console


async def passes(seconds: float) -> None:
    """Virtual time passes."""
    await asyncio.sleep(seconds)
