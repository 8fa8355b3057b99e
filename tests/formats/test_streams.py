"""For each format: what is said comes out exactly once and in order, however the messages come."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist import formats
from assist.formats import Adapter

from .calls import Transcript, expected, hear, script, scripts, squeezed
from .peers import PEERS, Said

NAMES = sorted(PEERS)
FEW = settings(max_examples=8, deadline=None)


def adapter(name: str) -> Adapter:
    return formats.get(name).adapter("s")


def check(name: str, said: list[Said], transcript: Transcript, *, ordered: bool = True) -> None:
    wanted = expected(name, said, dict(formats.get(name).speakers))
    if PEERS[name].pieces:
        check_pieces(wanted, transcript)
        return
    got = transcript.finals
    assert (got == wanted) if ordered else (sorted(got) == sorted(wanted))
    assert not transcript.open, "left over"


def check_pieces(wanted: list[tuple[str, str]], transcript: Transcript) -> None:
    """Every word of every speaker once and in order, wherever it was cut."""
    heard = [*transcript.finals, *((who, text) for (who, _), text in transcript.open.items())]
    for speaker in {who for who, _ in wanted}:
        assert squeezed("".join(text for who, text in heard if who == speaker)) == squeezed(
            "".join(text for who, text in wanted if who == speaker)
        )


def test_every_format_has_a_peer() -> None:
    assert set(NAMES) == set(formats.names())


@pytest.mark.parametrize("name", NAMES)
def test_what_is_said_comes_out_once_and_in_order(name: str) -> None:
    @FEW
    @given(said=scripts(name))
    def run(said: list[Said]) -> None:
        check(name, said, hear(adapter(name), PEERS[name].speak(said)))

    run()


@pytest.mark.parametrize("name", [name for name in NAMES if formats.get(name).partials])
def test_hypotheses_come_before_their_finals(name: str) -> None:
    said = script([(0, ["我老伴", "上个月", "走了"], 0)], 1)
    messages = PEERS[name].speak(said)
    first = adapter(name)
    early = [event for message in messages[:2] for event in first.receive(message).events]
    assert [each for each in early if each["type"] == "fragment" and not each["final"]]


@pytest.mark.parametrize("name", [name for name in NAMES if PEERS[name].repeats])
def test_a_message_that_comes_again_at_once_says_nothing_new(name: str) -> None:
    @FEW
    @given(said=scripts(name), times=st.lists(st.integers(1, 3), min_size=1, max_size=5))
    def run(said: list[Said], times: list[int]) -> None:
        messages = [
            message
            for number, message in enumerate(PEERS[name].speak(said))
            for _ in range(times[number % len(times)])
        ]
        check(name, said, hear(adapter(name), messages))

    run()


@pytest.mark.parametrize("name", [name for name in NAMES if PEERS[name].named])
def test_a_hypothesis_after_its_final_is_late(name: str) -> None:
    @FEW
    @given(said=scripts(name), seed=st.integers(0, 99))
    def run(said: list[Said], seed: int) -> None:
        rng, messages = random.Random(seed), PEERS[name].speak(said)
        late: list[Any] = []
        for number, message in enumerate(messages):
            late.append(message)
            if number and rng.random() < 0.5:
                late.append(messages[rng.randrange(number)])
        check(name, said, hear(adapter(name), late))

    run()


@pytest.mark.parametrize("name", [name for name in NAMES if PEERS[name].webhook])
def test_messages_that_overtake_each_other_lose_nothing(name: str) -> None:
    @FEW
    @given(said=scripts(name), seed=st.integers(0, 9_999))
    def run(said: list[Said], seed: int) -> None:
        rng, messages = random.Random(seed), PEERS[name].speak(said)
        places = {id(each): number + rng.uniform(0, 3) for number, each in enumerate(messages)}
        messages.sort(key=lambda each: places[id(each)])
        twice = [each for each in messages for _ in range(rng.choice((1, 1, 2)))]
        check(name, said, hear(adapter(name), twice), ordered=False)

    run()


@pytest.mark.parametrize("name", NAMES)
def test_messages_may_come_many_to_a_frame(name: str) -> None:
    @FEW
    @given(said=scripts(name), size=st.integers(1, 5), as_lines=st.booleans())
    def run(said: list[Said], size: int, as_lines: bool) -> None:
        format_, messages = formats.get(name), PEERS[name].speak(said)
        transcript, one = Transcript(), adapter(name)
        for at in range(0, len(messages), size):
            for message in format_.messages(frame(messages[at : at + size], as_lines=as_lines)):
                reading = one.receive(message)
                assert reading.fault is None
                transcript.take(reading.events)
        check(name, said, transcript)

    run()


def frame(messages: list[Any], *, as_lines: bool) -> str:
    if isinstance(messages[0], str):
        return "\n".join(messages)
    if as_lines:
        return "\n".join(json.dumps(message, ensure_ascii=False) for message in messages)
    return json.dumps(messages if len(messages) > 1 else messages[0])


@pytest.mark.parametrize("name", NAMES)
def test_a_state_kept_between_any_two_messages_changes_nothing(name: str) -> None:
    @FEW
    @given(said=scripts(name))
    def run(said: list[Said]) -> None:
        transcript, one = Transcript(), adapter(name)
        for message in PEERS[name].speak(said):
            other = adapter(name)
            other.load(json.loads(json.dumps(one.save())))
            one = other
            transcript.take(one.receive(message).events)
        check(name, said, transcript)

    run()


@pytest.mark.parametrize("name", NAMES)
def test_a_state_is_small(name: str) -> None:
    one = adapter(name)
    turns = [(number, ["您好", "请问", "几号还款"], 0) for number in range(200)]
    hear(one, PEERS[name].speak(script(turns, len(PEERS[name].lanes))))
    assert len(json.dumps(one.save())) < 16_000
