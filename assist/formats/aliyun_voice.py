"""Aliyun voice service (语音服务): VoiceRTASRReport, finals out of a message queue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .convert import label, ms, said
from .ears import MONO, Ears, Event
from .format import Format


def read(message: Any, ears: Ears) -> Iterator[Event]:
    """Each message is a whole sentence; the queue may deliver one twice, or late."""
    lane = label(message.get("role")) or MONO
    start, end = ms(message.get("begin_offset")), ms(message.get("end_offset"))
    key = f"{ears.name}:{lane}:{start}-{end}"
    yield from ears.hear(
        said(message["words"]), final=True, lane=lane, key=key, start=start, end=end
    )


FORMAT = Format(
    name="aliyun-voice",
    title="Aliyun voice service VoiceRTASRReport",
    read=read,
    source="https://help.aliyun.com/document_detail/112508.html",
    partials=False,
    times="utterance",
    roles="by label",
    ids=False,
    proof="documented shape",
    note="What roles A and B mean depends on how the call was made: give channels=.",
    call=lambda message: message["call_id"],
)
