"""One call of a client: what can be said of it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from assist.core.events import Speaker

from .items import item
from .stream import CallStream

if TYPE_CHECKING:
    from .aio import AssistClient

LATE_UTTERANCES = 1_000
"""Utterances without a final whose revisions are counted; beyond, the oldest is taken for over."""


class Call:
    """Made by :meth:`~.aio.AssistClient.start` and :meth:`~.aio.AssistClient.join`.

    Times are in ms since the call began; ``at``, when something is sent, is read off the clock
    unless given. Each method that sends waits while the client holds as much as it may. It raises
    :class:`~.errors.CallOver` once the server takes no more of this call, :class:`~.errors.Refused`
    once it takes no more of this client, :class:`~.errors.InvalidEvent` for what it would not take.
    """

    def __init__(self, client: AssistClient, stream: CallStream) -> None:
        self.stream = stream
        self._client = client
        self._began = time.monotonic()
        self._revisions: dict[tuple[object, object, str], int] = {}

    @property
    def id(self) -> str:
        """The call's id."""
        return self.stream.call

    @property
    def acked(self) -> int:
        """The number of the last event that is safe at the server."""
        return self.stream.acked

    @property
    def done(self) -> bool:
        """Whether everything sent so far has been acknowledged."""
        return not self.stream.unacknowledged

    @property
    def elapsed(self) -> int:
        """Ms since the call was begun here."""
        return int((time.monotonic() - self._began) * 1000)

    async def fragment(
        self,
        speaker: Speaker | None,
        utterance: str,
        text: str,
        *,
        final: bool = False,
        at: int | None = None,
        channel: int | str | None = None,
        revision: int | None = None,
        start: int | None = None,
        end: int | None = None,
        stable: int | None = None,
        end_of_turn: bool | None = None,
        confidence: float | None = None,
        words: Sequence[Mapping[str, Any]] = (),
        supersedes: Sequence[str] = (),
        prosody: Mapping[str, Any] | None = None,
    ) -> None:
        """The WHOLE current hypothesis of an utterance, as often as the recogniser changes its
        mind; ``final``: it will not any more.

        ``speaker``, or None with the ``channel`` that ``call.start`` assigned; ``start``, ``end``:
        of the words. ``revision`` is counted here unless given.
        """
        event = {
            "type": "fragment",
            "speaker": speaker,
            "channel": channel,
            "utterance": utterance,
            "revision": revision,
            "text": text,
            "final": final,
            "start": start,
            "end": end,
            "stable": stable,
            "end_of_turn": end_of_turn,
            "confidence": confidence,
            "words": words or None,
            "supersedes": supersedes or None,
            "prosody": prosody,
        }
        await self.send({k: v for k, v in event.items() if v is not None}, at=at)

    async def activity(self, speaker: Speaker, *, speaking: bool, at: int | None = None) -> None:
        """Voice activity without text."""
        await self.send({"type": "activity", "speaker": speaker, "speaking": speaking}, at=at)

    async def context(self, values: Mapping[str, Any], *, at: int | None = None) -> None:
        """Merge into what is known of the call; None removes a key."""
        await self.send({"type": "context", "set": dict(values)}, at=at)

    async def gap(self, speaker: Speaker, start: int, end: int, *, at: int | None = None) -> None:
        """Audio or recognition was lost; silence from ``start`` to ``end`` means nothing."""
        await self.send({"type": "gap", "speaker": speaker, "start": start, "end": end}, at=at)

    async def hold(self, *, at: int | None = None) -> None:
        """The customer waits, and hears nobody."""
        await self.send({"type": "call.hold"}, at=at)

    async def resume(self, *, at: int | None = None) -> None:
        """The agent is back."""
        await self.send({"type": "call.resume"}, at=at)

    async def transfer(
        self, agent: str, *, queue: str | None = None, at: int | None = None
    ) -> None:
        """The call goes to another agent, and its hints with it."""
        more = {} if queue is None else {"queue": queue}
        await self.send({"type": "call.transfer", "agent": agent, **more}, at=at)

    async def end(self, reason: str | None = None, *, at: int | None = None) -> None:
        """The call is over. Returns once the server has everything."""
        more = {} if reason is None else {"reason": reason}
        await self.send({"type": "call.end", **more}, at=at)
        await self._client.let_go(self)

    async def leave(self) -> None:
        """Send no more, though the call goes on; returns once the server has everything."""
        await self._client.let_go(self)

    def drop(self) -> None:
        """Send no more, not even what waits."""
        self._client.drop(self)

    async def send(self, event: Mapping[str, Any], *, at: int | None = None) -> None:
        """Any event of the protocol, without ``call``, ``sender`` and ``seq``."""
        await self._client.put(self.stream, item(*self._whole(event, at)))

    def offer(self, event: Mapping[str, Any], *, at: int | None = None) -> bool:
        """As :meth:`send`, but never waits: False when there is no room. Then nothing was taken,
        and the caller *should* tell the sidecar of the :meth:`gap` once there is room again."""
        return self._client.offer(self.stream, item(*self._whole(event, at)))

    def _whole(
        self, event: Mapping[str, Any], at: int | None
    ) -> tuple[str, str, Mapping[str, Any], float]:
        whole = {**event, "at": self.elapsed if at is None else at}
        if whole.get("type") == "fragment":
            self._revise(whole)
        return self.stream.call, self.stream.sender, whole, time.monotonic()

    def _revise(self, fragment: dict[str, Any]) -> None:
        """Count revisions, so that they rise whether or not the caller counts them, and whether or
        not there was room for the one before: what is not taken is sent again with a higher one,
        a final one too."""
        key = (fragment.get("speaker"), fragment.get("channel"), str(fragment.get("utterance")))
        last = self._revisions.pop(key, -1)
        if fragment.get("revision") is None:
            fragment["revision"] = last + 1
        self._revisions[key] = fragment["revision"]
        if len(self._revisions) > LATE_UTTERANCES:
            del self._revisions[next(iter(self._revisions))]

    def __repr__(self) -> str:
        return f"<Call {self.id!r} {self.stream.unacknowledged} events unacknowledged>"
