"""A tap between a telephony side and a recogniser, with a real sidecar beside it."""

from __future__ import annotations

import asyncio
import json
import random
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Subprotocol

from assist.core.events import CallEnd, Fragment
from assist.server.run import Server
from assist.server.run import opened as sidecar_opened
from assist.tap import server as server_module
from assist.tap.server import Tap, opened
from assist.tap.settings import TapSettings
from tests.server.conftest import TOKEN, screen, settings

V1, V2 = Subprotocol("asr.v1"), Subprotocol("asr.v2")
CERTIFICATE = Path(__file__).parent / "certificate"


@asynccontextmanager
async def tapping(
    upstream: str, sidecar: str = "ws://127.0.0.1:1", **more: Any
) -> AsyncIterator[Tap]:
    given = {"upstreams": upstream, "sidecar": sidecar, "token": SecretStr(TOKEN), "port": 0}
    async with opened(TapSettings(**{**given, "linger": 0.05, "drain": 5.0, **more})) as tap:
        yield tap


@pytest.fixture(autouse=True)
def _few_last_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no sidecar, there is no use in waiting for it."""
    monkeypatch.setattr(server_module, "LAST_WORDS_S", 0.2)


@pytest.fixture
async def sidecar() -> AsyncIterator[Server]:
    async with sidecar_opened(settings()) as server:
        yield server


def ws(server: Server) -> str:
    return server.url.replace("http", "ws")


# -- a recogniser --------------------------------------------------------------------------------


async def vosk(socket: ServerConnection) -> None:
    """Hears as many words as it gets audio frames; a text frame ends the utterance."""
    heard = ""
    words = iter("我老伴走了那卡里的钱怎么取")
    async for message in socket:
        if isinstance(message, bytes):
            heard += next(words, "")
            await socket.send(json.dumps({"partial": heard}, ensure_ascii=False))
        else:
            await socket.send(json.dumps({"text": heard}, ensure_ascii=False))
            await socket.close(4242, "that was all")
            return


@asynccontextmanager
async def recogniser(
    handler: Callable[[ServerConnection], Awaitable[None]] = vosk, **more: Any
) -> AsyncIterator[str]:
    async with serve(handler, "127.0.0.1", 0, **more) as server:
        yield f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def speak(url: str, frames: int = 8, **more: Any) -> tuple[list[str], int, str]:
    """What the telephony side is told, and how it ends."""
    told: list[str] = []
    async with connect(url, **more) as socket:
        for _ in range(frames):
            await socket.send(bytes(320))
            told.append(str(await socket.recv()))
        await socket.send('{"eof":1}')
        told.append(str(await socket.recv()))
        with pytest.raises(ConnectionClosed):
            await socket.recv()
        assert socket.close_code is not None
        return told, socket.close_code, socket.close_reason or ""


async def test_a_leg_whose_address_names_nobody_is_told_of(sidecar: Server) -> None:
    async with recogniser() as upstream, tapping(upstream, ws(sidecar)) as tap:
        await speak(f"ws://127.0.0.1:{tap.port}/t/vosk;call=c-1;agent=7001/asr")
        async with asyncio.timeout(5):
            while b"tap_warned_total 1.0" not in await told_by(tap, "metrics"):
                await asyncio.sleep(0.02)
        assert b"tap_refused_total 0.0" in await told_by(tap, "metrics")


async def told_by(tap: Tap, path: str) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", tap.port)
    writer.write(f"GET /{path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    told = await reader.read()
    writer.close()
    return told


async def test_the_call_hears_nothing_of_it_and_the_agent_is_helped(sidecar: Server) -> None:
    async with (
        recogniser() as upstream,
        tapping(upstream, ws(sidecar)) as tap,
        screen(sidecar) as overlay,
    ):
        direct = await speak(f"{upstream}/asr?x=1")
        tapped = await speak(
            f"ws://127.0.0.1:{tap.port}/t/vosk;call=c-1;agent=7001;speaker=customer/asr?x=1"
        )
        assert tapped == direct
        assert tapped[1:] == (4242, "that was all")
        shown = await overlay.until("hint.show")
        assert shown["text"] == "先安慰"
        assert shown["call"] == "c-1"
        await overlay.until("call.end")
        entries = await sidecar.service.log.read("c-1")
        finals = [e.event for e in entries if isinstance(e.event, Fragment) and e.event.final]
        assert [event.text for event in finals] == ["我老伴走了那卡里"]
        assert sum(isinstance(e.event, Fragment) for e in entries) == 9
        assert isinstance(entries[-1].event, CallEnd)


async def test_subprotocols_headers_and_compression_are_agreed_on_by_the_two_themselves(
    sidecar: Server,
) -> None:
    seen: list[dict[str, str]] = []

    async def curious(socket: ServerConnection) -> None:
        assert socket.request is not None
        seen.append({"path": socket.request.path, **dict(socket.request.headers.raw_items())})
        await vosk(socket)

    async with (
        recogniser(curious, subprotocols=[V2]) as upstream,
        tapping(upstream, ws(sidecar)) as tap,
    ):
        url = f"ws://127.0.0.1:{tap.port}/t/vosk;call=c-1;agent=7001;speaker=customer/a?sig=%2F"
        async with connect(
            url, subprotocols=[V1, V2], additional_headers={"X-Appkey": "k"}
        ) as socket:
            assert socket.subprotocol == V2
            assert socket.protocol.extensions  # permessage-deflate, end to end
            await (await socket.ping(b"still there?"))
            await socket.send(bytes(320))
            assert json.loads(await socket.recv()) == {"partial": "我"}
        assert seen[0]["path"] == "/a?sig=%2F"
        assert seen[0]["Host"] == upstream.removeprefix("ws://")
        assert seen[0]["X-Appkey"] == "k"
        async with asyncio.timeout(5):
            while not sidecar.service.node.counts.fragments:
                await asyncio.sleep(0.01)


async def test_two_legs_are_one_call_and_a_leg_that_comes_back_goes_on(sidecar: Server) -> None:
    async with recogniser() as upstream, tapping(upstream, ws(sidecar), linger=0.4) as tap:
        base = f"ws://127.0.0.1:{tap.port}/t/vosk;call=c-1"
        await asyncio.gather(
            speak(f"{base};agent=7001;speaker=customer/", 4),
            speak(f"{base};speaker=agent/", 2),
        )
        await speak(f"{base};agent=7001;speaker=customer/", 3)
        async with asyncio.timeout(5):
            while not sidecar.service.node.counts.calls_ended:
                await asyncio.sleep(0.01)
        assert sidecar.service.node.counts.calls_started == 1
        entries = await sidecar.service.log.read("c-1")
        finals = [e.event for e in entries if isinstance(e.event, Fragment) and e.event.final]
        assert sorted((e.speaker or "", e.text) for e in finals) == [
            ("agent", "我老"),
            ("customer", "我老伴"),
            ("customer", "我老伴走"),
        ]
        assert len({(e.speaker, e.utterance) for e in finals}) == 3


async def test_without_an_agent_it_waits_for_the_telephony_to_begin_the_call(
    sidecar: Server,
) -> None:
    async with recogniser() as upstream, tapping(upstream, ws(sidecar)) as tap:
        base = f"ws://127.0.0.1:{tap.port}/t/vosk;call=c-1;speaker=customer/"
        async with connect(base) as socket:
            await socket.send(bytes(320))
            await socket.recv()
            async with connect(f"{ws(sidecar)}/v1/ingest/native", compression=None) as cti:
                hello = {"type": "hello", "token": TOKEN}
                start = {"type": "call.start", "call": "c-1", "seq": 1, "at": 0, "agent": "7001"}
                await cti.send(json.dumps([hello, start]))
                async with asyncio.timeout(5):
                    while not sidecar.service.node.counts.fragments:
                        await asyncio.sleep(0.01)


async def test_a_sidecar_that_is_not_there_yet_costs_the_call_nothing() -> None:
    async with recogniser() as upstream, tapping(upstream) as tap:
        url = f"ws://127.0.0.1:{tap.port}/t/vosk;call=c-1;agent=7001;speaker=customer/"
        direct = await speak(upstream)
        assert await speak(url) == direct
        assert tap.client.waiting > 0
        assert not tap.client.is_connected


async def test_at_the_bound_words_are_dropped_and_the_loss_is_told() -> None:
    async with recogniser() as upstream, tapping(upstream, waiting=3) as tap:
        for _ in range(3):
            await speak(f"ws://127.0.0.1:{tap.port}/t/vosk;call=c-1;agent=7;speaker=customer/", 3)
        assert tap.client.waiting == 3
        assert tap.counts.declined > 0
        line = tap.calls._calls["c-1"].lines["vosk/customer"]
        assert line.lost_from is not None


# -- byte for byte ---------------------------------------------------------------------------------


class Raw:
    """A recogniser of whom every byte is known."""

    def __init__(self, says: bytes) -> None:
        self.got = bytearray()
        self._says = says
        self.done = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.got += await reader.readuntil(b"\r\n\r\n")
        saying = asyncio.create_task(pour(writer, self._says))
        while data := await reader.read(65_536):
            self.got += data
        await saying
        writer.write_eof()
        self.done.set()
        writer.close()


async def pour(
    writer: asyncio.StreamWriter, data: bytes, draw: random.Random | None = None
) -> None:
    """Write it in pieces of any size."""
    draw = draw or random.Random(len(data))
    at = 0
    while at < len(data):
        size = draw.choice([1, 7, 300, 20_000])
        writer.write(data[at : at + size])
        await asyncio.sleep(0)
        at += size
    await writer.drain()


@pytest.mark.parametrize("seed", range(8))
async def test_every_byte_passes_in_both_directions(seed: int) -> None:
    """Whatever they are: frames, half frames, noise, a refusal."""
    draw = random.Random(seed)
    status = draw.choice([b"101 Switching Protocols", b"401 Unauthorized", b"nonsense"])
    said = b"HTTP/1.1 " + status + b"\r\nX: y\r\n\r\n" + draw.randbytes(draw.randrange(90_000))
    sent = draw.randbytes(draw.randrange(90_000))
    raw = Raw(said)
    server = await asyncio.start_server(raw.serve, "127.0.0.1", 0)
    upstream = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server, tapping(upstream) as tap:
        reader, writer = await asyncio.open_connection("127.0.0.1", tap.port)
        writer.write(b"GET /t/vosk;call=c;agent=1/asr?x HTTP/1.1\r\nhost: tap\r\nA:  b\r\n\r\n")
        await pour(writer, sent, draw)
        writer.write_eof()
        async with asyncio.timeout(20):
            assert await reader.read() == said
            await raw.done.wait()
        writer.close()
    head = f"GET /asr?x HTTP/1.1\r\nhost: {upstream.removeprefix('ws://')}\r\nA:  b\r\n\r\n"
    assert bytes(raw.got) == head.encode() + sent


async def test_who_does_not_read_holds_up_only_who_speaks_to_him() -> None:
    """The tap keeps no more than a socket's buffers of what is not read."""
    written = 0

    async def talkative(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal written
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 101 Switching Protocols\r\n\r\n")
        while True:
            writer.write(bytes(65_536))
            await writer.drain()
            written += 65_536

    server = await asyncio.start_server(talkative, "127.0.0.1", 0)
    upstream = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with tapping(upstream, drain=0.0) as tap:
        reader, writer = await asyncio.open_connection("127.0.0.1", tap.port)
        writer.write(b"GET /t/vosk;call=c;agent=1/ HTTP/1.1\r\n\r\n")
        await reader.readuntil(b"\r\n\r\n")
        before = -1
        while before != written:
            before = written
            await asyncio.sleep(0.1)
        (relay,) = tap.relays
        assert relay.transport is not None
        assert relay.transport.get_write_buffer_size() < 1 << 20
        writer.transport.abort()
    server.close()


# -- what can go wrong -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/asr", 400),
        ("/t/vosc;call=c/", 400),
        ("/t/vosk;call=c;to=nobody/", 404),
        ("/t/vosk;call=c/", 502),
    ],
)
async def test_what_the_tap_itself_answers(path: str, status: int) -> None:
    async with tapping("ws://127.0.0.1:1") as tap:
        with pytest.raises(InvalidStatus) as told:
            await connect(f"ws://127.0.0.1:{tap.port}{path}")
        assert told.value.response.status_code == status
        assert told.value.response.body is not None
        assert told.value.response.body.startswith(b"assist tap: ")
        assert tap.counts.turned_away[str(status)] == 1


