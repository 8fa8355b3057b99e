"""What only a file promises: it outlives the process, and refuses what would harm it."""

import asyncio
import contextlib
import os
import resource
import signal
import sqlite3
import stat
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.core.events import CallEnd, Event, Tick
from assist.log import schema
from assist.log.base import LogError
from assist.log.sqlite import SqliteLog, read_call, read_rules

FAST = 0.001


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "calls.sqlite"


def tick(call: str = "c1", at: int = 0) -> Tick:
    return Tick(type="tick", call=call, at=at)


def end(call: str = "c1") -> CallEnd:
    return CallEnd(type="call.end", call=call, seq=9, at=9)


async def test_it_continues_where_it_was_closed(path: Path) -> None:
    log = await SqliteLog.open(path, linger=60)  # closing need not wait for the linger
    for at in range(5):
        log.append(at, tick(at=at))
    await log.keep_rules("d1", {"a.yaml": "x"})
    await log.close()
    log = await SqliteLog.open(path, linger=FAST)
    assert log.durable == 5
    assert await log.unfinished() == ["c1"]
    assert await log.rules("d1") == {"a.yaml": "x"}
    await log.wait(log.append(5, tick(at=5)))
    assert [(e.offset, e.received) for e in await log.read("c1")] == [(n + 1, n) for n in range(6)]
    await log.close()


async def test_offsets_are_not_given_twice_even_when_the_last_call_was_forgotten(
    path: Path,
) -> None:
    log = await SqliteLog.open(path, linger=FAST)
    await log.wait(log.append(0, end()))
    assert await log.forget("c1")
    await log.close()
    log = await SqliteLog.open(path, linger=FAST)
    assert log.append(0, tick()) == 2
    await log.close()


async def test_entries_that_gather_during_a_commit_share_the_next(path: Path) -> None:
    log = await SqliteLog.open(path)
    commits: list[int] = []
    log.listen(lambda: commits.append(log.durable))
    for at in range(200):
        log.append(at, tick(at=at))
        await asyncio.sleep(0.0005)
    await log.wait(200)
    assert len(commits) <= 10
    await log.close()


async def test_what_was_forgotten_is_in_no_file(path: Path) -> None:
    log = await SqliteLog.open(path, linger=FAST)
    for n in range(50):
        log.append(n, Tick(type="tick", call="secret-call-8817", at=n))
    await log.wait(log.append(50, end("secret-call-8817")))
    await log.forget("secret-call-8817")
    for file in path.parent.iterdir():
        assert b"secret-call-8817" not in file.read_bytes(), file.name
    await log.close()


async def test_a_second_writer_is_refused_and_a_reader_is_not(path: Path) -> None:
    log = await SqliteLog.open(path, linger=FAST)
    await log.wait(log.append(3, tick()))
    with pytest.raises(LogError, match=f"in use by process {os.getpid()}; a log has one writer"):
        await SqliteLog.open(path)
    assert [e.received for e in read_call(path, "c1")] == [3]
    assert read_call(path, "c2") == []
    assert read_rules(path, "d1") is None
    await log.close()
    await (await SqliteLog.open(path)).close()


async def test_a_part_of_a_call_is_read_by_offset_and_by_time(path: Path) -> None:
    log = await SqliteLog.open(path)
    for at in range(0, 50, 10):
        log.append(at, tick("c1", at))
        last = log.append(at, tick("c2", at))
    await log.wait(last)
    third = read_call(path, "c1")[2].offset
    assert [e.received for e in read_call(path, "c1", third)] == [20, 30, 40]
    assert [e.received for e in read_call(path, "c1", third + 1, 30)] == [30]
    assert [e.received for e in read_call(path, "c1", until=9)] == [0]
    assert read_call(path, "c1", last + 1) == []
    await log.close()


async def test_only_its_owner_may_read_it(path: Path) -> None:
    log = await SqliteLog.open(path, linger=FAST)
    await log.wait(log.append(0, tick()))
    modes = {f.name: stat.S_IMODE(f.stat().st_mode) for f in path.parent.iterdir()}
    assert set(modes.values()) == {0o600}, modes
    await log.close()


async def test_a_newer_schema_is_refused(path: Path) -> None:
    await (await SqliteLog.open(path)).close()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {schema.SCHEMA_VERSION + 1}")
    with pytest.raises(LogError, match=r"written with schema 3; this version knows 2"):
        await SqliteLog.open(path)
    with pytest.raises(LogError, match="schema 3"):
        read_call(path, "c1")


