"""What formats tell beside the words: times, settled text, turns, feelings, calls; and what they
do with what vendors get wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assist import formats
from assist.core.events import MAX_TEXT
from assist.formats import Unreadable
from assist.formats.convert import clock, confidence, iso, label, ms, seconds, ticks
from assist.formats.leg import BadParameter, Leg

Event = dict[str, Any]


def told(name: str, *messages: Any, **known: Any) -> list[Event]:
    adapter = formats.get(name).adapter("s", **known)
    return [event for message in messages for event in adapter.receive(message).events]


def last(name: str, *messages: Any, **known: Any) -> Event:
    return told(name, *messages, **known)[-1]


@pytest.mark.parametrize(
    ("convert", "value", "expected"),
    [
        (ms, 1500, 1500),
        (ms, "1500", 1500),
        (ms, -1, None),
        (ms, True, None),
        (ms, 10**12, None),
        (ms, float("nan"), None),
        (ms, "soon", None),
        (seconds, 1.2345, 1234),
        (seconds, "3.500s", 3500),
        (seconds, None, None),
        (ticks, 12_000_000, 1200),
        (ticks, 2_516_998_782_481_234_400, None),
        (iso, "PT4.4S", 4400),
        (iso, "PT1H1M1S", 3_661_000),
        (iso, "4.4", None),
        (clock, "0:00:05.04", 5040),
        (clock, "1:00:00.00", 3_600_000),
        (clock, "0:x", None),
        (confidence, 0, None),
        (confidence, "0.5", 0.5),
    ],
)
def test_times_come_in_many_kinds(convert: Any, value: Any, expected: Any) -> None:
    assert convert(value) == expected


def test_nobody_s_telephone_number_names_a_channel() -> None:
    for name in ("+8613912345678", "sip_+15550100123", "4:+15550100123"):
        mark = label(name)
        assert mark is not None
        assert not any(part in mark for part in ("1391234", "5550100"))
        assert label(name) == mark
    assert label("caller-1") == "caller-1"
    assert label("") is label(None) is None


def test_the_speaker_of_a_leg_counts_before_its_channels() -> None:
    message = {
        "speech": {"channel_tag": 2, "is_final": True, "alternatives": [{"transcript": "x"}]}
    }
    assert last("jambonz", message)["speaker"] == "agent"
    assert last("jambonz", message, speakers={"2": "customer"})["speaker"] == "customer"
    assert last("jambonz", message, speaker="ivr")["speaker"] == "ivr"
    assert last("vosk", {"partial": "喂"})["channel"] == "0"


def test_what_is_settled_is_told() -> None:
    items = [
        {"Content": word, "Stable": stable} for word, stable in (("I", 1), ("lost", 1), ("a", 0))
    ]
    heard = {"Transcript": "I lost a", "Items": items}
    result = {"Alternatives": [heard], "IsPartial": True, "ResultId": "r"}
    assert last("aws-transcribe", {"Transcript": {"Results": [result]}})["stable"] == len("I lost")
    pieces = [("我想改", 0.9), ("一下地址", 0.1)]
    results = [{"alternatives": [{"transcript": t}], "stability": s} for t, s in pieces]
    interim = last("google", {"results": results})
    assert (interim["text"], interim["stable"]) == ("我想改一下地址", 3)
    assert last("whisper-streaming", "0 900 我想问", "900 1500 一下")["stable"] == 5


def test_words_keep_their_times() -> None:
    words = [{"word": "my", "start": 1.0, "end": 1.2}, {"word": "card", "start": 1.2, "end": 1.6}]
    heard = {"transcript": "my card", "words": words}
    message = {"type": "Results", "is_final": True, "channel": {"alternatives": [heard]}}
    event = last("deepgram", message)
    assert (event["start"], event["end"]) == (1000, 1600)
    assert event["words"][1] == {"text": "card", "start": 1200, "end": 1600}


def test_a_speaker_who_stops_is_told_apart_from_a_text_that_is_fixed() -> None:
    def result(text: str, *, over: bool) -> Event:
        channel = {"alternatives": [{"transcript": text}]}
        return {"type": "Results", "is_final": True, "speech_final": over, "channel": channel}

    who = {"speaker": "customer"}
    fixed = last("deepgram", result("my card", over=False), **who)
    assert "end_of_turn" not in fixed
    assert last("deepgram", result("is lost", over=True), **who)["end_of_turn"] is True
    activity = {"type": "activity", "speaker": "customer"}
    assert last("deepgram", result("", over=True), **who) == {**activity, "speaking": False}
    begun = {"type": "SpeechStarted", "channel": [0, 1]}
    assert last("deepgram", begun, **who) == {**activity, "speaking": True}
    assert told("deepgram", begun) == [], "whose voice it is was not said"


def test_a_turn_that_goes_on_after_all_is_one_utterance() -> None:
    def turn(event: str, text: str, sequence: int) -> Event:
        told = {"type": "TurnInfo", "request_id": "r", "turn_index": 0, "event": event}
        return {**told, "transcript": text, "sequence_id": sequence, "words": []}

    events = told(
        "deepgram-v2",
        turn("Update", "I lost", 1),
        turn("EagerEndOfTurn", "I lost my", 2),
        turn("TurnResumed", "I lost my", 3),
        turn("EndOfTurn", "I lost my card", 4),
    )
    assert {event["utterance"] for event in events} == {"r:0"}
    assert [event["final"] for event in events] == [False, False, True]


def test_feelings_are_passed_on() -> None:
    offline = {"mode": "2pass-offline", "text": "<|zh|><|ANGRY|><|Speech|>你们怎么搞的"}
    event = last("funasr", offline)
    assert (event["text"], event["prosody"]) == ("你们怎么搞的", {"emotion": {"angry": 1.0}})
    sentence = {
        "text": "太慢了",
        "sentence_end": True,
        "emo_tag": "negative",
        "emo_confidence": 0.8,
    }
    header = {"event": "result-generated", "task_id": "t"}
    message = {"header": header, "payload": {"output": {"sentence": sentence}}}
    assert last("aliyun-dashscope", message)["prosody"] == {"emotion": {"negative": 0.8}}


def test_what_was_heard_is_taken_back_when_nothing_was_said() -> None:
    assert last("vosk", {"partial": "嗯"}, {"text": ""})["text"] == ""
    failed = {"type": "FIN_TEXT", "result": "", "err_no": -3005}
    assert last("baidu", {"type": "MID_TEXT", "result": "北"}, failed)["text"] == ""


def test_a_sentence_that_is_somebody_else_s_after_all_leaves_the_first() -> None:
    def sentence(speaker: int, kind: int) -> Event:
        fields = {
            "sentence": "您好",
            "sentence_type": kind,
            "sentence_id": 1,
            "speaker_id": speaker,
        }
        return {"code": 0, "voice_id": "v", "sentences": {"sentence_list": [fields]}}

    events = told("tencent-v2", sentence(0, 0), sentence(1, 1))
    heard = [(event["channel"], event["text"], event["final"]) for event in events]
    assert heard == [("0", "您好", False), ("0", "", False), ("1", "您好", True)]


def test_a_hypothesis_that_ran_on_is_divided_when_the_final_comes_late() -> None:
    def content(text: str, sequence: int, final: str) -> Event:
        told = {"TranscriptionEvent": "transcription-content", "Track": "inbound_track"}
        data = json.dumps({"transcript": text})
        return {**told, "TranscriptionData": data, "SequenceId": str(sequence), "Final": final}

    events = told(
        "twilio",
        content("my card", 1, "false"),
        content("what now", 3, "false"),
        content("my card is lost", 2, "true"),
    )
    assert [event["text"] for event in events] == [
        *("my card", "what now", "my card is lost", "what now"),
    ]
    assert [event["utterance"] for event in events] == ["s:1", "s:1", "s:1", "s:2"]


def test_what_people_say_twice_is_said_twice_unless_the_vendor_repeats_itself() -> None:
    event = {"Event-Name": "DETECTED_SPEECH", "Unique-ID": "a", "_body": "对"}
    assert len(told("freeswitch", event, event)) == 2
    assert len(told("vosk", {"text": "对"}, {"text": "对"})) == 1
    assert len(told("vosk", {"text": "对"}, {"partial": "对"}, {"text": "对"})) == 3


def test_a_recogniser_that_begins_anew_is_believed() -> None:
    adapter = formats.get("sherpa-onnx").adapter("s")
    for text, segment in (("喂", 0), ("你好", 1), ("", 2)):
        adapter.receive({"text": text, "segment": segment})
    assert adapter.receive({"text": "喂", "segment": 0}).events == []
    adapter.connected()
    (event,) = adapter.receive({"text": "喂", "segment": 0}).events
    assert event["utterance"] == "s.1.0"


def test_a_text_without_end_is_cut_into_sentences() -> None:
    line = {"speaker": 1, "text": "我要还款。多少钱？一共 3.5 万", "start": "0:00:01.00"}
    message = {"lines": [line], "buffer_transcription": "对吗"}
    events = told("whisperlivekit", message)
    assert [(event["text"], event["final"]) for event in events] == [
        ("我要还款。", True),
        ("多少钱？", True),
        ("一共 3.5 万对吗", False),
    ]
    assert events[-1]["stable"] == len("一共 3.5 万")


def test_more_than_an_utterance_can_hold_is_several() -> None:
    events = told("vosk", {"text": "喂" * (MAX_TEXT + 5)})
    assert [len(event["text"]) for event in events] == [MAX_TEXT, 5]
    assert len({event["utterance"] for event in events}) == 2


def test_a_fault_keeps_what_was_read_before_it() -> None:
    good = {"start_time": 0, "end_time": 9, "is_final": True, "result": {"text": "好"}}
    message = {"resp_type": "RESULT", "trace_id": "t", "segments": [good, {"is_final": True}]}
    reading = formats.get("huawei-sis").adapter("s").receive(message)
    assert [event["text"] for event in reading.events] == ["好"]
    assert reading.fault == "not the documented shape (KeyError)"


def test_a_fault_never_quotes_what_was_said() -> None:
    secret = "我的密码是一二三"
    kinds = ("type", "event", "kind", "mode", "action", "EventType", "resp_type", "name")
    for name in formats.names():
        adapter = formats.get(name).adapter("s")
        for message in (secret, [secret], {secret: secret}, *({kind: secret} for kind in kinds)):
            fault = adapter.receive(message).fault
            assert fault is None or secret not in fault


def test_a_call_of_several_legs_ends_with_the_last() -> None:
    def event(kind: str, leg: str, **more: Any) -> Event:
        payload = {"call_session_id": "c", "call_leg_id": leg, **more}
        return {"data": {"event_type": f"call.{kind}", "id": f"{kind}-{leg}", "payload": payload}}

    heard = {"transcription_data": {"is_final": True, "transcript": "hello"}}
    events = told(
        "telnyx",
        event("initiated", "one", direction="incoming"),
        event("initiated", "two", direction="outgoing"),
        event("transcription", "one", **heard),
        event("hangup", "two"),
        event("answered", "one"),
        event("hangup", "one"),
    )
    assert [each["type"] for each in events] == ["call.start", "fragment", "call.end"]
    assert events[0]["direction"] == "inbound"


def test_freeswitch_s_events_are_read_in_whatever_form_they_come() -> None:
    head = "Event-Name: DETECTED_SPEECH\nSpeech-Type: detected-speech\nUnique-ID: a%2Db\n"
    nlsml = "<result><interpretation><input>我要&amp;挂失</input></interpretation></result>"
    freeswitch = formats.get("freeswitch")
    (event,) = freeswitch.messages(f"{head}Content-Length: 9\n\n{nlsml}")
    assert freeswitch.call_of(event) == "a-b"
    assert last("freeswitch", event)["text"] == "我要&挂失"
    answer = {
        "header": {"name": "SentenceEnd", "task_id": "t"},
        "payload": {"index": 1, "result": "好"},
    }
    aliasr = {"Event-Name": "CUSTOM", "Event-Subclass": "start_aliasr", "Unique-ID": "a"}
    told = last("freeswitch", {**aliasr, "ASR-Response": json.dumps(answer)})
    assert (told["text"], told["final"]) == ("好", True)
    (fault,) = freeswitch.messages("no event at all")
    assert isinstance(fault, Unreadable)


def test_a_mark_before_the_json_is_passed_over() -> None:
    for frame in ('\ufeff{"text":"好"}', b'\xef\xbb\xbf{"text":"\xe5\xa5\xbd"}'):
        assert formats.get("vosk").messages(frame) == [{"text": "好"}]


def test_an_address_says_what_the_messages_cannot() -> None:
    query = [
        ("call", "c"),
        ("channels", "0:customer, 1:agent"),
        ("context.age", "71"),
        ("sig", "x"),
    ]
    leg = Leg.read(formats.get("vosk"), query)
    assert leg.speakers == {"0": "customer", "1": "agent"}
    assert (leg.sender, leg.context) == ("vosk", {"age": "71"})
    assert Leg.read(formats.get("vosk"), [("speaker", "agent")]).sender == "vosk/agent"
    with pytest.raises(BadParameter, match=r"^channels: "):
        Leg.read(formats.get("vosk"), [("channels", "0:nobody")])
    for separator in (";", "; ", "|", " "):
        named = f"0:customer{separator}1:agent"
        with pytest.raises(BadParameter, match=r"^channels: .*separate them by commas"):
            Leg.read(formats.get("vosk"), [("channels", named)])
    sip = Leg.read(formats.get("vosk"), [("channels", "sip:agent@host;transport=tcp:agent")])
    assert sip.speakers == {"sip:agent@host;transport=tcp": "agent"}
