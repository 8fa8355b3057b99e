"""Hint streams: one per agent, numbered without gaps, fanned out to that agent's overlays."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from assist.core.events import DialLevel
from assist.proto.messages import ResumeFrom, encode

RING_BYTES = 4 * 1024
"""How much of a stream is kept for overlays that resume: some 10 s of its busiest, some 30 of a
lively call. After more than that a snapshot says as much."""
QUEUE_FRAMES = 256
QUEUE_BYTES = 256 * 1024
"""What may wait for one overlay before it counts as stalled."""


class SnapshotSource(Protocol):
    """A call, as far as a stream needs to know it."""

    @property
    def id(self) -> str: ...
    @property
    def held(self) -> bool: ...
    def now(self) -> int: ...
    def snapshot(self) -> Mapping[str, Any]: ...


class Reader:
    """One overlay's end of a stream. Frames are pushed at once while the overlay reads, and wait
    within bounds while it does not; beyond these it is lost, and delays nobody."""

    def __init__(
        self,
        push: Callable[[bytes], bool],
        *,
        transcript: bool = False,
        lost: Callable[[], None] = lambda: None,
    ) -> None:
        """``push`` sends a frame, or says False when the overlay has not read enough; ``lost`` is
        called once, when the reader is given up."""
        self.transcript = transcript
        self.is_lost = False
        self._push = push
        self._lost = lost
        self._frames: list[bytes] = []  # a deque would take 760 bytes while empty
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._frames)

    def offer(self, frame: bytes) -> None:
        """Send a frame, now or when the overlay has read what waits before it."""
        if self.is_lost or (not self._frames and self._push(frame)):
            return
        self._frames.append(frame)
        self._bytes += len(frame)
        if len(self._frames) > QUEUE_FRAMES or self._bytes > QUEUE_BYTES:
            self.lose()

    def offer_transcript(self, frame: bytes) -> None:
        """Send a transcript, unless much waits already: the next revision carries it whole."""
        if len(self._frames) < QUEUE_FRAMES // 4 and self._bytes < QUEUE_BYTES // 4:
            self.offer(frame)

    def drain(self) -> None:
        """The overlay has read: send what waits."""
        while self._frames and self._push(self._frames[0]):
            self._bytes -= len(self._frames.pop(0))

    def lose(self) -> None:
        """Give the overlay up, and what waits for it."""
        if not self.is_lost:
            self.is_lost = True
            self._frames.clear()
            self._bytes = 0
            self._lost()


class AgentStream:
    """Everything one agent's overlays see, in one order.

    ``epoch`` names this life of the stream; (epoch, seq) is a place in it. A snapshot carries the
    seq of the last event that it holds, and uses none up, save where it is itself the news.
    """

    def __init__(
        self, agent: str, looked: Callable[[AgentStream], None] = lambda _stream: None
    ) -> None:
        """``looked`` is told when overlays come or go."""
        self.agent = agent
        self._looked = looked
        self.epoch = secrets.token_hex(8)
        self.seq = 0
        self.dial: DialLevel = "balanced"
        self.calls: dict[str, SnapshotSource] = {}
        self.readers: tuple[Reader, ...] = ()
        self.transcribing = False
        self._ring: list[bytes] = []  # of the latest events, up to the present one
        self._ring_bytes = 0

    @property
    def idle(self) -> bool:
        """Nobody looks and nothing is to be seen."""
        return not self.readers and not self.calls

    def publish(self, event: Mapping[str, Any]) -> None:
        """Number an event and give it to every overlay."""
        self.seq += 1
        body = dict(event)
        written = encode({"type": body.pop("type"), "seq": self.seq, **body})
        frame = memoryview(written).tobytes()  # what orjson returns holds on to 4 kB, however short
        self._ring.append(frame)
        self._ring_bytes += len(frame)
        while self._ring_bytes > RING_BYTES:
            self._ring_bytes -= len(self._ring.pop(0))
        for reader in self.readers:
            reader.offer(frame)

    def publish_snapshot(self) -> None:
        """The present state as an event of the stream: a call came or went by transfer."""
        self.publish({**self.snapshot(), "seq": self.seq + 1})

    def transcribe(self, transcript: Any) -> None:
        """Give a transcript to the overlays that asked for it."""
        frame = encode(transcript)
        for reader in self.readers:
            if reader.transcript:
                reader.offer_transcript(frame)

    def snapshot(self) -> dict[str, Any]:
        """The full present state."""
        live = next((c.id for c in reversed(self.calls.values()) if not c.held), None)
        return {
            "type": "snapshot",
            "seq": self.seq,
            "agent": self.agent,
            "dial": self.dial,
            "live": live or next(reversed(self.calls), None),
            "calls": [call.snapshot() for call in self.calls.values()],
        }

    def join(self, reader: Reader, resume: ResumeFrom | None) -> None:
        """Let a reader in: ``welcome``, then what it missed or, if that is not all here, a
        snapshot."""
        missed = self._missed(resume)
        welcome = {
            "type": "welcome",
            "epoch": self.epoch,
            "recovered": missed is not None,
            "agent": self.agent,
            "upto": self.seq,
            "clocks": {call.id: call.now() for call in self.calls.values()},
        }
        reader.offer(encode(welcome))
        for frame in (encode(self.snapshot()),) if missed is None else missed:
            reader.offer(frame)
        self.readers = (*self.readers, reader)
        self.transcribing = self.transcribing or reader.transcript
        self._looked(self)

    def leave(self, reader: Reader) -> None:
        """Forget a reader."""
        self.readers = tuple(each for each in self.readers if each is not reader)
        self.transcribing = any(each.transcript for each in self.readers)
        self._looked(self)

    def _missed(self, resume: ResumeFrom | None) -> Iterable[bytes] | None:
        if resume is None or resume.epoch != self.epoch or resume.seq > self.seq:
            return None
        behind = self.seq - resume.seq
        kept = len(self._ring)
        return self._ring[kept - behind :] if behind <= kept else None


class Streams:
    """The hint streams of all agents; those that nobody looks at are forgotten beyond ``most``."""

    def __init__(
        self, most: int, looked: Callable[[AgentStream], None] = lambda _stream: None
    ) -> None:
        """``looked`` is told whose overlays come or go."""
        self._most = most
        self._looked = looked
        self._streams: dict[str, AgentStream] = {}

    def __len__(self) -> int:
        return len(self._streams)

    def of(self, agent: str) -> AgentStream:
        """The agent's stream, made when first asked for."""
        stream = self._streams.get(agent)
        if stream is None:
            if len(self._streams) >= self._most:
                self._forget()
            stream = self._streams[agent] = AgentStream(agent, self._looked)
        return stream

    def _forget(self) -> None:
        """Drop the oldest idle tenth."""
        idle = [stream for stream in self._streams.values() if stream.idle]
        for stream in idle[: self._most // 10 + 1]:
            del self._streams[stream.agent]
