"""Vendors' messages in: one small module a vendor. Pure.

::

    deepgram = formats.get("deepgram")
    adapter = deepgram.adapter("leg-1", speakers={"0": "customer", "1": "agent"})
    for message in deepgram.messages(frame):
        for event in adapter.receive(message).events:  # to be numbered and sent as native events
            ...

How to add one: ``docs/integrators/adding-a-format.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from . import (
    aliyun_dashscope,
    aliyun_nls,
    aliyun_voice,
    aws_lca,
    aws_transcribe,
    azure_acs,
    baidu,
    contact_lens,
    deepgram,
    deepgram_v2,
    freeswitch,
    funasr,
    genesys,
    genesys_audiohook,
    google,
    huawei_sis,
    iflytek,
    jambonz,
    livekit,
    sherpa_onnx,
    telnyx,
    tencent,
    twilio,
    vosk,
    whisper_streaming,
    whisperlive,
    whisperlivekit,
)
from .convert import Unreadable
from .format import Adapter, Format, Reading

__all__ = ["FORMATS", "Adapter", "Format", "Reading", "Unreadable", "get", "names"]

FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        each.name: each
        for each in (
            funasr.FORMAT,
            aliyun_nls.FORMAT,
            aliyun_dashscope.FORMAT,
            aliyun_voice.FORMAT,
            tencent.V1,
            tencent.V2,
            iflytek.FORMAT,
            huawei_sis.FORMAT,
            baidu.FORMAT,
            vosk.FORMAT,
            sherpa_onnx.FORMAT,
            whisperlive.FORMAT,
            whisperlivekit.FORMAT,
            whisper_streaming.FORMAT,
            deepgram.FORMAT,
            deepgram_v2.FORMAT,
            google.FORMAT,
            aws_transcribe.FORMAT,
            aws_lca.FORMAT,
            contact_lens.FORMAT,
            genesys.FORMAT,
            genesys_audiohook.FORMAT,
            azure_acs.FORMAT,
            twilio.FORMAT,
            telnyx.FORMAT,
            jambonz.FORMAT,
            livekit.FORMAT,
            freeswitch.FORMAT,
        )
    }
)
"""Formats by the name in their address, ``/v1/ingest/{name}``."""


def get(name: str) -> Format:
    """The format of this name. Raises :class:`KeyError` when there is none."""
    return FORMATS[name]


def names() -> tuple[str, ...]:
    """Every format's name."""
    return tuple(FORMATS)
