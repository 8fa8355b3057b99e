"""One call's events: merged while they wait, numbered once, repeated as they were."""

from __future__ import annotations

from typing import Any

import pytest

from assist.client.errors import CallOver, InvalidEvent
from assist.client.items import Item, item
from assist.client.stream import CallStream


def stream(*, asks: bool = False) -> CallStream:
    return CallStream("c1", "", asks=asks)


def start() -> Item:
    return item("c1", "", {"type": "call.start", "agent": "7001", "at": 0}, 0.0)


def says(text: str, utterance: str = "u1", *, final: bool = False, **more: Any) -> Item:
    words = {"speaker": "customer", "utterance": utterance, "revision": 0, "text": text}
    event = {"type": "fragment", "at": 0, "final": final, **words, **more}
    return item("c1", "", event, 0.0)


def sent(calls: CallStream, most: int = 99) -> list[tuple[int, str]]:
    """Number and text of what is sent next."""
    found = []
    for each in calls.take(most, 1_000_000):
        assert each.text().startswith(f'{{"seq":{each.seq},"call":"c1"')
        found.append((each.seq, each.body.partition('"text":"')[2].partition('"')[0]))
    return found


def test_a_hypothesis_that_waits_gives_way_to_the_next_of_its_utterance() -> None:
    call = stream()
    for each in (says("我"), says("好", "u2"), says("我老"), says("好", "u2", final=True)):
        call.put(each)
    call.put(says("我老伴"))
    assert call.load.waiting == 2
    assert sent(call) == [(1, "好"), (2, "我老伴")]


def test_a_final_never_gives_way_and_one_that_follows_makes_hypotheses_needless() -> None:
    call = stream()
    for text, final in (("我", False), ("我们", True), ("我们", False)):
        call.put(says(text, final=final))
    assert sent(call) == [(1, "我们"), (2, "我们")]


def test_whose_utterance_it_is_counts() -> None:
    call = stream()
    call.put(says("我"))
    call.put(says("我", speaker="agent"))
    call.put(says("我", speaker=None, channel=1))
    assert call.load.waiting == 3


def test_what_folds_others_in_is_left_out_only_if_the_next_does_too() -> None:
    call = stream()
    call.put(says("甲", supersedes=["u7"]))
    call.put(says("甲乙"))
    assert call.load.waiting == 2
    call.put(says("甲乙丙", supersedes=["u7"]))
    assert sent(call) == [(1, "甲"), (2, "甲乙丙")]


def test_what_has_a_number_is_not_merged_any_more() -> None:
    call = stream()
    call.put(says("我"))
    assert sent(call) == [(1, "我")]
    call.put(says("我老"))
    assert sent(call) == [(2, "我老")]


def test_an_acknowledgement_beyond_what_was_sent_tells_of_a_sender_before_us() -> None:
    """The process was restarted, and nobody said so: what it said was taken for repeats."""
    call = stream()
    for each in (start(), says("一", "u1", final=True)):
        call.put(each)
    assert sent(call) == [(1, ""), (2, "一")]
    assert call.acknowledge(18) == []
    call.put(says("二", "u2", final=True))
    assert sent(call) == [(19, "一"), (20, "二")]
    assert call.acknowledge(18) == []  # for the second of those that were repeats
    assert [each.seq for each in call.acknowledge(20)] == [19, 20]
    assert (call.acked, call.unacknowledged) == (20, 0)


def test_after_a_lost_connection_it_asks_and_repeats_what_the_server_has_not() -> None:
    call = stream()
    for each in (start(), says("一", "u1", final=True), says("二", "u2", final=True)):
        call.put(each)
    assert [seq for seq, _ in sent(call)] == [1, 2, 3]
    call.acknowledge(1)
    call.disconnected()
    call.put(says("三", "u3", final=True))
    assert call.asks
    assert sent(call) == []
    assert call.resumed(2) == 0
    assert sent(call) == [(3, "二"), (4, "三")]
    assert call.acked == 2


def test_a_server_that_knows_nothing_is_told_from_the_start() -> None:
    call = stream()
    for each in (start(), says("一", "u1", final=True)):
        call.put(each)
    sent(call)
    call.acknowledge(2)
    call.put(says("二", "u2", final=True))
    sent(call)
    call.disconnected()
    assert call.resumed(0) == 2
    assert sent(call) == [(1, ""), (2, "二")]


def test_a_server_that_lost_the_newest_goes_on_from_what_it_has() -> None:
    call = stream()
    for each in (start(), says("一", "u1", final=True), says("二", "u2", final=True)):
        call.put(each)
    sent(call)
    call.acknowledge(3)
    call.put(says("三", "u3", final=True))
    sent(call)
    call.disconnected()
    assert call.resumed(2) == 1
    assert sent(call) == [(3, "三")]


def test_who_goes_on_for_another_process_takes_up_its_numbers() -> None:
    call = stream(asks=True)
    call.put(start())
    call.put(says("三", "u3", final=True))
    assert sent(call) == []
    assert call.resumed(7) == 0
    assert sent(call) == [(8, "三")]


def test_and_begins_the_call_if_nobody_had() -> None:
    call = stream(asks=True)
    call.put(start())
    assert call.resumed(0) == 0
    assert sent(call) == [(1, "")]


def test_a_call_that_is_over_holds_nothing() -> None:
    call = stream()
    call.put(says("一", "u1", final=True))
    assert call.fail(CallOver("c1", "call_ended", "the call has ended")) == 1
    assert call.unacknowledged == 0
    assert tuple(call.load) == (0, 0, 0)


def test_no_more_is_taken_than_asked_for() -> None:
    call = stream()
    for number in range(9):
        call.put(says("好", f"u{number}", final=True))
    assert len(sent(call, most=4)) == 4
    size = says("好", "u9", final=True).size
    assert len(list(call.take(99, 2 * size))) == 2
    assert call.load.characters == 3 * size


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ({"type": "fragment", "utterance": "u"}, "fragment.revision: Field required"),
        ({"type": "call.start", "agent": ""}, "call.start.agent"),
        ({"type": "chat"}, "chat"),
        ({"type": "context", "set": {"name": "\ud800"}}, "cannot be written as JSON"),
        ({"type": "context", "set": {"note": "长" * 70_000}}, "characters are more than"),
    ],
)
def test_what_no_server_would_take_is_told_at_once(event: dict[str, Any], told: str) -> None:
    with pytest.raises(InvalidEvent, match=told):
        item("c1", "", {"at": 0, **event}, 0.0)
