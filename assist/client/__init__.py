"""A client for integrators: calls in, over one connection that is kept up.

::

    async with AssistClient("ws://127.0.0.1:8713", token) as client:
        call = await client.start("call-1", agent="7001", language="zh", context={"age": 71})
        await call.fragment("customer", "u1", "我老伴上个月走了", final=True)
        await call.end()

It numbers events, keeps them until the server has acknowledged them, and after a lost connection
connects again and goes on where the server stands: what is sent arrives once each, in order. While
the server cannot take more, a hypothesis that waits gives way to the next of its utterance; finals
never do. What waits is bounded (:class:`Bounds`): at the bound :meth:`Call.send` waits, and
:meth:`Call.offer` says False.

:class:`BlockingClient` is the same for programs without an event loop; :class:`Forwarder` hands a
vendor's messages on as they are. Underneath, :mod:`.link` and
:mod:`.stream` know neither sockets nor clocks.
"""

from __future__ import annotations

from .aio import AssistClient
from .backoff import Backoff
from .blocking import BlockingCall, BlockingClient
from .call import Call
from .errors import CallOver, ClientError, Closed, Full, InvalidEvent, Refused
from .forward import Forwarder
from .hooks import Counting, Hooks
from .link import Bounds

__all__ = [
    "AssistClient",
    "Backoff",
    "BlockingCall",
    "BlockingClient",
    "Bounds",
    "Call",
    "CallOver",
    "ClientError",
    "Closed",
    "Counting",
    "Forwarder",
    "Full",
    "Hooks",
    "InvalidEvent",
    "Refused",
]
