"""Rule files edited under running calls."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from assist.core.events import RulesInForce
from assist.ruleset import Problem
from assist.server.run import RulesFaulty, opened
from assist.studio.desk import Broken, Busy

from .conftest import PACK, Caller, http, screen, settings, trunk


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy to edit."""
    return shutil.copytree(PACK, tmp_path / "pack")


async def eventually(holds: Callable[[], bool], within: float = 30) -> None:
    async with asyncio.timeout(within):
        while not holds():
            await asyncio.sleep(0.05)


async def test_an_edit_is_followed_though_the_studio_fails_at_first(
    pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = pack / "rules.yaml"
    edited = file.read_text(encoding="utf-8").replace("赶时间", "来不及")
    monkeypatch.setattr("assist.server.reloading.AGAIN_S", 0.05)
    async with opened(settings(rules=(pack,))) as server:
        node, desk = server.service.node, server.service.studio.desk
        first = node.program.rules.digest
        ask, faults = desk.ask, [Busy(), Broken("the process has ended"), Broken("once more")]

        async def failing(name: str, *arguments: Any) -> Any:
            if name == "rules" and faults:
                raise faults.pop()
            return await ask(name, *arguments)

        monkeypatch.setattr(desk, "ask", failing)
        file.write_text(edited, encoding="utf-8")
        await eventually(lambda: node.program.rules.digest != first)
    assert not faults


async def test_a_file_caught_half_written_is_read_once_more(
    pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = pack / "rules.yaml"
    edited = file.read_text(encoding="utf-8").replace("赶时间", "来不及")
    monkeypatch.setattr("assist.server.reloading.SETTLE_MS", 2_500)
    async with opened(settings(rules=(pack,))) as server:
        node, first = server.service.node, server.service.node.program.rules.digest
        studio, seen = server.service.studio, list[bool]()
        follow = studio.follow

        async def followed() -> tuple[bool, Sequence[Problem]]:
            good, problems = await follow()
            seen.append(good)
            return good, problems

        monkeypatch.setattr(studio, "follow", followed)
        file.write_text(edited[:-60], encoding="utf-8")
        await eventually(lambda: seen != [])
        file.write_text(edited, encoding="utf-8")
        await eventually(lambda: node.program.rules.digest != first)
        assert seen[:2] == [False, True]
        assert node.counts.rules_rejected == 0


async def test_a_good_edit_reaches_running_calls_and_a_bad_one_changes_nothing(
    pack: Path,
) -> None:
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
        broken = good.replace("phrases: [赶时间]", "phrases: [赶时间")
        file.write_text(broken, encoding="utf-8")
        await eventually(lambda: counts.rules_rejected > 0)
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


async def test_a_pack_of_ones_own_is_taken_in_while_the_server_runs(tmp_path: Path) -> None:
    local = tmp_path / "var" / "rules"
    rule = (
        "signals: {our-haste: {speaker: customer, phrases: [火烧眉毛]}}\n"
        "rules:\n  our-be-quick:\n    need: progress-visible\n    ability: communication\n"
        "    when: our-haste\n    hint: {text: 说快点, say: 马上就好。}\n"
    )
    async with opened(settings(rules_local=local)) as server:
        node, studio = server.service.node, server.service.studio
        assert local not in studio.paths
        local.mkdir(parents=True)
        (local / "ours.yaml").write_text(rule, encoding="utf-8")
        await eventually(lambda: "our-be-quick" in node.program.rules.rules)
        assert studio.paths == (PACK, local)
        edited = rule.replace("说快点", "长话短说")
        (local / "ours.yaml").write_text(edited, encoding="utf-8")
        digest = node.program.rules.digest
        await eventually(lambda: node.program.rules.digest != digest)
        assert node.counts.rules_rejected == 0


async def test_a_pack_of_ones_own_with_an_error_leaves_the_rules_as_they_are(
    tmp_path: Path,
) -> None:
    local = tmp_path / "local"
    async with opened(settings(rules_local=local)) as server:
        node, digest = server.service.node, server.service.node.program.rules.digest
        local.mkdir()
        (local / "o.yaml").write_text("overrides: {rules: {nobody: {mode: off}}}\n")
        await eventually(lambda: node.counts.rules_rejected > 0)
        assert node.program.rules.digest == digest
        (local / "o.yaml").write_text("overrides: {rules: {be-quick: {mode: off}}}\n")
        await eventually(lambda: node.program.rules.digest != digest)
        assert node.program.rules.rules["be-quick"].mode == "off"


@pytest.mark.parametrize(("phrase", "loaded"), [("没到账", True), ("not there yet", False)])
def test_the_segmenter_is_loaded_before_the_first_quotation_asks_for_it(
    phrase: str, loaded: bool
) -> None:
    """In a process of its own: here it has been loaded by some other test."""
    code = f"""
import sys
from assist.ruleset import load_sources
from assist.server.reloading import make_ready
from assist.text import default_folder, default_tokenizer
rules = "signals:\\n  late: {{speaker: customer, phrases: [{phrase}]}}\\n"
made = load_sources({{"a.yaml": rules}}, folder=default_folder(), tokenizer=default_tokenizer())
make_ready(made.program)
print("jieba" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(loaded)


async def test_a_restart_goes_on_by_the_last_good_rules(pack: Path, tmp_path: Path) -> None:
    """A file is broken, which a running server bears; then the machine restarts."""
    file, call, log = pack / "rules.yaml", Caller("c1"), str(tmp_path / "log.db")
    good = file.read_text(encoding="utf-8")
    async with opened(settings(rules=(pack,), log=log)) as server:
        first = server.service.node.program.rules.digest
        async with trunk(server) as leg:
            await leg.say(call.start(), call.says("我赶时间", 1000))
            await leg.until(lambda m: m["type"] == "ack" and m["seq"] == 2)
    file.write_text("rules: [", encoding="utf-8")

    async with opened(settings(rules=(pack,), log=log)) as server:
        assert server.service.node.program.rules.digest == first
        async with http(server) as client:
            ready = await client.get("/readyz")
        assert ready.json()["rules"]["problems"] > 0
        async with trunk(server) as leg, screen(server) as overlay:
            await overlay.until("snapshot")
            await leg.say({"type": "resume", "call": "c1"}, call.says("我老伴走了", 6000))
            await overlay.until(lambda m: m["type"] == "hint.show" and m["need"] == "bereaved")
        file.write_text(good.replace("赶时间", "来不及"), encoding="utf-8")  # mended
        await eventually(lambda: server.service.node.program.rules.digest != first)
        assert server.service.rule_problems == 0


async def test_other_packs_are_not_stood_in_for(pack: Path, tmp_path: Path) -> None:
    other = shutil.copytree(pack, tmp_path / "other")
    log = str(tmp_path / "log.db")
    async with opened(settings(rules=(pack,), log=log)):
        pass
    (other / "rules.yaml").write_text("rules: [", encoding="utf-8")
    with pytest.raises(RulesFaulty):
        async with opened(settings(rules=(other,), log=log)):
            pass
