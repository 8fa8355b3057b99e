"""Simulated calls against a real server, natively and as vendors would send them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assist.cli import app
from assist.client import Refused
from assist.core.events import CallStart, Fragment
from assist.server.run import Server, opened
from assist.simulate.figures import Figures, quantile
from assist.simulate.playing import Plan, play
from assist.simulate.scripts import Script, find_scripts
from assist.simulate.vendors import VENDORS
from tests.server.conftest import TOKEN, settings

SAMPLE = """
title: {zh: 走了, en: Gone}
about: {zh: 走了, en: Gone}
call: |
  0.5-3.0 客户: 我老伴走了，卡里的钱怎么取
  3.5-5.0 坐席: 您节哀
"""


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with opened(settings()) as server:
        yield server


@pytest.fixture
def script(tmp_path: Path) -> Script:
    (tmp_path / "gone.yaml").write_text(SAMPLE, encoding="utf-8")
    (found,) = find_scripts([tmp_path / "gone.yaml"]).scripts
    return found


def plan(server: Server, script: Script, **more: object) -> Plan:
    given = {"speed": 0.0, "calls": 4, "concurrency": 2, **more}
    url = server.url.replace("http", "ws")
    return Plan(url=url, token=TOKEN, scripts=[script], **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("format_", [None, *VENDORS])
async def test_calls_are_carried_and_hints_seen(
    server: Server, script: Script, format_: str | None
) -> None:
    figures = Figures()
    await play(plan(server, script, format=format_), figures)
    assert figures.all_right, figures.to_json()
    assert figures.ended == 4
    # WhisperLiveKit's lines are cut into sentences anew, and a hint comes again with its sentence.
    assert figures.hints == (8 if format_ == "whisperlivekit" else 4)
    assert figures.fragments == 4 * 10
    assert len(figures.acks) >= 4
    assert len(figures.delays) == figures.hints
    assert max(figures.delays) < 5
    counts = server.service.node.counts
    assert (counts.calls_started, counts.calls_ended) == (4, 4)


async def test_a_recording_is_played_under_another_name(server: Server, tmp_path: Path) -> None:
    said = {"call": "r-1", "sender": "leg", "speaker": "customer", "revision": 0, "final": True}
    events = [
        {"type": "call.start", "call": "r-1", "seq": 1, "at": 0, "agent": "7001"},
        {"type": "fragment", **said, "seq": 1, "at": 900, "utterance": "u1", "text": "我老伴走了"},
    ]
    path = tmp_path / "r.jsonl"
    path.write_text("\n".join(json.dumps(event) for event in events))
    (script,) = find_scripts([path]).scripts
    made = script.events("sim-x", "sim-1")
    assert [event.seq for event in made] == [1, 2, 3]
    assert {event.call for event in made} == {"sim-x"}
    assert isinstance(made[0], CallStart)
    assert made[0].agent == "sim-1"
    figures = Figures()
    await play(plan(server, script, calls=1), figures)
    assert (figures.ended, figures.hints) == (1, 1)


async def test_a_wrong_token_ends_it(server: Server, script: Script) -> None:
    wrong = Plan(url=server.url.replace("http", "ws"), token="wrong", scripts=[script])
    with pytest.raises(Refused):
        await play(wrong, Figures())


def test_scripts_come_from_anywhere(tmp_path: Path) -> None:
    assert len(find_scripts([]).scripts) >= 10  # the samples
    rules = Path(__file__).parents[2] / "rules" / "bank-zh" / "swallowed-card.test.yaml"
    found = find_scripts([rules])
    assert len(found.scripts) >= 2
    events = found.scripts[0].events("c", "a")
    assert any(isinstance(event, Fragment) for event in events)
    (tmp_path / "broken.yaml").write_text("call: [")
    (tmp_path / "broken.json").write_text("{}")
    assert len(find_scripts([tmp_path]).faults) == 2


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["ws://10.0.0.1:8713"], "is not this machine"),
        (["ws://assist.example"], "--yes-really"),
        (["--format", "nobody"], "no simulated recogniser for 'nobody'"),
        (["ws://127.0.0.1:1", "/nowhere.json"], "no calls to play"),
    ],
)
def test_what_it_will_not_do(args: list[str], told: str) -> None:
    done = CliRunner().invoke(app, ["simulate", *args], env={"COLUMNS": "300", "LC_ALL": "C.UTF-8"})
    assert done.exit_code == 2
    assert told in " ".join(done.output.replace("│", " ").split())


def test_a_chinese_terminal_is_told_in_chinese_that_nothing_can_be_played(tmp_path: Path) -> None:
    broken, none = tmp_path / "broken.yaml", tmp_path / "none.json"
    broken.write_text("call: [")
    asked = ["simulate", "ws://127.0.0.1:1", str(broken), str(none)]
    done = CliRunner().invoke(app, asked, env={"LC_ALL": "zh_CN.UTF-8"})
    assert done.exit_code == 2
    assert sorted(done.stderr.splitlines()) == sorted(
        [f"{broken}：读不出通话来", f"{none}：没有这个文件或文件夹", "没有可以播放的通话"]
    )


def test_quantiles() -> None:
    assert quantile([], 0.5) is None
    assert quantile([0.001, 0.002, 0.003], 0.5) == 2.0
    assert quantile([0.001, 0.002, 0.003], 0.99) == 3.0
