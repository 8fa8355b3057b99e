"""iFlytek (讯飞) RTASR, the standard one and the one by large model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from .convert import Unreadable, ms, unknown, whole
from .ears import Ears, Event
from .format import Format


def read(message: Any, ears: Ears) -> Iterator[Event]:
    """``data`` is JSON in a string. ``seg_id`` numbers the messages, not the sentences."""
    action = message.get("action") or message["msg_type"]
    if action in ("started", "action"):
        return
    if action == "error":
        raise Unreadable(f"the recogniser reports {whole(message.get('code'))}")
    if action != "result":
        raise unknown("action", action)
    data = message["data"]
    data = orjson.loads(data) if isinstance(data, str) else data
    if "cn" not in data:  # a translation, or the large model's notice of its end
        return
    sentence = data["cn"]["st"]
    text = "".join(
        word["w"] for part in sentence["rt"] for words in part["ws"] for word in words["cw"][:1]
    )
    yield from ears.hear(
        text,
        final=str(sentence["type"]) == "0",
        order=whole(data.get("seg_id")),
        stream=str(message.get("sid", "")),
        start=ms(whole(sentence.get("bg"))),
        end=ms(whole(sentence.get("ed")) or None),  # 0 until it is known
    )


FORMAT = Format(
    name="iflytek",
    title="iFlytek RTASR",
    read=read,
    source="https://www.xfyun.cn/doc/asr/rtasr/API.html",
    partials=True,
    times="final only",
    roles="no",
    ids=False,
    proof="real payload",
)
