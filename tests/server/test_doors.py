"""Who is let in: tokens, origins, limits, and what an HTTP caller is told."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from assist.server import ingest
from assist.server.auth import Gate, own_origins
from assist.server.run import Server, opened
from tests.specified import hold_post

from .conftest import TOKEN, Caller, Peer, http, peer, settings, trunk

PATHS = ["/v1/ingest/native", "/v1/overlay"]


@pytest.mark.parametrize("path", PATHS)
async def test_the_token_may_come_in_the_first_message(server: Server, path: str) -> None:
    async with peer(server, path, bearer=False) as it:
        await it.say({"type": "hello", "token": TOKEN, "agent": "7001"})
        await it.until("welcome")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("token", ["", "wrong", TOKEN + "x", "密码"])
async def test_a_wrong_token_ends_it_for_good(server: Server, path: str, token: str) -> None:
    async with peer(server, path, bearer=False) as it:
        await it.say({"type": "hello", "token": token, "agent": "7001"})
        assert await it.close_code() == 4500


@pytest.mark.parametrize("path", PATHS)
async def test_a_wrong_header_is_not_made_good_by_a_message(server: Server, path: str) -> None:
    headers = {"Authorization": "Bearer wrong"}
    async with connect(server.url.replace("http", "ws") + path, additional_headers=headers) as it:
        assert await Peer(it).close_code() == 4500


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("first", ["rubbish", {"type": "pong"}, {"type": "call.hold"}])
async def test_nothing_is_taken_before_hello(server: Server, path: str, first: Any) -> None:
    async with peer(server, path, bearer=False) as it:
        await it.say(first)
        assert await it.close_code() == 4502


async def test_the_close_says_what_was_wrong_with_the_first_message(server: Server) -> None:
    for first, reason in (
        ("rubbish", "not JSON: unexpected character, expected a JSON value at character 0"),
        ({"type": "call.end", "call": "c1", "seq": 1, "at": 0}, "a hello must come first"),
    ):
        async with peer(server, "/v1/ingest/native", bearer=False) as it:
            await it.say(first)
            assert await it.close_code() == 4502
            assert it.socket.close_reason == reason


async def test_a_peer_that_says_nothing_is_not_waited_for(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "HELLO_S", 0.1)
    monkeypatch.setattr("assist.server.screen.HELLO_S", 0.1)
    for path in PATHS:
        async with peer(server, path, bearer=False) as it:
            assert await it.close_code() == 4004


@pytest.mark.parametrize("path", PATHS)
async def test_pages_of_other_origins_are_turned_away(server: Server, path: str) -> None:
    url = f"ws://127.0.0.1:{server.port}{path}"
    for origin, code in (("https://evil.example", 4501), (server.url, None)):
        async with connect(url, origin=origin) as socket:  # type: ignore[arg-type]
            it = Peer(socket)
            if code is not None:
                assert await it.close_code() == code
            else:
                await it.say({"type": "hello", "token": TOKEN, "agent": "7001"})
                await it.until("welcome")


async def test_an_origin_may_be_allowed() -> None:
    async with opened(settings(origins="https://crm.bank.example")) as server:
        url = f"ws://127.0.0.1:{server.port}/v1/overlay"
        async with connect(url, origin="https://crm.bank.example") as socket:  # type: ignore[arg-type]
            it = Peer(socket)
            await it.say({"type": "hello", "token": TOKEN, "agent": "7001"})
            await it.until("welcome")


def test_own_origins_never_come_from_the_host_header() -> None:
    assert own_origins("0.0.0.0", 80) == [
        "http://127.0.0.1:80",
        "http://[::1]:80",
        "http://localhost:80",
    ]
    assert "http://[fd00::1]:80" in own_origins("fd00::1", 80)
    assert not Gate("token", ["https://a.example/"]).check("toke")


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("/v1/ingst/native", "; /v1/ingest/native was probably meant"),
        ("/v1/ingst/deepgram", "; /v1/ingest/deepgram was probably meant"),
        ("/v1/ingest", "; /v1/ingest/native was probably meant"),
        ("/v1/overlays", "; /v1/overlay was probably meant"),
        ("/prefix/v1/ingest/native", "; /v1/ingest/native was probably meant"),
        ("/" + "x" * 200, ""),
        ("/", ""),
    ],
)
async def test_a_websocket_to_nowhere_is_told_so_by_its_handshake(
    server: Server, path: str, near: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with peer(server, path):
            pass
    assert refused.value.response.status_code == 404
    told = json.loads(refused.value.response.body or b"")
    assert told["code"] == "not_found"
    assert told["detail"] == f"nothing is at {path[:80]!r}{near}"
    assert not [each for each in caplog.records if each.levelname == "ERROR"]


async def test_a_request_to_nowhere_is_told_what_was_meant(server: Server) -> None:
    async with http(server) as client:
        told = await client.post("/v1/ingst/native", json=Caller("c1").start())
        assert (told.status_code, told.json()["code"]) == (404, "not_found")
        assert told.json()["detail"].endswith("; /v1/ingest/native was probably meant")
        assert (await client.get("/nothing")).status_code == 404


async def is_served(leg: Peer) -> None:
    await leg.say({"type": "resume", "call": "c"})
    await leg.until("resumed")


async def finds_no_room(server: Server, *, bearer: bool) -> None:
    async with trunk(server, bearer=bearer) as leg:
        assert await leg.close_code() == 4003


async def test_there_is_room_for_so_many_connections() -> None:
    async with opened(settings(max_connections=1)) as server, trunk(server) as first:
        await is_served(first)
        await finds_no_room(server, bearer=True)


async def test_strangers_who_say_nothing_keep_nobody_out_who_shows_the_token() -> None:
    async with opened(settings(max_connections=8)) as server, AsyncExitStack() as stack:
        for _ in range(2):
            await stack.enter_async_context(trunk(server, bearer=False))
        await finds_no_room(server, bearer=False)
        for _ in range(6):
            await is_served(await stack.enter_async_context(trunk(server)))
        await finds_no_room(server, bearer=True)


async def test_who_says_hello_is_no_stranger_any_more() -> None:
    async with opened(settings(max_connections=4)) as server, AsyncExitStack() as stack:
        for _ in range(4):
            each = await stack.enter_async_context(trunk(server, bearer=False))
            await each.say({"type": "hello", "token": TOKEN})
            await each.until("welcome")


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET /healthz HTT",
        b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: y",
        b"POST /v1/ingest/native HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n[",
        b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /hea",
    ],
    ids=["nothing", "half a line", "half of the head", "half of the body", "half of the second"],
)
async def test_a_request_that_never_gets_whole_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    monkeypatch.setattr("assist.server.patience.REQUEST_S", 0.2)
    async with opened(settings()) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(begun)
        async with asyncio.timeout(5):
            await reader.read()  # to its end
        writer.close()


async def test_a_request_and_a_websocket_have_all_the_time_they_take(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("assist.server.patience.REQUEST_S", 0.2)
    async with opened(settings()) as server, trunk(server) as leg, http(server) as client:
        for _ in range(4):
            await asyncio.sleep(0.15)
            assert (await client.get("/healthz")).status_code == 200
        await leg.say({"type": "resume", "call": "c"})
        await leg.until("resumed")


async def test_post_takes_what_the_websocket_takes(server: Server) -> None:
    call = Caller("c1")
    async with http(server) as client:
        answer = await client.post("/v1/ingest/native", json=call.start())
        assert answer.json() == [{"type": "ack", "call": "c1", "sender": "", "seq": 1}]
        array = [call.says("我老伴走了", 100), {"type": "x"}, {"type": "resume", "call": "c1"}]
        answer = await client.post("/v1/ingest/native", json=array)
        hold_post("/v1/ingest/native", 200, answer.json(), [array[0], array[2]])
        assert [m["type"] for m in answer.json()] == ["error", "resumed", "ack"]
        assert answer.json()[1]["seq"] == 2
        answer = await client.post("/v1/ingest/native", content=b"{")
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
        answer = await client.post("/v1/ingest/native", content=b" " * 70_000)
        assert (answer.status_code, answer.json()["code"]) == (413, "frame_too_large")
    assert server.service.node.counts.hints == {"acknowledge-loss": 1}


async def test_what_post_is_answered_is_specified(server: Server) -> None:
    native, vendor = "/v1/ingest/native", "/v1/ingest/{format}"
    hello, resume = {"type": "hello", "token": TOKEN}, {"type": "resume", "call": "c1"}
    packed, foreign = {"Content-Encoding": "gzip"}, {"Origin": "https://evil.example"}
    async with http(server) as client:
        for asked in (hello, resume, [hello, resume]):
            answer = await client.post(native, json=asked)
            hold_post(native, answer.status_code, answer.json(), asked)
        vosk = await client.post("/v1/ingest/vosk?call=c1&acks=1", json=[{"text": "喂"}, {"x": 1}])
        hold_post(vendor, vosk.status_code, vosk.json())
        for path, name, query, headers, status in (
            (native, "native", "?call=c1", {}, 400),
            (native, "native", "", {}, 400),
            (native, "native", "", packed, 415),
            (native, "native", "", foreign, 403),
            (vendor, "vosk", "?speaker=x", {}, 400),
            (vendor, "vosk", "", {}, 400),
            (vendor, "vosk", "", packed, 415),
            (vendor, "vosk", "", foreign, 403),
            (vendor, "vsk", "", {}, 404),
        ):
            url = f"/v1/ingest/{name}{query}"
            answer = await client.post(url, content=b"{", headers=headers)
            assert answer.status_code == status
            hold_post(path, status, answer.json())


@pytest.mark.parametrize("name", ["native", "vosk?call=c1&agent=7001"])
async def test_a_body_of_which_nothing_is_taken_is_no_success(server: Server, name: str) -> None:
    url = f"/v1/ingest/{name}"
    async with http(server) as client:
        for body in (b"x=1", b"", b"[1", b"\xff\xfe{\0}\0"):
            answer = await client.post(url, content=body)
            assert (answer.status_code, answer.json()["type"]) == (400, "error")
        for encoding, status in (("gzip", 415), ("br, gzip", 415), ("identity", 200)):
            headers = {"Content-Encoding": encoding}
            answer = await client.post(url, content=b"[]", headers=headers)
            assert answer.status_code == status
            assert status == 200 or answer.json()["code"] == "unknown_encoding"
        if name == "native":
            answer = await client.post(url, json={})
            assert (answer.status_code, answer.json()["code"]) == (400, "unknown_type")
            nameless = await client.post(url, json=[{"type": "call.hold"}, 5])
            assert (nameless.status_code, nameless.json()["code"]) == (400, "invalid_event")
            named = await client.post(url, json={"type": "call.hold", "call": "c1"})
            assert (named.status_code, named.json()[0]["code"]) == (200, "invalid_event")
    assert sum(server.service.node.counts.refused.values()) >= 4


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ({}, "no token was shown: send the header Authorization: Bearer TOKEN"),
        ({"Authorization": TOKEN}, "the header must read Authorization: Bearer TOKEN"),
        ({"Authorization": "Bearer wrong"}, "this is not the token of the server; it is what "),
    ],
)
async def test_what_is_wrong_with_a_token_is_told_and_never_the_token(
    server: Server, header: dict[str, str], told: str
) -> None:
    async with http(server, bearer=False) as client:
        answer = await client.post("/v1/ingest/native", json={}, headers=header)
    assert answer.json()["detail"].startswith(told)
    assert TOKEN not in answer.text
    assert "wrong" not in answer.text


@pytest.mark.parametrize("name", ["native", "vosk"])
async def test_a_wrong_token_in_the_address_is_told_like_one_in_the_header(
    server: Server, name: str
) -> None:
    async with http(server, bearer=False) as client:
        told = await client.post(f"/v1/ingest/{name}?token=wrong", json={})
        assert told.status_code == 401
        assert told.json()["detail"].startswith("this is not the token of the server; it is what ")
        told = await client.post(f"/v1/ingest/native?token={TOKEN}", json={})
        assert (told.status_code, TOKEN in told.text) == (401, False)
        assert told.json()["detail"].startswith("at this address a token counts in the header only")


async def test_post_needs_the_token_and_an_allowed_origin(server: Server) -> None:
    async with http(server, bearer=False) as client:
        answer = await client.post("/v1/ingest/native", json={})
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")
        headers = {"Origin": "https://evil.example", "Authorization": f"Bearer {TOKEN}"}
        answer = await client.post("/v1/ingest/native", json={}, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "origin_refused")


@pytest.mark.parametrize(
    "path", ["/v1/overlay", "/v1/supervise", "/v1/train", "/v1/ingest/native", "/v1/ingest/vosk"]
)
async def test_a_websocket_that_a_proxy_made_a_request_says_so(server: Server, path: str) -> None:
    async with http(server) as client:
        told = await client.get(path)
    assert (told.status_code, told.headers["upgrade"]) == (426, "websocket")
    assert told.json()["code"] == "upgrade_required"
    assert "a proxy has dropped the Upgrade header" in told.json()["detail"]


async def test_no_redirect_leads_out_of_tls_or_a_proxys_path(server: Server) -> None:
    async with http(server) as client:
        slip = await client.post("/v1/ingest/native/", json=[])
        assert slip.status_code == 404
        assert "/v1/ingest/native was probably meant" in slip.json()["detail"]
        assert (await client.get("/")).headers["location"] == "overlay"


async def test_pages_of_the_public_address_may_connect() -> None:
    async with opened(settings(public_url="https://sidecar.bank.example/assist")) as server:
        url = server.url.replace("http", "ws") + "/v1/overlay"
        async with connect(url, origin="https://sidecar.bank.example") as it:  # type: ignore[arg-type]
            await Peer(it).say({"type": "hello", "token": TOKEN, "agent": "7001"})
            await Peer(it).until("snapshot")
