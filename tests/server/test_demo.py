"""The demo: sample calls, played by the real client over the real ingest websocket."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from assist.node.samples import load_samples
from assist.server.demo import demo_routes
from assist.server.run import Server, opened

from .conftest import TOKEN, http, screen, settings


@pytest.fixture
async def stage() -> AsyncIterator[Server]:
    """Under a few rules: enough where it does not matter what the agent is told."""
    async with opened(settings(), routes=demo_routes) as server:
        yield server


async def test_every_sample_is_listed_in_both_languages(stage: Server) -> None:
    async with http(stage) as client:
        samples = (await client.get("/demo/samples")).json()
    assert [sample["id"] for sample in samples] == list(load_samples())
    assert len(samples) >= 8
    for sample in samples:
        assert sample["title"]["zh"]
        assert sample["about"]["en"]
        assert sample["duration_ms"] > 20_000
    assert {sample["language"] for sample in samples} == {"zh", "en"}


async def test_a_sample_is_played_to_its_end_under_the_shipped_packs() -> None:
    async with (
        opened(settings(rules=()), routes=demo_routes) as stage,
        http(stage) as client,
        screen(stage, "demo", transcript=True) as overlay,
    ):
        answer = await client.post("/demo/play", json={"sample": "01-late-husband", "speed": 20})
        call = answer.json()["call"]
        assert (await overlay.until("call.start"))["call"] == call
        end = await overlay.until("call.end", within=30)
        assert end["call"] == call
        assert {"hint.show", "hint.close", "need", "emotion", "transcript"} <= set(overlay.types())
        interim = [m for m in overlay.got if m["type"] == "transcript" and not m["final"]]
        assert len(interim) > 50  # hypotheses that grow, as a recogniser sends them


async def test_playing_again_ends_what_was_played_and_stop_ends_it_for_good(stage: Server) -> None:
    async with http(stage) as client, screen(stage, "tab-2") as overlay:
        play = {"sample": "04-regulator", "speed": 1, "agent": "tab-2"}
        first = (await client.post("/demo/play", json=play)).json()["call"]
        await overlay.until(lambda m: m["type"] == "call.start" and m["call"] == first)
        second = (await client.post("/demo/play", json=play)).json()
        assert second["agent"] == "tab-2"
        ended = await overlay.until("call.end")
        assert (ended["call"], ended["reason"]) == (first, "stopped")
        await overlay.until(lambda m: m["type"] == "call.start" and m["call"] == second["call"])
        assert (await client.post("/demo/stop", json={"call": second["call"]})).status_code == 200
        assert (await overlay.until("call.end"))["call"] == second["call"]
        gone = await client.post("/demo/stop", json={"call": second["call"]})
        assert (gone.status_code, gone.json()["code"]) == (404, "unknown_sample")


async def test_what_cannot_be_played_is_refused(stage: Server) -> None:
    async with http(stage) as client:
        for body, status, code in (
            ({"sample": "none"}, 404, "unknown_sample"),
            ({"sample": "01-late-husband", "speed": 1000}, 400, "invalid_event"),
            ({"sample": "x" * 10_000}, 400, "invalid_event"),
        ):
            answer = await client.post("/demo/play", json=body)
            assert (answer.status_code, answer.json()["code"]) == (status, code)
    async with http(stage, bearer=False) as client:
        assert (await client.get("/demo/samples")).status_code == 401
        assert (await client.post("/demo/play", json={})).status_code == 401
        headers = {"Origin": "https://evil.example", "Authorization": f"Bearer {TOKEN}"}
        assert (await client.post("/demo/play", json={}, headers=headers)).status_code == 403
