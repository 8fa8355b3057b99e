"""One studio and the rules in force: what is saved is not undone by what was read before."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from assist.core.rules import RuleSet
from assist.studio.studio import Force, Studio, Who

from .packs import RULES, put

FILE = "bank/rules.yaml"
WHO = Who("王组长", "客户换了说法")


class Running:
    """What a server would run, and all that it ran."""

    def __init__(self) -> None:
        self.digests = [""]

    async def use(self, rules: RuleSet) -> str:
        self.digests.append(rules.digest)
        return rules.digest


async def test_what_was_read_before_a_save_is_not_put_in_force_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = Running()
    force = Force(running.use, lambda: running.digests[-1])
    studio = Studio([put(tmp_path)], force, local=None, history=None)
    read, told = asyncio.Event(), asyncio.Event()
    ask = studio.desk.ask

    async def slowly(name: str, *arguments: Any) -> Any:
        answer = await ask(name, *arguments)
        if name == "rules":
            read.set()
            await told.wait()
        return answer

    try:
        _, held = await studio.file(FILE)
        monkeypatch.setattr(studio.desk, "ask", slowly)
        following = asyncio.create_task(studio.follow())
        await read.wait()
        edited = RULES.replace("[赶时间]", "[赶时间, 来不及]")
        saving = asyncio.create_task(studio.save(FILE, edited, held.revision, WHO))
        await asyncio.wait([saving], timeout=1)  # were it not to wait, it would be done
        told.set()
        saved = await saving
        await following
        assert saved.digest == running.digests[-1] != running.digests[1]
    finally:
        studio.close()
