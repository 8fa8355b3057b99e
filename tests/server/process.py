"""``assist serve`` as a process of its own, to be killed."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

from .conftest import PACK, SUPERVISORS, TOKEN


class Sidecar:
    """Started by :meth:`start` on a log; the port stays the same over restarts."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self.port = 0
        self.stderr = b""
        self._process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Start, and return once it listens and has recovered."""
        command = ["-c", "from assist.cli import app; app()", "serve"]
        options = ["--port", str(self.port), "--log", str(self.log), "--rules", str(PACK)]
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *command,
            *options,
            env={
                **os.environ,
                "ASSIST_TOKEN": TOKEN,
                "ASSIST_SUPERVISOR_TOKEN": SUPERVISORS,
                "PYTHONUNBUFFERED": "1",
            },
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        assert self._process.stdout is not None
        async with asyncio.timeout(60):
            line = (await self._process.stdout.readline()).decode()
        assert line.startswith("Listening on http://"), line + (await self._rest())
        self.port = int(line.rsplit(":", 1)[1])

    async def kill(self) -> None:
        """kill -9: no last words."""
        assert self._process is not None
        self._process.kill()
        await self._process.wait()

    async def terminate(self) -> int:
        """SIGTERM; the exit status."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(20):
            self.stderr = (await self._rest()).encode()
            return await self._process.wait()

    async def _rest(self) -> str:
        assert self._process is not None
        assert self._process.stderr is not None
        return (await self._process.stderr.read()).decode()
