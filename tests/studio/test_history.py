"""Who changed what when, kept over restarts."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from assist.studio.history import GONE, Change, History, HistoryError

RULE = {"kind": "rule", "name": "fee", "what": "changed", "lines": {}, "used_by": []}
SIGNAL = {"kind": "signal", "name": "fee-cue", "what": "new", "lines": {}, "used_by": ["other"]}


def change(path: str, revision: str, text: str | None, **more: object) -> Change:
    return Change(path, 1_000, "saved", revision, text, "王组长", "太吵", **more)  # type: ignore[arg-type]


def test_it_is_there_after_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "new" / "assist.db.rules.db"
    history = History(file)
    number = history.keep(change("bank/a.yaml", "r1", "甲", changes=[RULE, SIGNAL]))
    history.close()
    history = History(file)
    assert file.stat().st_mode & 0o777 == 0o600
    entry = history.entry(number)
    assert entry is not None
    assert (entry.author, entry.reason, entry.revision) == ("王组长", "太吵", "r1")
    assert entry.changes == [RULE, SIGNAL]
    assert history.text(number) == "甲"
    history.close()


def test_entries_are_found_by_file_by_rule_and_page_by_page() -> None:
    history = History(None)
    for number in range(5):
        changes = [RULE] if number % 2 else [SIGNAL]
        history.keep(change(f"bank/{number % 2}.yaml", f"r{number}", "x", changes=changes))

    def found(**asked: object) -> list[int]:
        given = {"path": None, "rule": None, "before": None, "limit": 10} | asked
        return [entry.id for entry in history.entries(**given)]  # type: ignore[arg-type]

    assert found() == [5, 4, 3, 2, 1]
    assert found(path="bank/1.yaml") == [4, 2]
    assert found(rule="fee") == [4, 2]
    assert found(rule="other") == [5, 3, 1]
    assert found(before=4, limit=2) == [3, 2]
    assert found(path="bank/1.yaml", rule="other") == [5, 4, 3, 2, 1]
    assert found(path="bank/2.yaml", rule="fee") == [4, 2]
    everything = history.entries(path=None, rule=None, before=None, limit=9)
    assert [entry.id for entry in everything if entry.current] == [5, 4]
    history.close()


def test_what_a_file_held_before_is_found_from_each_entry() -> None:
    history = History(None)
    history.keep(change("bank/a.yaml", "r1", "one"))
    second = history.keep(change("bank/a.yaml", "r2", "two"))
    history.keep(change("bank/a.yaml", GONE, None))
    assert history.latest() == {"bank/a.yaml": (3, GONE)}
    assert history.before("bank/a.yaml", 3) == second
    assert history.text(3) is None
    assert history.entry(7) is None
    history.close()


def test_another_database_is_not_taken_for_it(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    with pytest.raises(HistoryError, match="no history"):
        History(file)
    (tmp_path / "rubbish.db").write_bytes(b"rubbish" * 200)
    with pytest.raises(HistoryError):
        History(tmp_path / "rubbish.db")
