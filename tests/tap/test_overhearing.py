"""Messages are read off passing bytes, however these are cut; nothing that passes can break it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Frame, Opcode
from websockets.protocol import OPEN, Protocol, Side

from assist.tap.head import BadHead, Head
from assist.tap.overhearing import HeadWatch, Overhearing

SWITCHED = b"HTTP/1.1 101 Switching Protocols\r\n"
DEFLATE = b"Sec-WebSocket-Extensions: permessage-deflate"
MESSAGES = st.lists(st.text(max_size=80) | st.binary(max_size=80), max_size=6)
CUTS = st.lists(st.integers(1, 40), min_size=1, max_size=30)


def response(*fields: bytes) -> Head:
    return Head.parse(b"\r\n".join((SWITCHED.strip(), *fields)) + b"\r\n\r\n")


def stream(
    messages: list[str | bytes], side: Side, deflate: PerMessageDeflate | None = None
) -> bytes:
    """What ``side`` writes: each message in two frames, a ping between them."""
    writer = Protocol(side, state=OPEN)
    writer.extensions = [deflate] if deflate is not None else []
    for message in messages:
        data = message.encode() if isinstance(message, str) else message
        cut = len(data) // 2
        if isinstance(message, str):
            writer.send_text(data[:cut], fin=False)
        else:
            writer.send_binary(data[:cut], fin=False)
        writer.send_ping(b"?")
        writer.send_continuation(data[cut:], fin=True)
    writer.send_close(1000)
    return b"".join(writer.data_to_send())


def overheard(ears: Overhearing, raw: bytes, cuts: list[int]) -> list[str | bytes]:
    found: list[str | bytes] = []
    at = turn = 0
    while at < len(raw):
        size = cuts[turn % len(cuts)]
        found += ears.feed(raw[at : at + size])
        at, turn = at + size, turn + 1
    return found


@pytest.mark.parametrize("side", [Side.CLIENT, Side.SERVER])
@given(MESSAGES, CUTS)
@settings(max_examples=60)
def test_messages_are_whole_however_they_are_cut(
    side: Side, messages: list[str | bytes], cuts: list[int]
) -> None:
    ears = Overhearing(side)
    ears.agreed(response())
    other = Side.SERVER if side is Side.CLIENT else Side.CLIENT
    assert overheard(ears, stream(messages, other), cuts) == messages


@pytest.mark.parametrize(
    ("field", "forgets", "bits"),
    [
        (DEFLATE, False, 15),
        (DEFLATE + b"; server_no_context_takeover", True, 15),
        (DEFLATE + b"; server_max_window_bits=10; client_no_context_takeover", False, 10),
    ],
)
def test_what_is_compressed_is_read_along(field: bytes, forgets: bool, bits: int) -> None:
    said: list[str | bytes] = ["我老伴上个月走了" * 9, "好的", "我老伴上个月走了" * 9]
    ears = Overhearing(Side.CLIENT)
    ears.agreed(response(field))
    raw = stream(said, Side.SERVER, PerMessageDeflate(False, forgets, 15, bits))
    assert overheard(ears, raw, [7]) == said
    assert ears.deaf is None


def test_what_comes_before_the_handshake_is_over_waits_for_it() -> None:
    ears = Overhearing(Side.SERVER)
    raw = stream(["喂"], Side.CLIENT)
    assert list(ears.feed(raw)) == []
    ears.agreed(response())
    assert list(ears.feed(b"")) == ["喂"]


@pytest.mark.parametrize(
    ("head", "why"),
    [
        (Head.parse(b"HTTP/1.1 401 Unauthorized\r\n\r\n"), "answered 401"),
        (response(b"Sec-WebSocket-Extensions: x-secret"), "x-secret is not known"),
        (response(b"Sec-WebSocket-Extensions: ;;"), "extension: "),
        (response(DEFLATE + b"; server_max_window_bits=ten"), "extension: "),
    ],
)
def test_it_says_why_it_does_not_listen(head: Head, why: str) -> None:
    ears = Overhearing(Side.CLIENT)
    ears.agreed(head)
    assert ears.deaf is not None
    assert why in ears.deaf
    assert list(ears.feed(b"\x81\x02hi")) == []


@given(st.binary(max_size=200))
@settings(max_examples=150)
def test_noise_makes_it_deaf_and_nothing_else(noise: bytes) -> None:
    ears = Overhearing(Side.CLIENT)
    ears.agreed(response())
    assert all(isinstance(each, (str, bytes)) for each in ears.feed(noise))


def test_a_message_of_a_megabyte_is_not_kept() -> None:
    ears = Overhearing(Side.CLIENT)
    ears.agreed(response())
    raw = Frame(Opcode.BINARY, bytes(1 << 21)).serialize(mask=False)
    assert list(ears.feed(raw)) == []
    assert ears.deaf is not None
    assert "PayloadTooBig" in ears.deaf


def test_the_head_is_found_in_pieces() -> None:
    watch = HeadWatch()
    assert watch.feed(SWITCHED) is None
    found = watch.feed(b"A: b\r\n\r\n\x81\x02hi")
    assert found is not None
    assert (found[0].status, found[1]) == (101, b"\x81\x02hi")
    with pytest.raises(BadHead):
        HeadWatch().feed(b"x" * 70_000)
