"""The blocking face: the same client, from threads without an event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from assist.client import BlockingClient, CallOver, Closed, Counting, Refused
from assist.core.events import Fragment
from assist.server.run import Server, opened
from tests.server.conftest import TOKEN, settings


@pytest.fixture
def server() -> Iterator[Server]:
    """A server in a thread of its own, as it would be a process of its own."""
    loop = asyncio.new_event_loop()
    started: list[Server] = []
    ready, stop = threading.Event(), asyncio.Event()

    async def serve() -> None:
        async with opened(settings()) as server:
            started.append(server)
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=[serve()])
    thread.start()
    assert ready.wait(20)
    yield started[0]
    loop.call_soon_threadsafe(stop.set)
    thread.join()
    loop.close()


def url(server: Server) -> str:
    return server.url.replace("http", "ws")


def test_a_call_from_a_thread(server: Server) -> None:
    counts = Counting()
    with BlockingClient(url(server), TOKEN, hooks=counts) as client:
        call = client.start("c1", agent="7001", language="zh")
        call.fragment("customer", "u1", "我老伴")
        call.fragment("customer", "u1", "我老伴走了", final=True)
        call.context({"age": 71})
        assert call.offer({"type": "activity", "speaker": "agent", "speaking": True})
        client.drained()
        assert call.acked == counts.events_acknowledged >= 4
        call.end()
        with pytest.raises(CallOver):
            call.fragment("customer", "u2", "喂")
    assert counts.refusals == 0


def test_many_threads_share_one_connection(server: Server) -> None:
    with BlockingClient(url(server), TOKEN) as client:

        def talk(number: int) -> None:
            call = client.start(f"c{number}", agent=f"{number}")
            for n in range(20):
                call.fragment("customer", f"u{n}", f"第{n}句", final=True)
            call.end()

        threads = [threading.Thread(target=talk, args=[number]) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    for number in range(6):
        entries = asyncio.run(server.service.log.read(f"c{number}"))
        said = [e.event.text for e in entries if isinstance(e.event, Fragment)]
        assert said == [f"第{n}句" for n in range(20)]


def test_a_second_leg_and_what_is_asked_of_the_client(server: Server) -> None:
    with BlockingClient(url(server), TOKEN) as client:
        client.connected()
        assert client.is_connected
        first = client.start("c1", agent="7001", sender="a")
        second = client.join("c1", sender="b")
        second.fragment("agent", "a1", "您好", final=True)
        second.leave()
        first.end()
        assert client.waiting == 0


def test_faults_come_where_they_belong(server: Server) -> None:
    with BlockingClient(url(server), "wrong") as client, pytest.raises(Refused, match="4500"):
        client.connected()
    before = threading.active_count()
    with BlockingClient("ws://127.0.0.1:1", TOKEN) as client:
        client.start("c1", agent="7001")
        with pytest.raises(Closed):
            client.close(0.05)
    assert threading.active_count() == before


def test_before_and_after_it_is_open_it_says_so(server: Server) -> None:
    client = BlockingClient(url(server), TOKEN)
    with pytest.raises(Closed, match="use it in a with block"):
        client.start("c1", agent="7001")
    with client:
        call = client.start("c1", agent="7001")
    for late in (lambda: client.start("c2", agent="7001"), lambda: call.context({"a": 1})):
        with pytest.raises(Closed, match="not open"):
            late()