async def test_a_refusal_of_the_recogniser_is_its_own() -> None:
    def refuse(connection: ServerConnection, request: Any) -> Any:
        return connection.respond(401, "bad signature")

    async with recogniser(process_request=refuse) as upstream, tapping(upstream) as tap:
        with pytest.raises(InvalidStatus) as told:
            await connect(f"ws://127.0.0.1:{tap.port}/t/vosk;call=c;agent=7/")
        assert told.value.response.status_code == 401
        assert told.value.response.body == b"bad signature"
        assert tap.counts.upstream_answers == {401: 1}


async def test_a_key_keeps_strangers_out() -> None:
    async with recogniser() as upstream, tapping(upstream, key=SecretStr("k-1")) as tap:
        base = f"ws://127.0.0.1:{tap.port}/t/vosk;call=c;agent=7"
        with pytest.raises(InvalidStatus, match="403"):
            await connect(f"{base};key=k-2/")
        assert (await speak(f"{base};key=k-1/", 1))[1] == 4242


async def test_tls_on_both_sides(sidecar: Server) -> None:
    serving = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    serving.load_cert_chain(CERTIFICATE / "cert.pem", CERTIFICATE / "key.pem")
    trusting = ssl.create_default_context(cafile=str(CERTIFICATE / "cert.pem"))
    async with recogniser(ssl=serving) as upstream:
        port = upstream.rpartition(":")[2]
        files = {"cert": CERTIFICATE / "cert.pem", "cert_key": CERTIFICATE / "key.pem"}
        ca = CERTIFICATE / "cert.pem"
        async with tapping(f"wss://localhost:{port}", ws(sidecar), ca=ca, **files) as tap:
            url = f"wss://localhost:{tap.port}/t/vosk;call=c;agent=7;speaker=customer/"
            assert (await speak(url, 2, ssl=trusting))[1] == 4242
            async with asyncio.timeout(5):
                while sidecar.service.node.counts.fragments < 3:
                    await asyncio.sleep(0.01)
        async with tapping(f"wss://localhost:{port}") as tap:  # the system does not trust it
            with pytest.raises(InvalidStatus, match="502"):
                await connect(f"ws://127.0.0.1:{tap.port}/t/vosk;call=c;agent=7/")


