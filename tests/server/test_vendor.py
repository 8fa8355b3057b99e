"""Vendors' messages over real sockets: what the agent sees, what the vendor is told, who may."""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pydantic import SecretStr
from websockets.asyncio.client import connect

from assist import formats
from assist.server.run import Server, opened
from assist.server.signatures import VERIFIERS

from .conftest import TOKEN, Caller, Message, Peer, http, peer, screen, settings, trunk

CUE = "我老伴走了"
HINT = "acknowledge-loss"


def deepgram(text: str, *, final: bool = True, at: float = 1.0, channel: int = 0) -> Message:
    word = {"word": text, "start": at - 1, "end": at}
    heard = {"transcript": text, "words": [word]}
    message = {"type": "Results", "channel_index": [channel, 2], "is_final": final}
    return {**message, "start": at - 1, "duration": 1, "channel": {"alternatives": [heard]}}


def twilio(kind: str, sequence: int, call: str = "CA1", **fields: str) -> dict[str, str]:
    same = {"TranscriptionSid": "GT1", "CallSid": call, "SequenceId": str(sequence)}
    return {**same, "TranscriptionEvent": f"transcription-{kind}", **fields}


def content(text: str, sequence: int, *, final: str = "true") -> dict[str, str]:
    data = json.dumps({"transcript": text, "confidence": 0.9})
    more = {"Track": "inbound_track", "TranscriptionData": data, "Final": final}
    return twilio("content", sequence, **more)


def leg(server: Server, query: str, *, bearer: bool = True) -> Any:
    return peer(server, f"/v1/ingest/{query}", bearer=bearer)


def code(name: str) -> object:
    return lambda m: m["type"] == "error" and m["code"] == name


async def test_a_vendor_s_stream_opens_its_call_and_its_words_raise_a_hint(server: Server) -> None:
    async with screen(server) as overlay:
        query = "deepgram?call=c1&agent=7001&channels=0:customer,1:agent&context.age=71"
        async with leg(server, query) as stream:
            await stream.say(deepgram("我老伴", final=False), deepgram(CUE))
            start = await overlay.until("call.start")
            assert (start["call"], start["context"]) == ("c1", {"age": "71"})
            shown = await overlay.until("hint.show")
            assert (shown["rule"], shown["call"]) == (HINT, "c1")
            assert await stream.nothing_but_pings(0.3), "nobody asked for acknowledgements"


async def test_what_a_stream_cannot_tell_a_later_call_start_does(server: Server) -> None:
    call = Caller("c1", agent="7002")
    async with (
        screen(server, "7002") as overlay,
        leg(server, "vosk?call=c1&speaker=customer") as it,
    ):
        await it.say({"partial": "喂"})
        await it.say({"text": "喂你好", "result": [{"word": "喂", "start": 0.1, "end": 0.4}]})
        async with trunk(server) as cti:
            await cti.say(call.start(context={"name": "王女士"}, queue="cards"))
            assert (await cti.until("ack"))["seq"] == 1
            moved = await overlay.until(lambda m: m["type"] == "snapshot" and m["calls"])
            assert moved["calls"][0]["context"] == {"name": "王女士"}
            await it.say({"text": CUE})
            assert (await overlay.until("hint.show"))["rule"] == HINT
            await cti.say(call.start(context={}))
            assert (await cti.until("error"))["code"] == "call_started"


async def test_a_stream_s_language_stays_where_a_later_call_start_says_nothing_of_it(
    server: Server,
) -> None:
    call, chinese = Caller("c1"), Caller("c2")
    async with leg(server, "vosk?call=c1&language=en-US") as it, trunk(server) as cti:
        await it.say({"partial": "I would"})
        await it.say({"nonsense": 1})
        await it.until(code("vendor_message"))
        await cti.say(call.start(context={"name": "Ms Wang"}), chinese.start())
        await cti.until(lambda m: m["type"] == "ack" and m["call"] == "c2")
        calls = server.service.node.calls
        assert [calls[name].engine.state.language for name in ("c1", "c2")] == ["en", "zh"]
        assert calls["c1"].engine.state.context == {"name": "Ms Wang"}


