"""Health, metrics and pages."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

import assist
from assist.server.run import Server, opened

from .conftest import Caller, http, settings, trunk


async def test_health_and_readiness(server: Server) -> None:
    async with http(server, bearer=False) as client:
        assert (await client.get("/healthz")).json()["status"] == "ok"
        ready = await client.get("/readyz")
        assert ready.status_code == 200
        assert ready.json()["rules"]["digest"] == server.service.node.program.rules.digest
        server.service.draining = True
        refused = await client.get("/readyz")
        assert (refused.status_code, refused.json()["reason"]) == (503, "shutting down")


async def test_before_it_goes_the_balancer_is_told_and_calls_go_on() -> None:
    async with opened(settings(drain=0.5)) as server, http(server) as client, trunk(server) as leg:
        call = Caller("c1")
        await leg.say(call.start())
        await leg.until("ack")
        draining = asyncio.create_task(server.drain())
        await asyncio.sleep(0.1)
        ready = await client.get("/readyz")
        assert (ready.status_code, ready.json()["reason"]) == (503, "shutting down")
        posted = await client.post("/v1/ingest/native", json=[])
        assert (posted.status_code, posted.headers["retry-after"]) == (503, "1")
        async with trunk(server) as late:
            assert await late.close_code() == 4000
        await leg.say(call.says("我老伴走了", 900))
        await leg.until(lambda m: m["type"] == "ack" and m["seq"] == 2)
        await draining
        assert await leg.close_code() == 4000


async def test_metrics_count_and_name_nobody(server: Server) -> None:
    call = Caller("secret-call-id", agent="secret-agent")
    async with trunk(server) as leg, http(server, bearer=False) as client:
        await leg.say(call.start(), call.says("我老伴走了", 100), "rubbish")
        await leg.until("ack")
        text = (await client.get("/metrics")).text
    assert 'assist_hints_total{rule="acknowledge-loss"} 1.0' in text
    assert 'assist_refused_total{code="malformed"} 1.0' in text
    assert "assist_fragments_total 1.0" in text
    assert "assist_calls_live 1.0" in text
    assert "assist_ack_seconds_count 1.0" in text
    assert "assist_hint_seconds_count 1.0" in text
    assert 'assist_faults_total{event="retention_failed"} ' in text  # of the whole process
    assert "secret" not in text


async def test_metrics_tell_of_the_disk_and_of_the_event_loop(tmp_path: Path) -> None:
    async with opened(settings(log=str(tmp_path / "log.db"))) as server, trunk(server) as leg:
        await leg.say(Caller("c1").start())
        await leg.until("ack")
        async with http(server, bearer=False) as client:
            text = (await client.get("/metrics")).text
    (size,) = re.findall(r'^assist_file_bytes\{file="log"\} (.+)$', text, re.MULTILINE)
    (left,) = re.findall(r"^assist_disk_free_bytes (.+)$", text, re.MULTILINE)
    assert float(size) > 0
    assert float(left) > 0
    assert "assist_loop_lag_seconds_count" in text


async def test_what_came_by_post_is_acknowledged_in_time_or_not_as_well(server: Server) -> None:
    call = Caller("c1")
    async with http(server) as client:
        await client.post("/v1/ingest/native", json=[call.start(), call.says("我赶时间", 100)])
        await client.post("/v1/ingest/native", json=[])  # nothing to acknowledge
        text = (await client.get("/metrics")).text
    assert "assist_ack_seconds_count 1.0" in text


async def test_metrics_name_the_version_and_begin_at_nothing(server: Server) -> None:
    async with http(server, bearer=False) as client:
        text = (await client.get("/metrics")).text
    assert f'assist_build_info{{version="{assist.__version__}"}} 1.0' in text
    for nothing in (
        'assist_refused_total{code="sequence_gap"}',
        'assist_vendor_messages_total{format="vosk"}',
        'assist_hints_closed_total{reason="met"}',
        'assist_feedback_total{verdict="wrong"}',
    ):
        assert f"{nothing} 0.0" in text
    assert "process_resident_memory_bytes" in text


async def test_pages_that_were_not_built_say_how(tmp_path: Path) -> None:
    async with opened(settings(), static=tmp_path / "none") as server, http(server) as client:
        for path in ("/overlay", "/assets/assist-overlay.js"):
            answer = await client.get(path)
            assert answer.status_code == 503
            assert "make setup" in answer.text


async def test_pages_run_our_scripts_only_and_assets_are_kept(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "overlay.html").write_text("<!doctype html>")
    for name in ("assist-overlay.js", "index-4f3a.js"):
        (tmp_path / "assets" / name).write_text("export {}")
    async with opened(settings(), static=tmp_path) as server, http(server) as client:
        page = await client.get("/overlay")
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "style-src 'self';" in policy
        assert "require-trusted-types-for 'script'" in policy
        ancestors = policy.partition("frame-ancestors ")[2].split()
        assert f"http://127.0.0.1:{server.port}" in ancestors
        assert not any("[" in each for each in ancestors), "no CSP can name an IPv6 address"
        assert page.headers["cache-control"] == "no-cache"
        assert (await client.get("/")).headers["location"] == "overlay"
        fixed = await client.get("/assets/assist-overlay.js")
        assert fixed.headers["cache-control"] == "no-cache"
        again = await client.get(
            "/assets/assist-overlay.js", headers={"If-None-Match": fixed.headers["etag"]}
        )
        assert again.status_code == 304
        hashed = await client.get("/assets/index-4f3a.js")
        assert "immutable" in hashed.headers["cache-control"]
        assert (await client.get("/assets/nothing.js")).status_code == 404
        assert (await client.get("/assets/%2e%2e/overlay.html")).status_code == 404


async def test_the_wires_specification_is_served(server: Server) -> None:
    async with http(server, bearer=False) as client:
        told = (await client.get("/docs/asyncapi.json")).json()
        assert told["channels"]["ingest"]["address"] == "/v1/ingest/native"
        told = (await client.get("/docs/openapi.json")).json()
        assert "/v1/ingest/native" in told["paths"]


@pytest.mark.parametrize(
    ("path", "base"),
    [
        ("/console", "./"),
        ("/console/rules?file=a/b", "../"),
        ("/calls/c%2F17", "../"),
        ("/train/angry/again", "../../"),
    ],
)
async def test_every_address_of_the_console_is_its_page(
    tmp_path: Path, path: str, base: str
) -> None:
    (tmp_path / "console.html").write_text('<head><base href="./" /></head>')
    async with opened(settings(), static=tmp_path) as server, http(server) as client:
        page = await client.get(path)
        assert f'<base href="{base}" />' in page.text
        assert "base-uri 'self'" in page.headers["content-security-policy"]
        assert (await client.get("/consoles")).status_code == 404
