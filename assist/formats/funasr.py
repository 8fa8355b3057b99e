"""FunASR's websocket servers, in Python and in C++: two passes, online deltas, or offline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .convert import Unreadable, felt, ms, said, unknown
from .ears import Ears, Event
from .format import Format

PUNCTUATION = "，。？！、；：,.?!;: "
"""What a sentence of the second pass may begin with; it closes the sentence before."""
LONGEST = 200
"""Characters after which an utterance of the online mode, which is told no end, is closed."""
_TAG = re.compile(r"<\|([^|]*)\|>")
FEELINGS = frozenset({"HAPPY", "SAD", "ANGRY", "FEARFUL", "DISGUSTED", "SURPRISED", "NEUTRAL"})
"""SenseVoice's marks of emotion."""


def read(message: Any, ears: Ears) -> Iterator[Event]:
    """``is_final`` says whether the client has stopped sending, or nothing at all: not used."""
    mode = message["mode"]
    if message.get("error"):
        raise Unreadable("the recogniser reports an error")
    if message.get("is_end"):
        yield from ears.settle()
        return
    if mode == "2pass-online":
        yield from ears.add(said(message["text"]))
    elif mode == "online":
        text = ears.so_far() + said(message["text"])
        yield from ears.hear(text, final=False, stable=len(text.strip()))
        if len(text) >= LONGEST:
            yield from ears.settle()
    elif mode in ("2pass-offline", "offline"):
        text = said(message["text"])
        marks = _TAG.findall(text)
        start, end = _times(message)
        yield from ears.hear(
            _TAG.sub("", text).lstrip(PUNCTUATION),
            final=True,
            start=start,
            end=end,
            prosody=felt(next((mark for mark in marks if mark in FEELINGS), None)),
        )
    else:
        raise unknown("mode", mode)


def _times(message: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """The C++ server's are since the stream began; the Python server's, since the sentence did,
    and are of no use."""
    sentences = message.get("stamp_sents") or [{}]
    start = message.get("start_time", sentences[0].get("start"))
    return ms(start), ms(message.get("end_time", sentences[-1].get("end")))


FORMAT = Format(
    name="funasr",
    title="FunASR (2pass, online, offline; Python and C++ servers)",
    read=read,
    source="https://github.com/modelscope/FunASR/blob/main/runtime/docs/websocket_protocol.md",
    partials=True,
    times="final only",
    roles="no",
    ids=False,
    emotion=True,
    proof="real payload",
    note="Times from the C++ server only; emotion with SenseVoice only.",
)