async def test_a_stream_joins_a_call_that_is_known_already(server: Server) -> None:
    call = Caller("c1")
    async with screen(server) as overlay, trunk(server) as cti:
        await cti.say(call.start())
        await cti.until("ack")
        async with leg(server, "vosk?call=c1&speaker=customer&agent=9999") as stream:
            await stream.say({"text": CUE})
            assert (await overlay.until("hint.show"))["call"] == "c1"
        assert server.service.node.agent_of("c1") == "7001"


async def test_what_is_broken_is_told_by_code_and_the_call_goes_on(server: Server) -> None:
    async with (
        screen(server) as overlay,
        leg(server, "vosk?call=c1&speaker=customer&agent=7001") as it,
    ):
        for broken in ("{", "[1,", '{"nonsense":1}', '{"text":7}', "42", b"\xff\xfe"):
            await it.say(broken)
            told = await it.until("error")
            assert (told["code"], told["temporary"]) == ("vendor_message", False)
        await it.say(" " * 70_000)
        assert (await it.until("error"))["code"] == "frame_too_large"
        await it.say('{"partial":"我"}\n{broken\n' + json.dumps({"text": CUE}))
        assert "line 2" in (await it.until("error"))["detail"]
        assert (await overlay.until("hint.show"))["rule"] == HINT
    counts = server.service.node.counts
    assert (counts.refused["vendor_message"], counts.vendor_faults) == (7, {"vosk": 8})


@pytest.mark.parametrize("acks", ["", "&acks=1"])
async def test_words_of_an_address_that_names_nobody_are_taken_with_a_warning_once(
    server: Server, acks: str
) -> None:
    async with leg(server, f"deepgram?call=c1&agent=7001&channels=0:customer{acks}") as it:
        await it.say(
            deepgram(CUE, channel=0), deepgram("您好", channel=1), deepgram("再见", channel=1)
        )
        told = await it.until("error")
        assert (told["code"], told["call"], told["sender"]) == (
            *("unknown_speaker", "c1", "deepgram"),
        )
        assert told["detail"].startswith("channel '1': ")
        assert told["detail"].endswith("(mapped are '0')")
        await it.say({"type": "nonsense"})
        assert (await it.until("error"))["code"] == "vendor_message"
    async with leg(server, "vosk?call=c2&agent=7001&speaker=unknown") as it:
        await it.say({"text": CUE}, {"nonsense": 1})
        assert (await it.until("error"))["code"] == "vendor_message"  # who says so is not warned
    async with http(server) as client:
        (told,) = (await client.post("/v1/ingest/vosk?call=c3", json={"text": CUE})).json()
        assert told["code"] == "unknown_speaker"
    counts = server.service.node.counts
    assert (counts.nameless, counts.refused) == (2, {"vendor_message": 2})


async def test_a_hypothesis_without_its_label_yet_is_no_reason_to_warn(server: Server) -> None:
    said = {"sentence_id": 1, "sentence_type": 0, "sentence": "喂"}

    def tencent(**more: object) -> Message:
        sentences = {"sentence_list": [{**said, **more}]}
        return {"code": 0, "message": "success", "voice_id": "v1", "sentences": sentences}

    async with leg(server, "tencent-v2?call=c1&agent=7001&channels=0:customer") as it:
        await it.say(tencent(speaker_id=-1), tencent(speaker_id=0, sentence_type=1), {"a": 1})
        assert (await it.until("error"))["code"] == "vendor_message"
        assert server.service.node.counts.fragments >= 2
        await it.say(tencent(speaker_id=3, sentence_id=2, sentence_type=1))
        assert (await it.until("error"))["code"] == "unknown_speaker"


