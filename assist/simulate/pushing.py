"""A vendor that pushes its messages: one request each, in order."""

from __future__ import annotations

import asyncio
import urllib.request
from collections.abc import Mapping

PATIENCE_S = 10.0
"""How long the server may take to answer."""


async def post(url: str, headers: Mapping[str, str], text: str) -> None:
    """Push one message to ``url`` (``ws://`` or ``wss://``, as the rest has it). Raises
    :class:`OSError` when the server cannot be reached or refuses it."""
    request = urllib.request.Request(  # noqa: S310 - the address is what the caller simulates against
        url.replace("ws", "http", 1),
        data=text.encode(),
        headers={**headers, "Content-Type": "application/json"},
    )
    await asyncio.to_thread(_send, request)


def _send(request: urllib.request.Request) -> None:
    # No proxy of the environment: what is simulated stays where it was sent.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    opener.open(request, timeout=PATIENCE_S).close()
