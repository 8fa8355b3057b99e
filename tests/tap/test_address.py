"""The tap's own part of an address: cut off, whatever stands behind it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.tap.address import BadAddress, read

SIGNED = "/asr/v2/1259220000?secretid=AKID&sig=a%2Fb%2B%3D&t=1&voice_id=v-9;x=1"


def no_header(_name: bytes) -> None:
    return None


def test_ours_is_cut_off_and_the_rest_is_verbatim() -> None:
    address = read(
        "/t/tencent;call=c-17;agent=7001;speaker=customer" + SIGNED,
        no_header,
    )
    assert address.rest == SIGNED
    assert (address.format.name, address.call) == ("tencent", "c-17")
    assert (address.leg.agent, address.leg.speaker) == ("7001", "customer")
    assert address.leg.sender == "tencent/customer"


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=60))
@settings(max_examples=100)
def test_any_path_and_query_stay_what_they_were(rest: str) -> None:
    assert read(f"/t/vosk;call=c/{rest}", no_header).rest == f"/{rest}"
    assert read(f"/t/vosk;call=c?{rest}", no_header).rest == f"/?{rest}"


def test_values_are_unquoted_once() -> None:
    address = read("/t/vosk;call=c%2F1%253B;context.name=%E7%8E%8B/", no_header)
    assert address.call == "c/1%3B"
    assert address.leg.context == {"name": "王"}


def test_what_the_request_fills_in() -> None:
    headers = {b"x-agent": "7001"}
    address = read(
        "/t/vosk;call=$query.voice_id;agent=$header.X-Agent/asr?voice_id=v%2F9", headers.get
    )
    assert (address.call, address.leg.agent) == ("v/9", "7001")
    assert address.rest == "/asr?voice_id=v%2F9"


def test_defaults_stand_in_for_what_the_address_does_not_say() -> None:
    defaults = {"agent": "7001", "speaker": "agent", "call": "$query.id"}
    address = read("/t/vosk;speaker=customer/?id=c-1", no_header, defaults)
    assert (address.leg.agent, address.leg.speaker, address.call) == ("7001", "customer", "c-1")


def test_what_was_meant_for_us_behind_the_question_mark_is_noticed() -> None:
    asked = "?call=c-1&agent=7001&language=zh"
    address = read(f"/t/vosk{asked}", no_header)
    assert (address.stray, address.rest) == (("call", "agent"), f"/{asked}")
    assert read(f"/t/vosk;call=c-1/{asked}", no_header).stray == ()  # the recogniser's own, then
    assert read("/t/vosk/?language=zh", no_header).stray == ()


def test_a_call_without_a_name_gets_one_of_its_own() -> None:
    one, other = (read("/t/vosk;agent=7001/", no_header).call for _ in range(2))
    assert one != other


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("/asr", "must begin with /t/FORMAT"),
        ("/t/vosc;call=c/", "no websocket format is called 'vosc'.*vosk"),
        ("/t/twilio;call=c/", "no websocket format is called 'twilio'"),
        ("/t/vosk;call/", "write it as name=value"),
        ("/t/vosk;call=c;speaker=boss/", "speaker: "),
        ("/t/vosk;sepaker=agent/", "no parameter 'sepaker'; speaker was probably meant"),
        ("/t/vosk;kye=k/", "no parameter 'kye'; key was probably meant"),
        ("/t/vosk;nonsense=1/", "no parameter 'nonsense'$"),
        ("/t/vosk;call=$query.id/asr?x=1", "call: the request has no query.id"),
        ("/t/vosk;agent=$header.x-agent/", "agent: the request has no header.x-agent"),
    ],
)
def test_what_is_wrong_is_said(target: str, told: str) -> None:
    with pytest.raises(BadAddress, match=told):
        read(target, no_header)