async def test_a_peer_that_counts_resumes_exactly(server: Server) -> None:
    query = "vosk?call=c1&agent=7001&speaker=customer&acks=1"
    messages = [{"partial": "我"}, {"partial": "我老伴"}, {"text": CUE}, {"partial": "他"}]
    async with screen(server, transcript=True) as overlay:
        async with leg(server, query) as stream:
            resumed = {"type": "resumed", "call": "c1", "sender": "vosk/customer", "seq": 0}
            assert await stream.until("resumed") == resumed
            await stream.say(*messages[:2])
            await stream.until(lambda m: m["type"] == "ack" and m["seq"] == 2)
        async with leg(server, query) as stream:
            taken = (await stream.until("resumed"))["seq"]
            await stream.say(*messages[taken:])
            await stream.until(lambda m: m["type"] == "ack" and m["seq"] == 4)
        await overlay.until(lambda m: m["type"] == "transcript" and m["text"] == "他")
        heard = [m for m in overlay.got if m["type"] == "transcript"]
        assert [m["text"] for m in heard if m["final"]] == [CUE]
        assert len({m["utterance"] for m in heard}) == 2


async def test_what_could_not_be_read_was_sent_all_the_same_and_counts(server: Server) -> None:
    query = "vosk?call=c1&agent=7001&speaker=customer&acks=1"
    mine = ['{"text":"您好"}', "{bad", "x" * 70_000, "", "[1,", '{"text":"一"}', '{"text":"二"}']
    async with screen(server, transcript=True) as overlay:
        async with leg(server, query) as stream:
            await stream.say(*mine)
            await stream.until(lambda m: m["type"] == "ack" and m["seq"] == len(mine))
            refused = [m for m in stream.got if m["type"] == "error"]
            assert [m["code"] for m in refused] == [
                *("vendor_message", "frame_too_large", "vendor_message", "vendor_message"),
            ]
            assert {(m["call"], m["sender"]) for m in refused} == {("c1", "vosk/customer")}
        async with leg(server, query) as stream:
            taken = (await stream.until("resumed"))["seq"]
            assert taken == len(mine)
            await stream.say(*mine[taken:], '{"text":"三"}')
            await overlay.until(lambda m: m["type"] == "transcript" and m["text"] == "三")
        said = [m["text"] for m in overlay.got if m["type"] == "transcript" and m["final"]]
        assert said == ["您好", "一", "二", "三"]
    async with leg(server, "vosk?call=c2&speaker=customer") as stream:
        await stream.say("{bad")
        told = await stream.until("error")
        assert (told["call"], told["sender"]) == ("c2", "vosk/customer")


async def test_a_stream_says_whose_messages_it_carries(server: Server) -> None:
    async with leg(server, "contact-lens") as stream:
        for call in ("k1", "k2"):
            await stream.say({"EventType": "STARTED", "ContactId": call, "LanguageCode": "zh-CN"})
        await stream.say({"EventType": "SEGMENTS", "Segments": []})
        await stream.say({"nonsense": 1})
        await stream.until(code("vendor_message"))
        assert set(server.service.node.calls) == {"k1", "k2"}
        await stream.say({"EventType": "COMPLETED", "ContactId": "k1"})
        await stream.say({"EventType": "nonsense", "ContactId": "k2"})
        await stream.until(code("vendor_message"))
        assert set(server.service.node.calls) == {"k2"}
        await stream.say({"EventType": "STARTED", "ContactId": "k1"})
        assert (await stream.until("error"))["code"] == "call_ended"
    async with leg(server, "vosk") as stream:
        await stream.say({"partial": "喂"})
        assert (await stream.until("error"))["code"] == "no_call"


async def test_two_legs_are_one_call_and_end_it_together(server: Server) -> None:
    def closed() -> Message:
        return {"type": "closed", "id": "x", "parameters": {}}

    query = "genesys-audiohook?call=c1&agent=7001&speaker="
    async with leg(server, query + "customer") as one, leg(server, query + "agent") as other:
        heard = {"interpretations": [{"transcript": "喂"}]}
        data = {"id": "u", "channelId": 0, "isFinal": True, "alternatives": [heard]}
        entity = {"type": "transcript", "data": data}
        event = {"type": "event", "parameters": {"entities": [entity]}}
        for stream in (one, other):
            await stream.say(event, {"type": "nonsense"})
            await stream.until("error")
        await one.say(closed(), {"type": "nonsense"})
        await one.until("error")
        assert "c1" in server.service.node.calls
        await other.say(closed(), {"type": "nonsense"})
        await other.until("error")
        assert "c1" not in server.service.node.calls


