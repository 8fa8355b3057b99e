"""The server's side of the process that plays calls (:mod:`.worker`)."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from . import frames

IDLE_S = 600.0
"""How long an idle process stays: it holds some 200 MB, and takes seconds to start."""
PATIENCE_S = 300.0
"""How long one job may take: a call of twelve hours, on a slow machine."""
CLOSING_S = 5.0


class PlayerFailed(Exception):  # noqa: N818 - says what happened
    """The process ended, or took too long, while it was at a job."""


class Player:
    """One process, started with the first job; jobs are done one after another.

    ``log``: the file that it reads calls from; None where jobs bring them along.
    """

    def __init__(
        self, log: Path | None, *, idle: float = IDLE_S, patience: float = PATIENCE_S
    ) -> None:
        self._arguments = ["-m", "assist.archive.worker", *([str(log)] if log else [])]
        self._idle, self._patience = idle, patience
        self._turn = asyncio.Lock()
        self._process: asyncio.subprocess.Process | None = None
        self._leaving: asyncio.TimerHandle | None = None
        self._stopping: set[asyncio.Task[None]] = set()

    async def ask(self, job: Mapping[str, Any], beside: bytes = b"") -> tuple[Any, bytes]:
        """Have a job done, after those before it. Raises :class:`PlayerFailed`."""
        async with self._turn:
            return await self._in_turn(job, beside)

    async def forget(self, calls: Sequence[str]) -> None:
        """Where a process runs, nothing of these calls is left in it."""
        async with self._turn:
            if self._process is not None:
                with suppress(PlayerFailed):  # it has ended, and all that it knew with it
                    await self._in_turn({"do": "forget", "calls": list(calls)}, b"")

    async def close(self) -> None:
        """End the process; further jobs would start another."""
        if self._leaving is not None:
            self._leaving.cancel()
        async with self._turn:
            await self._end()

    async def _in_turn(self, job: Mapping[str, Any], beside: bytes) -> tuple[Any, bytes]:
        if self._leaving is not None:
            self._leaving.cancel()
        try:
            async with asyncio.timeout(self._patience):
                answer = await self._answer(job, beside)
        except (OSError, EOFError, TimeoutError) as fault:
            await self._end(kill=True)
            raise PlayerFailed(f"the process that plays calls: {fault!r}") from fault
        except BaseException:  # cancelled half-way: its answer would be taken for the next one
            await self._end(kill=True)
            raise
        self._leaving = asyncio.get_running_loop().call_later(self._idle, self._leave)
        return answer

    async def _answer(self, job: Mapping[str, Any], beside: bytes) -> tuple[Any, bytes]:
        process = self._process
        if process is None or process.returncode is not None:
            process = self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                *self._arguments,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                start_new_session=True,  # Ctrl+C is for the server, which then closes it
            )
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(frames.frame(job, beside))
        await process.stdin.drain()
        return await frames.receive(process.stdout)

    def _leave(self) -> None:
        """Nothing has been asked for a while."""
        task = asyncio.ensure_future(self.close())
        self._stopping.add(task)
        task.add_done_callback(self._stopping.discard)

    async def _end(self, *, kill: bool = False) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None
        with suppress(ProcessLookupError):
            if kill:
                process.kill()
            process.stdin.close()
        try:
            async with asyncio.timeout(CLOSING_S):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
