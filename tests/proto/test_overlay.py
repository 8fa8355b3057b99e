"""The overlay session, sans I/O."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from assist.proto.codes import BAD_HELLO, UNAUTHORIZED_CLOSE
from assist.proto.messages import DialIn, FeedbackIn, OverlayHello, Pong
from assist.proto.overlay import OverlaySession

HELLO = {"type": "hello", "token": "right", "agent": "7001"}


def session(*, open_: bool = False) -> OverlaySession:
    it = OverlaySession(check=lambda token: token == "right")
    if open_:
        assert isinstance(it.receive(json.dumps(HELLO))[0], OverlayHello)
    return it


@example(b"[]", False)
@given(st.binary(max_size=200) | st.text(max_size=200), st.booleans())
def test_arbitrary_frames_never_raise(frame: bytes | str, open_: bool) -> None:
    it = session(open_=open_)
    it.receive(frame)
    assert open_ == (it.close is None)


@given(st.dictionaries(st.sampled_from(["type", "agent", "hint", "level", "token"]), st.text()))
def test_arbitrary_objects_never_raise(value: dict[str, Any]) -> None:
    session(open_=True).receive(json.dumps(value))
    session().receive(json.dumps(value))


def test_hello_comes_first_and_once() -> None:
    assert session().receive('{"type":"pong"}') == []
    it = session(open_=True)
    assert it.receive(json.dumps(HELLO)) == []
    assert it.close is None
    assert json.loads(it.to_send() or "")["code"] == "invalid_event"


def test_hello_names_an_agent_or_a_call() -> None:
    it = session()
    assert it.receive('{"type":"hello","token":"right"}') == []
    assert it.close is BAD_HELLO
    assert "agent or call" in it.reason


def test_the_token_is_checked() -> None:
    it = session()
    assert it.receive(json.dumps({**HELLO, "token": "wrong"})) == []
    assert it.close is UNAUTHORIZED_CLOSE


def test_messages_are_understood() -> None:
    it = session(open_=True)
    said = it.receive(
        json.dumps(
            [
                {"type": "feedback", "hint": "ab", "verdict": "used"},
                {"type": "dial", "level": "minimal"},
                {"type": "pong"},
            ]
        )
    )
    assert [type(message) for message in said] == [FeedbackIn, DialIn, Pong]
