"""Hint streams: numbers without gaps, resuming, and readers that fall behind."""

from __future__ import annotations

import json
import tracemalloc

from hypothesis import given, settings
from hypothesis import strategies as st

from assist.node import streams
from assist.node.streams import AgentStream, Reader, Streams
from assist.proto.messages import ResumeFrom


class Overlay(Reader):
    """An overlay that reads, as long as ``reads`` is set."""

    def __init__(self, *, reads: bool = True, transcript: bool = False) -> None:
        self.got: list[bytes] = []
        self.reads = reads
        self.given_up = 0
        super().__init__(self._take, transcript=transcript, lost=self._count)

    def _take(self, frame: bytes) -> bool:
        if self.reads:
            self.got.append(frame)
        return self.reads

    def _count(self) -> None:
        self.given_up += 1


def hint(text: str) -> dict[str, object]:
    return {"type": "queued", "call": "c1", "at": 0, "count": len(text), "pad": text}


@given(st.lists(st.integers(0, 3_000), max_size=40), st.integers(0, 45), st.booleans())
@settings(max_examples=100)
def test_a_resume_is_complete_or_a_snapshot(sizes: list[int], had: int, same: bool) -> None:
    stream = AgentStream("7001")
    for size in sizes:
        stream.publish(hint("x" * size))
    reader = Overlay()
    stream.join(reader, ResumeFrom(epoch=stream.epoch if same else "other", seq=had))
    welcome, *rest = map(json.loads, reader.got)
    if welcome["recovered"]:
        assert same
        assert [event["seq"] for event in rest] == list(range(had + 1, len(sizes) + 1))
    else:
        assert [(event["type"], event["seq"]) for event in rest] == [("snapshot", len(sizes))]
    if same and had == len(sizes):
        assert welcome["recovered"]


def test_the_ring_is_bounded_in_bytes() -> None:
    stream = AgentStream("7001")
    for _ in range(200):
        stream.publish(hint("x" * 1000))
    assert sum(len(frame) for frame in stream._ring) <= streams.RING_BYTES
    assert stream.seq == 200


def test_a_reader_that_takes_nothing_is_lost_once_and_holds_nothing() -> None:
    reader = Overlay(reads=False)
    for n in range(streams.QUEUE_FRAMES + 1):
        assert not reader.is_lost, n
        reader.offer(b"{}")
    assert reader.is_lost
    reader.offer(b"{}")
    reader.lose()
    assert (len(reader), reader.given_up, reader.got) == (0, 1, [])


def test_a_few_large_frames_are_as_many_as_many_small_ones() -> None:
    reader = Overlay(reads=False)
    reader.offer(b"x" * (streams.QUEUE_BYTES + 1))
    assert reader.is_lost


def test_transcripts_give_way_when_much_waits() -> None:
    reader = Overlay(reads=False, transcript=True)
    for _ in range(10_000):
        reader.offer_transcript(b"{}")
    assert not reader.is_lost
    assert len(reader) == streams.QUEUE_FRAMES // 4


@given(st.lists(st.booleans(), max_size=60))
def test_what_waits_is_sent_in_order_once_the_overlay_reads(reads: list[bool]) -> None:
    reader = Overlay()
    for n, reading in enumerate(reads):
        reader.reads = reading
        reader.offer(b"%d" % n)
        if reading:
            reader.drain()
    reader.reads = True
    reader.drain()
    assert reader.got == [b"%d" % n for n in range(len(reads))]
    assert len(reader) == 0


def test_streams_that_nobody_looks_at_are_forgotten() -> None:
    held = Streams(20)
    reader = Overlay()
    held.of("kept").join(reader, None)
    for n in range(1000):
        held.of(f"a{n}")
    assert len(held) <= 20
    assert held.of("kept").readers == (reader,)


def test_a_kept_frame_takes_the_memory_of_its_length() -> None:
    """What the encoder returns may hold much more; 20 s of a stream must not."""
    stream = AgentStream("7001")
    stream.publish(hint(""))
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        for _ in range(200):
            stream.publish(hint("x" * 50))
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 4 * streams.RING_BYTES