@pytest.mark.parametrize(
    ("query", "close", "reason"),
    [
        ("nonsense", 4504, "no format 'nonsense'"),
        ("twilio", 4504, "twilio is for POST, not for websockets"),  # it only posts
        ("vosk?call=c1&speaker=nobody", 4505, "speaker"),
        ("vosk?call=c1&channels=customer", 4505, "channels"),
        ("vosk?acks=1", 4505, "acks"),
        ("vosk?call=" + "x" * 200, 4505, "call"),
        ("vosk?call=c1&offset=-1", 4505, "offset"),
        ("vosk?call=c1&language=de", 4505, "language: Value error, write zh or en"),
        ("vosk?call=c1&sepaker=agent", 4505, "no parameter 'sepaker'; speaker was probably meant"),
        ("vosk?callId=c1&speaker=agent", 4505, "no parameter 'callId'; call was probably meant"),
        ("vosk?call=c1&agent_id=7001", 4505, "no parameter 'agent_id'; agent was probably meant"),
        ("vosk?call=c1&contxt.age=71", 4505, "context.age was probably meant"),
    ],
)
async def test_a_wrong_address_is_told(server: Server, query: str, close: int, reason: str) -> None:
    async with leg(server, query) as stream:
        assert await stream.close_code() == close
        assert reason in (stream.socket.close_reason or "")


async def test_the_token_may_stand_in_the_address_or_be_a_password(server: Server) -> None:
    where = f"ws://127.0.0.1:{server.port}/v1/ingest/vosk?call=c1&acks=1"
    async with connect(f"{where}&token={TOKEN}") as socket:
        await Peer(socket).until("resumed")
    async with connect(where.replace("ws://", f"ws://any:{TOKEN}@")) as socket:
        await Peer(socket).until("resumed")
    async with connect(where) as socket:
        stream = Peer(socket)
        await stream.say({"type": "hello", "token": TOKEN})
        await stream.until("welcome")
    for wrong in (f"{where}&token=wrong", where.replace("ws://", "ws://any:wrong@")):
        async with connect(wrong) as socket:
            assert await Peer(socket).close_code() == 4500
    async with connect(where) as socket:
        stream = Peer(socket)
        await stream.say({"partial": "喂"})
        assert await stream.close_code() == 4502


async def test_a_vendor_that_connects_by_itself_is_answered_nothing(server: Server) -> None:
    where = f"ws://127.0.0.1:{server.port}/v1/ingest/azure-acs?agent=7001&token={TOKEN}"
    async with connect(where, additional_headers={"Authorization": "Bearer its.own.jwt"}) as socket:
        stream = Peer(socket)
        metadata = {"callConnectionId": "acs-1", "locale": "zh-CN"}
        await stream.say({"kind": "nonsense"}, "{")
        await stream.say({"kind": "TranscriptionMetadata", "transcriptionMetadata": metadata})
        data = {"text": CUE, "participantRawID": "4:+15550100", "resultStatus": "Final"}
        async with screen(server) as overlay:
            await stream.say({"kind": "TranscriptionData", "transcriptionData": data})
            shown = await overlay.until(lambda m: "hint" in m["type"] or bool(m.get("calls")))
            assert shown
        assert await stream.nothing_but_pings(0.2)
    assert server.service.node.counts.hints[HINT] == 1


# -- webhooks ------------------------------------------------------------------------------------


@asynccontextmanager
async def signing(**secrets: str) -> AsyncIterator[tuple[Server, httpx.AsyncClient]]:
    kept = {name: SecretStr(secret) for name, secret in secrets.items()}
    outside = {"public_url": "https://assist.bank.example/", "vendor_secrets": kept}
    async with opened(settings(**outside)) as server, http(server, bearer=False) as client:
        yield server, client


