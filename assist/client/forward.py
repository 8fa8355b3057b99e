"""A recogniser's messages, handed on as they come: never in the way of whoever hears them.

Needs nothing but ``websockets`` and the standard library, so that this file can be copied.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import random
import threading
from collections import deque
from collections.abc import Callable
from ssl import SSLContext
from types import TracebackType
from typing import Any, Self

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus, InvalidURI

FIRST_S, LONGEST_S = 0.2, 5.0
"""How long it waits before it connects again: at first, and at most."""
CLOSE_S = 2.0
FINAL_FROM = 4500
"""Close codes from here on say that coming again is of no use."""
FINAL_STATUS = frozenset({401, 403, 404, 426})

_logger = logging.getLogger("assist.client.forward")


def _log(told: str) -> None:
    _logger.warning("%s", told)


class Forwarder:
    """Sends messages to ``/v1/ingest/{format}``, on a thread of its own.

    ::

        sidecar = Forwarder("ws://127.0.0.1:8713/v1/ingest/vosk?call=c-1&agent=7001", token)
        sidecar.send(message)  # from whatever thread or loop; never waits, never raises
        sidecar.close()

    A lost connection is made again. Meanwhile up to ``waiting`` messages wait; then the oldest go.
    What the server answers (``unknown_speaker``, ``vendor_message``, …) goes to ``told``, in a line
    each; unless given, to the log ``assist.client.forward``. A message that was under way when the
    connection was lost may be lost with it: who has to have every one counts them (``acks=1``).
    """

    def __init__(
        self,
        url: str,
        token: str,
        *,
        waiting: int = 2_000,
        told: Callable[[str], None] = _log,
        ssl: SSLContext | None = None,
    ) -> None:
        """Connect in the background. ``told`` is called in a thread of its own."""
        self._url, self._told = url, told
        self._options: dict[str, Any] = {
            "additional_headers": {"Authorization": f"Bearer {token}"},
            "compression": None,
        }
        if ssl is not None:
            self._options["ssl"] = ssl
        self._waiting: deque[str | bytes] = deque(maxlen=waiting)
        self._over = False
        self.dropped = 0
        """How many messages went: too many waited, the server would have none, or was not there
        when it was closed."""
        self._loop = asyncio.new_event_loop()
        self._news = asyncio.Event()
        self._thread = threading.Thread(target=self._turn, name="assist.forward", daemon=True)
        self._thread.start()

    def send(self, message: str | bytes) -> None:
        """Hand a message on, soon. What is neither text nor bytes is left out, and told."""
        if not isinstance(message, str | bytes):
            self.dropped += 1
            self._say(f"a message was left out: {type(message).__name__} is neither str nor bytes")
            return
        if self._over or len(self._waiting) == self._waiting.maxlen:
            self.dropped += 1
        if self._over:
            return
        self._waiting.append(message)
        with contextlib.suppress(RuntimeError):  # it was closed in this moment
            self._loop.call_soon_threadsafe(self._news.set)

    def close(self, within_s: float = CLOSE_S) -> None:
        """Send what waits, for so long at most, and end."""
        self._over = True
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._news.set)
        self._thread.join(within_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # -- inside, on its own thread -----------------------------------------------------------------

    def _turn(self) -> None:
        try:
            self._loop.run_until_complete(self._keep_up())
        finally:
            self._over = True
            self.dropped += len(self._waiting)
            self._waiting.clear()
            self._loop.close()

    async def _keep_up(self) -> None:
        wait, lost = FIRST_S, False
        while not (self._over and not self._waiting):
            try:
                async with connect(self._url, **self._options) as socket:
                    began = self._loop.time()
                    try:
                        await self._carry(socket)
                        return
                    finally:
                        if self._loop.time() - began > LONGEST_S:  # it was no revolving door
                            wait, lost = FIRST_S, False
            except (OSError, TimeoutError, InvalidHandshake, InvalidURI, ConnectionClosed) as fault:
                final, why = _judged(fault)
                if final:
                    self._say(f"the sidecar will not have this stream: {why}")
                    return
                if not lost:
                    self._say(f"no connection to the sidecar, trying again: {why}")
                lost = True
                if self._over:
                    return
            await asyncio.sleep(wait * (0.5 + random.random() / 2))  # noqa: S311 - no secret
            wait = min(LONGEST_S, wait * 2)

    async def _carry(self, socket: ClientConnection) -> None:
        """Send what comes until it is over; raises when the connection is lost."""
        reading = asyncio.create_task(self._read(socket))
        try:
            while True:
                while self._waiting and not reading.done():
                    await self._send(socket, self._waiting.popleft())
                if reading.done():
                    reading.result()
                if self._over:
                    return
                self._news.clear()
                if not self._waiting and not self._over:
                    news = asyncio.create_task(self._news.wait())
                    await asyncio.wait((news, reading), return_when=asyncio.FIRST_COMPLETED)
                    news.cancel()
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)

    async def _send(self, socket: ClientConnection, message: str | bytes) -> None:
        try:
            if isinstance(message, str):
                message.encode()  # half a character would end the connection
        except UnicodeEncodeError as fault:
            self.dropped += 1
            self._say(f"a message was left out: {fault.reason}")
            return
        try:
            await socket.send(message)
        except ConnectionClosed:
            if len(self._waiting) < (self._waiting.maxlen or 0):
                self._waiting.appendleft(message)
            else:  # the oldest goes first
                self.dropped += 1
            raise

    async def _read(self, socket: ClientConnection) -> None:
        """What the server answers: unread, it would end the connection."""
        while True:
            frame = await socket.recv()
            try:
                answers = json.loads(frame)
            except ValueError:
                continue  # whatever answers there, it is not the sidecar
            for each in answers if isinstance(answers, list) else [answers]:
                if isinstance(each, dict) and each.get("type") == "error":
                    self._say(f"{each.get('code')}: {each.get('detail')}")

    def _say(self, what: str) -> None:
        """A fault of whoever is told is no fault of the stream."""
        try:
            self._told(what)
        except Exception:
            _logger.exception("whoever is told what the sidecar answers has failed")


def _judged(fault: Exception) -> tuple[bool, str]:
    """Whether coming again is of no use, and why the connection was lost."""
    if isinstance(fault, InvalidStatus):
        status = fault.response.status_code
        return status in FINAL_STATUS, f"HTTP {status}"
    if isinstance(fault, ConnectionClosed) and fault.rcvd is not None:
        return fault.rcvd.code >= FINAL_FROM, f"{fault.rcvd.code} {fault.rcvd.reason}"
    return isinstance(fault, InvalidURI), str(fault) or type(fault).__name__
