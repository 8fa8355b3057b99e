"""PocketSphinx hears an English call, both channels; Overtone hears PocketSphinx."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import connect

from assist.client import AssistClient
from assist.server.run import opened
from tests.server.conftest import TOKEN, settings

from .voices import Line, channels

sphinx = pytest.importorskip("tests.interop.sphinx", reason="make test-interop installs it")

pytestmark = [pytest.mark.interop, pytest.mark.timeout(300)]
SCRIPT = (
    Line(500, "agent", "good morning how can i help you", "en-us"),
    Line(4_000, "customer", "i lost my job and i do not know how to pay", "en-us+f3"),
    Line(9_000, "agent", "so sorry for your trouble", "en-us"),
    Line(12_500, "customer", "thank you", "en-us+f3"),
)


async def test_partials_raise_the_hint_and_the_agents_words_meet_it() -> None:
    spoken = channels(SCRIPT)
    told = sorted(
        ((who, each) for who, audio in spoken.items() for each in sphinx.heard(audio)),
        key=lambda one: one[1].at,
    )
    assert sum(not each.final for _, each in told) > 10, "no partials were streamed"

    pack = Path(__file__).parent / "pack"
    async with opened(settings(rules=(pack,))) as server:
        url = f"ws://127.0.0.1:{server.port}"
        async with connect(f"{url}/v1/overlay", compression=None) as overlay:
            hello = {"type": "hello", "token": TOKEN, "agent": "7001", "transcript": True}
            await overlay.send(json.dumps(hello))
            async with AssistClient(url, TOKEN) as client:
                call = await client.start("c-1", agent="7001", language="en")
                for who, each in told:
                    await call.fragment(
                        who,
                        f"{who}-{each.utterance}",
                        each.text,
                        final=each.final,
                        at=each.at,
                        start=each.start,
                        end=each.end,
                    )
                await call.end(at=told[-1][1].at + 1_000)
            seen: list[dict[str, Any]] = []
            async with asyncio.timeout(20):
                while not any(event["type"] == "call.end" for event in seen):
                    frame = json.loads(await overlay.recv())
                    seen += frame if isinstance(frame, list) else [frame]

    shown = [event for event in seen if event["type"] == "hint.show"]
    assert [event["rule"] for event in shown] == ["hear-the-loss"]
    assert "lost my job" in shown[0]["because"][0]["text"]
    closed = [event for event in seen if event["type"] == "hint.close"]
    assert [event["reason"] for event in closed] == ["met"]
    finals = Counter(
        (event["speaker"], event["utterance"])
        for event in seen
        if event["type"] == "transcript" and event["final"]
    )
    wanted = {(who, f"{who}-{each.utterance}") for who, each in told if each.final and each.text}
    assert finals == Counter(wanted), "each utterance once"
