"""What is sent to one peer: at once while it reads, queued within bounds while it does not."""

from __future__ import annotations

from .sockets import AssistProtocol
from .waiting import Latch


class Outlet:
    """Messages to a peer, in order. Sending never blocks and never waits."""

    def __init__(self, protocol: AssistProtocol) -> None:
        self._protocol = protocol
        self._waiting: list[bytes] = []
        self._clear = Latch(is_set=True)
        protocol.on_writable = self._drain

    def send(self, frame: bytes) -> None:
        """Send, or queue behind what waits already."""
        if self._waiting or not self._protocol.push(frame):
            self._waiting.append(frame)
            self._clear.clear()

    @property
    def stuck(self) -> bool:
        """Whether something waits for the peer to read."""
        return bool(self._waiting)

    async def clear(self) -> None:
        """Return once nothing waits. Must be awaited before more is read from the peer: that
        is what bounds the queue."""
        await self._clear.wait()

    def _drain(self) -> None:
        while self._waiting and self._protocol.push(self._waiting[0]):
            self._waiting.pop(0)
        if not self._waiting:
            self._clear.set()
