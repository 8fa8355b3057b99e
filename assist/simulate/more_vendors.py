"""More simulated vendors: whose messages name roles, tracks or participants, or are pushed."""

from __future__ import annotations

import json
from typing import Any

from assist.core.events import Fragment

from .leg import Encode, Leg, Message

CUSTOMER, AGENT = 0, 1


def aliyun_voice(heard: Fragment, leg: Leg) -> Message | None:
    """Sentences only; the caller is ``A``, the called ``B``."""
    if not heard.final:
        return None
    leg.sentences += 1
    return {
        "role": "AB"[_lane(heard)],
        "identity": leg.name,
        "words": heard.text,
        "begin_offset": heard.start,
        "end_offset": heard.end,
        "call_id": leg.name,
    }


def tencent_v2(heard: Fragment, leg: Leg) -> Message:
    """One speaker a leg."""
    sentence = {
        "sentence": heard.text,
        "sentence_type": int(heard.final),
        "sentence_id": leg.sentences,
        "speaker_id": 0,
        "start_time": heard.start,
        "end_time": heard.end,
    }
    leg.sentences += heard.final
    return {"code": 0, "voice_id": leg.name, "sentences": {"sentence_list": [sentence]}}


def whisperlive(heard: Fragment, leg: Leg) -> Message:
    """The last ten segments each time."""
    now = {"text": heard.text, "completed": heard.final, **_text_seconds(heard)}
    told = {"uid": leg.name, "segments": [*leg.done, now]}
    if heard.final:
        leg.done = [*leg.done, now][-9:]
    return told


def whisperlivekit(heard: Fragment, leg: Leg) -> Message:
    """One line, which grows; what is not settled stands beside it."""
    if heard.final:
        before = leg.done[-1] if leg.done else {"text": "", "start": _clock(heard.start or 0)}
        whole = {**before, "text": before["text"] + _stopped(heard.text)}
        leg.done = [{**whole, "speaker": _lane(heard) + 1, "end": _clock(heard.end or 0)}]
    waiting = "" if heard.final else heard.text
    return {
        "status": "active_transcription",
        "lines": leg.done,
        "buffer_transcription": waiting,
    }


def whisper_streaming(heard: Fragment, _leg: Leg) -> Message | None:
    """Lines of text: what is settled, and when it was said."""
    return f"{heard.start or 0} {heard.end or 0} {_stopped(heard.text)}" if heard.final else None


def deepgram_v2(heard: Fragment, leg: Leg) -> Message:
    """Turns are numbered; ``EndOfTurn`` is their last message."""
    leg.messages += 1
    told = {
        "type": "TurnInfo",
        "request_id": leg.name,
        "sequence_id": leg.messages,
        "event": "EndOfTurn" if heard.final else "Update",
        "turn_index": leg.sentences,
        "audio_window_start": (heard.start or 0) / 1000,
        "audio_window_end": (heard.end or 0) / 1000,
        "transcript": heard.text,
        "words": [],
    }
    leg.sentences += heard.final
    return told


def google(heard: Fragment, leg: Leg) -> Message:
    """Results of one channel."""
    end = f"{(heard.end or 0) / 1000:.3f}s"
    word = {"startTime": f"{(heard.start or 0) / 1000:.3f}s", "endTime": end, "word": heard.text}
    heard_as: Message = {"transcript": heard.text, "confidence": 0.9}
    result: Message = {"channelTag": 1, "resultEndTime": end, "languageCode": leg.language}
    if heard.final:
        result |= {"isFinal": True}
        heard_as |= {"words": [word]}
    return {"results": [{**result, "alternatives": [heard_as]}]}


def aws_transcribe(heard: Fragment, leg: Leg) -> Message:
    """A ``ResultId`` for each utterance."""
    result = {
        "ResultId": f"{leg.name}-{leg.sentences}",
        "IsPartial": not heard.final,
        **_seconds(heard, "StartTime", "EndTime"),
        "Alternatives": [{"Transcript": heard.text, "Items": []}],
    }
    leg.sentences += heard.final
    return {"Transcript": {"Results": [result]}}


def aws_lca(heard: Fragment, leg: Leg) -> Message:
    """Segments with their channel."""
    segment = {
        "EventType": "ADD_TRANSCRIPT_SEGMENT",
        "CallId": leg.call,
        "Channel": ("CALLER", "AGENT")[_lane(heard)],
        "SegmentId": f"{leg.name}-{leg.sentences}",
        "StartTime": str((heard.start or 0) / 1000),
        "EndTime": str((heard.end or 0) / 1000),
        "Transcript": heard.text,
        "IsPartial": not heard.final,
    }
    leg.sentences += heard.final
    return segment


def contact_lens(heard: Fragment, leg: Leg) -> Message:
    """Utterances that fold into one transcript segment."""
    same = {
        "ParticipantId": leg.name,
        "ParticipantRole": ("CUSTOMER", "AGENT")[_lane(heard)],
        "BeginOffsetMillis": heard.start,
        "EndOffsetMillis": heard.end,
    }
    name = f"{leg.name}-{leg.sentences}"
    leg.messages += 1
    if heard.final:
        leg.sentences += 1
        segment: Message = {"Transcript": {**same, "Id": name, "Content": heard.text}}
    else:
        partial = {"Id": f"{name}-{leg.messages}", "TranscriptId": name}
        segment = {"Utterance": {**same, **partial, "PartialContent": heard.text}}
    return {"EventType": "SEGMENTS", "ContactId": leg.call, "Segments": [segment]}


