"""The nginx configuration that is shipped, before a real server: what browsers and senders meet."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import ssl
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr
from websockets.asyncio.client import connect

from assist.server.run import opened
from tests.server.conftest import SUPERVISORS, TOKEN, Peer, settings

ROOT = Path(__file__).parents[2]
CERTIFICATE = ROOT / "tests" / "tap" / "certificate"
UNPACKED = ROOT / ".make" / "debian" / "usr" / "sbin" / "nginx"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/local/bin:/usr/bin") or (
    str(UNPACKED) if UNPACKED.exists() else None
)


def runs(program: str) -> bool:
    """Whether what was unpacked finds the libraries it needs here."""
    return subprocess.run([program, "-v"], capture_output=True, check=False).returncode == 0


pytestmark = pytest.mark.skipif(
    NGINX is None or not runs(NGINX), reason="no nginx here that runs: make nginx fetches it"
)

MAIN = """\
pid {folder}/nginx.pid;
error_log {folder}/error.log;
daemon off;
{user}
events {{ worker_connections 200; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/assist.conf;
}}
"""
USER = "user root;" if os.geteuid() == 0 else ""
"""Else its workers, being nobody, could not keep a large body in the test's folder."""
HEADERS = {"Authorization": f"Bearer {TOKEN}"}
SUPERVISOR = {"Authorization": f"Bearer {SUPERVISORS}"}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def shipped(folder: Path, port: int, sidecar: int) -> str:
    """The configuration with this machine's ports and files in it, and nothing else changed."""
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for stands, here in (
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("server 127.0.0.1:8713", f"server 127.0.0.1:{sidecar}"),
        ("/etc/ssl/assist/cert.pem", str(CERTIFICATE / "cert.pem")),
        ("/etc/ssl/assist/key.pem", str(CERTIFICATE / "key.pem")),
        ("/var/log/nginx/assist.log", str(folder / "access.log")),
        ("        allow 127.0.0.1;\n", ""),
    ):
        assert text.count(stands) == 1, stands
        text = text.replace(stands, here)
    return text


@pytest.fixture
async def proxied(tmp_path: Path) -> AsyncIterator[str]:
    """``host:port`` of nginx before a server that knows it by that name."""
    port = free_port()
    host = f"localhost:{port}"
    own = settings(origins=(f"https://{host}",), supervisor_token=SecretStr(SUPERVISORS))
    async with opened(own) as server:
        (tmp_path / "assist.conf").write_text(shipped(tmp_path, port, server.port))
        (tmp_path / "nginx.conf").write_text(MAIN.format(folder=tmp_path, user=USER))
        command = ["-p", str(tmp_path), "-e", str(tmp_path / "error.log")]
        assert NGINX is not None
        nginx = await asyncio.create_subprocess_exec(
            NGINX, *command, "-c", str(tmp_path / "nginx.conf"), stderr=asyncio.subprocess.DEVNULL
        )
        try:
            async with asyncio.timeout(10):
                while not await _listens(port):
                    assert nginx.returncode is None, (tmp_path / "error.log").read_text()
                    await asyncio.sleep(0.05)
            yield host
        finally:
            nginx.terminate()
            await nginx.wait()


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


def trusting() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=CERTIFICATE / "cert.pem")


async def test_a_call_goes_in_and_its_hint_comes_out_over_tls(proxied: str) -> None:
    url, words = f"wss://{proxied}/v1", {"text": "我老伴走了", "final": True}
    async with (
        connect(f"{url}/overlay", ssl=trusting(), origin=f"https://{proxied}") as one,  # type: ignore[arg-type]
        connect(
            f"{url}/ingest/native", ssl=trusting(), additional_headers=HEADERS, compression=None
        ) as other,
    ):
        overlay, trunk = Peer(one), Peer(other)
        await overlay.say({"type": "hello", "token": TOKEN, "agent": "7001"})
        await overlay.until("snapshot")
        same = {"call": "c1", "sender": "t"}
        spoken = {"type": "fragment", "utterance": "u", "revision": 0, "speaker": "customer"}
        await trunk.say(
            {"type": "call.start", **same, "seq": 1, "at": 0, "agent": "7001"},
            {**spoken, **same, **words, "seq": 2, "at": 900},
        )
        assert (await overlay.until("hint.show"))["rule"] == "acknowledge-loss"


async def test_requests_go_through_and_nothing_leads_out_of_tls(proxied: str) -> None:
    async with httpx.AsyncClient(verify=trusting(), base_url=f"https://{proxied}") as client:
        assert (await client.get("/overlay")).status_code in {200, 404}, "404: not built here"
        taken = await client.post("/v1/ingest/native", json=[], headers=HEADERS)
        assert taken.status_code == 200
        slip = await client.post("/v1/ingest/native/", json=[], headers=HEADERS)
        assert not slip.headers.get("location", "").startswith("http:")


async def test_what_asks_for_no_token_is_not_for_everybody(proxied: str) -> None:
    async with httpx.AsyncClient(verify=trusting(), base_url=f"https://{proxied}") as client:
        for path in ("/metrics", "/healthz", "/readyz"):
            assert (await client.get(path)).status_code == 403


async def test_a_rule_file_as_large_as_may_be_gets_through(proxied: str) -> None:
    body = {"path": "rules/big.yaml", "text": "# " + "x" * (2 << 20)}
    async with httpx.AsyncClient(verify=trusting(), base_url=f"https://{proxied}") as client:
        told = await client.post("/v1/rules/check", json=body, headers=SUPERVISOR)
        assert told.headers["content-type"].startswith("application/"), told.text
        assert told.status_code != 413
        body["text"] += "x" * (1 << 20)
        told = await client.post("/v1/rules/check", json=body, headers=SUPERVISOR)
        assert (told.status_code, told.json()["code"]) == (413, "body_too_large")


async def logged_lines(folder: Path, count: int) -> str:
    """What nginx has logged, once it is that many lines: it writes one after it has answered."""
    async with asyncio.timeout(10):
        while (text := (folder / "access.log").read_text()).count("\n") < count:
            await asyncio.sleep(0.05)
    return text


async def test_no_key_of_a_customer_is_logged(proxied: str, tmp_path: Path) -> None:
    async with httpx.AsyncClient(verify=trusting(), base_url=f"https://{proxied}") as client:
        for path in ("/v1/customers/13812345678", "/v1//%63ustomers/13812345678?x=1"):
            await client.get(path, headers=HEADERS)
    logged = await logged_lines(tmp_path, 2)
    assert logged.count('"GET /v1/customers/***" ') == 2
    assert "13812345678" not in logged


async def test_no_token_of_an_address_is_logged(proxied: str, tmp_path: Path) -> None:
    async with httpx.AsyncClient(verify=trusting(), base_url=f"https://{proxied}") as client:
        await client.post(f"/v1/ingest/vosk?call=c1&token={TOKEN}", json={"text": "喂"})
    logged = await logged_lines(tmp_path, 1)
    assert '"POST /v1/ingest/vosk" 200' in logged
    assert TOKEN not in logged
