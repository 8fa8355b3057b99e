"""Captured and documented payloads of real recognisers, where they lie beside the repository.

What must come out is worked out here from the payloads by other means than the adapters'.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from assist import formats

from .calls import Transcript

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "asr-samples"

DOCUMENTED: dict[str, tuple[str, int, int]] = {
    "doc_aliyun_dashscope_paraformer": ("aliyun-dashscope", 1, 0),
    "doc_aliyun_nls_esl_real": ("aliyun-nls", 1, 0),
    "doc_aliyun_voicertasrreport": ("aliyun-voice", 1, 0),
    "doc_aws_lca_kinesis": ("aws-lca", 1, 0),
    "doc_aws_transcribe": ("aws-transcribe", 1, 0),
    "doc_azure_acs": ("azure-acs", 1, 0),
    "doc_baidu_realtime": ("baidu", 1, 1),
    "doc_contactlens_segments": ("contact-lens", 1, 0),
    "doc_deepgram_v1": ("deepgram", 1, 0),
    "doc_funasr_2pass_issue1196": ("funasr", 2, 0),
    "doc_funasr_2pass_py_issue803": ("funasr", 0, 0),
    "doc_funasr_cpp_2pass_shape": ("funasr", 1, 0),
    "doc_funasr_py_end_ack": ("funasr", 1, 1),
    "doc_genesys_notification": ("genesys", 1, 0),
    "doc_huawei_sis": ("huawei-sis", 2, 0),
    "doc_iflytek_rtasr": ("iflytek", 1, 0),
    "doc_jambonz_hook": ("jambonz", 1, 0),
    "doc_livekit": ("livekit", 1, 0),
    "doc_sherpa_onnx": ("sherpa-onnx", 1, 0),
    "doc_telnyx": ("telnyx", 1, 0),
    "doc_tencent_asr_v1": ("tencent", 1, 1),
    "doc_tencent_asr_v2_shape": ("tencent-v2", 1, 0),
    "doc_twilio_realtime_transcription": ("twilio", 1, 0),
    "doc_vosk_repeat_final_issue40": ("vosk", 1, 0),
    "doc_whisper_streaming_tcp": ("whisper-streaming", 0, 0),
}
"""Sample → format, finals that it holds, messages in which the recogniser reports a fault."""

Finals = Callable[[list[Any]], list[str]]


def messages(sample: str) -> list[Any]:
    path = SAMPLES / f"{sample}.jsonl"
    if not path.exists():
        pytest.skip("the samples are not at hand")
    values = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [
        value["msg"] if isinstance(value, dict) and "msg" in value else value
        for value in values
        if not (isinstance(value, dict) and "_source" in value)
    ]


def heard(name: str, told: list[Any]) -> tuple[Transcript, int]:
    transcript, adapter, faults = Transcript(), formats.get(name).adapter("s"), 0
    for message in told:
        reading = adapter.receive(message)
        faults += reading.fault is not None
        transcript.take(reading.events)
    return transcript, faults


@pytest.mark.parametrize("sample", DOCUMENTED)
def test_what_is_documented_is_read(sample: str) -> None:
    name, finals, faults = DOCUMENTED[sample]
    transcript, found = heard(name, messages(sample))
    assert (len(transcript.finals), found) == (finals, faults)


def test_a_second_pass_replaces_the_deltas_and_drops_the_other_sentence_s_comma() -> None:
    told = messages("doc_funasr_2pass_issue1196")
    whole = [m["text"].lstrip("，。") for m in told if m["mode"] == "2pass-offline"]
    assert [text for _, text in heard("funasr", told)[0].finals] == whole
    deltas = messages("doc_funasr_2pass_py_issue803")
    (text,) = heard("funasr", deltas)[0].open.values()
    assert text == "".join(message["text"] for message in deltas)


def deepgram(told: list[Any]) -> list[str]:
    results = [m for m in told if m["type"] == "Results" and m["is_final"]]
    return [m["channel"]["alternatives"][0]["transcript"] for m in results]


def vosk(told: list[Any]) -> list[str]:
    return [text for text, _ in groupby(m["text"] for m in told if m.get("text"))]


def whisperlive(told: list[Any]) -> list[str]:
    segments = {s["end"]: s["text"] for m in told for s in m.get("segments", ()) if s["completed"]}
    return [segments[end] for end in sorted(segments, key=float)]


def whisperlivekit(told: list[Any]) -> list[str]:
    return [line["text"] for line in [m for m in told if "lines" in m][-1]["lines"]]


def audiohook(told: list[Any]) -> list[str]:
    entities = [e for m in told if m["type"] == "event" for e in m["parameters"]["entities"]]
    heard = [entity["data"]["alternatives"][0]["interpretations"][0] for entity in entities]
    return [each["transcript"] for each in heard]


@pytest.mark.parametrize(
    ("sample", "name", "finals"),
    [
        ("real_deepgram_compat_wlk_zh", "deepgram", deepgram),
        ("real_vosk_ko_espeak", "vosk", vosk),
        ("real_whisperlive_zh", "whisperlive", whisperlive),
        ("real_wlk_asr_full_zh", "whisperlivekit", whisperlivekit),
        ("real_audiohook_refimpl_session_zh", "genesys-audiohook", audiohook),
    ],
)
def test_a_captured_stream_gives_each_utterance_once(
    sample: str, name: str, finals: Finals
) -> None:
    told = messages(sample)
    transcript, _ = heard(name, told)
    assert [text for _, text in transcript.finals] == finals(told)
    assert not transcript.open
    twice = [message for message in told for _ in range(2)]
    assert heard(name, twice)[0].finals == transcript.finals
