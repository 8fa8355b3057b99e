"""The asyncio client against a real server: cut off at any byte, restarted, slow, or unwilling."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator

import pytest
from websockets.asyncio.server import ServerConnection, serve

from assist.client import (
    AssistClient,
    Backoff,
    Bounds,
    Call,
    CallOver,
    Closed,
    Counting,
    Full,
    InvalidEvent,
    Refused,
)
from assist.client import link as link_module
from assist.core.events import CallEnd, Fragment
from assist.server.run import Server, opened
from tests.server.conftest import TOKEN, screen, settings

from .cutting import UNCUT, CuttingProxy, cutting

NOBODY = 9
"""A port of this machine at which nobody listens."""


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with opened(settings()) as server:
        yield server


def client(url: str, token: str = TOKEN, **more: object) -> AssistClient:
    return AssistClient(
        url.replace("http", "ws"),
        token,
        backoff=Backoff(0.001, 0.02),
        **more,  # type: ignore[arg-type]
    )


async def finals(server: Server, call: str) -> list[str]:
    entries = await server.service.log.read(call)
    return [e.event.text for e in entries if isinstance(e.event, Fragment) and e.event.final]


async def talk(call: Call, utterances: int) -> list[str]:
    """Each utterance grows by three hypotheses; the finals."""
    said = []
    for number in range(utterances):
        text = f"这是第{number}句话"
        for length in (2, 4, 6):
            await call.fragment("customer", f"u{number}", text[:length])
        await call.fragment("customer", f"u{number}", text, final=True)
        said.append(text)
    return said


async def test_a_call_is_carried_and_numbered(server: Server) -> None:
    counts = Counting()
    async with client(server.url, hooks=counts) as it, screen(server) as overlay:
        call = await it.start("c1", agent="7001", language="zh", context={"age": 71})
        for text in ("我", "我老伴", "我老伴走了"):
            await call.fragment("customer", "u1", text, at=1000 + len(text))
            await it.drained()
        assert (await overlay.until("hint.show"))["text"] == "先安慰"
        await call.fragment("customer", "u1", "我老伴走了。", final=True, at=2000)
        await call.end(at=3000)
        assert call.acked == 6
    assert (counts.refusals, counts.connections, counts.events_acknowledged) == (0, 1, 6)


async def test_everything_there_is_to_say_of_a_call(server: Server) -> None:
    counts = Counting()
    async with client(server.url, hooks=counts) as it, screen(server, agent="7002") as overlay:
        call = await it.start("c1", agent="7001", channels=[{"channel": 0, "speaker": "customer"}])
        await call.context({"age": 71})
        await call.activity("customer", speaking=True)
        await call.fragment(None, "u1", "我老伴走了", channel=0, final=True, start=0, end=900)
        await call.hold()
        await call.resume()
        await call.gap("agent", 900, 1500)
        await call.transfer("7002", queue="vip")
        snapshot = await overlay.until(lambda m: m["type"] == "snapshot" and bool(m["calls"]))
        assert snapshot["calls"][0]["context"] == {"age": 71}
        await call.end("hangup")
        assert call.acked == 9
    assert counts.refusals == 0
    entries = await server.service.log.read("c1")
    assert [e.event.reason for e in entries if isinstance(e.event, CallEnd)] == ["hangup"]


@pytest.mark.parametrize(
    "cuts",
    [
        pytest.param([(n, UNCUT) for n in (0, 1, 150, *range(250, 1_500, 29))], id="what we say"),
        pytest.param([(UNCUT, n) for n in (0, 1, 90, *range(120, 420, 23))], id="what we are told"),
    ],
)
async def test_cut_after_any_byte_nothing_is_lost_or_doubled(
    server: Server, cuts: list[tuple[int, int]]
) -> None:
    """One connection after another breaks, each a few bytes later in the conversation than the one
    before it; each call goes through several of them."""
    async with cutting(server.port, cuts) as proxy, client(proxy.url) as it:
        number = 0
        while proxy.connections <= len(cuts):
            number += 1
            call = await it.start(f"c{number}", agent="7001")
            said = await talk(call, 4)
            async with asyncio.timeout(20):
                await call.end()
            assert await finals(server, f"c{number}") == said
    assert number >= 5


async def test_restarts_while_people_talk(server: Server) -> None:
    """The proxy stands for the server's address; behind it the server itself stays."""
    draw = random.Random(7)
    cuts = [(draw.randrange(400, 9_000), draw.randrange(200, 4_000)) for _ in range(60)]
    async with cutting(server.port, cuts) as proxy, client(proxy.url) as it:
        calls = [await it.start(f"c{n}", agent=f"{n}", sender="leg") for n in range(8)]
        said = await asyncio.gather(*(talk(call, 60) for call in calls))
        async with asyncio.timeout(30):
            await asyncio.gather(*(call.end() for call in calls))
        assert proxy.connections > 10
    for call, texts in zip(calls, said, strict=True):
        assert await finals(server, call.id) == texts


