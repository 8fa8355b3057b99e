"""The training room on a real server: nobody is there, and nothing is kept."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from assist.server import training
from assist.server.run import Server, opened

from .conftest import TOKEN, Message, Peer, http, peer, settings

SUPERVISORS = "a-token-of-supervisors-01"
SCENARIO = """
title: {zh: 试一试, en: A try}
about: {zh: 老伴走了。, en: He has lost his wife.}
trains: [empathy]
turns:
  - customer: 我老伴走了
    needs: [bereaved]
    good: 请您节哀
  - customer:
      - {if: {met: bereaved}, say: 谢谢你}
      - {say: "算了{9s}不说了"}
    good: 您慢慢说
ending: 再见
"""


@pytest.fixture
def scenarios(tmp_path: Path) -> Path:
    folder = tmp_path / "scenarios"
    folder.mkdir()
    (folder / "widower.yaml").write_text(SCENARIO, "utf-8")
    return folder


@pytest.fixture
async def server(scenarios: Path) -> AsyncIterator[Server]:
    chosen = settings(scenarios=scenarios, supervisor_token=SecretStr(SUPERVISORS))
    async with opened(chosen) as server:
        yield server


@asynccontextmanager
async def trainee(server: Server, token: str = TOKEN) -> AsyncIterator[Peer]:
    """Somebody at the page, who has said hello."""
    async with peer(server, "/v1/train", bearer=False) as socket:
        await socket.say({"type": "hello", "token": token})
        yield socket


def begin(**more: Any) -> Message:
    return {"type": "begin", "scenario": "widower", "pace": 4, **more}


async def until_asked(page: Peer) -> Message:
    """Until it is the trainee's turn."""
    return await page.until(lambda m: m["type"] == "turn" and m["whose"] == "agent")


def said(page: Peer, speaker: str = "customer") -> list[str]:
    heard = (m for m in page.got if m["type"] == "transcript" and m["final"])
    return [m["text"] for m in heard if m["speaker"] == speaker]


async def test_either_token_lists_what_can_be_practised(server: Server, scenarios: Path) -> None:
    (scenarios / "broken.yaml").write_text("title: [", "utf-8")
    async with http(server) as agent, http(server, bearer=SUPERVISORS) as supervisor:
        told = (await agent.get("/v1/train/scenarios")).json()
        widower = next(each for each in told["scenarios"] if each["id"] == "widower")
        assert (widower["title"]["zh"], widower["moments"], widower["minutes"]) == ("试一试", 2, 1)
        assert told["problems"] == []
        (problem,) = (await supervisor.get("/v1/train/scenarios")).json()["problems"]
        assert problem["file"].endswith("broken.yaml")
        assert problem["line"] == 1
    async with http(server, bearer=False) as stranger:
        assert (await stranger.get("/v1/train/scenarios")).status_code == 401


async def test_a_whole_call_and_nothing_of_it_is_kept(server: Server) -> None:
    async with trainee(server) as page:
        await page.say(begin(ref="1"))
        begun = await page.until("begun")
        assert (begun["scenario"], begun["moments"], begun["ref"]) == ("widower", 2, "1")
        await until_asked(page)
        grown = [m["text"] for m in page.got if m["type"] == "transcript" and not m["final"]]
        assert grown == ["我", "我老伴"]
        hint = next(m for m in page.got if m["type"] == "hint.show")
        assert hint["text"] == "先安慰"
        await page.say({"type": "say", "text": "请您节哀，号码13812345678"})
        moved = await page.until("moved")
        assert (moved["moment"], moved["move"]["type"]) == (0, "say")
        assert "13812345678" not in json.dumps(page.got)
        await until_asked(page)
        assert next(m for m in page.got if m["type"] == "hint.close")["reason"] == "met"
        assert said(page)[-1] == "谢谢你"
        await page.say({"type": "say", "text": "您慢慢说"})
        await until_asked(page)
        await page.say({"type": "say", "text": "再见"})
        result = await page.until("result")
        assert (result["met"], result["asked"]) == (1, 1)
        assert [m["said"] for m in result["moments"]][1:] == [["您慢慢说"], ["再见"]]
        assert result["markdown"].startswith("# 陪练: 试一试")
        service = server.service
        assert (len(service.node.calls), service.node.appended) == (0, 0)


