"""A supervisor's office: `assist serve` as a process of its own, calls in it, and the console."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

import httpx
from playwright.sync_api import Page, expect

from assist.node.samples import load_samples

STARTS_WITHIN_S = 120
AGENTS = "a-token-of-the-agents-01"
SUPERVISORS = "a-token-of-supervisors-01"
NAME = "林主管"


class Office:
    """Over restarts the port and the log stay the same. ``rules``: packs of its own, to be edited;
    ``set_up``: more ``ASSIST_*`` variables."""

    def __init__(self, log: Path, rules: Sequence[Path] = (), **set_up: str) -> None:
        self.port = 0
        self._options = ["--log", str(log), *(f"--rules={pack}" for pack in rules)]
        self._set_up = set_up
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start, and return once it serves."""
        process = subprocess.Popen(
            [
                *(sys.executable, "-c", "from assist.cli import app; app()", "serve"),
                *("--port", str(self.port), *self._options),
            ],
            stdout=subprocess.PIPE,
            stderr=sys.stderr,
            env={
                **os.environ,
                "PYTHONUNBUFFERED": "1",
                "ASSIST_LOG_LEVEL": "warning",
                "ASSIST_TOKEN": AGENTS,
                "ASSIST_SUPERVISOR_TOKEN": SUPERVISORS,
                **self._set_up,
            },
        )
        self._process = process
        assert process.stdout is not None
        printed, until = b"", time.monotonic() + STARTS_WITHIN_S
        while (found := re.search(rb"127\.0\.0\.1:(\d+)", printed)) is None:
            assert time.monotonic() < until, f"no address was printed, only {printed!r}"
            assert process.poll() is None, "it did not start"
            if select.select([process.stdout], [], [], 1)[0]:
                printed += os.read(process.stdout.fileno(), 4096)
        self.port = int(found[1])

    def kill(self) -> None:
        """kill -9: no last words."""
        assert self._process is not None
        assert self._process.stdout is not None
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()
        self._process = None

    def stop(self) -> None:
        """As whoever runs it would. Does nothing when it is down already."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(20)
        finally:
            self.kill()

    def takes(self, sample: str, call: str, *, agent: str = "7001", until: float = 1e9) -> None:
        """A sample call comes in, all at once; ``until`` (s) leaves it alive at that moment."""
        events = load_samples()[sample].events(call, agent)
        sent = [each.model_dump(mode="json") for each in events if each.at <= until * 1000]
        headers = {"Authorization": f"Bearer {AGENTS}"}
        with httpx.Client(base_url=self.url, headers=headers) as client:
            for start in range(0, len(sent), 100):
                answer = client.post("/v1/ingest/native", json=sent[start : start + 100])
                assert {each["type"] for each in answer.json()} == {"ack"}

    def address(self, place: str, *, token: str = SUPERVISORS, **more: str) -> str:
        """Where a person goes who has been given a link: ``place`` is `calls/c-1?t=42`."""
        return f"{self.url}/{place}#{urlencode({'token': token, 'name': NAME, **more})}"

    def visit(self, page: Page, place: str, **more: str) -> None:
        """Go there, and wait until a screen is shown."""
        page.goto(self.address(place, **more))
        expect(page.locator("overtone-console main > *").first).to_be_visible()
