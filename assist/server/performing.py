"""A sample call, played by the real client over the real ingest websocket."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from assist.client import AssistClient, Call, Refused
from assist.core.events import CallStart
from assist.node.samples import Sample

from .service import Service

LAST_WORDS_S = 2.0
"""How long the end of a call that is stopped may take to be acknowledged."""


async def perform(
    service: Service,
    sample: Sample,
    name: str,
    agent: str,
    speed: float,
    url: str,
    *,
    group: str | None = None,
) -> None:
    """Play a sample to its end as the call ``name``; cancelled, the call is ended as stopped.

    ``speed`` 2 is twice as fast as people talk; ``url``: this server, ``ws://host:port``;
    ``group``: the agent's skill group, whose queue is then that of the sample's product.
    """
    loop = asyncio.get_running_loop()
    began = loop.time()
    async with AssistClient(url, service.gate.token) as client:
        call: Call | None = None
        try:
            for event in sample.events(name, agent):
                await asyncio.sleep(began + event.at / 1000 / speed - loop.time())
                if call is None:
                    assert isinstance(event, CallStart)
                    fields = event.model_dump(
                        exclude={"type", "call", "sender", "seq", "at", "agent"}, mode="json"
                    )
                    if group is not None:
                        fields |= {"group": group, "queue": sample.context.get("product")}
                    call = await client.start(name, agent=agent, **fields)
                else:
                    fields = event.model_dump(exclude={"call", "sender", "seq", "at"}, mode="json")
                    await call.send(fields, at=event.at)
            await client.drained(call)
        except asyncio.CancelledError:
            if call is not None and not service.draining:
                at = int((loop.time() - began) * 1000 * speed)
                with suppress(TimeoutError, Refused):
                    async with asyncio.timeout(LAST_WORDS_S):
                        await call.end("stopped", at=at)
            raise
