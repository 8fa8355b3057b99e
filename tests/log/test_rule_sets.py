"""The rule sets of a log: an edit adds the text that it changed, and nothing outlives its calls."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from assist.core.events import CallEnd, RulesInForce
from assist.log import rule_sets
from assist.log.base import Log, LogError
from assist.log.memory import MemoryLog
from assist.log.sqlite import SqliteLog, read_rules

LESSONS = "".join(f"运行{n}: {n * 7919}\n" for n in range(20_000))

VERSION_1 = """
CREATE TABLE call (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, first INTEGER NOT NULL,
  last INTEGER, ended INTEGER);
CREATE INDEX live ON call (id) WHERE ended IS NULL;
CREATE INDEX ended ON call (ended) WHERE ended IS NOT NULL;
CREATE TABLE entry (offset INTEGER PRIMARY KEY, call INTEGER NOT NULL, previous INTEGER NOT NULL,
  received INTEGER NOT NULL, event TEXT NOT NULL);
CREATE TABLE rules (digest TEXT PRIMARY KEY, sources TEXT NOT NULL);
CREATE TABLE forgotten (upto INTEGER NOT NULL);
INSERT INTO forgotten VALUES (0);
PRAGMA application_id = 1331057742; PRAGMA user_version = 1;
"""


def ruled(call: str, digest: str) -> RulesInForce:
    return RulesInForce(type="rules", call=call, at=0, digest=digest)


def end(call: str) -> CallEnd:
    return CallEnd(type="call.end", call=call, seq=9, at=9)


def edited(nth: int) -> dict[str, str]:
    return {"learned.lessons": LESSONS, "complaint.yaml": f"rules: {{}}  # {nth}\n"}


async def heard(log: Log, call: str, digest: str) -> None:
    log.append(0, ruled(call, digest))
    await log.wait(log.append(1, end(call)))


async def test_an_edit_adds_the_text_that_it_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    log = await SqliteLog.open(path)
    await log.keep_rules("d0", edited(0))
    with closing(sqlite3.connect(path)) as beside:
        sizes = "SELECT count(*), sum(length(body)) FROM rule_text"
        first = beside.execute(sizes).fetchone()
        for nth in range(1, 6):
            await log.keep_rules(f"d{nth}", edited(nth))
        texts, size = beside.execute(sizes).fetchone()
    assert (first[0], texts) == (2, 7)
    assert size - first[1] < 500
    assert size < len(LESSONS.encode()) / 2
    for nth in range(6):
        assert await log.rules(f"d{nth}") == edited(nth)
    await log.close()


@pytest.mark.parametrize("kind", ["memory", "sqlite"])
async def test_a_set_goes_with_the_last_call_that_was_heard_under_it(
    kind: str, tmp_path: Path
) -> None:
    log: Log = MemoryLog() if kind == "memory" else await SqliteLog.open(tmp_path / "a.db")
    for nth in range(3):
        await log.keep_rules(f"d{nth}", edited(nth))
    await heard(log, "c1", "d0")
    await heard(log, "c2", "d0")
    await heard(log, "c3", "d1")
    for nth in range(3, 3 + rule_sets.KEPT):
        await log.keep_rules(f"d{nth}", edited(nth))
    await log.forget("c1")
    assert await log.rules("d0") == edited(0)  # c2 was heard under it
    assert await log.rules("d2") is None  # none was
    await log.forget("c2")
    assert await log.rules("d0") is None
    assert await log.rules("d1") == edited(1)
    for nth in range(3, 3 + rule_sets.KEPT):  # a call may begin under these
        assert await log.rules(f"d{nth}") == edited(nth)
    await log.close()


async def test_texts_that_no_set_needs_go_too(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    log = await SqliteLog.open(path)
    await log.keep_rules("d0", {"a.yaml": "只有这里有"})
    await heard(log, "c1", "d0")
    for nth in range(1, 1 + rule_sets.KEPT):
        await log.keep_rules(f"d{nth}", edited(nth))
    await log.forget("c1")
    with closing(sqlite3.connect(path)) as beside:
        assert beside.execute("SELECT count(*) FROM rule_text").fetchone() == (1 + rule_sets.KEPT,)
        assert beside.execute("SELECT count(*) FROM heard_under").fetchone() == (0,)
    await log.close()


async def test_a_log_of_the_schema_before_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as old:
        old.executescript(VERSION_1)
        for nth in range(3):
            old.execute("INSERT INTO rules VALUES (?, ?)", (f"d{nth}", json.dumps(edited(nth))))
        for number, name in enumerate(("c1", "c2")):
            first = 2 * number + 1
            told = (number + 1, name, first, first + 1, 1_000)
            old.execute("INSERT INTO call VALUES (?, ?, ?, ?, ?)", told)
            for offset, event in ((first, ruled(name, f"d{number}")), (first + 1, end(name))):
                text = event.model_dump_json(exclude_defaults=True)
                previous = offset - 1 if offset > first else 0
                row = (offset, number + 1, previous, offset, text)
                old.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?)", row)
        old.commit()
    with pytest.raises(LogError, match=r"written with schema 1.*Start `assist serve` on it once"):
        read_rules(path, "d0")
    log = await SqliteLog.open(path)
    assert [len(await log.read(name)) for name in ("c1", "c2")] == [2, 2]
    for nth in range(3):
        assert await log.rules(f"d{nth}") == edited(nth)
    await log.forget("c1")
    assert await log.rules("d0") is None
    assert await log.rules("d1") == edited(1)
    assert await log.rules("d2") is None  # no call named it
    await log.close()
    assert read_rules(path, "d1") == edited(1)
