"""What became of a rule's hints over many calls."""

from __future__ import annotations

from typing import Any

from assist.archive.archive import Archive
from assist.log.memory import MemoryLog

from .calls import ANGRY, log_call, program
from .test_archive import kept_up, until_there

LATE = """
0.0-2.0 客户: 什么破银行
60.0-62.0 坐席: 对不起
70.0-72.0 客户: 行吧
"""
"""The hint is off the screen long before the agent does what it said."""


async def fared(archive: Archive) -> dict[str, dict[str, Any]]:
    _, rules = await archive.rules_shown(0, 1 << 60)
    return {one["rule"]: one for one in rules}


async def test_what_the_agent_did_after_a_hint_counts_whenever_that_went() -> None:
    log, rules = MemoryLog(), program()
    async with kept_up(log, rules) as archive:
        await log_call(log, rules, ANGRY, "at-once")
        await log_call(log, rules, LATE, "late")
        await until_there(archive, "at-once", "late")
        calm, way = (await fared(archive))["calm-down"], (await fared(archive))["another-way"]
    assert (calm["shown"], calm["met"], calm["closed"]["met"]) == (2, 2, 1)
    assert (way["shown"], way["met"]) == (1, 0)
