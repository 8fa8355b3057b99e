"""Deepgram live streaming, v1 (``/v1/listen``), and what speaks its protocol."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .convert import Unreadable, after, confidence, flag, said, seconds, timed, unknown
from .ears import Ears, Event
from .format import Format

QUIET = frozenset({"Metadata", "Finalize", "CloseStream", "KeepAlive"})


def read(message: Any, ears: Ears) -> Iterator[Event]:
    """``is_final``: the text is fixed; ``speech_final``: the speaker stopped, and may never come.
    Old models send no ``type``."""
    kind = message.get("type", "Results")
    if kind in ("SpeechStarted", "UtteranceEnd"):
        channel = (message.get("channel") or [0])[0]
        yield from ears.activity(kind == "SpeechStarted", str(channel))
    elif kind == "Results":
        yield from results(message, ears, str((message.get("channel_index") or [0])[0]))
    elif kind in ("Error", "Warning"):
        raise Unreadable("the recogniser reports an error")
    elif kind not in QUIET:
        raise unknown("type", kind)


def results(message: Any, ears: Ears, lane: str) -> Iterator[Event]:
    """A ``Results`` message; also FreeSWITCH's module hands them on."""
    heard = message["channel"]["alternatives"][0]
    text, words = said(heard["transcript"]), heard.get("words") or []
    final, over = flag(message.get("is_final")), flag(message.get("speech_final"))
    start, length = seconds(message.get("start")), seconds(message.get("duration"))
    end = after(start, length)
    if words:
        start, end = seconds(words[0].get("start")), seconds(words[-1].get("end"))
    yield from ears.hear(
        text,
        final=final,
        lane=lane,
        stream=(message.get("metadata") or {}).get("request_id", ""),
        start=start,
        end=end,
        end_of_turn=True if final and over else None,
        confidence=confidence(heard.get("confidence")),
        words=timed(words) if final else None,
    )
    if over and not text.strip():
        yield from ears.activity(False, lane)


FORMAT = Format(
    name="deepgram",
    title="Deepgram live streaming, v1",
    read=read,
    source="https://developers.deepgram.com/docs/live-streaming-audio",
    partials=True,
    times="words",
    roles="by channel",
    ids=False,
    proof="real payload",
    note="Channels with multichannel=true. Who said which word (diarize) is not read.",
)
