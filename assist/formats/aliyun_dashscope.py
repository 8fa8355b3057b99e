"""Aliyun DashScope (百炼): Paraformer and Fun-ASR in real time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .convert import Unreadable, felt, flag, ms, said, timed, unknown
from .ears import Ears, Event
from .format import Format


def read(message: Any, ears: Ears) -> Iterator[Event]:
    """``sentence_end`` ends a sentence, also without an ``end_time``; where it is missing, an
    ``end_time`` does."""
    header = message["header"]
    event = header["event"]
    if event in ("task-started", "task-finished"):
        return
    if event == "task-failed":
        raise Unreadable("the recogniser reports that the task failed")
    if event != "result-generated":
        raise unknown("event", event)
    sentence = message["payload"]["output"]["sentence"]
    if flag(sentence.get("heartbeat")):
        return
    ended = sentence.get("sentence_end")
    final = flag(ended) if ended is not None else sentence.get("end_time") is not None
    words = sentence.get("words") or []
    end = sentence.get("end_time")
    if end is None and words:
        end = words[-1].get("end_time")
    yield from ears.hear(
        said(sentence["text"]),
        final=final,
        stream=header.get("task_id", ""),
        start=ms(sentence.get("begin_time")),
        end=ms(end),
        words=timed(words, text="text", start="begin_time", end="end_time", time=ms)
        if final
        else None,
        prosody=felt(sentence.get("emo_tag"), sentence.get("emo_confidence")) if final else None,
    )


FORMAT = Format(
    name="aliyun-dashscope",
    title="Aliyun DashScope Paraformer / Fun-ASR real-time",
    read=read,
    source="https://help.aliyun.com/zh/model-studio/paraformer-server-events",
    partials=True,
    times="words",
    roles="no",
    ids=False,
    emotion=True,
    proof="documented shape",
    note="Emotion from paraformer-realtime-8k-v2 only, on finals.",
)