async def test_posts_are_taken_as_json_arrays_and_lines(server: Server) -> None:
    async with http(server) as client:
        url = "/v1/ingest/vosk?call=c1&agent=7001&speaker=customer&acks=1"
        one = await client.post(url, json={"partial": "我"})
        ack = {"type": "ack", "call": "c1", "sender": "vosk/customer"}
        assert one.json() == [{**ack, "seq": 1}]
        two = await client.post(url, json=[{"partial": "我老伴"}, {"x": 1}])
        assert [m["type"] for m in two.json()] == ["error", "ack"]
        lines = json.dumps({"partial": "我老伴走"}) + "\n" + json.dumps({"text": CUE})
        assert (await client.post(url, content=lines)).json() == [{**ack, "seq": 5}]
        quiet = await client.post(url.replace("&acks=1", ""), json={"partial": "他"})
        assert quiet.json() == []
        assert (await client.post("/v1/ingest/nonsense", json={})).status_code == 404
        misspelt = (await client.post("/v1/ingest/vsk", json={})).json()
        assert misspelt["detail"] == "no format 'vsk'; vosk was probably meant"
        wrong = await client.post("/v1/ingest/vosk?speaker=x", json={})
        assert (wrong.status_code, wrong.json()["code"]) == (400, "bad_parameter")
        assert (await client.post(url, content=b" " * 70_000)).status_code == 413
    assert server.service.node.counts.hints[HINT] == 1


async def test_a_call_too_many_is_to_be_posted_again() -> None:
    async with opened(settings(max_calls=1)) as server, http(server) as client:
        for call, status in (("c1", 200), ("c2", 503)):
            url = f"/v1/ingest/vosk?call={call}&speaker=customer"
            answer = await client.post(url, json={"text": CUE})
            assert answer.status_code == status
        await client.post("/v1/ingest/native", json=Caller("c1", "cti").event("call.end", 9))
        again = await client.post("/v1/ingest/vosk?call=c2&speaker=customer", json={"text": CUE})
        assert (again.status_code, set(server.service.node.calls)) == (200, {"c2"})


def signed_twilio(url: str, fields: dict[str, str], secret: str) -> dict[str, str]:
    row = url + "".join(key + fields[key] for key in sorted(fields))
    made = hmac.digest(secret.encode(), row.encode(), "sha1")
    return {"X-Twilio-Signature": base64.b64encode(made).decode()}


async def test_twilio_s_signature_is_verified_over_the_address_it_called() -> None:
    path, secret = "/v1/ingest/twilio?agent=7001", "twilio-auth-token"
    outside = "https://assist.bank.example" + path
    async with signing(twilio=secret) as (server, client):
        for sequence, text in enumerate(("我", "我老伴", CUE), 2):
            fields = content(text, sequence, final=str(text == CUE).lower())
            headers = signed_twilio(outside, fields, secret)
            for _ in range(2):  # it asks again when it is not answered in time
                told = await client.post(path, data=fields, headers=headers)
                assert (told.status_code, told.content) == (204, b"")
        assert server.service.node.counts.fragments == 3
        assert server.service.node.counts.hints[HINT] == 1
        for wrong in ({}, {"X-Twilio-Signature": "x"}, signed_twilio(outside, fields, "other")):
            told = await client.post(path, data=fields, headers=wrong)
            assert (told.status_code, told.json()["code"]) == (401, "unauthorized")
        changed = {**fields, "CallSid": "CA2"}
        assert (await client.post(path, data=changed, headers=headers)).status_code == 401
        over = {"CallSid": "CA1", "CallStatus": "completed"}
        for told_of, live in ((twilio("stopped", 9), {"CA1"}), (over, set())):
            headers = signed_twilio(outside, told_of, secret)
            assert (await client.post(path, data=told_of, headers=headers)).status_code == 204
            assert set(server.service.node.calls) == live


