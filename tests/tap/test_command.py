"""``assist tap`` as a process."""

from __future__ import annotations

import asyncio
import os
import signal
import sys

from typer.testing import CliRunner

from assist.cli import app


async def test_it_listens_until_it_is_told_to_stop() -> None:
    command = ["-c", "from assist.cli import app; app()", "tap", "--upstream", "ws://127.0.0.1:1"]
    tap = await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        *("--port", "0", "--sidecar", "ws://127.0.0.1:1"),
        env={**os.environ, "ASSIST_TOKEN": "a-token-of-the-tests-0123", "PYTHONUNBUFFERED": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert tap.stdout is not None
    assert tap.stderr is not None
    async with asyncio.timeout(60):
        line = (await tap.stdout.readline()).decode()
        assert line.startswith("Listening on ws://127.0.0.1:"), (await tap.stderr.read()).decode()
        reader, writer = await asyncio.open_connection("127.0.0.1", int(line.rpartition(":")[2]))
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"200 OK" in await reader.read()
        writer.close()
        tap.send_signal(signal.SIGTERM)
        log = await tap.stderr.read()
        assert await tap.wait() == 0
    assert b'"event": "sidecar_lost"' in log
    assert b'"event": "stopped"' in log
    assert b"a-token" not in log


def test_without_a_recogniser_it_says_which_option_names_one() -> None:
    told = CliRunner().invoke(app, ["tap"])
    assert told.exit_code == 2
    assert "upstreams: name the recogniser to pass calls on to: --upstream wss://" in told.stderr
