"""Recognisers as their vendors document them: each turns what is said into its own messages.

The shapes are the documented ones, the words are ours. What goes in is a script of utterances;
what an adapter makes of the messages must be the script again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Said:
    """One utterance: growing hypotheses, then the final text. Times in ms of the stream."""

    lane: int
    hypotheses: tuple[str, ...]
    text: str
    start: int
    end: int

    @property
    def steps(self) -> Iterator[tuple[str, bool, int]]:
        """(text, final, end so far)."""
        for count, text in enumerate(self.hypotheses, 1):
            yield (
                text,
                False,
                self.start + (self.end - self.start) * count // (len(self.hypotheses) + 1),
            )
        yield self.text, True, self.end


Script = Sequence[Said]
Speak = Callable[[Script], list[Any]]


@dataclass(frozen=True, slots=True)
class Peer:
    """How a vendor speaks, and what it warns of. ``lanes``: the names of its channels; ``named``:
    a hypothesis can be known to be late (by its utterance's name, or a number); ``webhook``:
    messages overtake each other; ``pieces``: utterances are not told apart, so only all the text
    counts; ``repeats``: a message that comes twice is known to, for it could not be said twice."""

    speak: Speak
    lanes: tuple[str, ...] = ("0",)
    named: bool = False
    webhook: bool = False
    pieces: bool = False
    repeats: bool = True


PEERS: dict[str, Peer] = {}


def peer(name: str, **more: Any) -> Callable[[Speak], Speak]:
    def enter(speak: Speak) -> Speak:
        PEERS[name] = Peer(speak, **more)
        return speak

    return enter


def _all(script: Script) -> Iterator[tuple[int, Said, str, bool, int]]:
    """Every hypothesis in turn: (number of the utterance, it, text so far, final, end so far)."""
    for number, one in enumerate(script):
        for text, final, end in one.steps:
            yield number, one, text, final, end


@peer("funasr", repeats=False)
def funasr(script: Script) -> list[Any]:
    told: list[Any] = []
    for one in script:
        half = len(one.text) // 2
        told += [
            {"mode": "2pass-online", "text": piece, "wav_name": "a", "is_final": True}
            for piece in (one.text[:half], one.text[half:])
        ]
        text = "，" + one.text
        told.append({"mode": "2pass-offline", "text": text, "wav_name": "a", "is_final": False})
    return [*told, {"mode": "2pass", "wav_name": "a", "is_final": True, "is_end": True}]


@peer("aliyun-nls", named=True)
def aliyun_nls(script: Script) -> list[Any]:
    told: list[Any] = [{"header": {"name": "TranscriptionStarted", "status": 20000000}}]
    for number, one, text, final, end in _all(script):
        name = "SentenceEnd" if final else "TranscriptionResultChanged"
        header = {"name": name, "status": 20000000, "task_id": "t-1", "message_id": "m"}
        payload: dict[str, Any] = {"index": number + 1, "time": end, "result": text}
        if final:
            payload |= {"begin_time": one.start, "stash_result": {"sentenceId": 0, "text": ""}}
        told.append({"header": header, "payload": payload})
    return told


@peer("aliyun-dashscope")
def aliyun_dashscope(script: Script) -> list[Any]:
    header = {"task_id": "t-1", "event": "task-started", "attributes": {}}
    told: list[Any] = [{"header": header, "payload": {}}]
    for _, one, text, final, end in _all(script):
        sentence: dict[str, Any] = {
            "begin_time": one.start,
            "end_time": None,
            "text": text,
            "heartbeat": False,
        }
        word = {"begin_time": one.start, "end_time": end, "text": text, "punctuation": ""}
        sentence |= {"sentence_end": final, "words": [word]}
        event = {**header, "event": "result-generated"}
        told.append({"header": event, "payload": {"output": {"sentence": sentence}}})
    return told


@peer("aliyun-voice", lanes=("A", "B"), named=True, webhook=True)
def aliyun_voice(script: Script) -> list[Any]:
    return [
        {
            "role": "AB"[one.lane],
            "identity": f"id{one.lane}",
            "words": one.text,
            "begin_offset": one.start,
            "end_offset": one.end,
            "call_id": "c-1",
        }
        for one in script
    ]


@peer("tencent", named=True)
def tencent(script: Script) -> list[Any]:
    told: list[Any] = []
    for number, one, text, final, end in _all(script):
        result: dict[str, Any] = {
            "slice_type": 2 if final else 1,
            "index": number,
            "start_time": one.start,
        }
        result |= {"end_time": end, "voice_text_str": text, "word_size": 0, "word_list": []}
        told.append({"code": 0, "message": "success", "voice_id": "v", "result": result})
    return [*told, {"code": 0, "message": "success", "voice_id": "v", "final": 1}]


@peer("tencent-v2", lanes=("0", "1"), named=True)
def tencent_v2(script: Script) -> list[Any]:
    told = []
    for number, one, text, final, end in _all(script):
        sentence = {"sentence": text, "sentence_type": int(final), "sentence_id": number}
        # While it changes, it is taken to be the first speaker's.
        sentence |= {"speaker_id": one.lane if final else 0, "start_time": one.start}
        sentences = {"sentence_list": [{**sentence, "end_time": end}]}
        told.append({"code": 0, "message": "success", "voice_id": "v", "sentences": sentences})
    return told


@peer("iflytek", named=True)
def iflytek(script: Script) -> list[Any]:
    told: list[Any] = [{"action": "started", "code": "0", "data": "", "sid": "rta1"}]
    for seg, (_, one, text, final, end) in enumerate(_all(script)):
        words = [{"cw": [{"w": each, "wp": "n"}], "wb": 0, "we": 0} for each in text]
        sentence = {"bg": str(one.start), "ed": str(end if final else 0), "rt": [{"ws": words}]}
        data = {"cn": {"st": {**sentence, "type": "0" if final else "1"}}, "seg_id": seg}
        text_of_data = json.dumps(data, ensure_ascii=False)
        told.append({"action": "result", "code": "0", "data": text_of_data, "sid": "rta1"})
    return told


@peer("huawei-sis")
def huawei_sis(script: Script) -> list[Any]:
    told: list[Any] = [{"resp_type": "START", "trace_id": "t"}]
    for _, one, text, final, end in _all(script):
        segment: dict[str, Any] = {"start_time": one.start, "end_time": end}
        segment["is_final"] = final
        segment["result"] = {"text": text, "score": 0.5, "word_info": []}
        told.append({"resp_type": "RESULT", "trace_id": "t", "segments": [segment]})
    return [*told, {"resp_type": "END", "trace_id": "t"}]


@peer("baidu")
def baidu(script: Script) -> list[Any]:
    told: list[Any] = []
    for _, one, text, final, end in _all(script):
        message = {"type": "FIN_TEXT" if final else "MID_TEXT", "result": text, "err_no": 0}
        times = {"start_time": one.start, "end_time": end} if final else {}
        told += [{**message, **times, "err_msg": "OK", "sn": "s"}, {"type": "HEARTBEAT"}]
    return told


@peer("vosk")
def vosk(script: Script) -> list[Any]:
    told: list[Any] = []
    for _, one, text, final, end in _all(script):
        word = {"word": text, "start": one.start / 1000, "end": end / 1000, "conf": 1}
        told += [{"result": [word], "text": text}] if final else [{"partial": text}]
        told += [{"partial": ""}] if final else []
    return [*told, {"text": ""}]


@peer("sherpa-onnx")
def sherpa_onnx(script: Script) -> list[Any]:
    """The Python server: no message says that it is a segment's last."""
    told: list[Any] = [{"text": text, "segment": number} for number, _, text, _, _ in _all(script)]
    return [*told, {"text": "", "segment": len(script)}]


def _whisperlive(script: Script, last: int = 10) -> Iterator[Any]:
    done: list[dict[str, Any]] = []
    for _, one, text, final, end in _all(script):
        times = {"start": f"{one.start / 1000:.3f}", "end": f"{end / 1000:.3f}"}
        now = {**times, "text": text, "completed": final}
        yield {"uid": "u", "segments": [*done, now][-last:]}
        done += [now] if final else []


@peer("whisperlive")
def whisperlive(script: Script) -> list[Any]:
    return [{"uid": "u", "message": "SERVER_READY", "backend": "x"}, *_whisperlive(script)]


@peer("whisperlivekit", lanes=("1", "2"), pieces=True)
def whisperlivekit(script: Script) -> list[Any]:
    lines: list[dict[str, Any]] = []
    told: list[Any] = [{"type": "config", "mode": "full"}]
    for number, (_, one, text, final, end) in enumerate(_all(script)):
        known = bool(lines) and lines[-1]["speaker"] == one.lane + 1
        if final:
            if not known:
                start = f"{one.start // 3_600_000}:00:{one.start % 3_600_000 / 1000:05.2f}"
                lines.append({"speaker": one.lane + 1, "text": "", "start": start})
            lines[-1] = {**lines[-1], "text": lines[-1]["text"] + text, "end": "0:00:01.00"}
        rest = {"buffer_transcription": "" if final else text, "status": "active_transcription"}
        told.append({"lines": list(lines), **rest, "n": number, "end": end})
    return [*told, {"type": "ready_to_stop"}]


@peer("whisper-streaming", pieces=True)
def whisper_streaming(script: Script) -> list[Any]:
    return [f"{one.start} {one.end} {one.text}" for one in script]


@peer("deepgram", lanes=("0", "1"))
def deepgram(script: Script) -> list[Any]:
    told: list[Any] = []
    for _, one, text, final, end in _all(script):
        if text == one.hypotheses[0]:
            told.append({"type": "SpeechStarted", "channel": [one.lane, 2], "timestamp": 1.0})
        word = {"word": text, "start": one.start / 1000, "end": end / 1000, "confidence": 0.5}
        heard = {"transcript": text, "confidence": 0.5, "words": [word]}
        message = {"type": "Results", "channel_index": [one.lane, 2], "start": one.start / 1000}
        message |= {"duration": (end - one.start) / 1000, "is_final": final, "speech_final": final}
        told.append({**message, "channel": {"alternatives": [heard]}})
        if final:
            told.append({"type": "UtteranceEnd", "channel": [one.lane, 2], "last_word_end": 1.0})
    return [*told, {"type": "Metadata", "request_id": "r", "duration": 1.0}]


@peer("deepgram-v2", named=True)
def deepgram_v2(script: Script) -> list[Any]:
    told: list[Any] = [{"type": "Connected", "request_id": "r", "sequence_id": 0}]
    for sequence, (number, one, text, final, end) in enumerate(_all(script), 1):
        event = "EndOfTurn" if final else "StartOfTurn" if text == one.hypotheses[0] else "Update"
        message = {"type": "TurnInfo", "request_id": "r", "sequence_id": sequence, "event": event}
        window = {"audio_window_start": one.start / 1000, "audio_window_end": end / 1000}
        words = [{"word": text, "confidence": 0.5}]
        told.append({**message, **window, "turn_index": number, "transcript": text, "words": words})
    return told


@peer("google", lanes=("1", "2"))
def google(script: Script) -> list[Any]:
    told: list[Any] = []
    for _, one, text, final, end in _all(script):
        half = len(text) // 2
        both = {"channelTag": one.lane + 1, "languageCode": "cmn-hans-cn"}
        both["resultEndTime"] = f"{end / 1000:.3f}s"
        if final:
            word = {"startTime": f"{one.start / 1000:.3f}s", "endTime": both["resultEndTime"]}
            heard = {"transcript": text, "confidence": 0.9, "words": [{**word, "word": text}]}
            told.append({"results": [{**both, "alternatives": [heard], "isFinal": True}]})
        else:
            pieces = ((text[:half], 0.9), (text[half:], 0.01))
            results = [
                {**both, "alternatives": [{"transcript": piece}], "stability": stability}
                for piece, stability in pieces
            ]
            told.append({"results": results})
    return [*told, {"totalBilledTime": "30s", "speechEventType": "SPEECH_EVENT_UNSPECIFIED"}]


@peer("aws-transcribe", lanes=("ch_0", "ch_1"))
def aws_transcribe(script: Script) -> list[Any]:
    told = []
    for number, one, text, final, end in _all(script):
        item = {"Content": text, "StartTime": one.start / 1000, "EndTime": end / 1000}
        heard = {"Transcript": text, "Items": [{**item, "Type": "pronunciation", "Stable": final}]}
        result: dict[str, Any] = {
            "Alternatives": [heard],
            "ChannelId": f"ch_{one.lane}",
            "IsPartial": not final,
        }
        result |= {"StartTime": one.start / 1000, "EndTime": end / 1000}
        result["ResultId"] = f"{number}-{final}"  # another on the final
        told.append({"Transcript": {"Results": [result]}})
    return told


@peer("aws-lca", lanes=("CALLER", "AGENT"), named=True)
def aws_lca(script: Script) -> list[Any]:
    told: list[Any] = [{"EventType": "START", "CallId": "c-1", "AgentId": "7001"}]
    for number, one, text, final, end in _all(script):
        segment = {"EventType": "ADD_TRANSCRIPT_SEGMENT", "CallId": "c-1", "Transcript": text}
        segment |= {"Channel": ("CALLER", "AGENT")[one.lane], "SegmentId": f"s-{number}"}
        segment |= {"StartTime": str(one.start / 1000), "EndTime": str(end / 1000)}
        told.append({**segment, "IsPartial": not final})
    return told


@peer("contact-lens", lanes=("CUSTOMER", "AGENT"), named=True)
def contact_lens(script: Script) -> list[Any]:
    told: list[Any] = [{"EventType": "STARTED", "ContactId": "c-1", "LanguageCode": "en-US"}]
    for number, one in enumerate(script):
        role = {"ParticipantId": "x", "ParticipantRole": ("CUSTOMER", "AGENT")[one.lane]}
        times = {"BeginOffsetMillis": one.start, "EndOffsetMillis": one.end}
        segments: list[Any] = [
            {
                "Utterance": {
                    **role,
                    **times,
                    "Id": f"u-{number}-{piece}",
                    "TranscriptId": f"t-{number}",
                    "PartialContent": text,
                }
            }
            for piece, text in enumerate(one.hypotheses)
        ]
        whole = {**role, **times, "Id": f"t-{number}", "Content": one.text, "Sentiment": "NEUTRAL"}
        segments.append({"Transcript": whole})
        message = {"EventType": "SEGMENTS", "ContactId": "c-1", "LanguageCode": "en-US"}
        told += [{**message, "Segments": [segment]} for segment in segments]
    return told


@peer("genesys", lanes=("EXTERNAL", "INTERNAL"), named=True)
def genesys(script: Script) -> list[Any]:
    told: list[Any] = [{"topicName": "channel.metadata", "eventBody": {"message": "WebSocket"}}]
    for number, one in enumerate(script):
        heard: dict[str, Any] = {
            "confidence": 0.6,
            "offsetMs": one.start,
            "durationMs": one.end - one.start,
        }
        heard |= {"transcript": "raw", "decoratedTranscript": one.text}
        transcript = {"utteranceId": f"u-{number}", "isFinal": True, "alternatives": [heard]}
        transcript["channel"] = ("EXTERNAL", "INTERNAL")[one.lane]
        body = {"conversationId": "c-1", "transcripts": [transcript]}
        told.append({"eventBody": body, "metadata": {"CorrelationId": "x"}})
    return told


@peer("genesys-audiohook", lanes=("0", "1"), named=True)
def genesys_audiohook(script: Script) -> list[Any]:
    told: list[Any] = [{"version": "2", "type": "opened", "id": "s-1", "parameters": {}}]
    for number, one, text, final, end in _all(script):
        heard = {"confidence": 0.9, "interpretations": [{"type": "display", "transcript": text}]}
        data = {"id": f"u-{number}", "channelId": one.lane, "isFinal": final}
        data |= {"offset": f"PT{one.start / 1000}S", "duration": f"PT{(end - one.start) / 1000}S"}
        entity = {"type": "transcript", "data": {**data, "alternatives": [heard]}}
        event = {"version": "2", "type": "event", "id": "s-1"}
        told.append({**event, "parameters": {"entities": [entity]}})
    return told


@peer("azure-acs", lanes=("phone", "user"))
def azure_acs(script: Script) -> list[Any]:
    metadata = {"callConnectionId": "c-1", "locale": "en-us"}
    told: list[Any] = [{"kind": "TranscriptionMetadata", "transcriptionMetadata": metadata}]
    for _, one, text, final, end in _all(script):
        who = ("4:+15550100", "8:acs:someone")[one.lane]
        data = {"text": text, "format": "display", "confidence": 0.6, "offset": one.start * 10_000}
        data |= {"duration": (end - one.start) * 10_000, "participantRawID": who}
        data["resultStatus"] = "Final" if final else "Intermediate"
        told.append({"kind": "TranscriptionData", "transcriptionData": data})
    return told


@peer("twilio", lanes=("inbound_track", "outbound_track"), named=True, webhook=True)
def twilio(script: Script) -> list[Any]:
    same = {"TranscriptionSid": "GT1", "CallSid": "CA1"}
    told: list[Any] = [{**same, "TranscriptionEvent": "transcription-started", "SequenceId": "1"}]
    for number, (_, one, text, final, _) in enumerate(_all(script), 2):
        data = json.dumps({"transcript": text, "confidence": 0.9})
        content = {**same, "TranscriptionEvent": "transcription-content", "SequenceId": str(number)}
        track = ("inbound_track", "outbound_track")[one.lane]
        told.append(
            {**content, "Track": track, "TranscriptionData": data, "Final": str(final).lower()}
        )
    return told


@peer("telnyx", lanes=("inbound", "outbound"), named=True, webhook=True)
def telnyx(script: Script) -> list[Any]:
    told = []
    for number, (_, one, text, final, _) in enumerate(_all(script)):
        data: dict[str, Any] = {"confidence": 0.9, "is_final": final, "transcript": text}
        data["transcription_track"] = ("inbound", "outbound")[one.lane]
        when = f"2026-02-02T22:{number // 60 % 60:02}:{number % 60:02}.521992Z"
        event = {"record_type": "event", "event_type": "call.transcription", "id": f"e-{number}"}
        payload = {"call_session_id": "c-1", "transcription_data": data}
        told.append({"data": {**event, "occurred_at": when, "payload": payload}})
    return told


@peer("jambonz", lanes=("1", "2"), repeats=False)
def jambonz(script: Script) -> list[Any]:
    told = []
    for _, one, text, final, _ in _all(script):
        heard = [{"confidence": 0.9, "transcript": text}]
        speech = {"language_code": "en-US", "channel_tag": one.lane + 1, "is_final": final}
        call = {"call_sid": "c-1", "direction": "inbound", "call_status": "in-progress"}
        told.append({**call, "speech": {**speech, "alternatives": heard}})
    return told


@peer("livekit", lanes=("caller", "desk"), named=True)
def livekit(script: Script) -> list[Any]:
    told: list[Any] = []
    for number, one, text, final, end in _all(script):
        identity = ("caller", "desk")[one.lane]
        if number % 2:  # the newer way
            attributes = {"lk.segment_id": f"SG_{number}", "lk.transcribed_track_id": "TR"}
            attributes["lk.transcription_final"] = str(final).lower()
            stream = {"topic": "lk.transcription", "sender_identity": identity, "text": text}
            told.append({**stream, "attributes": attributes})
        else:
            segment = {"id": f"SG_{number}", "text": text, "start_time": one.start, "end_time": end}
            told.append(
                {
                    "transcribed_participant_identity": identity,
                    "segments": [{**segment, "final": final}],
                }
            )
    return told


@peer("freeswitch", lanes=("caller", "callee"), repeats=False)
def freeswitch(script: Script) -> list[Any]:
    told = []
    for number, one, text, final, _ in _all(script):
        legs = {"Channel-Call-UUID": "c-1", "Unique-ID": ("c-1", "c-2")[one.lane]}
        if number % 2:
            heard = [{"confidence": 0.9, "transcript": text}]
            body = json.dumps({"is_final": final, "alternatives": heard}, ensure_ascii=False)
            kind = {"Event-Name": "CUSTOM", "Event-Subclass": "google_transcribe::transcription"}
        else:
            body = json.dumps({"text" if final else "partial": text}, ensure_ascii=False)
            kind = {"Event-Name": "DETECTED_SPEECH", "Speech-Type": "detected-speech"}
        told.append({**kind, **legs, "_body": body})
    return told
