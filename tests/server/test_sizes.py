"""What the server's files take of the disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from assist.server.sizes import free, sizes


def test_files_are_told_by_what_they_are_and_their_journals_apart(tmp_path: Path) -> None:
    log = tmp_path / "calls.db"
    log.write_bytes(b"x" * 10)
    (tmp_path / "calls.db-wal").write_bytes(b"x" * 3)

    told = sizes(str(log))

    assert (told["log"], told["log_journal"]) == (10, 3)
    assert (told["archive"], told["memory"], told["memory_journal"]) == (0, 0, 0)


def test_there_is_room_where_the_log_lies(tmp_path: Path) -> None:
    left = free(str(tmp_path / "calls.db"))
    assert left is not None
    assert left > 0
    assert free(str(tmp_path / "gone" / "calls.db")) is None


@pytest.mark.parametrize("told", [sizes, free])
def test_a_log_in_memory_takes_nothing(told: object) -> None:
    assert callable(told)
    assert not told("memory")
