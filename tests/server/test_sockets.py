"""Messages as they come off the wire: however they are cut, they are read in order, once."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.protocol import OPEN, SERVER, Protocol
from websockets.uri import parse_uri

from assist.proto.ingest import fragment
from assist.server.frames import text_frame, whole_frames, whole_text
from assist.server.ingest import IngestConnection
from assist.server.run import Server

from .conftest import TOKEN, Caller

TEXTS = st.text(max_size=300) | st.integers(120, 70_000).map(lambda n: "话" * (n // 3))


def frame(data: bytes, opcode: Opcode = Opcode.TEXT, *, fin: bool = True) -> bytes:
    """A frame as a client writes it."""
    return Frame(opcode, data, fin).serialize(mask=True)


def parsed(data: bytes) -> list[Frame] | None:
    """What a server's parser makes of it; None when something is left over, or it is faulty."""
    conn = Protocol(SERVER, state=OPEN)
    conn.receive_data(data)
    if conn.parser_exc is not None or conn.reader.buffer:
        return None
    return [event for event in conn.events_received() if isinstance(event, Frame)]


@given(TEXTS)
@settings(max_examples=100)
def test_a_whole_message_is_read(text: str) -> None:
    data = frame(text.encode())
    assert whole_text(data) == (text.encode() if len(text.encode()) < 65_536 else None)
    assert whole_text(data[:-1]) is None
    assert whole_text(data + b"\x81") is None


@given(
    st.binary(max_size=40)
    | st.builds(lambda head, rest: head + rest, st.binary(min_size=2, max_size=2), st.binary())
    | st.binary(max_size=60).map(lambda rest: b"\x81" + rest)
)
@settings(max_examples=200)
def test_what_is_read_is_what_the_parser_reads(data: bytes) -> None:
    text = whole_text(data)
    if text is not None:
        events = parsed(data)
        assert events is not None
        (event,) = events
        assert (event.opcode, event.fin, bytes(event.data)) == (Opcode.TEXT, True, text)


@given(st.lists(TEXTS, max_size=4), st.binary(max_size=8))
@settings(max_examples=100)
def test_messages_that_come_together_are_told_apart(texts: list[str], more: bytes) -> None:
    frames = [frame(text.encode()) for text in texts]
    data = b"".join(frames)
    short = all(len(text.encode()) < 65_536 for text in texts)
    assert whole_frames(data) == (frames if short else [data])
    assert b"".join(whole_frames(data + more)) == data + more
    if more and parsed(more) is None:
        assert whole_frames(data + more) == [data + more]


def test_a_length_that_takes_eight_bytes_is_left_to_the_parser() -> None:
    long = bytes((0x81, 0x80 | 127)) + (119).to_bytes(8, "big") + bytes(4) + b"a" * 119
    assert len(long) == 127 + 6
    assert whole_text(long) is None


@pytest.mark.parametrize("opcode", [Opcode.BINARY, Opcode.PING, Opcode.CLOSE, Opcode.CONT])
def test_no_other_frame_is_taken_for_text(opcode: Opcode) -> None:
    assert whole_text(frame(b"\x03\xe8", opcode)) is None
    assert whole_text(frame(b"half", fin=False)) is None


HYPOTHESIS = (
    '{"type":"fragment","call":"c","seq":2,"at":5,"speaker":"customer","utterance":"u",'
    '"revision":0,"text":"我老伴","final":false,"vendor":{"额外":["值"]}}'
).encode()


@given(st.integers(0, len(HYPOTHESIS)), st.integers(0, 2), st.binary(min_size=1, max_size=3))
@settings(max_examples=200)
def test_bytes_are_taken_for_a_hypothesis_just_where_their_text_would_be(
    at: int, gone: int, new: bytes
) -> None:
    data = HYPOTHESIS[:at] + new + HYPOTHESIS[at + gone :]
    try:
        text = data.decode()
    except UnicodeDecodeError:
        assert fragment(data) is None  # it is left to the parser, which closes with 1007
    else:
        assert fragment(data) == fragment(text)


@given(TEXTS)
@settings(max_examples=100)
def test_what_is_written_is_what_a_client_reads(text: str) -> None:
    conn = ClientProtocol(parse_uri("ws://localhost/"), state=OPEN, max_size=None)
    conn.receive_data(text_frame(text.encode()))
    (event,) = conn.events_received()
    assert isinstance(event, Frame)
    assert (event.opcode, event.fin, bytes(event.data)) == (Opcode.TEXT, True, text.encode())


# -- against a server ----------------------------------------------------------------------------


