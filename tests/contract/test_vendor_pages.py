"""The Python of the vendors' pages is run as it stands, its recogniser played by the messages that
the page shows: they arrive."""

from __future__ import annotations

import asyncio
import json
import re
import sys
import types
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assist.server.run import Server, opened
from tests.server.conftest import TOKEN, settings

VENDORS = Path(__file__).parents[2] / "docs" / "integrators" / "vendors"
PAGES = {
    path.stem: path.read_text(encoding="utf-8")
    for path in sorted(VENDORS.glob("*.md"))
    if "import Forwarder" in path.read_text(encoding="utf-8")
}


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)\n```", PAGES[page], re.DOTALL)


class Recogniser:
    """What a vendor's SDK has that the pages use, for the messages of one page."""

    def __init__(self, shown: list[str]) -> None:
        self.shown = shown
        self._left = iter(shown)

    def __iter__(self) -> Iterator[str]:
        return iter(self.shown)

    async def __aiter__(self) -> AsyncIterator[str]:
        for message in self.shown:
            yield message

    def names(self) -> dict[str, Any]:
        """What a page takes for given."""
        played = dict.fromkeys(("tencent", "genesys"), self)
        kinds = dict.fromkeys(("RecognitionCallback", "RasrCallBack"), object)
        told = {"call": "c1", "agent": "7001", "token": TOKEN, "json": json, "asyncio": asyncio}
        more = {"URL": "", "NLS_TOKEN": "", "APPKEY": "", "config": None, "requests": ()}
        return {
            "speech_recognizer": SimpleNamespace(SpeechRecognitionListener=object),
            "nls": SimpleNamespace(NlsSpeechTranscriber=self.transcriber),
            "client": SimpleNamespace(streaming_recognize=self.responses),
            "room": SimpleNamespace(register_text_stream_handler=self.handle),
            **played,
            **kinds,
            **told,
            **more,
        }

    def modules(self) -> dict[str, Any]:
        """What a page imports."""
        esl, google = types.ModuleType("ESL"), types.ModuleType("google.protobuf.json_format")
        vars(esl)["ESLconnection"] = lambda *_: self
        vars(google)["MessageToJson"] = lambda message: message
        above = {name: types.ModuleType(name) for name in ("google", "google.protobuf")}
        return {"ESL": esl, "google.protobuf.json_format": google, **above}

    # -- FreeSWITCH, Google, Aliyun, LiveKit

    def events(self, *_: str) -> None:
        """Subscribed."""

    def recvEvent(self) -> Any:  # noqa: N802 - its name
        message = next(self._left, None)
        return None if message is None else SimpleNamespace(serialize=lambda _kind: message)

    def responses(self, *_: Any) -> Iterator[Any]:
        return (SimpleNamespace(_pb=message) for message in self.shown)

    def transcriber(self, *, on_sentence_end: Any, **_: Any) -> Any:
        return SimpleNamespace(start=lambda **_: [on_sentence_end(one) for one in self.shown])

    def handle(self, topic: str, handler: Any) -> None:
        async def all_of_them() -> None:
            for message in map(json.loads, self.shown):
                assert message["topic"] == topic

                async def read_all(text: str = message["text"]) -> str:
                    return text

                info = SimpleNamespace(attributes=message["attributes"])
                reader = SimpleNamespace(read_all=read_all, info=info)
                await handler(reader, message["sender_identity"])

        asyncio.run(all_of_them())


def drive(page: dict[str, Any], recogniser: Recogniser) -> None:
    """Let the recogniser tell what the page has made to hear it."""
    if "receive" in page:
        asyncio.run(page["receive"](recogniser))
    for message in recogniser:
        if "on_message" in page:
            page["on_message"](None, message)
        if "Forward" in page:
            told, ear = json.loads(message), page["Forward"]()
            if hasattr(ear, "on_event"):
                sentence = told["payload"]["output"]["sentence"]
                ear.on_event(SimpleNamespace(request_id="r", get_sentence=lambda s=sentence: s))
            else:
                (getattr(ear, "on_sentence_end", None) or ear.on_response)(told)


def perform(source: str, shown: list[str]) -> None:
    recogniser = Recogniser(shown)
    names = recogniser.names()
    exec(compile(source, "page.py", "exec"), names)
    drive(names, recogniser)
    names["sidecar"].close()
    assert names["sidecar"].dropped == 0


@pytest.mark.parametrize("page", PAGES)
async def test_what_a_page_shows_arrives(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = blocks(page, "json")
    (source,) = blocks(page, "python")
    for name, module in Recogniser(shown).modules().items():
        monkeypatch.setitem(sys.modules, name, module)
    async with opened(settings()) as server:
        here = source.replace("127.0.0.1:8713", f"127.0.0.1:{server.port}")
        assert here != source
        await asyncio.to_thread(perform, here, shown)
        await arrived(server)


async def arrived(server: Server) -> None:
    counts = server.service.node.counts
    async with asyncio.timeout(5):
        while not counts.fragments:
            await asyncio.sleep(0.02)
    assert not counts.refused
