"""A hundred thousand broken messages: none crashes anything, and what comes out is always valid."""

from __future__ import annotations

import random
from typing import Any

import orjson
import pytest
from pydantic import ValidationError

from assist import formats
from assist.core.events import EVENT_IN
from assist.formats import Unreadable

from .calls import script
from .peers import PEERS

NAMES = sorted(PEERS)
EACH = -(-100_000 // len(NAMES))
STRANGE: tuple[Any, ...] = (
    None, True, 0, -1, 1, 2.5, 1e308, -1e9, 2**63, 10**400, float("nan"), float("inf"), "", " ",
    "true", "0", "-7", "1e999", "x" * 5_000, "我老伴", "\x00", [], {}, [[]], [None], {"a": 1},
)  # fmt: skip
"""What JSON can hold, and some that only Python can."""


def mutated(value: Any, rng: random.Random, depth: int = 0) -> Any:
    """The message with one or two of its parts replaced, dropped or doubled."""
    if isinstance(value, dict) and value and (depth == 0 or rng.random() < 0.9):
        changed, key = dict(value), rng.choice(list(value))
        dice = rng.random()
        if dice < 0.15:
            del changed[key]
        elif dice < 0.25:
            changed[rng.choice(list(value))] = rng.choice(STRANGE)
        else:
            changed[key] = mutated(value[key], rng, depth + 1)
        return changed
    if isinstance(value, list) and value and rng.random() < 0.8:
        place = rng.randrange(len(value))
        return [*value[:place], mutated(value[place], rng, depth + 1), *value[place:]]
    if isinstance(value, str) and rng.random() < 0.5:
        return value[: rng.randrange(len(value) + 1)] + rng.choice(("", "7", '"', "}", "喂"))
    return rng.choice(STRANGE)


@pytest.mark.parametrize("name", NAMES)
def test_no_message_crashes_an_adapter(name: str) -> None:
    rng = random.Random(f"fuzz {name}")
    turns = [(n % 2, ["您好", "请问", "几号还款"], 0) for n in range(20)]
    whole = PEERS[name].speak(script(turns, len(PEERS[name].lanes)))
    format_, adapter, understood = formats.get(name), formats.get(name).adapter("s"), 0
    for turn in range(EACH):
        message = rng.choice(whole)
        if rng.random() < 0.9:
            message = mutated(message, rng)
        if turn % 500 == 0:
            adapter = format_.adapter("s")
        format_.call_of(message)
        reading = adapter.receive(message)
        understood += bool(reading.events)
        for event in reading.events:
            valid(event)
    assert understood > EACH // 50, "only rubbish was tried"
    assert len(orjson.dumps(adapter.save())) < 64_000


def valid(event: dict[str, Any]) -> None:
    if event["type"] == "call.start":
        return  # its fields are the vendor's words, and judged where the call is opened
    try:
        EVENT_IN.validate_python({"call": "c", "seq": 1, "at": 0, **event})
    except ValidationError as fault:
        places = {error["loc"][-1] for error in fault.errors()}
        # A vendor's name for somebody or something may be none; that is told where it is used.
        assert places <= {"utterance", "agent"}, (places, event)


@pytest.mark.parametrize("name", NAMES)
def test_no_bytes_crash_a_decoder(name: str) -> None:
    rng = random.Random(f"bytes {name}")
    said = script([(0, ["您好", "请问"], 0)], 1)
    sent = [
        message if isinstance(message, str) else orjson.dumps(message).decode()
        for message in PEERS[name].speak(said)
    ]
    format_ = formats.get(name)
    for _ in range(200):
        frame = bytearray(rng.choice(sent).encode())
        for _ in range(rng.randrange(1, 6)):
            place = rng.randrange(len(frame) + 1)
            frame[place : place + rng.randrange(3)] = rng.randbytes(rng.randrange(3))
        for kind in ("", "application/json", "application/x-www-form-urlencoded"):
            for message in format_.messages(bytes(frame), kind):
                assert isinstance(message, Unreadable) or format_.adapter("s").receive(message)
