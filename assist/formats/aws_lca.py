"""AWS's Live Call Analytics sample: the events of its Kinesis stream."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .convert import flag, said, seconds
from .ears import Ears, Event
from .format import Format


def read(message: Any, ears: Ears) -> Iterator[Event]:
    """What tells nothing of what is said (categories, recordings, summaries) is passed by."""
    kind = message["EventType"]
    agent = message.get("AgentId") or None
    if kind == "START":
        yield {"type": "call.start", "agent": agent, "started_at": message.get("CreatedAt")}
    elif kind == "UPDATE_AGENT" and agent:
        yield {"type": "call.transfer", "agent": agent}
    elif kind == "ADD_TRANSCRIPT_SEGMENT":
        yield from ears.hear(
            said(message["Transcript"]),
            final=not flag(message.get("IsPartial")),
            lane=str(message["Channel"]),
            key=str(message["SegmentId"]),
            start=seconds(message.get("StartTime")),
            end=seconds(message.get("EndTime")),
        )
    elif kind == "END":
        yield {"type": "call.end"}


FORMAT = Format(
    name="aws-lca",
    title="AWS Live Call Analytics (Kinesis)",
    read=read,
    source="https://github.com/aws-samples/amazon-transcribe-live-call-analytics",
    partials=True,
    times="utterance",
    roles="yes",
    ids=True,
    proof="documented shape",
    speakers={"CALLER": "customer", "AGENT": "agent"},
    call=lambda message: message["CallId"],
)