async def test_a_server_that_stops_reading_makes_send_wait_and_offer_decline() -> None:
    """It accepts and then reads nothing: the window fills, then what waits, then it is enough."""
    held = asyncio.Event()

    async def mute(socket: ServerConnection) -> None:
        await socket.send('{"type":"welcome"}')
        await held.wait()
        with contextlib.suppress(Exception):
            async for _ in socket:
                pass

    counts = Counting()
    bounds = Bounds(window=10, events=20)
    async with serve(mute, "127.0.0.1", 0) as deaf:
        port = deaf.sockets[0].getsockname()[1]
        it = AssistClient(f"ws://127.0.0.1:{port}", TOKEN, bounds=bounds, hooks=counts)
        async with it:
            call = await it.start("c1", agent="7001")
            await it.connected()
            taken = 0
            while call.offer({"type": "activity", "speaker": "agent", "speaking": True}):
                taken += 1
                await asyncio.sleep(0)
            assert taken == 29
            assert it.waiting == 20
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.05):
                    await call.fragment("agent", "u1", "好", final=True)
            assert it.waiting == 20
            assert counts.events_declined == 1
            held.set()
            call.drop()
        assert it.waiting == 0


async def test_leaving_says_how_much_did_not_arrive() -> None:
    it = client("ws://127.0.0.1:1")
    await it.__aenter__()
    await it.start("c1", agent="7001")
    with pytest.raises(Closed, match="1 events were not acknowledged") as told:
        await it.close(0.05)
    assert told.value.unacknowledged == 1
    with pytest.raises(Closed):
        await it.start("c2", agent="7001")


async def test_leaving_after_a_fault_hides_nothing() -> None:
    async def fail() -> None:
        async with client("ws://127.0.0.1:1") as it:
            await it.start("c1", agent="7001")
            raise KeyError

    with pytest.raises(KeyError):
        await fail()


async def test_a_call_that_finds_no_room_is_begun_as_soon_as_there_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(link_module, "AGAIN_S", 0.05)
    counts = Counting()
    async with (
        opened(settings(max_calls=1)) as server,
        client(server.url, hooks=counts) as it,
    ):
        first = await it.start("c1", agent="7001")
        second = await it.start("c2", agent="7002")
        await second.fragment("customer", "u1", "您好", at=500, final=True)
        async with asyncio.timeout(5):
            while not counts.refusals:
                await asyncio.sleep(0.01)
        await first.end()
        await second.end()
        assert second.acked == 3


async def test_a_call_that_has_ended_at_the_server_says_so(server: Server) -> None:
    async with client(server.url) as it, client(server.url) as other:
        call = await it.start("c1", agent="7001")
        await it.drained()
        twin = await other.join("c1", sender="cti")
        await twin.send({"type": "call.end"})
        await twin.leave()
        await call.fragment("customer", "u1", "喂", final=True)
        with pytest.raises(CallOver, match="call_ended"):
            await it.drained(call)
        with pytest.raises(CallOver, match="call_ended"):
            await call.fragment("customer", "u2", "喂", final=True)


