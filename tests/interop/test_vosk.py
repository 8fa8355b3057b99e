"""vosk hears Korean through the tap: the call's own stream is untouched, and each utterance arrives
once."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from typing import Any

import pytest
from pydantic import SecretStr
from websockets.asyncio.client import ClientConnection, connect

from assist.server.run import opened
from assist.tap.server import opened as tap_opened
from assist.tap.settings import TapSettings
from tests.server.conftest import TOKEN, screen, settings

from .voices import BYTES_A_MS, Line, channels

vosk_server = pytest.importorskip(
    "tests.interop.vosk_server", reason="make test-interop installs it"
)

pytestmark = [pytest.mark.interop, pytest.mark.timeout(300)]
CHUNK = 200 * BYTES_A_MS
SCRIPT = (
    Line(500, "customer", "안녕하세요 카드를 잃어버렸습니다", "ko"),
    Line(5_000, "customer", "오늘 돈이 필요합니다", "ko"),
)


async def recognise(socket: ClientConnection, audio: bytes) -> list[str]:
    """Play the audio; everything that the recogniser says, in order."""
    said: list[str] = []
    for offset in range(0, len(audio), CHUNK):
        await socket.send(audio[offset : offset + CHUNK])
        said.append(await socket.recv(decode=True))
    await socket.send('{"eof": 1}')
    said.append(await socket.recv(decode=True))
    return said


async def test_the_tap_passes_everything_on_and_the_sidecar_hears_each_utterance_once() -> None:
    audio = channels(SCRIPT)["customer"]
    async with vosk_server.vosk_server() as (port, told), opened(settings()) as server:
        given = TapSettings(
            upstreams={"vosk": f"ws://127.0.0.1:{port}"},
            sidecar=server.url.replace("http", "ws"),
            token=SecretStr(TOKEN),
            port=0,
            linger=0.1,
        )
        async with tap_opened(given) as tap, screen(server, transcript=True) as overlay:
            leg = "/t/vosk;call=c-1;agent=7001;speaker=customer/"
            async with connect(f"ws://127.0.0.1:{tap.port}{leg}") as socket:
                tapped = await recognise(socket, audio)
            await overlay.until("call.end", within=30)

    assert tapped == told, "what the recogniser said came through as it was"
    messages: list[dict[str, Any]] = [json.loads(each) for each in tapped]
    spoken = [each["text"] for each in messages if each.get("text")]
    assert len(spoken) >= 2
    assert sum(bool(each.get("partial")) for each in messages) > 5
    heard = [event for event in overlay.got if event["type"] == "transcript" and event["final"]]
    assert Counter(event["text"] for event in heard) == Counter(spoken)
    assert [event["text"] for event in heard] == spoken, "in order"


async def test_without_a_sidecar_the_call_goes_on_all_the_same() -> None:
    async with vosk_server.vosk_server() as (port, _):
        given = TapSettings(
            upstreams={"vosk": f"ws://127.0.0.1:{port}"},
            sidecar="ws://127.0.0.1:1",
            token=SecretStr(TOKEN),
            port=0,
            linger=0.0,
        )
        async with tap_opened(given) as tap:
            leg = "/t/vosk;call=c-1;agent=7001;speaker=customer/"
            async with asyncio.timeout(60), connect(f"ws://127.0.0.1:{tap.port}{leg}") as socket:
                tapped = await recognise(socket, bytes(CHUNK * 3))
    assert len(tapped) == 4
