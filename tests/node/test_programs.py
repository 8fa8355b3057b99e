"""Rule sets of the log, built when a call asks for them."""

from __future__ import annotations

from collections.abc import Mapping

from assist.log.memory import MemoryLog
from assist.node import programs
from assist.node.programs import Programs
from assist.text import default_folder, default_tokenizer

from .rules import program

TEXT = "signals:\n  sorry: {{speaker: agent, phrases: [对不起{}]}}\n"


class CountingLog(MemoryLog):
    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    async def rules(self, digest: str) -> Mapping[str, str] | None:
        self.asked.append(digest)
        return await super().rules(digest)


async def test_the_last_few_are_at_hand_and_no_more() -> None:
    log = CountingLog()
    found = Programs(log, program(), default_folder(), default_tokenizer())
    for nth in range(programs.KEPT + 2):
        await log.keep_rules(f"d{nth}", {"a.yaml": TEXT.format(nth)})
    assert await found.of(program().rules.digest) is program()
    for nth in range(programs.KEPT + 2):
        first = await found.of(f"d{nth}")
        assert first is not None
        assert await found.of(f"d{nth}") is first
    assert log.asked == [f"d{nth}" for nth in range(programs.KEPT + 2)]
    assert await found.of("d0") is not None
    assert log.asked[-1] == "d0"
    assert await found.of("lost") is None
