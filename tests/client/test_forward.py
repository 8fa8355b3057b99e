"""A recogniser's loop hands its messages on, and nothing that the sidecar does gets in its way."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Callable

import pytest
from websockets.asyncio.server import ServerConnection, serve

from assist.client import Forwarder
from assist.server.run import Server, opened
from tests.server.conftest import TOKEN, screen, settings

WORDS = '{"text": "我老伴走了"}'


def address(port: int, query: str = "call=c1&agent=7001&speaker=customer") -> str:
    return f"ws://127.0.0.1:{port}/v1/ingest/vosk?{query}"


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with opened(settings()) as server:
        yield server


async def until(so: Callable[[], bool], within: float = 10.0) -> None:
    async with asyncio.timeout(within):
        while not so():
            await asyncio.sleep(0.02)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


async def test_words_go_in_and_raise_a_hint(server: Server) -> None:
    async with screen(server) as overlay:
        with Forwarder(address(server.port), TOKEN) as sidecar:
            sidecar.send('{"partial": "我老伴"}')
            sidecar.send(WORDS)
            assert (await overlay.until("hint.show"))["rule"] == "acknowledge-loss"


async def test_answers_are_read_and_told(server: Server) -> None:
    """Forty of them unread had the connection closed within a minute."""
    told = list[str]()
    sidecar = Forwarder(address(server.port, "call=c1&agent=7001"), TOKEN, told=told.append)
    for _ in range(40):
        sidecar.send('{"parti": "x"}')
    sidecar.send(WORDS)
    await until(lambda: len(told) == 41)
    assert told[0] == "vendor_message: neither partial nor text"
    assert told[40].startswith("unknown_speaker: ")
    sidecar.close()


async def test_a_sidecar_that_comes_later_and_goes_for_a_while() -> None:
    told, port = list[str](), free_port()
    sidecar = Forwarder(address(port), TOKEN, told=told.append)
    sidecar.send('{"text": "喂"}')
    await until(lambda: len(told) == 1)
    assert told[0].startswith("no connection to the sidecar, trying again: ")
    async with opened(settings(port=port)) as server:
        await until(lambda: server.service.node.counts.fragments == 1)
    sidecar.send(WORDS)
    async with opened(settings(port=port)) as server:
        await until(lambda: server.service.node.counts.fragments == 1)
        sidecar.close()
    assert sidecar.dropped == 0


async def test_a_stream_that_is_refused_is_told_once_and_nothing_raises(server: Server) -> None:
    told = list[str]()
    sidecar = Forwarder(address(server.port), "another-token-0123456789", told=told.append)
    await until(lambda: bool(told))
    assert told == ["the sidecar will not have this stream: 4500 unauthorized"]
    await until(lambda: not sidecar._thread.is_alive())
    sidecar.send(WORDS)
    sidecar.close()
    assert (sidecar.dropped, len(told)) == (1, 1)


async def test_what_waits_is_bounded_and_sending_never_waits() -> None:
    sidecar = Forwarder(address(free_port()), TOKEN, waiting=10, told=lambda _: None)
    began = time.monotonic()
    for _ in range(1_000):
        sidecar.send(WORDS)
    assert time.monotonic() - began < 1
    assert (sidecar.dropped, len(sidecar._waiting)) == (990, 10)
    sidecar.close()


async def test_a_sidecar_that_opens_and_closes_at_once_is_given_time() -> None:
    """As one does that is full (4003): a door to knock at ever less often, told of once."""
    told, came = list[str](), 0

    async def full(peer: ServerConnection) -> None:
        nonlocal came
        came += 1
        await peer.close(4003, "too many connections")

    async with serve(full, "127.0.0.1", 0) as busy:
        sidecar = Forwarder(address(busy.sockets[0].getsockname()[1]), TOKEN, told=told.append)
        await asyncio.sleep(3)
        sidecar.close()
    assert 2 <= came <= 6
    assert len(told) == 1


async def test_what_no_socket_takes_is_left_out_and_the_rest_goes_on(server: Server) -> None:
    told = list[str]()

    def tell(what: str) -> None:
        told.append(what)
        raise RuntimeError("the log is full")

    async with screen(server) as overlay:
        sidecar = Forwarder(address(server.port), TOKEN, told=tell)
        sidecar.send({"text": "我老伴走了"})  # type: ignore[arg-type]
        sidecar.send('{"text": "\ud800"}')
        sidecar.send("{nonsense")
        sidecar.send(WORDS)
        assert (await overlay.until("hint.show"))["rule"] == "acknowledge-loss"
        sidecar.close()
    assert sidecar.dropped == 2
    assert told[0] == "a message was left out: dict is neither str nor bytes"
    assert told[1] == "a message was left out: surrogates not allowed"
    assert told[2].startswith("vendor_message: ")


async def test_what_waits_when_it_is_closed_is_counted_as_lost() -> None:
    sidecar = Forwarder(address(free_port()), TOKEN, told=lambda _: None)
    for _ in range(5):
        sidecar.send(WORDS)
    await asyncio.to_thread(sidecar.close)
    assert sidecar.dropped == 5