async def test_told_to_stop_it_lets_calls_finish(sidecar: Server) -> None:
    async with recogniser() as upstream:
        stack = tapping(upstream, ws(sidecar))
        tap = await stack.__aenter__()
        url = f"ws://127.0.0.1:{tap.port}/t/vosk;call=c-1;agent=7001;speaker=customer/"
        async with connect(url) as socket:
            await socket.send(bytes(320))
            await socket.recv()
            stopping = asyncio.create_task(stack.__aexit__(None, None, None))
            await asyncio.sleep(0)
            with pytest.raises(OSError):  # noqa: PT011 - refused, in the words of the platform
                await connect(url)
            await socket.send(bytes(320))
            assert json.loads(await socket.recv()) == {"partial": "我老"}
            assert not stopping.done()
        async with asyncio.timeout(5):
            await stopping
    entries = await sidecar.service.log.read("c-1")
    assert isinstance(entries[-1].event, CallEnd)


async def test_health_and_metrics() -> None:
    async with recogniser() as upstream, tapping(upstream) as tap:
        await speak(f"ws://127.0.0.1:{tap.port}/t/vosk;call=c;agent=7;speaker=customer/", 2)
        for path, wanted in (
            ("healthz", b'"ok"'),
            ("metrics", b'tap_messages_total{format="vosk"} 3'),
        ):
            assert wanted in await told_by(tap, path)


async def test_only_streams_count_as_open_and_not_who_looks() -> None:
    async with recogniser() as upstream, tapping(upstream) as tap:
        url = f"ws://127.0.0.1:{tap.port}/t/vosk;call=c;agent=7;speaker=customer/"
        assert b"tap_open 0.0" in await told_by(tap, "metrics")
        async with connect(url):
            assert b"tap_open 1.0" in await told_by(tap, "metrics")
        async with asyncio.timeout(5):
            while b"tap_open 0.0" not in await told_by(tap, "metrics"):
                await asyncio.sleep(0.02)
