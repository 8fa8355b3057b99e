"""Aliyun NLS (智能语音交互), SpeechTranscriber: real-time transcription."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .convert import Unreadable, confidence, felt, ms, said, timed, unknown, whole
from .ears import Ears, Event
from .format import Format

QUIET = frozenset({"TranscriptionStarted", "SentenceBegin", "TranscriptionCompleted"})
OK = 20_000_000


def read(message: Any, ears: Ears) -> Iterator[Event]:
    """Sentences are numbered within a task."""
    header, name = message["header"], message["header"]["name"]
    if name in QUIET:
        return
    if name == "TaskFailed" or header.get("status", OK) != OK:
        raise Unreadable(f"the recogniser reports {whole(header.get('status'))}")
    if name not in ("TranscriptionResultChanged", "SentenceEnd"):
        raise unknown("name", name)
    payload, final = message["payload"], name == "SentenceEnd"
    task = header.get("task_id", "")
    yield from ears.hear(
        said(payload["result"]),
        final=final,
        key=f"{task}:{payload['index']}",
        start=ms(payload.get("begin_time")),
        end=ms(payload.get("time")),
        confidence=confidence(payload.get("confidence")),
        words=timed(payload.get("words"), text="text", start="startTime", end="endTime", time=ms)
        if final
        else None,
        prosody=felt(payload.get("emo_tag"), payload.get("emo_confidence")) if final else None,
    )
    begun = payload.get("stash_result") or {}
    if final and begun.get("text"):  # the next sentence, as far as it was heard by then
        key = f"{task}:{payload['index'] + 1}"
        start, end = ms(begun.get("beginTime")), ms(begun.get("currentTime"))
        yield from ears.hear(said(begun["text"]), final=False, key=key, start=start, end=end)


FORMAT = Format(
    name="aliyun-nls",
    title="Aliyun NLS real-time transcription (SpeechTranscriber)",
    read=read,
    source="https://help.aliyun.com/zh/isi/developer-reference/websocket",
    partials=True,
    times="utterance",
    roles="no",
    ids=True,
    emotion=True,
    proof="real payload",
    note="Words have times when enable_words is set.",
)
