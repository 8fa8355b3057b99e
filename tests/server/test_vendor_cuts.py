"""A vendor's connection cut at any byte: if the peer counts, nothing is lost or told twice."""

from __future__ import annotations

import asyncio
import json
import random
from typing import Any

import pytest
from websockets.frames import Frame, Opcode

from assist.core.events import Fragment
from assist.server.run import Server
from tests.formats.calls import script
from tests.formats.peers import PEERS

from .conftest import TOKEN, peer

TURNS = [(0, ["您好", "请问"], 0), (1, ["我老伴", "上个月走了", "怎么取"], 0), (0, ["hello"], 0)]
CUTS = 12


def wire(messages: list[Any]) -> bytes:
    """The messages as a client's websocket frames."""
    texts = [m if isinstance(m, str) else json.dumps(m, ensure_ascii=False) for m in messages]
    frames = [Frame(Opcode.TEXT, text.encode()) for text in texts]
    return b"".join(frame.serialize(mask=True) for frame in frames)


async def send_and_vanish(server: Server, path: str, sent: bytes) -> None:
    """Shake hands, send these bytes, wait until they have been read, and cut the line."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(
        f"GET {path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        f"Authorization: Bearer {TOKEN}\r\n\r\n".encode()
    )
    assert b" 101 " in await reader.readuntil(b"\r\n\r\n")
    writer.write(sent)
    await writer.drain()
    await reader.read(2)  # `resumed` is on its way: the server is at work
    writer.transport.abort()


@pytest.mark.parametrize("name", ["vosk", "whisperlive", "funasr", "contact-lens"])
async def test_a_line_cut_at_any_byte_loses_and_doubles_nothing(server: Server, name: str) -> None:
    said = script(TURNS, len(PEERS[name].lanes))
    messages = [m for m in PEERS[name].speak(said) if not _ends(m)]
    whole, rng = wire(messages), random.Random(name)
    for cut in sorted(rng.sample(range(1, len(whole)), CUTS)):
        call = f"{name}-{cut}"
        path = f"/v1/ingest/{name}?call={call}&agent=7001&acks=1"
        await send_and_vanish(server, path, whole[:cut])
        async with peer(server, path) as stream:
            taken = (await stream.until("resumed"))["seq"]
            await stream.say(*messages[taken:], {"nonsense": 1})
            await stream.until(lambda m: m.get("code") == "vendor_message")
        entries = await server.service.log.read(call)
        heard = [e.event for e in entries if isinstance(e.event, Fragment) and e.event.final]
        assert [event.text for event in heard] == [one.text for one in said], f"cut at byte {cut}"


def _ends(message: Any) -> bool:
    """A message that ends the session, and would end what is open with it."""
    return isinstance(message, dict) and bool(message.get("is_end"))
