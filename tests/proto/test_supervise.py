"""The supervisors' session, sans I/O."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assist.proto.codes import BAD_HELLO, SUPERVISORS_ONLY_CLOSE, UNAUTHORIZED_CLOSE
from assist.proto.supervise import (
    Acknowledge,
    SilenceIn,
    SuperviseHello,
    SuperviseSession,
    Unsilence,
    Watch,
    Whisper,
)

HELLO = {"type": "hello", "token": "right", "name": " 王组长 "}


def session(*, open_: bool = False, authorised: bool = False) -> SuperviseSession:
    it = SuperviseSession(
        check=lambda token: token == "right",
        is_agents=lambda token: token == "agents'",
        authorised=authorised,
    )
    if open_:
        (hello,) = it.receive(json.dumps(HELLO))
        assert isinstance(hello, SuperviseHello)
        assert hello.name == "王组长"
    return it


def told(it: SuperviseSession) -> Any:
    return json.loads(it.to_send() or b"null")


@example(b"[]", False)
@given(st.binary(max_size=200) | st.text(max_size=200), st.booleans())
def test_arbitrary_frames_never_raise(frame: bytes | str, open_: bool) -> None:
    it = session(open_=open_)
    it.receive(frame)
    assert open_ == (it.close is None)


@pytest.mark.parametrize(
    ("hello", "code"),
    [
        ({**HELLO, "token": "wrong"}, UNAUTHORIZED_CLOSE),
        ({**HELLO, "token": "agents'"}, SUPERVISORS_ONLY_CLOSE),
        ({"type": "hello", "token": "right"}, BAD_HELLO),
        ({**HELLO, "name": "名" * 65}, BAD_HELLO),
        ({"type": "watch", "call": None}, BAD_HELLO),
    ],
)
def test_who_is_not_let_in_is_told_why(hello: dict[str, Any], code: object) -> None:
    it = session()
    assert not it.receive(json.dumps(hello))
    assert it.close is code
    assert not it.receive(json.dumps(HELLO))


def test_a_header_that_showed_the_token_is_enough() -> None:
    it = session(authorised=True)
    assert it.receive('{"type":"hello","name":"王组长"}')
    assert it.close is None


def test_all_that_a_supervisor_may_say() -> None:
    said = session(open_=True).receive(
        json.dumps(
            [
                {"type": "watch", "call": "c1"},
                {"type": "whisper", "call": "c1", "text": "  先安慰 ", "ref": "1"},
                {"type": "acknowledge", "alert": "a1"},
                {"type": "silence", "alert": "a1", "minutes": 1},
                {"type": "silence", "rule": "r", "call": "c1", "minutes": 1440, "reason": "x"},
                {"type": "unsilence", "silence": "s1"},
            ]
        )
    )
    kinds = [Watch, Whisper, Acknowledge, SilenceIn, SilenceIn, Unsilence]
    assert [type(each) for each in said] == kinds
    assert isinstance(said[1], Whisper)
    assert (said[1].text, said[1].ref) == ("先安慰", "1")


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "whisper", "call": "c1", "text": "\u3000 "},
        {"type": "whisper", "text": "x"},
        {"type": "silence", "minutes": 5},
        {"type": "silence", "alert": "a", "queue": "q", "minutes": 5},
        {"type": "silence", "queue": "q", "minutes": 1441},
        {"type": "watch"},
        {"type": "dial", "level": "off"},
        HELLO,
    ],
)
def test_what_is_wrong_is_told_by_its_own_name_and_forgiven(wrong: dict[str, Any]) -> None:
    it = session(open_=True)
    assert it.receive(json.dumps({**wrong, "ref": "r1"})) == []
    assert told(it)["ref"] == "r1"
    assert it.receive('{"type":"watch","call":null}')
    assert it.close is None


@pytest.mark.parametrize("ref", [7, "x" * 65, None, {}])
def test_a_name_that_is_none_does_not_come_back(ref: object) -> None:
    it = session(open_=True)
    it.receive(json.dumps({"type": "nonsense", "ref": ref}))
    assert "ref" not in told(it)
