"""Rule files edited under running calls."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

from assist.core.events import RulesInForce
from assist.server.run import opened

from .conftest import PACK, Caller, http, screen, settings, trunk


async def eventually(holds: Callable[[], bool], within: float = 15) -> None:
    async with asyncio.timeout(within):
        while not holds():
            await asyncio.sleep(0.05)


async def test_a_good_edit_reaches_running_calls_and_a_bad_one_changes_nothing(
    tmp_path: Path,
) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(PACK, pack)
    file = pack / "rules.yaml"
    good = file.read_text(encoding="utf-8")
    call = Caller("c1")
    async with (
        opened(settings(rules=(pack,))) as server,
        trunk(server) as leg,
        screen(server) as overlay,
        http(server) as client,
    ):
        service, counts = server.service, server.service.node.counts
        first = service.node.program.rules.digest
        await leg.say(call.start())
        await overlay.until("call.start")
        await asyncio.sleep(0.5)  # the watch is on

        file.write_text(good.replace("phrases: [赶时间]", "phrases: [赶时间"), encoding="utf-8")
        await eventually(lambda: counts.rules_rejected == 1)
        ready = await client.get("/readyz")
        assert ready.status_code == 200  # the last good rules are in force
        assert ready.json()["rules"] == {"digest": first, "problems": service.rule_problems}
        assert service.rule_problems >= 1

        file.write_text(good.replace("赶时间", "来不及"), encoding="utf-8")
        await eventually(lambda: service.node.program.rules.digest != first)
        assert (await client.get("/readyz")).json()["rules"]["problems"] == 0
        await leg.say(call.says("我赶时间", 1000), call.says("真的来不及了", 3000))
        hint = await overlay.until("hint.show")
        assert hint["because"][0]["text"] == "真的来不及了"

        await leg.say(call.end(4000))
        await overlay.until("call.end")
        await service.log.wait(service.node.appended)
        logged = [
            each.event.digest
            for each in await service.log.read("c1")
            if isinstance(each.event, RulesInForce)
        ]
        assert logged == [first, service.node.program.rules.digest]
        for digest in logged:
            assert await service.log.rules(digest)
