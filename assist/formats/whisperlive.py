"""WhisperLive (Collabora): every message tells the last segments anew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zlib import crc32

from .convert import Unreadable, flag, said, seconds
from .ears import Ears, Event
from .format import Format


def read(message: Any, ears: Ears) -> Iterator[Event]:
    """Completed segments do not change; the last may be open, and its times move."""
    if "segments" not in message:
        if message.get("status") == "ERROR":
            raise Unreadable("the recogniser reports an error")
        if "message" not in message and "language" not in message and "status" not in message:
            raise Unreadable("neither segments nor a notice")
        return
    uid, news = str(message.get("uid", "")), list[Any]()
    for segment in reversed(message["segments"]):
        text = said(segment["text"])
        start, end = seconds(segment.get("start")), seconds(segment.get("end"))
        final = flag(segment.get("completed"))
        if final and not ears.once(f"{uid}/{start}-{end}/{crc32(text.encode())}"):
            break  # and all before it
        news.append((text, final, start, end))
    for text, final, start, end in reversed(news):
        yield from ears.hear(text, final=final, stream=uid, start=start, end=end)


FORMAT = Format(
    name="whisperlive",
    title="WhisperLive (Collabora)",
    read=read,
    source="https://github.com/collabora/WhisperLive",
    partials=True,
    times="utterance",
    roles="no",
    ids=False,
    proof="real payload",
)
