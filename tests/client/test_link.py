"""The conversation of a client with a server, without a socket: whatever is cut, each event arrives
once and in order, and what is held is bounded."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.client.errors import CallOver, Full
from assist.client.hooks import Counting
from assist.client.items import item
from assist.client.link import AGAIN_S, BATCH, Bounds, Link
from assist.client.stream import CallStream
from assist.proto.codes import SEQUENCE_GAP, UNKNOWN_CALL
from assist.proto.ingest import Bad, IngestSession, Refusal
from assist.proto.messages import MAX_FRAME, Resume

Message = dict[str, Any]


def start(call: str) -> Message:
    return {"type": "call.start", "agent": "7001", "call": call}


def says(utterance: str, text: str, *, final: bool = True) -> Message:
    words = {"speaker": "customer", "utterance": utterance, "revision": 0, "text": text}
    return {"type": "fragment", **words, "final": final}


def put(link: Link, stream: CallStream, event: Message, now: float = 0.0) -> None:
    fields = {key: value for key, value in event.items() if key != "call"}
    link.put(stream, item(stream.call, stream.sender, {"at": 0, **fields}, now))


def sent(link: Link, now: float = 0.0) -> list[Message]:
    """What it says, but for the hello."""
    messages: list[Message] = []
    for frame in link.to_send(now):
        assert len(frame) <= MAX_FRAME
        told = json.loads(frame)
        messages += told if isinstance(told, list) else [told]
    return [message for message in messages if message["type"] != "hello"]


def ack(call: str, seq: int) -> str:
    return json.dumps({"type": "ack", "call": call, "sender": "", "seq": seq})


def error(code: str, call: str, seq: int | None = None) -> str:
    told = {"type": "error", "code": code, "call": call, "sender": "", "seq": seq, "detail": "no"}
    return json.dumps({k: v for k, v in told.items() if v is not None})


def opened(**bounds: int) -> tuple[Link, CallStream, Counting]:
    counts = Counting()
    link = Link(Bounds(**bounds), counts)
    return link, link.open("c1", "", asks=False), counts


def test_nothing_is_sent_before_there_is_a_connection() -> None:
    link, call, _ = opened()
    put(link, call, start("c1"))
    assert sent(link) == []
    assert link.deadline() is None
    link.connected()
    assert [m["type"] for m in sent(link)] == ["call.start"]


def test_the_window_bounds_what_is_under_way() -> None:
    link, call, counts = opened(window=60)
    link.connected()
    for number in range(100):
        put(link, call, says(f"u{number}", "好"))
    assert [m["seq"] for m in sent(link)] == list(range(1, 61))
    assert link.deadline() is None
    link.received(ack("c1", 50), 0.4)
    assert [m["seq"] for m in sent(link)] == list(range(61, 101))
    assert (counts.events_acknowledged, counts.events_sent) == (50, 100)


def test_calls_take_turns() -> None:
    link, first, _ = opened(window=3 * BATCH)
    second = link.open("c2", "", asks=False)
    link.connected()
    for number in range(200):
        put(link, first, says(f"u{number}", "好"))
    put(link, second, start("c2"))
    assert [m["call"] for m in sent(link)].index("c2") == BATCH


def test_frames_are_no_longer_than_the_server_takes() -> None:
    link, call, _ = opened()
    link.connected()
    for number in range(60):
        put(link, call, says(f"u{number}", "话" * 4_000))
    assert len(sent(link)) == 60


def test_at_the_bound_there_is_room_for_what_replaces_another_and_nothing_else() -> None:
    link, call, _ = opened(events=3)
    for number in range(3):
        put(link, call, says(f"u{number}", "好", final=False))
    at_bound = [
        item("c1", "", {"at": 0, **says(utterance, "好的", final=False)}, 0.0)
        for utterance in ("u1", "u9")
    ]
    assert [link.has_room(call, each) for each in at_bound] == [True, False]
    link.put(call, at_bound[0])
    assert link.waiting == 3


def test_long_texts_fill_it_too() -> None:
    link, call, _ = opened(characters=10_000)
    put(link, call, says("u1", "话" * 4_000))
    put(link, call, says("u2", "话" * 4_000))
    put(link, call, says("u3", "话" * 4_000))
    assert not link.has_room(call, item("c1", "", {"at": 0, **says("u4", "好")}, 0.0))


def test_calls_are_bounded() -> None:
    link, call, _ = opened(calls=1)
    with pytest.raises(Full):
        link.open("c2", "", asks=False)
    with pytest.raises(ValueError, match="open already"):
        Link().open("c1", "", asks=False) and link.open("c1", "", asks=False)
    link.forget(call)
    link.open("c2", "", asks=False)


def test_a_call_that_finds_no_room_rests_and_asks_a_second_later() -> None:
    link, call, counts = opened()
    other = link.open("c2", "", asks=False)
    link.connected()
    put(link, call, start("c1"))
    put(link, call, says("u1", "好"))
    assert len(sent(link)) == 2
    link.received(error("overloaded", "c1", 1), 10.0)
    link.received(error("unknown_call", "c1", 2), 10.0)
    put(link, other, start("c2"), 10.0)
    assert [m["call"] for m in sent(link, 10.0)] == ["c2"]  # others are not touched
    assert link.deadline() == 10.0 + AGAIN_S
    assert [m["type"] for m in sent(link, 10.0 + AGAIN_S)] == ["resume"]
    link.received('{"type":"resumed","call":"c1","sender":"","seq":0}', 11.0)
    assert [m["seq"] for m in sent(link, 11.0)] == [1, 2]
    assert counts.refusals == 2


def test_a_call_that_is_over_takes_no_more_and_gives_its_room_back() -> None:
    link, call, counts = opened()
    link.connected()
    put(link, call, start("c1"))
    sent(link)
    put(link, call, says("u1", "好"))
    link.received(error("call_ended", "c1", 1), 0.0)
    assert (link.waiting, link.unacknowledged, counts.events_lost) == (0, 0, 2)
    with pytest.raises(CallOver, match="call_ended"):
        put(link, call, says("u2", "好"))


def test_told_to_slow_down_it_rests_for_a_second() -> None:
    link, call, _ = opened()
    link.connected()
    put(link, call, start("c1"))
    link.received(error("rate_limited", ""), 5.0)
    assert sent(link, 5.5) == []
    assert link.deadline() == 5.0 + AGAIN_S
    assert len(sent(link, 6.0)) == 1


def test_a_warning_refuses_nothing_and_is_said_aloud(caplog: pytest.LogCaptureFixture) -> None:
    link, call, counts = opened()
    link.connected()
    put(link, call, start("c1"))
    put(link, call, says("u1", "好"))
    assert len(sent(link)) == 2
    link.received(error("unknown_speaker", "c1", 2), 0.0)
    link.received(error("clock_ahead", "c1", 2), 0.0)
    assert (counts.warnings, counts.refusals, counts.events_lost) == (2, 0, 0)
    assert "unknown_speaker" in caplog.text
    assert "clock_ahead" in caplog.text
    link.received(ack("c1", 2), 0.0)
    assert link.unacknowledged == 0


def test_a_server_that_cannot_read_us_is_not_sent_the_same_for_ever() -> None:
    link, _, _ = opened()
    link.connected()
    link.received('{"type":"error","code":"malformed","detail":"not JSON"}', 0.0)
    assert "malformed" in str(link.refused)


@pytest.mark.parametrize("frame", ["{", "[1]", '{"type":"ack","call":"c1","sender":""}', '"hi"'])
def test_what_is_no_server_of_ours_is_left(frame: str) -> None:
    link, _, _ = opened()
    link.connected()
    assert not link.received(frame, 0.0)
    assert not link.welcomed


def test_a_welcome_is_what_makes_a_connection() -> None:
    link, _, counts = opened()
    link.connected()
    assert list(link.to_send(0.0)) == ['{"type":"hello"}']
    assert (link.welcomed, counts.connections) == (False, 0)
    assert link.received('{"type":"welcome"}', 0.0)
    assert (link.welcomed, counts.connections) == (True, 1)
    assert list(link.to_send(0.0)) == []
    link.disconnected(4000, "going_away")
    assert not link.welcomed


@pytest.mark.parametrize(
    ("code", "stop"), [(4000, False), (4499, False), (4500, True), (None, False)]
)
def test_the_range_of_the_close_code_says_whether_to_come_back(
    code: int | None, stop: bool
) -> None:
    link, _, _ = opened()
    link.connected()
    link.disconnected(code, "because")
    assert (link.refused is not None) is stop


# -- against the numbering of a server, with cuts --------------------------------------------------


class Server:
    """What a node promises of numbers, and nothing else."""

    def __init__(self) -> None:
        self.taken: dict[str, list[Message]] = {}

    def answer(self, frames: list[str]) -> list[str]:
        """One connection's frames; what it says to them."""
        session = IngestSession(check=lambda _: True, authorised=True)
        for frame in frames:
            for one in session.receive(frame):
                assert not isinstance(one, Bad), one
                if isinstance(one, Resume):
                    session.resumed(one, len(self.taken.get(one.call, ())))
                    continue
                had = self.taken.get(one.call, [])
                if not had and one.type != "call.start":
                    session.refuse(one.call, one.sender, one.seq, Refusal(UNKNOWN_CALL, "none"))
                elif one.seq > len(had) + 1:
                    expected = len(had) + 1
                    refusal = Refusal(SEQUENCE_GAP, "a hole", expected=expected)
                    session.refuse(one.call, one.sender, one.seq, refusal)
                else:
                    if one.seq == len(had) + 1:
                        self.taken.setdefault(one.call, []).append(one.model_dump())
                    session.took(one.call, one.sender, one.seq)
        acks = session.cut()
        told = [session.to_send(), acks.frame() if acks is not None else None]
        return [frame.decode() for frame in told if frame is not None]


