"""Simulated vendors: what a recogniser would send for a hypothesis, for formats whose adapters read
it back as it was. One leg carries one speaker, as its address says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from assist.core.events import Fragment

from .leg import Encode, Leg
from .more_vendors import MORE

Message = dict[str, Any]


def vosk(heard: Fragment, _leg: Leg) -> Message:
    """Finals with one word that has all the time."""
    if not heard.final:
        return {"partial": heard.text}
    word = {"word": heard.text, "conf": 1.0, **_seconds(heard)}
    return {"text": heard.text, "result": [word]} if len(word) == 4 else {"text": heard.text}


def funasr(heard: Fragment, leg: Leg) -> Message | None:
    """The first pass can only add to what it has said; what it would have to take back is put right
    by the second."""
    if heard.final:
        leg.said = ""
        times = {"start_time": heard.start, "end_time": heard.end}
        return {"mode": "2pass-offline", "text": heard.text, "is_final": True, **times}
    if not heard.text.startswith(leg.said) or heard.text == leg.said:
        return None
    piece, leg.said = heard.text[len(leg.said) :], heard.text
    return {"mode": "2pass-online", "text": piece, "is_final": False}


def deepgram(heard: Fragment, leg: Leg) -> Message:
    """One channel a leg."""
    start, end = heard.start or 0, heard.end or heard.start or 0
    return {
        "type": "Results",
        "channel_index": [0, 1],
        "start": start / 1000,
        "duration": (end - start) / 1000,
        "is_final": heard.final,
        "speech_final": heard.final,
        "channel": {"alternatives": [{"transcript": heard.text, "confidence": 0.9, "words": []}]},
        "metadata": {"request_id": leg.name},
    }


def aliyun_nls(heard: Fragment, leg: Leg) -> Message:
    """Sentences are numbered from 1."""
    name = "SentenceEnd" if heard.final else "TranscriptionResultChanged"
    payload = {"index": leg.sentences + 1, "time": heard.end, "result": heard.text}
    leg.sentences += heard.final
    return {
        "header": {"name": name, "task_id": leg.name, "status": 20_000_000},
        "payload": {**payload, "begin_time": heard.start},
    }


def tencent(heard: Fragment, leg: Leg) -> Message:
    """``slice_type``: 1 changing, 2 over."""
    result = {
        "slice_type": 2 if heard.final else 1,
        "index": leg.sentences,
        "start_time": heard.start,
        "end_time": heard.end,
        "voice_text_str": heard.text,
    }
    leg.sentences += heard.final
    return {"code": 0, "message": "success", "voice_id": leg.name, "result": result, "final": 0}


def aliyun_dashscope(heard: Fragment, leg: Leg) -> Message:
    """``end_time`` is null until the sentence ends."""
    sentence: Message = {
        "begin_time": heard.start,
        "end_time": heard.end if heard.final else None,
        "text": heard.text,
        "sentence_end": heard.final,
        "words": [],
    }
    return {
        "header": {"event": "result-generated", "task_id": leg.name},
        "payload": {"output": {"sentence": sentence}},
    }


def iflytek(heard: Fragment, leg: Leg) -> Message:
    """JSON in a string; ``type`` is ``0`` at the end of a sentence."""
    leg.sentences += 1  # it numbers its messages
    words = [{"ws": [{"cw": [{"w": heard.text, "wp": "n"}]}]}]
    ends = str(heard.end or 0) if heard.final else "0"
    sentence = {"rt": words, "bg": str(heard.start or 0), "ed": ends}
    told = {**sentence, "type": "0" if heard.final else "1"}
    data = json.dumps({"seg_id": leg.sentences, "cn": {"st": told}}, ensure_ascii=False)
    return {"action": "result", "code": "0", "sid": leg.name, "data": data}


def huawei_sis(heard: Fragment, leg: Leg) -> Message:
    """Segments, of which there is one."""
    segment = {
        "start_time": heard.start,
        "end_time": heard.end,
        "is_final": heard.final,
        "result": {"text": heard.text, "score": 0.9},
    }
    return {"resp_type": "RESULT", "trace_id": leg.name, "segments": [segment]}


def baidu(heard: Fragment, leg: Leg) -> Message:
    """Two types of message."""
    return {
        "type": "FIN_TEXT" if heard.final else "MID_TEXT",
        "err_no": 0,
        "result": heard.text,
        "start_time": heard.start,
        "end_time": heard.end,
        "sn": leg.name,
    }


def sherpa_onnx(heard: Fragment, leg: Leg) -> Message:
    """Segments are numbered from 0; times count from the segment's start."""
    start, end = heard.start or 0, heard.end or heard.start or 0
    message = {
        "text": heard.text,
        "segment": leg.sentences,
        "start_time": start / 1000,
        "timestamps": [0.0, (end - start) / 1000],
        "is_final": heard.final,
    }
    leg.sentences += heard.final
    return message


VENDORS: Mapping[str, Encode] = MappingProxyType(
    {
        "vosk": vosk,
        "funasr": funasr,
        "deepgram": deepgram,
        "aliyun-nls": aliyun_nls,
        "tencent": tencent,
        "aliyun-dashscope": aliyun_dashscope,
        "iflytek": iflytek,
        "huawei-sis": huawei_sis,
        "baidu": baidu,
        "sherpa-onnx": sherpa_onnx,
        **MORE,
    }
)
"""By the name of the format."""


def _seconds(heard: Fragment) -> Message:
    if heard.start is None or heard.end is None:
        return {}
    return {"start": heard.start / 1000, "end": heard.end / 1000}
