"""The ingest session, sans I/O: arbitrary bytes, and whole conversations."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.core.events import CallStart, Context, Fragment
from assist.proto.codes import BAD_HELLO, CALL_ENDED, ERRORS, UNAUTHORIZED_CLOSE
from assist.proto.ingest import Acks, Bad, IngestSession, Refusal, parse
from assist.proto.messages import MAX_FRAME, Resume, encode

SAID = {
    "type": "fragment",
    "call": "c1",
    "seq": 2,
    "at": 1200,
    "speaker": "customer",
    "utterance": "u1",
    "revision": 0,
    "text": "我老伴走了",
    "final": False,
}

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
mangled = st.dictionaries(st.sampled_from([*SAID, "sender", "set", "agent"]), json_values).map(
    lambda changed: {**SAID, **changed}
)


def session() -> IngestSession:
    return IngestSession(check=lambda token: token == "right", authorised=True)


@given(st.binary(max_size=300) | st.text(max_size=300))
def test_arbitrary_frames_never_raise(frame: bytes | str) -> None:
    items = session().receive(frame)
    assert all(not isinstance(item, Bad) or item.code.code in ERRORS for item in items)


@given(st.lists(mangled, max_size=4) | mangled | json_values)
@settings(max_examples=200)
def test_arbitrary_json_never_raises_and_is_read_item_by_item(value: Any) -> None:
    items = session().receive(json.dumps(value))
    for item in items:
        if isinstance(item, Bad):
            assert item.seq is None or item.seq >= 1
            encode({"call": item.call, "sender": item.sender, "detail": item.detail})
    if isinstance(value, list) and not any(isinstance(v, float) for v in _leaves(value)):
        assert len(items) in (len(value), 1)


@pytest.mark.parametrize(
    "frame",
    [
        '{"type":"context","call":"c","seq":1,"at":0,"set":{"a":' + "[" * 5000 + "]" * 5000 + "}}",
        '{"type":"context","call":"c","seq":1,"at":0,"set":{"a":1e999}}',
        '{"type":"context","call":"c","seq":1,"at":0,"set":{"a":NaN}}',
        '{"type":"fragment","call":"c","seq":1,"at":0,"text":"\\ud800"}',
        "[" * 100_000,
    ],
)
def test_hostile_frames_are_refused(frame: str) -> None:
    (item,) = parse(frame)
    assert isinstance(item, Bad)


def test_a_frame_is_one_event_or_an_array() -> None:
    assert [type(item) for item in parse(json.dumps(SAID))] == [Fragment]
    start = {"type": "call.start", "call": "c1", "seq": 1, "at": 0, "agent": "7001"}
    context = {"type": "context", "call": "c1", "seq": 3, "at": 9, "set": {"age": 71}}
    resume = {"type": "resume", "call": "c1"}
    items = parse(json.dumps([start, SAID, context, resume, {"type": "?"}, 7]))
    assert [type(item) for item in items] == [CallStart, Fragment, Context, Resume, Bad, Bad]


def test_what_is_wrong_is_named_and_what_was_said_is_not() -> None:
    (bad,) = parse(json.dumps({**SAID, "final": "客户的原话", "sender": "leg"}))
    assert isinstance(bad, Bad)
    assert (bad.code.code, bad.call, bad.sender, bad.seq) == ("invalid_event", "c1", "leg", 2)
    assert "final" in bad.detail
    assert "客户" not in bad.detail


def test_several_faults_of_one_event_are_told_at_once() -> None:
    (bad,) = parse(json.dumps({**SAID, "at": -1, "speaker": "caller", "text": 7}))
    assert isinstance(bad, Bad)
    assert [told.split(":")[0] for told in bad.detail.split("; ")] == [
        "fragment.at",
        "fragment.speaker",
        "fragment.text",
    ]


START = {"type": "call.start", "call": "c1", "seq": 1, "at": 0, "agent": "7001"}


@pytest.mark.parametrize(
    ("event", "field", "told"),
    [
        (START | {"language": "fr"}, "language", "write zh or en, or a tag that begins so"),
        (START | {"channels": {"0": "agent"}}, "channels", "write an array of {"),
        (START | {"at": 1_763_884_800_000}, "at", "milliseconds since the call began, not since"),
        (SAID | {"start": 0.6}, "start", "write a whole number of milliseconds"),
        (SAID | {"end": "now"}, "end", "write a whole number of milliseconds"),
        (SAID | {"call": "."}, "call", "an id cannot be . or .."),
    ],
)
def test_a_fault_says_what_to_write(event: dict[str, object], field: str, told: str) -> None:
    (bad,) = parse(json.dumps(event))
    assert isinstance(bad, Bad)
    path, _, said = bad.detail.partition(": ")
    assert path.split(".")[-1] == field
    assert told in said


def test_a_mark_before_the_json_is_passed_over() -> None:
    for frame in ("\ufeff" + json.dumps(SAID), b"\xef\xbb\xbf" + json.dumps(SAID).encode()):
        (said,) = parse(frame)
        assert isinstance(said, Fragment)


def test_an_empty_event_does_not_make_a_long_answer() -> None:
    (bad,) = parse('{"type": "fragment"}')
    assert isinstance(bad, Bad)
    assert bad.detail.count("Field required") == 4
    assert bad.detail.endswith(" more")


@pytest.mark.parametrize(
    ("kind", "detail"),
    [
        ("fragments", "type is not one of the protocol's; fragment was probably meant"),
        ("call_start", "type is not one of the protocol's; call.start was probably meant"),
        (
            "我老伴走了",
            (
                "type is not one of the protocol's: activity, call.end, call.hold, call.resume, "
                "call.start, call.transfer, context, fragment, gap, hello, resume"
            ),
        ),
        (7, "type is missing"),
    ],
)
def test_a_misspelt_type_is_told_what_was_meant_and_not_quoted(kind: object, detail: str) -> None:
    (bad,) = parse(json.dumps({**SAID, "type": kind}))
    assert isinstance(bad, Bad)
    assert (bad.code.code, bad.detail) == ("unknown_type", detail)


def test_a_frame_at_the_bound_is_read_and_one_above_is_not() -> None:
    frame = json.dumps(SAID)
    assert isinstance(parse(frame + " " * (MAX_FRAME - len(frame)))[0], Fragment)
    (bad,) = parse(frame + " " * (MAX_FRAME - len(frame) + 1))
    assert isinstance(bad, Bad)
    assert bad.code.code == "frame_too_large"


def test_hello_comes_first() -> None:
    stranger = IngestSession(check=lambda token: token == "right")
    assert stranger.receive(json.dumps(SAID)) == []
    assert stranger.close is BAD_HELLO

    wrong = IngestSession(check=lambda token: token == "right")
    assert wrong.receive('{"type":"hello","token":"wrong"}') == []
    assert wrong.close is UNAUTHORIZED_CLOSE
    assert wrong.receive(json.dumps(SAID)) == ()

    right = IngestSession(check=lambda token: token == "right")
    (said,) = right.receive(json.dumps([{"type": "hello", "token": "right"}, SAID]))
    assert isinstance(said, Fragment)
    assert right.to_send() == b'{"type":"welcome"}'
    assert right.to_send() is None


def test_acks_are_cumulative_by_call_and_sender_and_name_what_was_refused() -> None:
    it = session()
    for call, sender, seq in (("c1", "", 1), ("c1", "", 2), ("c2", "leg", 7), ("c1", "", 1)):
        it.took(call, sender, seq)
    it.refuse("c1", "", 3, Refusal(CALL_ENDED, "x", consumed=True))
    it.refuse("c3", "", 9, Refusal(CALL_ENDED, "x"))
    assert it.waiting == 5
    acks = it.cut()
    assert isinstance(acks, Acks)
    assert acks.messages() == [
        {"type": "ack", "call": "c1", "sender": "", "seq": 3, "refused": [3]},
        {"type": "ack", "call": "c2", "sender": "leg", "seq": 7},
    ]
    assert it.waiting == 0
    assert it.cut() is None
    told = json.loads(it.to_send() or "")
    assert [(m["call"], m["code"]) for m in told] == [("c1", "call_ended"), ("c3", "call_ended")]


def test_numbers_beyond_64_bits_can_be_told() -> None:
    assert json.loads(encode({"a": 10**30, "b": [1.5, None]})) == {"a": 10**30, "b": [1.5, None]}


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, list):
        return [leaf for each in value for leaf in _leaves(each)]
    if isinstance(value, dict):
        return [leaf for each in value.values() for leaf in _leaves(each)]
    return [value]
