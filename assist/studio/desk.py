"""Where questions wait for the process that answers them; none ever holds up the event loop."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from subprocess import Popen
from threading import Thread
from typing import Any

from . import worker
from .child import start
from .trying import Superseded
from .writing import NoForm

PATIENCE_S = 60.0
"""After this the process counts as stuck, and is ended: the worst file takes some seconds."""
MOST_WAITING = 32
"""Questions at once: more people than ever edit rules."""


class Broken(Exception):  # noqa: N818 - says what is wrong
    """The process could not answer; ``detail`` is for the log, never for the page."""


class Busy(Exception):  # noqa: N818 - says what is wrong
    """Too many questions wait already."""


class Desk:
    """Asks one worker process, started when first asked and again when it died. Used in one event
    loop; :meth:`close` must be called."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = tuple(path.absolute() for path in paths)
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._process: Popen[bytes] | None = None
        self._pipe: Connection | None = None
        self._starting = asyncio.Lock()
        self._sending = asyncio.Lock()

    async def ask(self, name: str, *arguments: Any, session: str | None = None) -> Any:
        """The answer. Of one session only the latest question counts: those before it raise
        :class:`~.trying.Superseded`. Raises :class:`Broken`, :class:`Busy` and
        :class:`~.writing.NoForm`."""
        if len(self._waiting) >= MOST_WAITING:
            raise Busy
        async with self._starting:
            if self._process is None or self._process.poll() is not None:
                await self._start()
        pipe = self._pipe
        assert pipe is not None
        number = next(self._numbers)
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[number] = future
        try:
            async with self._sending:  # a pipe is not for two threads at once
                # it holds 64 KiB: with a large text, sending waits for the worker to read
                await asyncio.to_thread(pipe.send, (number, session, name, arguments))
            async with asyncio.timeout(PATIENCE_S):
                return await future
        except TimeoutError:
            self._end()
            raise Broken(f"{name}: no answer within {PATIENCE_S:.0f} s") from None
        except OSError as gone:
            future.cancel()
            if pipe is self._pipe:  # it is dying, and will not be asked again
                self._end()
            raise Broken(f"{name}: {gone!r}") from None
        finally:
            self._waiting.pop(number, None)

    def close(self) -> None:
        """End the process; whoever waits is told."""
        self._end()

    async def _start(self) -> None:
        self._end()
        process, pipe = await asyncio.to_thread(start, worker.__name__, self._paths)
        self._process, self._pipe = process, pipe
        loop = asyncio.get_running_loop()
        Thread(
            target=self._listen, args=(process, pipe, loop), name="studio-answers", daemon=True
        ).start()

    def _listen(
        self, process: Popen[bytes], pipe: Connection, loop: asyncio.AbstractEventLoop
    ) -> None:
        """On a thread of its own: hand every answer to the loop, until the process has ended."""
        with suppress(RuntimeError):  # the loop is closed already
            with pipe, suppress(EOFError, OSError):
                while True:
                    loop.call_soon_threadsafe(self._told, *pipe.recv())
            process.wait()
            loop.call_soon_threadsafe(self._lost, process)

    def _told(self, number: int, kind: str, value: Any) -> None:
        future = self._waiting.get(number)
        if future is None or future.done():
            return
        if kind == "answer":
            future.set_result(value)
        elif kind == "superseded":
            future.set_exception(Superseded())
        elif kind == "no form":
            future.set_exception(NoForm(value))
        else:
            future.set_exception(Broken(value))

    def _lost(self, process: Popen[bytes]) -> None:
        if process is self._process:
            self._end()

    def _end(self) -> None:
        """The thread that listens sees the process end, and closes the pipe."""
        process, self._process = self._process, None
        self._pipe = None
        if process is not None:
            process.kill()
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(Broken("the process has ended"))