async def test_telnyx_s_signature_is_verified_by_its_public_key() -> None:
    key = Ed25519PrivateKey.generate()
    public = base64.b64encode(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
    heard = {"is_final": True, "transcript": CUE, "transcription_track": "inbound"}
    payload = {"call_session_id": "t1", "transcription_data": heard}
    event = {"event_type": "call.transcription", "id": "e1", "payload": payload}
    body = json.dumps({"data": event}).encode()

    def headers(when: int, signed: bytes = body) -> dict[str, str]:
        made = key.sign(str(when).encode() + b"|" + signed)
        shown = {"telnyx-timestamp": str(when), "content-type": "application/json"}
        return {**shown, "telnyx-signature-ed25519": base64.b64encode(made).decode()}

    now = int(time.time())
    async with signing(telnyx=public.decode()) as (server, client):
        wrong = [
            headers(now, b"{}"),
            headers(now - 3600),
            {},
            {**headers(now), "telnyx-timestamp": "x"},
        ]
        for each in wrong:
            told = await client.post("/v1/ingest/telnyx", content=body, headers=each)
            assert told.status_code == 401
        for _ in range(2):
            told = await client.post("/v1/ingest/telnyx", content=body, headers=headers(now))
            assert told.status_code == 204
        assert server.service.node.counts.fragments == 1


async def test_jambonz_s_signature_is_verified_and_never_answered_with_verbs() -> None:
    speech = {"channel_tag": 1, "is_final": True, "alternatives": [{"transcript": CUE}]}
    body = json.dumps({"call_sid": "j1", "speech": speech}).encode()
    now = str(int(time.time()))
    made = hmac.digest(b"whsec", now.encode() + b"." + body, "sha256").hex()
    async with signing(jambonz="whsec") as (server, client):
        for shown, status in ((f"t={now},v1={made}", 204), (f"t={now},v1=0", 401), ("", 401)):
            headers = {"Jambonz-Signature": shown}
            told = await client.post("/v1/ingest/jambonz", content=body, headers=headers)
            assert told.status_code == status
        assert told.content != b"[]"
        nonsense = b'{"nonsense":1}'
        made = hmac.digest(b"whsec", now.encode() + b"." + nonsense, "sha256").hex()
        headers = {"Jambonz-Signature": f"t={now},v1={made}"}
        told = await client.post("/v1/ingest/jambonz", content=nonsense, headers=headers)
        assert (told.status_code, told.content) == (204, b"")
        refused = server.service.node.counts.refused
        assert refused["vendor_message"] + refused["no_call"] == 1


async def test_without_a_secret_a_webhook_shows_our_token(server: Server) -> None:
    fields = content(CUE, 2)
    async with http(server, bearer=False) as client:
        assert (await client.post("/v1/ingest/twilio", data=fields)).status_code == 401
        told = await client.post("/v1/ingest/twilio", data=fields, auth=("any", TOKEN))
        assert told.status_code == 204
        told = await client.post(f"/v1/ingest/twilio?token={TOKEN}", data=fields)
        assert told.status_code == 204
        told = await client.post("/v1/ingest/twilio", data=fields, auth=("any", "wrong"))
        assert told.status_code == 401


def test_each_format_that_says_it_is_signed_has_its_verifier() -> None:
    signed = {each.name for each in formats.FORMATS.values() if each.signed}
    assert signed == set(VERIFIERS)


def test_nobody_but_a_vendor_that_pushes_is_kept_in_the_dark() -> None:
    pushed = {each.name for each in formats.FORMATS.values() if each.pushed}
    assert pushed == {"azure-acs", "twilio", "telnyx", "jambonz"}


async def test_posted_messages_that_name_no_call_are_refused_by_status(server: Server) -> None:
    async with http(server) as client:
        answer = await client.post("/v1/ingest/vosk?agent=7001", json={"text": "你好"})
        assert (answer.status_code, answer.json()["code"]) == (400, "no_call")
        said: tuple[object, ...] = ([], {"text": "你好"})
        for fine in said:
            path = "/v1/ingest/vosk?agent=7001&call=c1&speaker=customer"
            assert (await client.post(path, json=fine)).status_code == 200
