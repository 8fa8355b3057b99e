"""Google Speech-to-Text streaming, v1 and v2, as JSON of the gRPC responses (either spelling)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .convert import Unreadable, confidence, first_of, flag, said, seconds, timed
from .ears import MONO, Ears, Event
from .format import Format

STABLE = 0.8
"""``stability`` from which on Google's own sample code treats words as settled."""


def read(message: Any, ears: Ears) -> Iterator[Event]:
    """Several interim results of one channel are one hypothesis in pieces, the stable one first."""
    if message.get("error"):
        raise Unreadable("the recogniser reports an error")
    event = str(first_of(message, "speechEventType", "speech_event_type"))
    if event.startswith("SPEECH_ACTIVITY"):
        yield from ears.activity(event.endswith("BEGIN"))
    pieces: dict[str, list[Any]] = {}
    for result in message.get("results") or ():
        if not result.get("alternatives"):
            continue
        lane = str(first_of(result, "channelTag", "channel_tag") or MONO)
        if flag(first_of(result, "isFinal", "is_final")):
            yield from _hear([result], ears, lane, final=True)
        else:
            pieces.setdefault(lane, []).append(result)
    for lane, results in pieces.items():
        yield from _hear(results, ears, lane, final=False)


def _hear(results: list[Any], ears: Ears, lane: str, *, final: bool) -> list[Event]:
    heard = [result["alternatives"][0] for result in results]
    text = "".join(said(each["transcript"]) for each in heard)
    settled = said(heard[0]["transcript"]).strip()
    stable = len(settled) if (confidence(results[0].get("stability")) or 0) >= STABLE else None
    words = heard[0].get("words") or []
    offset = bool(words) and "startOffset" in words[0]
    start, end = ("startOffset", "endOffset") if offset else ("startTime", "endTime")
    ends = ("resultEndTime", "result_end_time", "resultEndOffset", "result_end_offset")
    return ears.hear(
        text,
        final=final,
        lane=lane,
        start=seconds(words[0].get(start)) if words else None,
        end=seconds(first_of(results[-1], *ends)),
        stable=None if final else stable,
        confidence=confidence(heard[0].get("confidence")),
        words=timed(words, start=start, end=end) if final else None,
    )


FORMAT = Format(
    name="google",
    title="Google Speech-to-Text streaming, v1 and v2",
    read=read,
    source="https://cloud.google.com/speech-to-text/docs/reference/rpc/google.cloud.speech.v1",
    partials=True,
    times="words",
    roles="by channel",
    ids=False,
    proof="documented shape",
    note="Start and words' times with enable_word_time_offsets, on finals.",
)