def genesys(heard: Fragment, leg: Leg) -> Message | None:
    """Notifications hold finals only."""
    if not heard.final:
        return None
    leg.sentences += 1
    start, end = heard.start or 0, heard.end or 0
    said = {"transcript": heard.text, "offsetMs": start, "durationMs": end - start}
    transcript = {
        "utteranceId": f"{leg.name}-{leg.sentences}",
        "isFinal": True,
        "channel": ("EXTERNAL", "INTERNAL")[_lane(heard)],
        "alternatives": [{**said, "confidence": 0.9}],
    }
    return {"eventBody": {"conversationId": leg.call, "transcripts": [transcript]}}


def genesys_audiohook(heard: Fragment, leg: Leg) -> Message:
    """Transcript entities of events."""
    start, end = heard.start or 0, heard.end or 0
    said = {"interpretations": [{"type": "display", "transcript": heard.text}], "confidence": 0.9}
    data = {
        "id": f"{leg.name}-{leg.sentences}",
        "channelId": _lane(heard),
        "isFinal": heard.final,
        "offset": f"PT{start / 1000}S",
        "duration": f"PT{(end - start) / 1000}S",
        "alternatives": [said],
    }
    leg.sentences += heard.final
    entities = [{"type": "transcript", "data": data}]
    return {"version": "2", "type": "event", "id": leg.name, "parameters": {"entities": entities}}


def azure_acs(heard: Fragment, _leg: Leg) -> Message:
    """Times in ticks of 100 ns."""
    start, end = heard.start or 0, heard.end or 0
    data = {
        "text": heard.text,
        "format": "display",
        "confidence": 0.9,
        "offset": start * 10_000,
        "duration": (end - start) * 10_000,
        "participantRawID": ("4:caller", "8:acs:agent")[_lane(heard)],
        "resultStatus": "Final" if heard.final else "Intermediate",
    }
    return {"kind": "TranscriptionData", "transcriptionData": data}


def livekit(heard: Fragment, leg: Leg) -> Message:
    """Segments of a participant."""
    segment = {
        "id": f"SG_{leg.sentences}",
        "text": heard.text,
        "start_time": heard.start,
        "end_time": heard.end,
        "final": heard.final,
    }
    leg.sentences += heard.final
    return {"transcribed_participant_identity": leg.name, "segments": [segment]}


def freeswitch(heard: Fragment, leg: Leg) -> Message:
    """``DETECTED_SPEECH`` with vosk's JSON in its body."""
    body = json.dumps({"text" if heard.final else "partial": heard.text}, ensure_ascii=False)
    kind = {"Event-Name": "DETECTED_SPEECH", "Speech-Type": "detected-speech"}
    return {**kind, "Channel-Call-UUID": leg.call, "Unique-ID": leg.name, "_body": body}


def twilio(heard: Fragment, leg: Leg) -> Message:
    """A form, whose data is JSON in a string."""
    leg.messages += 1
    data = json.dumps({"transcript": heard.text, "confidence": 0.9}, ensure_ascii=False)
    return {
        "TranscriptionSid": leg.name,
        "CallSid": leg.call,
        "TranscriptionEvent": "transcription-content",
        "SequenceId": str(leg.messages),
        "Track": ("inbound_track", "outbound_track")[_lane(heard)],
        "TranscriptionData": data,
        "Final": str(heard.final).lower(),
    }


def telnyx(heard: Fragment, leg: Leg) -> Message:
    """Events with their time of day."""
    leg.messages += 1
    at = f"2026-01-01T{leg.messages // 3600 % 24:02}:{leg.messages // 60 % 60:02}"
    data = {
        "confidence": 0.9,
        "is_final": heard.final,
        "transcript": heard.text,
        "transcription_track": ("inbound", "outbound")[_lane(heard)],
    }
    event = {
        "record_type": "event",
        "event_type": "call.transcription",
        "id": f"{leg.name}-{leg.messages}",
    }
    payload = {"call_session_id": leg.call, "transcription_data": data}
    return {
        "data": {**event, "occurred_at": f"{at}:{leg.messages % 60:02}.000Z", "payload": payload}
    }


def jambonz(heard: Fragment, leg: Leg) -> Message:
    """The hook of its ``transcribe`` verb."""
    said = [{"confidence": 0.9, "transcript": heard.text}]
    speech = {"is_final": heard.final, "alternatives": said}
    return {"call_sid": leg.call, "speech": {**speech, "language_code": leg.language}}


MORE: dict[str, Encode] = {
    "aliyun-voice": aliyun_voice,
    "tencent-v2": tencent_v2,
    "whisperlive": whisperlive,
    "whisperlivekit": whisperlivekit,
    "whisper-streaming": whisper_streaming,
    "deepgram-v2": deepgram_v2,
    "google": google,
    "aws-transcribe": aws_transcribe,
    "aws-lca": aws_lca,
    "contact-lens": contact_lens,
    "genesys": genesys,
    "genesys-audiohook": genesys_audiohook,
    "azure-acs": azure_acs,
    "livekit": livekit,
    "freeswitch": freeswitch,
    "twilio": twilio,
    "telnyx": telnyx,
    "jambonz": jambonz,
}
"""By the name of the format."""


def _lane(heard: Fragment) -> int:
    return AGENT if heard.speaker == "agent" else CUSTOMER


def _stopped(text: str) -> str:
    """With a full stop: nothing else tells where these end."""
    return text if text[-1:] in "。！？.!?" else text + "。"


def _seconds(heard: Fragment, start: str, end: str) -> dict[str, Any]:
    return {start: (heard.start or 0) / 1000, end: (heard.end or 0) / 1000}


def _text_seconds(heard: Fragment) -> dict[str, Any]:
    return {k: f"{v:.3f}" for k, v in _seconds(heard, "start", "end").items()}


def _clock(ms: int) -> str:
    return f"{ms // 3_600_000}:{ms // 60_000 % 60:02}:{ms % 60_000 / 1000:06.3f}"
