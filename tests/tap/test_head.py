"""Heads are passed on byte for byte, but for where they go."""

from __future__ import annotations

import pytest

from assist.tap.head import BadHead, Head, answer

REQUEST = (
    b"GET /t/vosk;call=c/asr?sig=%2B HTTP/1.1\r\nhOsT:tap:8714\r\nUpgrade:  websocket\r\n"
    b"Cookie: a=1\r\nCookie: b=2\r\nSec-WebSocket-Key: x\r\nX-Odd:\t \xe7\x8e\x8b\r\n\r\n"
)


def test_only_the_target_and_the_host_change() -> None:
    head = Head.parse(REQUEST)
    assert head.to("/asr?sig=%2B", "asr.example.com") == REQUEST.replace(
        b"/t/vosk;call=c", b""
    ).replace(b"hOsT:tap:8714", b"hOsT: asr.example.com")


def test_a_request_without_a_host_gets_one() -> None:
    head = Head.parse(b"GET / HTTP/1.1\r\nA: b\r\n\r\n")
    assert head.to("/x", "h") == b"GET /x HTTP/1.1\r\nHost: h\r\nA: b\r\n\r\n"


def test_headers_are_found_by_name() -> None:
    head = Head.parse(REQUEST)
    assert head.target == "/t/vosk;call=c/asr?sig=%2B"
    assert head.field(b"cookie") == "a=1, b=2"
    assert head.field(b"x-none") is None
    assert Head.parse(b"HTTP/1.1 101 Switching Protocols\r\n\r\n").status == 101


@pytest.mark.parametrize("raw", [b"\r\n\r\n", b"GET /\r\n\r\n", b"GET / HTTP/1.1\r\nnot\r\n\r\n"])
def test_what_is_no_head_is_refused(raw: bytes) -> None:
    with pytest.raises(BadHead):
        Head.parse(raw)


def test_a_status_that_is_none() -> None:
    with pytest.raises(BadHead):
        _ = Head.parse(b"HTTP/1.1 yes OK\r\n\r\n").status


def test_an_answer_is_whole() -> None:
    told = answer(404, "Not Found", "无\n".encode())
    head = Head.parse(told[: told.index(b"\r\n\r\n") + 4])
    assert (head.status, head.field(b"content-length")) == (404, "4")
