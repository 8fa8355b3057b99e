"""The screen of a simulated agent: what hints come, and how soon."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Mapping
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from .figures import Figures

AGAIN_S = 0.5
KEPT = 64
"""Hypotheses of a speaker remembered, to know when words were sent."""


class Screen:
    """One agent's overlay connection, kept up while it is watched."""

    def __init__(self, url: str, token: str, agent: str, figures: Figures) -> None:
        self._url = url.rstrip("/") + "/v1/overlay"
        self._hello = json.dumps({"type": "hello", "token": token, "agent": agent})
        self._figures = figures
        self._said: dict[tuple[str, str | None], deque[tuple[float, str]]] = {}
        self.ready = asyncio.Event()

    def said(self, call: str, speaker: str | None, text: str) -> None:
        """These words have just been sent."""
        recent = self._said.setdefault((call, speaker), deque(maxlen=KEPT))
        recent.append((asyncio.get_running_loop().time(), text))

    def over(self, call: str) -> None:
        """The call has ended."""
        for key in [key for key in self._said if key[0] == call]:
            del self._said[key]

    async def watch(self) -> None:
        """Look until cancelled."""
        while True:
            try:
                async with connect(self._url, compression=None, proxy=None) as socket:
                    await socket.send(self._hello)
                    await self._read(socket)
            except (OSError, InvalidHandshake, ConnectionClosed, TimeoutError):
                pass
            await asyncio.sleep(AGAIN_S)

    async def _read(self, socket: ClientConnection) -> None:
        async for frame in socket:
            told = json.loads(frame)
            for message in told if isinstance(told, list) else [told]:
                if message["type"] == "ping":
                    await socket.send('{"type":"pong"}')
                elif message["type"] == "welcome":
                    self.ready.set()
                elif message["type"] == "hint.show":
                    self._hint(message)

    def _hint(self, hint: Mapping[str, Any]) -> None:
        """Its delay is counted from when the words that it quotes last were first sent: vendors
        have no names of ours for utterances to go by."""
        self._figures.hints += 1
        quote = max(hint["because"], key=lambda one: int(one["at"]), default=None)
        if quote is None:
            return
        recent = self._said.get((hint["call"], quote["speaker"]), ())
        sent = next((at for at, text in recent if quote["text"] in text), None)
        if sent is not None:
            self._figures.delays.append(asyncio.get_running_loop().time() - sent)
