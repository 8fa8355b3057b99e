"""The doctor against servers that are well, and against everything that can be wrong with them."""

from __future__ import annotations

import asyncio
import json
import re
import ssl
import string
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

import assist
from assist.cli import app
from assist.doctor import call as call_module
from assist.doctor.checks import examine
from assist.doctor.findings import TEXTS, Finding, Level
from assist.doctor.web import Address
from assist.server.run import Server, opened
from tests.server.conftest import TOKEN, settings

CERTIFICATE = Path(__file__).parents[1] / "tap" / "certificate"
SAYING = ("我老伴走了",)


async def found(url: str, token: str = TOKEN, **more: Any) -> dict[str, Finding]:
    address = Address.parse(url, token, more.pop("ca", None))
    return {each.code: each async for each in examine(address, **{"sayings": SAYING, **more})}


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    async with opened(settings(log=str(tmp_path / "log.db"))) as server:
        (tmp_path / "overlay.html").write_text("<html>")
        server.service.static = tmp_path
        yield server


async def test_a_server_that_is_well(server: Server) -> None:
    findings = await found(server.url)
    assert [each.code for each in findings.values() if each.level is not Level.WELL] == []
    assert {"reached", "ready", "durable", "clock", "token", "origin", "websocket",
            "acknowledged", "hint", "known_again", "pages"} == set(findings)  # fmt: skip
    assert "先安慰" in findings["hint"].what("zh")
    assert server.service.node.counts.calls_ended == 1


async def test_without_a_call_nothing_is_written(server: Server) -> None:
    assert "hint" not in await found(server.url, call=False)
    assert server.service.node.counts.calls_started == 0


@pytest.mark.parametrize(
    ("url", "code"),
    [("ws://127.0.0.1:1", "no_connection"), ("ws://overtone.invalid", "no_such_name")],
)
async def test_nobody_there(url: str, code: str) -> None:
    findings = await found(url)
    assert list(findings) == [code]
    assert findings[code].level is Level.WRONG


async def test_a_wrong_token(server: Server) -> None:
    findings = await found(server.url, "wrong")
    assert findings["bad_token"].level is Level.WRONG
    assert "websocket" not in findings