async def test_a_second_leg_waits_for_the_call_to_begin(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_module, "AGAIN_S", 0.02)
    async with client(server.url) as it:
        second = await it.join("c1", sender="agent leg")
        await second.fragment("agent", "a1", "您好", final=True)
        first = await it.start("c1", agent="7001", sender="customer leg")
        await first.fragment("customer", "u1", "喂", final=True)
        await second.leave()
        await first.end()
    assert sorted(await finals(server, "c1")) == ["喂", "您好"]


async def test_a_new_process_goes_on_with_the_call_of_one_that_died(server: Server) -> None:
    async with client(server.url) as died:
        call = await died.start("c1", agent="7001")
        await call.fragment("customer", "u1", "喂", final=True)
        await died.drained()
    async with client(server.url) as it:
        call = await it.start("c1", agent="7001", again=True)
        await call.fragment("customer", "u2", "在吗", final=True)
        await call.end()
    assert await finals(server, "c1") == ["喂", "在吗"]


async def test_too_many_calls_are_the_callers_to_end() -> None:
    it = client("ws://127.0.0.1:1", bounds=Bounds(calls=1))
    async with contextlib.AsyncExitStack() as stack:
        await it.__aenter__()
        stack.push_async_callback(it.close, 0.0, quietly=True)
        call = await it.start("c1", agent="7001")
        with pytest.raises(Full):
            await it.start("c2", agent="7001")
        call.drop()
        await it.start("c2", agent="7001")


@pytest.mark.parametrize("within", ["drained", "connected", "start"])
async def test_a_wrong_token_is_an_error_not_a_loop(server: Server, within: str) -> None:
    async with asyncio.timeout(5), client(server.url, "wrong") as it:
        await it.start("c1", agent="7001")
        with pytest.raises(Refused, match="4500"):
            await it.drained()
        with pytest.raises(Refused, match="4500") as told:
            await (it.start("c2", agent="7001") if within == "start" else getattr(it, within)())
        assert told.value.code == 4500


async def test_a_proxy_that_asks_for_a_password_is_an_error_not_a_loop() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    proxy = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with (
        asyncio.timeout(5),
        proxy,
        client(f"ws://127.0.0.1:{proxy.sockets[0].getsockname()[1]}") as it,
    ):
        with pytest.raises(Refused, match="HTTP 403"):
            await it.connected()


async def test_a_path_that_is_none_of_the_sidecar_s_is_told_as_such() -> None:
    async with (
        opened(settings()) as server,
        asyncio.timeout(5),
        client(f"{server.url}/ingest") as it,
    ):
        with pytest.raises(Refused, match=r"HTTP 404: nothing is .*/v1/ingest/native was prob"):
            await it.connected()


async def test_a_proxy_without_a_server_behind_it_is_asked_again() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno")
        await writer.drain()
        writer.close()

    counts = Counting()
    proxy = await asyncio.start_server(answer, "127.0.0.1", 0)
    url = f"ws://127.0.0.1:{proxy.sockets[0].getsockname()[1]}"
    async with asyncio.timeout(5), proxy, client(url, hooks=counts):
        while counts.disconnections < 2:
            await asyncio.sleep(0.001)
    assert counts.trouble == "HTTP 404 instead of a websocket"


async def test_trouble_is_told_to_the_hooks() -> None:
    counts = Counting()
    async with client("ws://127.0.0.1:1", hooks=counts):
        async with asyncio.timeout(5):
            while counts.disconnections < 2:
                await asyncio.sleep(0.001)
    assert "refused" in counts.trouble or "Connect call failed" in counts.trouble


async def test_the_proxy_of_these_tests_does_cut(server: Server) -> None:
    async with cutting(server.port, [(10, 10)]) as proxy:
        assert isinstance(proxy, CuttingProxy)
        reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            await reader.readexactly(11)
        writer.close()


