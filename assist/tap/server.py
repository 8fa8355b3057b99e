"""A running tap: it listens, connects upstream, and goes down without cutting calls off."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import ssl
import time
from collections.abc import AsyncIterator, Mapping
from functools import partial

import structlog
from prometheus_client import CollectorRegistry, generate_latest

from assist.client import AssistClient, Bounds, Counting
from assist.formats import FORMATS, Format
from assist.mappings import known

from .address import Address, BadAddress, read
from .aside import Aside
from .calls import Calls
from .counts import Counts, TapCollector
from .head import Head, answer
from .relay import End, Relay
from .settings import TapSettings

CONNECT_S = 10.0
"""How long connecting upstream may take, TLS included."""
LAST_WORDS_S = 5.0
"""How long the sidecar may take to hear of the calls that a closing tap ends."""
CALLS = 20_000
"""Legs at once; a leg without room is passed on all the same, unheard."""
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_logger = structlog.get_logger("assist.tap")


class _Told(Counting):
    """Counts, and says in the process's log when the sidecar comes and goes."""

    def connected(self) -> None:
        super().connected()
        _logger.info("sidecar_connected")

    def disconnected(self, reason: str, retry_s: float) -> None:
        if not self.trouble:
            _logger.warning("sidecar_lost", reason=reason, retry_s=round(retry_s, 1))
        super().disconnected(reason, retry_s)

    def warned(self, call: str, code: str, detail: str) -> None:
        _logger.warning(code, call=call, detail=detail)
        self.warnings += 1


class Tap:
    """One tap in this process's event loop; made by :func:`opened`."""

    def __init__(
        self,
        settings: TapSettings,
        client: AssistClient,
        told: Counting,
        formats: Mapping[str, Format] = FORMATS,
    ) -> None:
        self.settings = settings
        self._formats = formats
        self.client = client
        self.counts = Counts()
        self.calls = Calls(client, self.counts, linger_s=settings.linger)
        self.port = 0
        self.relays: set[Relay] = set()
        self._aside = Aside()
        self._registry = CollectorRegistry()
        self._registry.register(TapCollector(self.counts, told, lambda: client.is_connected))
        self._left = asyncio.Event()
        self._ssl: ssl.SSLContext | None = None

    def take(self) -> Relay:
        """A new connection from the telephony side."""
        relay = Relay(self.door, self.connect, self.calls, self.counts, self._aside)
        self.relays.add(relay)
        relay.gone = partial(self._gone, relay)
        return relay

    def door(self, head: Head) -> Address | bytes:
        """Where a request goes, or what it is answered here."""
        target = head.target
        if target == "/healthz":
            return answer(200, "OK", b'{"status":"ok"}', "application/json")
        if target == "/metrics":
            return answer(200, "OK", generate_latest(self._registry), CONTENT_TYPE)
        try:
            address = read(target, head.field, self.settings.defaults, self._formats)
        except BadAddress as fault:
            return self._refusal(400, "Bad Request", str(fault))
        wanted = self.settings.key.get_secret_value()
        if wanted and not hmac.compare_digest(address.key.encode(), wanted.encode()):
            return self._refusal(403, "Forbidden", "the address needs the tap's key, ;key=…")
        if self.settings.upstream(address.to, address.format.name) is None:
            names = ", ".join(sorted(self.settings.upstreams))
            told = f"which upstream? Write ;to=NAME; there are {names}"
            return self._refusal(404, "Not Found", told)
        if address.stray:
            hint = f"write {''.join(f';{name}=…' for name in address.stray)} behind the format"
            _logger.warning("parameters_behind_question_mark", names=address.stray, hint=hint)
        return address

    async def connect(self, relay: Relay, head: Head, address: Address) -> None:
        """Connect upstream, and let the relay go."""
        upstream = self.settings.upstream(address.to, address.format.name)
        assert upstream is not None
        end = End(relay)
        context = None
        if upstream.tls:
            context = self._ssl = self._ssl or _trusting(self.settings)
        try:
            async with asyncio.timeout(CONNECT_S):
                await asyncio.get_running_loop().create_connection(
                    lambda: end,
                    upstream.host,
                    upstream.port,
                    ssl=context,
                    server_hostname=upstream.host if context else None,
                )
        except (OSError, TimeoutError) as fault:  # ssl's errors are OSErrors
            self.counts.upstream_failed += 1
            reason = str(fault) or type(fault).__name__
            _logger.warning("upstream_failed", upstream=upstream.authority, reason=reason)
            relay.refuse(502, "Bad Gateway", f"{upstream.authority}: {reason}")
            return
        relay.go(end, head.to(address.rest, upstream.authority), address)

    async def drain(self) -> None:
        """Wait until calls have hung up, then cut off what is left and tell the sidecar."""
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(self.calls.close, LAST_WORDS_S)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self.settings.drain):
                    while self.relays:
                        self._left.clear()
                        await self._left.wait()
            for relay in list(self.relays):
                relay.cut()

    def _gone(self, relay: Relay) -> None:
        self.relays.discard(relay)
        self._left.set()

    def _refusal(self, status: int, reason: str, why: str) -> bytes:
        self.counts.turned_away[str(status)] += 1
        return answer(status, reason, f"assist tap: {why}\n".encode())


@contextlib.asynccontextmanager
async def opened(settings: TapSettings) -> AsyncIterator[Tap]:
    """A tap that listens; on leaving it takes nobody any more, and drains.

    Raises :class:`OSError` when it cannot listen or a certificate cannot be read, and
    :class:`~assist.mappings.FormatsFaulty`.
    """
    formats, told = known(settings.formats).sound(), _Told()
    client = AssistClient(
        settings.sidecar,
        settings.token.get_secret_value().partition(",")[0].strip(),  # the server may take several
        bounds=Bounds(events=settings.waiting, calls=CALLS),
        hooks=told,
        give_up=False,
    )
    serving = None
    if settings.cert is not None:
        serving = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        serving.load_cert_chain(settings.cert, settings.cert_key)
    async with contextlib.AsyncExitStack() as stack:
        await client.__aenter__()
        stack.push_async_callback(client.close, 0.0, quietly=True)
        tap = Tap(settings, client, told, formats)
        loop = asyncio.get_running_loop()
        listening = await loop.create_server(tap.take, settings.host, settings.port, ssl=serving)
        tap.port = listening.sockets[0].getsockname()[1]
        began = time.monotonic()
        try:
            yield tap
        finally:
            listening.close()
            await tap.drain()
            _logger.info("stopped", after_s=round(time.monotonic() - began))


def _trusting(settings: TapSettings) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if settings.ca is not None:
        context.load_verify_locations(settings.ca)
    return context