async def test_while_the_token_is_changed_the_new_one_is_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As the server reads ASSIST_TOKEN, with whatever stands around the comma."""
    both = "the-token-of-next-month , " + TOKEN
    monkeypatch.setenv("ASSIST_TOKEN", both)
    async with opened(settings(token=SecretStr(both))) as server:
        asked = ["doctor", server.url, "--json", "--no-call"]
        told = json.loads((await asyncio.to_thread(CliRunner().invoke, app, asked)).stdout)
    codes = {each["code"] for each in told["findings"]}
    assert "token" in codes
    assert "bad_token" not in codes


@pytest.mark.parametrize(
    ("origin", "code"),
    [("https://crm.example", "origin"), ("https://evil.example", "origin_refused")],
)
async def test_the_desktops_origin(origin: str, code: str) -> None:
    async with opened(settings(origins=("https://crm.example",))) as server:
        assert code in await found(server.url, origin=origin, call=False)


async def test_a_log_in_memory_another_version_and_faulty_rules(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with opened(settings()) as server:
        server.service.rule_problems = 3
        server.service.node.counts.engine_faults = 2
        monkeypatch.setattr("assist.doctor.checks.assist", _Other)
        findings = await found(server.url)
    assert {"not_durable", "other_version", "rule_problems", "engine_faults"} <= set(findings)
    assert findings["rule_problems"].values == {"problems": 3}
    assert findings["other_version"].values["theirs"] == assist.__version__


class _Other:
    __version__ = "0.0.0"


async def test_one_that_takes_nothing_now(server: Server) -> None:
    server.service.draining = True
    findings = await found(server.url)
    assert list(findings)[-1] == "not_ready"
    assert findings["not_ready"].values == {"why": "shutting down"}
    server.service.draining = False


async def test_words_that_no_rule_has_a_hint_for(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(call_module, "HINT_S", 0.3)
    findings = await found(server.url, sayings=("今天天气不错",))
    assert findings["no_hint"].level is Level.DOUBTFUL
    assert "known_again" in findings


# -- what stands in between ------------------------------------------------------------------------


async def carry(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    while data := await source.read(65_536):
        sink.write(data)
    sink.close()


@asynccontextmanager
async def proxy(server: Server, *, drop: str = "", upgrade: bool = True) -> AsyncIterator[str]:
    """A reverse proxy that drops a header of each request, or does not know upgrades."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if not upgrade and b"pgrade: websocket" in head:
            writer.write(b"HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\n\r\n")
            writer.close()
            return
        if drop:
            head = re.sub(rb"(?im)^" + drop.encode() + rb":[^\r]*\r\n", b"", head)
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", server.port)
        far_writer.write(head)
        await asyncio.gather(carry(reader, far_writer), carry(far_reader, writer))

    running = await asyncio.start_server(serve, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{running.sockets[0].getsockname()[1]}"
    running.close()


async def test_a_proxy_that_does_not_pass_websockets(server: Server) -> None:
    async with proxy(server, upgrade=False) as url:
        findings = await found(url)
    assert "HTTP 426" in findings["no_websocket"].what("en")
    assert "proxy_set_header Upgrade" in findings["no_websocket"].remedy("zh")


@pytest.mark.parametrize(
    ("drop", "code"), [("authorization", "bad_token"), ("origin", "any_origin")]
)
async def test_a_proxy_that_drops_a_header(server: Server, drop: str, code: str) -> None:
    async with proxy(server, drop=drop) as url:
        assert code in await found(url, call=False)


async def test_a_proxy_at_an_address_that_the_server_does_not_know(server: Server) -> None:
    async with proxy(server) as url:
        findings = await found(url, call=False)
    assert findings["origin_refused"].values == {"origin": url}
    assert f"ASSIST_PUBLIC_URL={url}" in findings["origin_refused"].remedy("en")


async def test_the_public_address_is_the_server_s_own() -> None:
    async with opened(settings(public_url="https://Sidecar.bank.example/assist")) as server:
        findings = await found(server.url, origin="https://sidecar.bank.example", call=False)
    assert findings["origin"].values == {"origin": "https://sidecar.bank.example"}
    assert "origin_refused" not in findings


async def test_tls_is_asked_for_where_there_is_none(server: Server) -> None:
    findings = await found(server.url.replace("http", "https"), ca=str(CERTIFICATE / "cert.pem"))
    assert list(findings) == ["no_tls"]
    assert findings["no_tls"].values == {"host": "127.0.0.1", "port": server.port}


@pytest.mark.parametrize(
    "behind", ["", "/", "/overlay", "/overlay#token=x", "/v1/overlay", "/v1/ingest/vosk?call=1"]
)
def test_an_address_that_was_copied_with_more_behind(behind: str) -> None:
    for base in ("https://sidecar.bank.example", "https://desk.bank.example/assist"):
        address = Address.parse(base.replace("https", "wss") + behind, TOKEN)
        assert address.base == base
        assert address.origin == base.removesuffix("/assist")


async def test_two_servers_behind_one_address(server: Server) -> None:
    """The last connection, on which the call is asked for, comes to another server."""
    async with opened(settings()) as other:
        turns = iter([server] * 8 + [other] * 9)  # six requests, two websockets, then the others

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", next(turns).port)
            await asyncio.gather(carry(reader, far_writer), carry(far_reader, writer))

        balancer = await asyncio.start_server(serve, "127.0.0.1", 0)
        findings = await found(f"http://127.0.0.1:{balancer.sockets[0].getsockname()[1]}")
        balancer.close()
    assert findings["forgotten"].values == {"seq": 0, "expected": 2}


async def test_something_else_answers() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno")
        writer.close()

    other = await asyncio.start_server(serve, "127.0.0.1", 0)
    findings = await found(f"http://127.0.0.1:{other.sockets[0].getsockname()[1]}")
    other.close()
    assert list(findings) == ["not_ours"]
    assert findings["not_ours"].values == {"status": 404}


async def test_a_clock_that_is_wrong() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(
            b"HTTP/1.1 200 OK\r\nDate: Mon, 06 Jan 2020 00:00:00 GMT\r\n"
            b'Content-Length: 15\r\n\r\n{"version":"1"}'
        )
        writer.close()

    other = await asyncio.start_server(serve, "127.0.0.1", 0)
    findings = await found(f"http://127.0.0.1:{other.sockets[0].getsockname()[1]}", call=False)
    other.close()
    assert "clock_skew" in findings


async def test_a_certificate_that_is_not_trusted() -> None:
    serving = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    serving.load_cert_chain(CERTIFICATE / "cert.pem", CERTIFICATE / "key.pem")
    other = await asyncio.start_server(lambda _r, w: w.close(), "127.0.0.1", 0, ssl=serving)
    url = f"wss://localhost:{other.sockets[0].getsockname()[1]}"
    assert list(await found(url)) == ["bad_certificate"]
    assert list(await found(url, ca=str(CERTIFICATE / "cert.pem"))) == ["no_connection"]
    other.close()


# -- words and the command -------------------------------------------------------------------------


@pytest.mark.parametrize("code", TEXTS)
def test_everything_is_said_in_both_languages(code: str) -> None:
    text = TEXTS[code]
    for told in (text.what, text.remedy):
        slots = [
            {name for _, name, _, _ in string.Formatter().parse(told[t]) if name} for t in told
        ]
        assert set(told) == {"en", "zh"}
        assert slots[0] == slots[1]
        assert bool(told["en"]) == bool(told["zh"])
    assert (text.level is Level.WELL) == (text.remedy["en"] == "")
    assert re.search("[\u4e00-\u9fff]", text.what["zh"])


def test_the_command_answers_in_words_or_json() -> None:
    told = CliRunner().invoke(app, ["doctor", "ws://127.0.0.1:1", "--lang", "zh"])
    assert told.exit_code == 2
    assert "没有应答" in told.output
    assert "用不了" in told.output
    told = CliRunner().invoke(app, ["doctor", "ws://127.0.0.1:1", "--lang", "en", "--json"])
    assert json.loads(told.output)["findings"][0]["code"] == "no_connection"
    assert CliRunner().invoke(app, ["doctor", "nowhere"]).exit_code == 2
