"""Amazon Transcribe streaming, and its call analytics."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .convert import Unreadable, felt, flag, ms, said, seconds, timed
from .ears import MONO, Ears, Event
from .format import Format


def read(message: Any, ears: Ears) -> Iterator[Event]:
    """``ResultId`` may be another on the final, so it is not gone by."""
    if any(name.endswith("Exception") for name in message):
        raise Unreadable("the recogniser reports an exception")
    if "UtteranceEvent" in message:
        yield from _utterance(message["UtteranceEvent"], ears)
        return
    if "CategoryEvent" in message:
        return
    told = message.get("TranscriptEvent", message)
    for result in told["Transcript"]["Results"]:
        if not result.get("Alternatives"):
            continue
        heard, final = result["Alternatives"][0], not flag(result.get("IsPartial"))
        text, items = said(heard["Transcript"]), heard.get("Items") or []
        yield from ears.hear(
            text,
            final=final,
            lane=str(result.get("ChannelId") or MONO),
            start=seconds(result.get("StartTime")),
            end=seconds(result.get("EndTime")),
            stable=None if final else _stable(text, items),
            words=timed(items, text="Content", start="StartTime", end="EndTime") if final else None,
        )


def _stable(text: str, items: list[Any]) -> int | None:
    """How far the items that are marked stable reach."""
    at = 0
    for item in items:
        if not flag(item.get("Stable")):
            break
        found = text.find(said(item["Content"]), at)
        if found < 0:
            break
        at = found + len(item["Content"])
    return at or None


def _utterance(told: Any, ears: Ears) -> list[Event]:
    return ears.hear(
        said(told["Transcript"]),
        final=not flag(told.get("IsPartial")),
        lane=str(told["ParticipantRole"]),
        key=str(told["UtteranceId"]),
        start=ms(told.get("BeginOffsetMillis")),
        end=ms(told.get("EndOffsetMillis")),
        prosody=felt(told.get("Sentiment")),
    )


FORMAT = Format(
    name="aws-transcribe",
    title="Amazon Transcribe streaming and Call Analytics",
    read=read,
    source="https://docs.aws.amazon.com/transcribe/latest/dg/streaming-partial-results.html",
    partials=True,
    times="words",
    roles="by channel",
    ids=False,
    emotion=True,
    proof="documented shape",
    note="Roles, names of utterances and sentiment with Call Analytics only.",
    speakers={"AGENT": "agent", "CUSTOMER": "customer"},
)
