"""Whatever is taken can be read from the log again: what is acknowledged is never lost."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from assist.core.events import MAX_DEPTH, CallStart, Context
from assist.log.base import UnreadableError
from assist.log.sqlite import SqliteLog
from assist.node.node import Node
from assist.node.recovery import recover
from tests.node.rules import program

LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
VALUES = st.recursive(
    LEAVES, lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(), one, max_size=3)
)


def nested(value: Any, deep: int) -> Any:
    for level in range(deep):
        value = [value] if level % 2 else {"in": value}
    return value


def start(call: str, value: Any) -> CallStart:
    return CallStart(
        type="call.start", call=call, seq=1, at=0, agent="7001", language="zh", context={"v": value}
    )


def taken(call: str, value: Any) -> CallStart | None:
    """The event, unless it is refused."""
    try:
        return start(call, value)
    except ValidationError:
        return None


async def written_and_read(folder: str, events: list[CallStart]) -> list[Any]:
    log = await SqliteLog.open(Path(folder) / "log.db", linger=0.0)
    last = 0
    for event in events:
        last = log.append(0, event)
    await log.wait(last)
    found = [(await log.read(event.call))[0].event for event in events]
    await log.close()
    return found


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(VALUES, st.integers(0, 300)), min_size=1, max_size=8))
def test_what_is_taken_comes_back_as_it_was(values: list[tuple[Any, int]]) -> None:
    wanted = [taken(f"c{n}", nested(value, deep)) for n, (value, deep) in enumerate(values)]
    events = [event for event in wanted if event is not None]
    with TemporaryDirectory() as folder:
        assert asyncio.run(written_and_read(folder, events)) == events


def test_what_is_nested_too_deep_is_refused_and_says_why() -> None:
    assert start("c1", nested(1, MAX_DEPTH)).context
    with pytest.raises(ValidationError, match="more than 16 deep"):
        start("c1", nested(1, MAX_DEPTH + 1))
    with pytest.raises(ValidationError, match="more than 16 deep"):
        Context(type="context", call="c1", seq=2, at=1, set={"v": nested(1, 100)})


async def test_a_call_that_cannot_be_read_keeps_back_no_other(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    log = await SqliteLog.open(path, linger=0.0)
    node = Node(log, program())
    await node.use(program())
    for call in ("spoilt", "well"):
        node.receive(start(call, 1))
    await log.wait(node.appended)
    node.stop()
    await log.close()
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(
            """UPDATE entry SET event = '{"type": "of old"}' WHERE event LIKE '%spoilt%'"""
        )

    log = await SqliteLog.open(path, linger=0.0)
    with pytest.raises(UnreadableError):
        await log.read("spoilt")
    again = Node(log, program())
    assert await recover(again, lambda _digest: asyncio.sleep(0, program())) == 1
    assert list(again.calls) == ["well"]
    again.stop()
    await log.close()
