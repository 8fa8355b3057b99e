"""Tencent Cloud real-time ASR: v1 (one sentence a message) and v2 (with speakers)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .convert import Unreadable, ms, said, timed, whole
from .ears import MONO, Ears, Event
from .format import Format

OVER = 2
"""``slice_type`` of a sentence that will not change any more."""


def read_v1(message: Any, ears: Ears) -> Iterator[Event]:
    """Top-level ``final`` ends the stream, not a sentence."""
    _check(message)
    result = message.get("result")
    if result is None:
        return
    final = result["slice_type"] == OVER
    words = result.get("word_list") if final else None
    yield from ears.hear(
        said(result["voice_text_str"]),
        final=final,
        key=f"{message['voice_id']}:{result['index']}",
        start=ms(result.get("start_time")),
        end=ms(result.get("end_time")),
        words=timed(words, start="start_time", end="end_time", time=ms),
    )


def read_v2(message: Any, ears: Ears) -> Iterator[Event]:
    """A sentence may turn out to be another speaker's while it is still changing."""
    _check(message)
    for sentence in (message.get("sentences") or {}).get("sentence_list", ()):
        speaker = whole(sentence.get("speaker_id"))
        yield from ears.hear(
            said(sentence["sentence"]),
            final=sentence["sentence_type"] == 1,
            lane=MONO if speaker is None else str(speaker),
            key=f"{message['voice_id']}:{sentence['sentence_id']}",
            start=ms(sentence.get("start_time")),
            end=ms(sentence.get("end_time")),
        )


def _check(message: Any) -> None:
    code = message["code"]
    if code != 0:
        raise Unreadable(f"the recogniser reports {whole(code)}")


V1 = Format(
    name="tencent",
    title="Tencent Cloud real-time ASR, v1",
    read=read_v1,
    source="https://cloud.tencent.com/document/product/1093/48982",
    partials=True,
    times="utterance",
    roles="no",
    ids=True,
    proof="documented shape",
)
V2 = Format(
    name="tencent-v2",
    title="Tencent Cloud real-time ASR, v2 (speaker separation)",
    read=read_v2,
    source="https://github.com/TencentCloud/tencentcloud-speech-sdk-python",
    partials=True,
    times="utterance",
    roles="by label",
    ids=True,
    proof="documented shape",
)