async def test_a_lost_connection_goes_on_by_its_moves(server: Server) -> None:
    async with trainee(server) as page:
        await page.say(begin())
        await until_asked(page)
        await page.say({"type": "say", "text": "请您节哀"})
        move = (await page.until("moved"))["move"]
        before = await until_asked(page)
    async with trainee(server) as page:
        await page.say(begin(moves=[move]))
        snapshot = await page.until("snapshot")
        assert [need["id"] for need in snapshot["calls"][0]["done"]] == ["bereaved"]
        again = await until_asked(page)
        assert again == before
        assert said(page) == ["我老伴走了", "谢谢你"]
        assert said(page, "agent")[-1] == "请您节哀"
        assert not [m for m in page.got if m["type"] == "hint.show"]


async def test_a_moment_is_tried_again_by_fewer_moves(server: Server) -> None:
    async with trainee(server) as page:
        await page.say(begin())
        await until_asked(page)
        await page.say({"type": "say", "text": "卡号报一下"}, {"type": "skip"})
        await until_asked(page)
        assert said(page)[1:] == ["算了", "不说了"]
        page.got.clear()
        await page.say(begin(), {"type": "skip"})
        await until_asked(page)
        await page.say({"type": "say", "text": "请您节哀"}, {"type": "skip"})
        await until_asked(page)
        assert said(page) == ["我老伴走了", "谢谢你"]


async def test_without_hints_none_are_told(server: Server) -> None:
    async with trainee(server) as page:
        await page.say(begin(hints=False))
        await until_asked(page)
        await page.say({"type": "say", "text": "请您节哀"}, {"type": "end"})
        result = await page.until("result")
        assert not {"hint.show", "hint.close", "need"} & set(page.types())
        wanted = result["moments"][0]["wanted"][0]
        assert (wanted["ended"], result["hints"]) == ("unprompted", False)


async def test_a_pause_stops_the_clock_and_skipping_hurries_it(server: Server) -> None:
    async with trainee(server) as page:
        await page.say(begin(pace=1), {"type": "pause", "on": True})
        paused = await page.until("paused")
        assert paused["on"] is True
        assert await page.nothing_but_pings(0.3)
        await page.say({"type": "pause", "on": False}, {"type": "skip"})
        turn = await until_asked(page)
        assert turn["at"] > paused["at"] + 1_000


async def test_feedback_and_the_dial_are_moves(server: Server) -> None:
    async with trainee(server) as page:
        await page.say(begin(), {"type": "dial", "level": "active"})
        assert (await page.until("moved"))["move"]["level"] == "active"
        hint = (await page.until("hint.show"))["id"]
        await page.say({"type": "feedback", "hint": hint, "verdict": "wrong"})
        assert (await page.until("moved"))["move"]["verdict"] == "wrong"
        assert (await page.until("hint.close"))["id"] == hint


async def test_what_cannot_be_is_told_with_a_code(server: Server) -> None:
    async with trainee(server) as page:
        await page.say({"type": "say", "text": "喂"})
        assert (await page.until("error"))["code"] == "no_rehearsal"
        await page.say({"type": "begin", "scenario": "nothing", "ref": "x"})
        refused = await page.until("error")
        assert (refused["code"], refused["ref"]) == ("unknown_scenario", "x")
        await page.say(begin(moves=[{"type": "say", "text": ""}]))
        assert (await page.until("error"))["code"] == "invalid_event"
        await page.say(begin(), {"type": "say", "text": "您" * 501})
        assert (await page.until("error"))["code"] == "invalid_event"


async def test_a_wrong_token_opens_nothing(server: Server) -> None:
    async with trainee(server, "not-the-token") as page:
        assert await page.close_code() == 4500
    async with trainee(server, SUPERVISORS) as page:
        await page.until("welcome")


async def test_who_does_nothing_makes_room(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "IDLE_S", 0.2)
    async with trainee(server) as page:
        assert await page.close_code() == 4006
    assert not server.service.trainees


async def test_there_is_room_for_so_many(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "MOST", 1)
    async with trainee(server) as one:
        await one.until("welcome")
        async with peer(server, "/v1/train", bearer=False) as two:
            assert await two.close_code() == 4003


async def test_a_server_that_goes_down_says_so(scenarios: Path) -> None:
    async with opened(settings(scenarios=scenarios)) as server, trainee(server) as page:
        await page.say(begin())
        await page.until("begun")
        await server.drain()
        assert await page.close_code() == 4000
