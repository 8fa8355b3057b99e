"""`assist demo` as a process of its own: to be played, stopped dead, killed and started again."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

STARTS_WITHIN_S = 120


class Stage:
    """Over restarts the port, the tokens and the log stay the same."""

    def __init__(self, log: Path) -> None:
        self.port = 0
        self.token = ""
        self.supervisors = ""
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def page(self) -> str:
        """The address that a person would open."""
        return f"{self.url}/demo#token={self.token}&supervisor={self.supervisors}"

    def start(self) -> None:
        """Start, and return once the address has been printed."""
        command = ["-c", "from assist.cli import app; app()", "demo"]
        environment = {**os.environ, "PYTHONUNBUFFERED": "1", "ASSIST_LOG_LEVEL": "warning"}
        if self.token:
            environment["ASSIST_TOKEN"] = self.token
            environment["ASSIST_SUPERVISOR_TOKEN"] = self.supervisors
        self._process = subprocess.Popen(
            [sys.executable, *command, "--port", str(self.port), "--log", str(self._log)],
            stdout=subprocess.PIPE,
            stderr=sys.stderr,
            env=environment,
        )
        printed = self._printed()
        found = re.search(
            r"http://127\.0\.0\.1:(\d+)/demo#token=([^\s&]+)&supervisor=(\S+)", printed
        )
        if found is None:
            self.stop()
        assert found is not None, f"no address was printed, only {printed!r}"
        self.port, self.token, self.supervisors = int(found[1]), found[2], found[3]

    def until_kept(self) -> None:
        """Return once all that the screens have been told of is on disk: what follows from words
        is shown at once, and the words are acknowledged when they are kept."""
        until = time.monotonic() + STARTS_WITHIN_S
        while "assist_log_pending 0.0" not in self._metrics():
            assert time.monotonic() < until, "the log keeps nothing"
            time.sleep(0.005)

    def _metrics(self) -> str:
        asked = urllib.request.Request(
            f"{self.url}/metrics", headers={"Authorization": f"Bearer {self.token}"}
        )
        with urllib.request.urlopen(asked, timeout=20) as answer:
            told: bytes = answer.read()
        return told.decode()

    def freeze(self) -> None:
        """Stop answering, connections open: a stalled server."""
        self._alive().send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._alive().send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """kill -9: no last words."""
        process = self._alive()
        process.kill()
        process.wait()
        self._close(process)

    def stop(self) -> None:
        """Ctrl+C, as a person would. Does nothing when it was killed already."""
        if self._process is None:
            return
        process = self._alive()
        process.send_signal(signal.SIGCONT)
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        finally:
            process.kill()
            process.wait()
            self._close(process)

    def _alive(self) -> subprocess.Popen[bytes]:
        assert self._process is not None, "the demo is not running"
        return self._process

    def _close(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        process.stdout.close()
        self._process = None

    def _printed(self) -> str:
        """What it printed up to its last line, or up to its end."""
        stdout = self._alive().stdout
        assert stdout is not None
        printed, until = b"", time.monotonic() + STARTS_WITHIN_S
        while b"Ctrl+C" not in printed and time.monotonic() < until:
            if select.select([stdout], [], [], 1)[0]:
                chunk = os.read(stdout.fileno(), 4096)
                if not chunk:
                    break
                printed += chunk
        return printed.decode()