class Wire:
    """A websocket of which the test writes every byte."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._conn = ClientProtocol(parse_uri("ws://localhost/"), state=OPEN)

    async def send(self, *chunks: bytes) -> None:
        """Each chunk arrives by itself."""
        for chunk in chunks:
            self._writer.write(chunk)
            await self._writer.drain()
            await asyncio.sleep(0.01)

    async def frames(self) -> AsyncIterator[Frame]:
        """What the server sends."""
        while data := await self._reader.read(65_536):
            self._conn.receive_data(data)
            for event in self._conn.events_received():
                assert isinstance(event, Frame)
                yield event

    async def until_acked(self, seq: int) -> list[Frame]:
        """All frames up to the acknowledgement of ``seq``."""
        got = []
        async with asyncio.timeout(5):
            async for event in self.frames():
                got.append(event)
                if event.opcode is Opcode.TEXT:
                    told = json.loads(bytes(event.data))
                    for message in told if isinstance(told, list) else [told]:
                        assert message["type"] != "error", message
                        if message["type"] == "ack" and message["seq"] == seq:
                            return got
        raise AssertionError("the server hung up")


@asynccontextmanager
async def wire(server: Server) -> AsyncIterator[Wire]:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(
        b"GET /v1/ingest/native HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
        b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        b"Authorization: Bearer " + TOKEN.encode() + b"\r\n\r\n"
    )
    assert b" 101 " in await reader.readuntil(b"\r\n\r\n")
    yield Wire(reader, writer)
    writer.close()


def message(event: dict[str, Any]) -> bytes:
    return json.dumps(event, ensure_ascii=False).encode()


@pytest.fixture
def taken_at_once(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """What came of each message that was offered at once."""
    seen: list[bool] = []
    ordinary = IngestConnection._take_one

    def take_one(self: IngestConnection, frame: bytes) -> bool:
        seen.append(ordinary(self, frame))
        return seen[-1]

    monkeypatch.setattr(IngestConnection, "_take_one", take_one)
    return seen


async def test_hypotheses_that_come_one_by_one_are_taken_at_once(
    server: Server, taken_at_once: list[bool]
) -> None:
    call = Caller("c1")
    async with wire(server) as it:
        await it.send(frame(message(call.start())))
        await it.send(*(frame(message(call.says(f"我说了{n}句", n * 100))) for n in range(1, 9)))
        await it.until_acked(9)
    assert taken_at_once == [False, *[True] * 8]  # a call.start goes the ordinary way


async def test_hypotheses_that_come_together_are_taken_at_once_too(
    server: Server, taken_at_once: list[bool]
) -> None:
    call = Caller("c1")
    async with wire(server) as it:
        await it.send(frame(message(call.start())))
        says = [frame(message(call.says(f"我说了{n}句", n * 100))) for n in range(1, 9)]
        await it.send(b"".join(says[:5]), b"".join(says[5:]))
        await it.until_acked(9)
    assert taken_at_once == [False, *[True] * 8]


async def test_a_sender_that_catches_up_lets_others_have_their_turn(
    server: Server, taken_at_once: list[bool]
) -> None:
    call = Caller("c1")
    async with wire(server) as it:
        await it.send(frame(message(call.start())))
        await it.until_acked(1)
        says = [frame(message(call.says(f"第{n}句", n * 10))) for n in range(1, 200)]
        it._writer.write(b"".join(says))
        await it.until_acked(200)
    assert server.service.node.counts.fragments == 199
    assert len(taken_at_once) < 100  # the rest is read by a task that rests in between


async def test_what_is_refused_is_counted_once(server: Server) -> None:
    call = Caller("c1")
    async with wire(server) as it:
        await it.send(frame(message(call.start())))
        call.says("丢了", 100)
        await it.send(frame(message(call.says("到了", 200))))
        async for event in it.frames():
            if b"sequence_gap" in event.data:
                break
    assert server.service.node.counts.refused == {"sequence_gap": 1}


async def test_of_messages_that_come_together_none_counts_after_a_faulty_one(
    server: Server,
) -> None:
    call = Caller("c1")
    async with wire(server) as it:
        await it.send(frame(message(call.start())))
        good, late = (frame(message(call.says(text, 100))) for text in ("该收", "不该收"))
        await it.send(good + frame(b'{"text":"\xff"}') + late)
        closed = [each async for each in it.frames() if each.opcode is Opcode.CLOSE]
    assert int.from_bytes(closed[0].data[:2], "big") == 1007
    assert server.service.node.counts.fragments == 1


async def test_messages_cut_anywhere_and_frames_between_them(server: Server) -> None:
    call = Caller("c1")
    start, one, two, three, four, five = (
        message(event)
        for event in (call.start(), *(call.says(f"第{n}句话", n * 100) for n in range(1, 6)))
    )
    async with wire(server) as it:
        cut, cut_too, ping = frame(one), frame(four), frame(b"still there?", Opcode.PING)
        await it.send(frame(start), cut[:1], cut[1:2], cut[2:9], cut[9:])
        # one message in three frames, a ping between them; the next message right behind
        await it.send(frame(two[:40], fin=False), ping)
        await it.send(frame(two[40:41], Opcode.CONT, fin=False), frame(two[41:], Opcode.CONT))
        await it.send(frame(three) + cut_too[:20], cut_too[20:], frame(five))
        got = await it.until_acked(6)
    assert b"still there?" in [bytes(each.data) for each in got if each.opcode is Opcode.PONG]
    assert server.service.node.counts.fragments == 5


async def test_a_whole_message_inside_a_fragmented_one_is_an_error(server: Server) -> None:
    call = Caller("c1")
    async with wire(server) as it:
        await it.send(frame(message(call.start())))
        await it.until_acked(1)
        await it.send(frame(b'{"type":', fin=False), frame(message(call.says("不该收", 100))))
        closed = [each async for each in it.frames() if each.opcode is Opcode.CLOSE]
    assert int.from_bytes(closed[0].data[:2], "big") == 1002
    assert server.service.node.counts.fragments == 0


async def test_random_cuts_lose_nothing_and_take_nothing_twice(server: Server) -> None:
    call = Caller("c1")
    events = [call.start(), *(call.says("这句话" * (n % 40), n * 10) for n in range(1, 120))]
    stream = b"".join(frame(message(event)) for event in events)
    async with wire(server) as it:
        at = 0
        while at < len(stream):
            size = 1 + int.from_bytes(os.urandom(2), "big") % 900
            it._writer.write(stream[at : at + size])
            await asyncio.sleep(0)
            at += size
        await it.until_acked(120)
    counts = server.service.node.counts
    assert (counts.fragments, counts.duplicates) == (119, 0)
