"""FreeSWITCH: speech events of its event socket, whichever module made them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import orjson

from . import aliyun_nls, deepgram
from .convert import confidence, flag, said, unknown
from .decode import esl
from .ears import Ears, Event
from .format import Format

_INPUT = re.compile(r"<input\b[^>]*>\s*([^<]*?)\s*</input>")


def read(message: Any, ears: Ears) -> Iterator[Event]:
    """``DETECTED_SPEECH`` (NLSML, vosk's JSON or bare text), the ``*_transcribe`` modules, and
    mod_aliasr. Which leg: the one that the call is named after is the caller's."""
    name, subclass = message["Event-Name"], str(message.get("Event-Subclass", ""))
    unique = message.get("Unique-ID")
    lane = "caller" if unique == message.get("Channel-Call-UUID", unique) else "callee"
    body = message.get("_body", "")
    if name == "CHANNEL_HANGUP_COMPLETE":
        yield from ([{"type": "call.end"}] if lane == "caller" else [])
    elif subclass.endswith("_aliasr"):
        if "ASR-Response" in message:
            yield from aliyun_nls.read(orjson.loads(message["ASR-Response"]), ears)
    elif name == "DETECTED_SPEECH":
        kind = message.get("Speech-Type")
        if kind == "begin-speaking":
            yield from ears.activity(True, lane)
        elif body:
            yield from _body(said(body), ears, lane, final="partial" not in str(kind))
    elif subclass.endswith("_transcribe::transcription"):
        yield from _body(said(body), ears, lane, final=True)
    elif "_transcribe::" not in subclass:
        raise unknown("event", subclass or name)


def _body(body: str, ears: Ears, lane: str, *, final: bool) -> Iterator[Event]:
    """What was recognised, in any of the forms that modules give it."""
    if not body.lstrip().startswith(("{", "[")):
        text = " ".join(_INPUT.findall(body)) if "<" in body else body
        yield from ears.hear(unescape(text), final=final, lane=lane)
        return
    told = orjson.loads(body)
    told = told[0] if isinstance(told, list) else told
    if isinstance(told.get("channel"), dict):
        yield from deepgram.results(told, ears, lane)
    elif told.get("alternatives"):
        heard, over = told["alternatives"][0], flag(told.get("is_final"))
        certain = confidence(heard.get("confidence"))
        yield from ears.hear(said(heard["transcript"]), final=over, lane=lane, confidence=certain)
    else:  # vosk's, or Azure's; ``partial`` and ``Text`` are interim
        key = next((key for key in ("text", "DisplayText", "partial", "Text") if key in told), "")
        over = final and key in ("text", "DisplayText")
        yield from ears.hear(said(told.get(key)), final=over, lane=lane)


FORMAT = Format(
    name="freeswitch",
    title="FreeSWITCH event socket speech events",
    read=read,
    source="https://developer.signalwire.com/freeswitch/FreeSWITCH-Explained/Introduction/Event-System/Event-List_7143557",
    partials=True,
    times="none",
    roles="by channel",
    ids=False,
    proof="documented shape",
    note="Events of mod_aliasr were tested against real payloads.",
    speakers={"caller": "customer", "callee": "agent"},
    call=lambda event: event.get("Channel-Call-UUID") or event.get("Unique-ID"),
    decode=esl,
)