WORDS = st.tuples(st.sampled_from("ab"), st.integers(0, 3), st.booleans())
"""Call, utterance, final."""
ALL = 999
REACH = st.integers(0, 6) | st.just(ALL)
ROUNDS = st.lists(
    st.tuples(st.lists(WORDS, max_size=8), REACH, REACH, st.booleans()),
    max_size=12,
)
"""What is said; how many frames reach the server; how many answers reach the client; and whether
the connection is then lost."""


@given(ROUNDS, st.integers(1, 8))
@settings(max_examples=120, deadline=None)
def test_whatever_is_cut_each_final_arrives_once_and_in_order(
    rounds: list[tuple[list[tuple[str, int, bool]], int, int, bool]], window: int
) -> None:
    server, link = Server(), Link(Bounds(window=window))
    calls = {name: link.open(name, "", asks=False) for name in "ab"}
    finals: dict[str, list[str]] = {"a": [], "b": []}
    for name, stream in calls.items():
        put(link, stream, start(name))
    up, count, now = False, 0, 0.0
    for said, reach, heard, cut in [*rounds, *[([], ALL, ALL, False)] * 60]:
        now += AGAIN_S
        for name, utterance, final in said:
            count += 1
            put(link, calls[name], says(f"u{utterance}", f"text {count}", final=final))
            if final:
                finals[name].append(f"text {count}")
        if not up:
            link.connected()
            up = True
        for answer in server.answer(list(link.to_send(now))[:reach])[:heard]:
            assert link.received(answer, now)
        if cut or reach < ALL or heard < ALL:  # what did not arrive means a lost connection
            link.disconnected(1006, "lost")
            up = False
    assert link.unacknowledged == link.waiting == 0
    for name, taken in server.taken.items():
        assert taken[0]["type"] == "call.start"
        assert [e["seq"] for e in taken] == list(range(1, len(taken) + 1))
        assert [e["text"] for e in taken if e.get("final")] == finals[name]
