"""Baidu (百度) real-time recognition over websocket."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .convert import Unreadable, ms, said, unknown
from .ears import Ears, Event
from .format import Format


def read(message: Any, ears: Ears) -> Iterator[Event]:
    """A sentence that could not be recognised does not end the stream; what had been heard of it
    is taken back."""
    kind = message["type"]
    if kind == "HEARTBEAT":
        return
    if kind not in ("MID_TEXT", "FIN_TEXT"):
        raise unknown("type", kind)
    failed = message.get("err_no", 0)
    yield from ears.hear(
        "" if failed else said(message["result"]),
        final=kind == "FIN_TEXT",
        stream=str(message.get("sn", "")),
        start=ms(message.get("start_time")),
        end=ms(message.get("end_time")),
    )
    if failed:
        raise Unreadable(f"the recogniser reports {failed:d}")


FORMAT = Format(
    name="baidu",
    title="Baidu real-time speech recognition",
    read=read,
    source="https://cloud.baidu.com/doc/SPEECH/s/jlbxejt2i",
    partials=True,
    times="final only",
    roles="no",
    ids=False,
    proof="documented shape",
)