async def test_a_final_that_was_not_taken_is_sent_again_and_heard(server: Server) -> None:
    said = {"type": "fragment", "speaker": "customer", "utterance": "u1", "text": "我老伴走了"}
    async with client(server.url, bounds=Bounds(events=3)) as it:
        call = await it.start("c1", agent="7001")
        await call.fragment("customer", "u1", "我老伴")
        await it.drained()
        for number in range(3):  # nothing has been sent of these yet
            assert call.offer({"type": "gap", "speaker": "agent", "start": number, "end": 9})
        assert not call.offer({**said, "final": True})
        await it.drained()
        with pytest.raises(InvalidEvent):
            await call.fragment("customer", "u1", "长" * 4_001, final=True)
        assert call.offer({**said, "final": True})
        await call.end()
    assert await finals(server, "c1") == ["我老伴走了"]
    entries = await server.service.log.read("c1")
    assert [e.event.revision for e in entries if isinstance(e.event, Fragment)] == [0, 3]


async def speaks_until_it_is_over(call: Call) -> None:
    while True:
        await call.fragment("customer", "u1", "喂", final=True)
        await asyncio.sleep(0.01)


async def test_calls_that_others_ended_leave_room_for_new_ones(server: Server) -> None:
    async with client(server.url, bounds=Bounds(calls=1)) as it, client(server.url) as cti:
        for number in range(3):
            call = await it.start(f"c{number}", agent="7001")
            await it.drained()
            other = await cti.join(f"c{number}", sender="cti")
            await other.end()
            with pytest.raises(CallOver):
                await speaks_until_it_is_over(call)
            with pytest.raises(CallOver):
                await call.end()


async def test_who_leaves_without_having_been_let_in_is_told(server: Server) -> None:
    with pytest.raises(Refused, match="4500"):
        async with asyncio.timeout(5), client(server.url, "wrong") as it:
            await it.start("c1", agent="7001")
    for wrong in ("127.0.0.1:8713", "http://127.0.0.1:8713", "ws://"):
        with pytest.raises(ValueError, match="write ws://HOST"):
            AssistClient(wrong, TOKEN)


async def test_who_is_called_away_from_a_call_s_end_leaves_it_to_be_sent(server: Server) -> None:
    async with cutting(NOBODY, ()) as proxy, client(proxy.url) as it:
        call = await it.start("c1", agent="7001")
        await call.fragment("customer", "u1", "我老伴走了", final=True)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(call.end(), 0.2)
        proxy.target = server.port
        await it.drained()
        assert await finals(server, "c1") == ["我老伴走了"]
        assert "c1" not in server.service.node.calls
        again = await it.join("c1", sender="")  # its place is free
        again.drop()


async def test_who_is_called_away_while_leaving_leaves_nothing_behind() -> None:
    it = client(f"ws://127.0.0.1:{NOBODY}")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2), it:
            await it.start("c1", agent="7001")
    await asyncio.sleep(0.05)
    assert [task.get_name() for task in asyncio.all_tasks()].count("assist.client") == 0
    with pytest.raises(Closed, match="entered once"):
        await it.__aenter__()


async def test_an_event_says_nothing_that_the_client_says_itself(server: Server) -> None:
    async with client(server.url) as it:
        call = await it.start("c1", agent="7001")
        with pytest.raises(InvalidEvent, match="seq: the client says that itself"):
            await call.send({"type": "call.hold", "seq": 7})
        await call.send({"type": "call.hold"})
        await call.end()


async def test_a_hook_that_fails_is_told_to_who_sends_next(server: Server) -> None:
    class Failing(Counting):
        def sent(self, events: int, characters: int) -> None:
            raise RuntimeError("the counter is broken")

    async def says() -> None:
        async with asyncio.timeout(5), client(server.url, hooks=Failing()) as it:
            call = await it.start("c1", agent="7001")
            await call.end()

    with pytest.raises(RuntimeError, match="counter is broken"):
        await says()


async def test_what_is_refused_is_in_the_log_unless_somebody_listens(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    async with client(server.url) as it, client(server.url) as other:
        await it.start("c1", agent="7001")
        await it.drained()
        await other.start("c1", sender="cti", agent="7002")
        await other.drained()
    assert "refused: call 'c1': call_started" in caplog.text
