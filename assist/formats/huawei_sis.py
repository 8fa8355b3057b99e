"""Huawei Cloud SIS: continuous real-time recognition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .convert import Unreadable, confidence, ms, said, timed, unknown
from .ears import Ears, Event
from .format import Format


def read(message: Any, ears: Ears) -> Iterator[Event]:
    """A message may hold several segments: finals, and the one that is being spoken."""
    kind = message["resp_type"]
    if kind == "EVENT":
        if message.get("event") in ("VOICE_START", "VOICE_END"):
            yield from ears.activity(message["event"] == "VOICE_START")
        return
    if kind in ("START", "END"):
        return
    if kind in ("ERROR", "FATAL_ERROR"):
        raise Unreadable("the recogniser reports an error")
    if kind != "RESULT":
        raise unknown("resp_type", kind)
    for segment in message["segments"]:
        result, final = segment["result"], segment["is_final"] is True
        yield from ears.hear(
            said(result["text"]),
            final=final,
            stream=str(message.get("trace_id", "")),
            start=ms(segment.get("start_time")),
            end=ms(segment.get("end_time")),
            confidence=confidence(result.get("score")) if final else None,
            words=timed(result.get("word_info"), start="start_time", end="end_time", time=ms)
            if final
            else None,
        )


FORMAT = Format(
    name="huawei-sis",
    title="Huawei Cloud SIS real-time (continuous)",
    read=read,
    source="https://support.huaweicloud.com/api-sis/sis_03_0036.html",
    partials=True,
    times="words",
    roles="no",
    ids=False,
    proof="documented shape",
)
