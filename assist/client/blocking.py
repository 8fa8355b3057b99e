"""The blocking face, for programs without an event loop: the asyncio client on a thread of its
own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from functools import update_wrapper
from ssl import SSLContext
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from .aio import CLOSE_S, AssistClient
from .call import Call
from .errors import Closed
from .hooks import Hooks
from .link import Bounds

P = ParamSpec("P")
R = TypeVar("R")


class BlockingClient:
    """:class:`~.aio.AssistClient` for threads: each method returns when the awaited one would.

    ::

        with BlockingClient("ws://127.0.0.1:8713", token) as client:
            call = client.start("call-1", agent="7001", language="zh")
            call.fragment("customer", "u1", "我老伴上个月走了", final=True)
            call.end()

    May be used from any number of threads. Hooks are called in the client's own thread.
    """

    def __init__(
        self,
        url: str,
        token: str,
        *,
        bounds: Bounds | None = None,
        hooks: Hooks | None = None,
        ssl: SSLContext | None = None,
        give_up: bool = True,
    ) -> None:
        """As :class:`~.aio.AssistClient`."""
        self._client = AssistClient(
            url, token, bounds=bounds, hooks=hooks, ssl=ssl, give_up=give_up
        )
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._turn, name="assist.client", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self.run(self._client.__aenter__())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close(CLOSE_S if kind is None else 0.0, quietly=kind is not None)

    def close(self, within_s: float = CLOSE_S, *, quietly: bool = False) -> None:
        """As :meth:`.AssistClient.close`."""
        if not self._thread.is_alive():
            return
        try:
            self.run(self._client.close(within_s, quietly=quietly))
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()

    def start(
        self,
        call: str,
        *,
        agent: str,
        sender: str = "",
        at: int = 0,
        again: bool = False,
        **more: Any,
    ) -> BlockingCall:
        """As :meth:`.AssistClient.start`."""
        begun = self._client.start(call, agent=agent, sender=sender, at=at, again=again, **more)
        return BlockingCall(self, self.run(begun))

    def join(self, call: str, *, sender: str) -> BlockingCall:
        """As :meth:`.AssistClient.join`."""
        return BlockingCall(self, self.run(self._client.join(call, sender=sender)))

    def connected(self) -> None:
        """As :meth:`.AssistClient.connected`."""
        self.run(self._client.connected())

    def drained(self) -> None:
        """As :meth:`.AssistClient.drained`, for all calls."""
        self.run(self._client.drained())

    @property
    def is_connected(self) -> bool:
        """Whether there is a connection now."""
        return self._client.is_connected

    @property
    def waiting(self) -> int:
        """Events that wait to be sent, over all calls."""
        return self._client.waiting

    def run(self, doing: Awaitable[R]) -> R:
        """Have the client's thread do something, and wait for what comes of it. Raises
        :class:`~.errors.Closed` where the client was not entered, or has been closed."""

        async def done() -> R:
            return await doing

        if not self._thread.is_alive():
            if isinstance(doing, Coroutine):
                doing.close()
            raise Closed("the client is not open: use it in a with block")
        return asyncio.run_coroutine_threadsafe(done(), self._loop).result()

    def _turn(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
        finally:
            self._loop.close()


def _blocking(
    method: Callable[Concatenate[Call, P], Coroutine[Any, Any, R]],
) -> Callable[Concatenate[BlockingCall, P], R]:
    """The method of a :class:`~.call.Call`, with the same arguments, returning when it is done."""

    def call(self: BlockingCall, /, *args: P.args, **kwargs: P.kwargs) -> R:
        return self.client.run(method(self.call, *args, **kwargs))

    return update_wrapper(call, method)


class BlockingCall:
    """:class:`~.call.Call` for threads; every method as there."""

    def __init__(self, client: BlockingClient, call: Call) -> None:
        self.client = client
        self.call = call

    fragment = _blocking(Call.fragment)
    activity = _blocking(Call.activity)
    context = _blocking(Call.context)
    gap = _blocking(Call.gap)
    hold = _blocking(Call.hold)
    resume = _blocking(Call.resume)
    transfer = _blocking(Call.transfer)
    end = _blocking(Call.end)
    leave = _blocking(Call.leave)
    send = _blocking(Call.send)

    @property
    def id(self) -> str:
        """The call's id."""
        return self.call.id

    @property
    def acked(self) -> int:
        """The number of the last event that is safe at the server."""
        return self.call.acked

    def drop(self) -> None:
        """As :meth:`.Call.drop`."""

        async def dropped() -> None:
            self.call.drop()

        self.client.run(dropped())

    def offer(self, event: Mapping[str, Any], *, at: int | None = None) -> bool:
        """As :meth:`.Call.offer`."""

        async def offered() -> bool:
            return self.call.offer(event, at=at)

        return self.client.run(offered())