async def test_somebody_elses_database_is_left_alone(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE customer (name TEXT)")
    before = path.read_bytes()
    with pytest.raises(LogError, match="not a call log"):
        await SqliteLog.open(path)
    assert path.read_bytes() == before


async def test_a_file_that_is_no_database_is_refused(path: Path) -> None:
    path.write_bytes(b"\x00 not a database " * 1_000)
    with pytest.raises(LogError, match=rf"{path}: file is not a database"):
        await SqliteLog.open(path)


async def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(LogError, match="no-such-folder"):
        await SqliteLog.open(tmp_path / "no-such-folder" / "calls.sqlite")
    with pytest.raises(LogError, match="unable to open"):
        read_call(tmp_path / "none.sqlite", "c1")


@contextlib.contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """As on a full disk, writes beyond ``size`` bytes fail in this process."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, handler)


async def test_a_full_disk_stops_the_log_for_good_and_everyone_hears(path: Path) -> None:
    log = await SqliteLog.open(path, linger=FAST)
    await log.wait(log.append(0, tick(at=0)))
    heard: list[LogError | None] = []
    log.listen(lambda: heard.append(log.failed))
    with no_file_beyond(path.with_name("calls.sqlite-wal").stat().st_size + 5_000):
        for at in range(1, 500):
            last = log.append(at, tick(at=at))
        with pytest.raises(LogError, match=str(path)):
            await log.wait(last)
    assert heard[-1] is log.failed is not None
    assert log.durable == 1
    assert log.pending() == 499
    with pytest.raises(LogError):
        log.append(500, tick())
    with pytest.raises(LogError):
        await log.wait(last)
    assert len(await log.read("c1")) == 1
    with pytest.raises(LogError):
        await log.close()
    log = await SqliteLog.open(path)
    assert [e.received for e in await log.read("c1")] == [0]
    await log.close()


async def test_an_unreadable_entry_is_named_without_its_text(path: Path) -> None:
    log = await SqliteLog.open(path, linger=FAST)
    await log.wait(log.append(0, tick()))
    await log.close()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("""UPDATE entry SET event = '{"type":"tick","call":"王小明"}'""")
        connection.commit()
    log = await SqliteLog.open(path)
    with pytest.raises(LogError, match="entry 1 is not readable") as caught:
        await log.read("c1")
    assert "王小明" not in str(caught.value)
    await log.close()


CALLS = ("a", "b", "c")
Action = st.one_of(
    st.tuples(st.just("append"), st.sampled_from(CALLS), st.integers(0, 99)),
    st.tuples(st.just("end"), st.sampled_from(CALLS), st.just(0)),
    st.tuples(st.sampled_from(["wait", "turn", "reopen"]), st.just(""), st.just(0)),
    st.tuples(st.just("forget"), st.sampled_from(CALLS), st.just(0)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(Action, max_size=40))
def test_any_interleaving_reads_back_as_a_plain_list_would(
    actions: list[tuple[str, str, int]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_interleave(Path(folder) / "log.sqlite", actions))


async def _interleave(path: Path, actions: list[tuple[str, str, int]]) -> None:
    model: defaultdict[str, list[tuple[int, int, Event]]] = defaultdict(list)
    ended: set[str] = set()
    last = 0
    log = await SqliteLog.open(path, linger=0)
    for action, call, received in actions:
        if action in ("append", "end"):
            event: Event = end(call) if action == "end" else tick(call, received)
            offset = log.append(received, event)
            assert offset == last + 1
            last = offset
            model[call].append((offset, received, event))
            if action == "end":
                ended.add(call)
        elif action == "wait":
            await log.wait(last)
        elif action == "turn":
            await asyncio.sleep(0)
        elif action == "reopen":
            await log.close()
            log = await SqliteLog.open(path, linger=0)
        elif call in ended:
            await log.wait(last)
            assert await log.forget(call)
            ended.discard(call)
            del model[call]
    await log.wait(last)
    for call in CALLS:
        expected = model.get(call, [])
        assert [(e.offset, e.received, e.event) for e in await log.read(call)] == expected
        assert [(e.offset, e.received, e.event) for e in read_call(path, call)] == expected
    alive = sorted((entries[0][0], c) for c, entries in model.items() if c not in ended)
    assert await log.unfinished() == [call for _, call in alive]
    await log.close()


CHILD = """
import asyncio, sys
from assist.core.events import Tick
from assist.log.sqlite import SqliteLog

async def main():
    log = await SqliteLog.open(sys.argv[1], linger=0.002)
    log.listen(lambda: print(log.durable, flush=True))
    at = 0
    while True:
        for _ in range(20):
            log.append(at, Tick(type="tick", call=f"call-{at % 7}", at=at))
            at += 1
        await asyncio.sleep(0.0005)

asyncio.run(main())
"""


@pytest.mark.parametrize("commits", [1, 7, 30])
async def test_what_was_told_durable_survives_kill_9(path: Path, commits: int) -> None:
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CHILD, str(path), stdout=asyncio.subprocess.PIPE
    )
    assert child.stdout is not None
    told = [int(await child.stdout.readline()) for _ in range(commits)]
    child.kill()
    told += [int(line) for line in (await child.stdout.read()).split(b"\n")[:-1]]
    await child.wait()

    log = await SqliteLog.open(path)
    entries = [e for call in await log.unfinished() for e in await log.read(call)]
    survived = sorted((e.offset, e.received, e.event.at) for e in entries)
    assert len(survived) >= told[-1] > 0
    assert survived == [(n + 1, n, n) for n in range(len(survived))]  # no hole either
    await log.close()
