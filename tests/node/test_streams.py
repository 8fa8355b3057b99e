"""Hint streams: numbers without gaps, resuming, and readers that fall behind."""

from __future__ import annotations

import asyncio
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from assist.node import streams
from assist.node.streams import AgentStream, Reader, Streams
from assist.proto.messages import ResumeFrom


def drain(reader: Reader) -> list[dict[str, object]]:
    async def take() -> list[dict[str, object]]:
        return [json.loads(await reader.take() or "null") for _ in range(len(reader))]

    return asyncio.run(take())


def hint(text: str) -> dict[str, object]:
    return {"type": "queued", "call": "c1", "at": 0, "count": len(text), "pad": text}


@given(st.lists(st.integers(0, 3_000), max_size=40), st.integers(0, 45), st.booleans())
@settings(max_examples=100)
def test_a_resume_is_complete_or_a_snapshot(sizes: list[int], had: int, same: bool) -> None:
    stream = AgentStream("7001")
    for size in sizes:
        stream.publish(hint("x" * size))
    reader = Reader()
    stream.join(reader, ResumeFrom(epoch=stream.epoch if same else "other", seq=had))
    welcome, *rest = drain(reader)
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
    assert sum(len(frame) for _, frame in stream._ring) <= streams.RING_BYTES
    assert stream.seq == 200


def test_a_reader_that_takes_nothing_is_lost_and_holds_nothing() -> None:
    reader = Reader()
    for n in range(streams.QUEUE_FRAMES + 1):
        assert not reader.lost, n
        reader.offer("{}")
    assert reader.lost
    assert len(reader) == 0
    reader.offer("{}")
    assert len(reader) == 0
    assert asyncio.run(reader.take()) is None


def test_transcripts_give_way_when_much_waits() -> None:
    reader = Reader(transcript=True)
    for _ in range(10_000):
        reader.offer_transcript("{}")
    assert not reader.lost
    assert len(reader) == streams.QUEUE_FRAMES // 4


def test_a_finished_reader_gives_what_waits_and_then_ends() -> None:
    async def take() -> list[str | None]:
        reader = Reader()
        reader.offer("1")
        reader.finish()
        reader.offer("2")
        return [await reader.take(), await reader.take()]

    assert asyncio.run(take()) == ["1", None]


def test_streams_that_nobody_looks_at_are_forgotten() -> None:
    held = Streams(20)
    reader = Reader()
    held.of("kept").join(reader, None)
    for n in range(1000):
        held.of(f"a{n}")
    assert len(held) <= 20
    assert held.of("kept").readers == {reader}
