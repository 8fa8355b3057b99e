"""Names in the log: for who has the key beside it, and nobody else."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from assist.core.events import CallStart, Context
from assist.log.base import LogError
from assist.log.sealing import KEY_BYTES, SUFFIX, UNKNOWN, Seal
from assist.log.sqlite import SqliteLog, read_call

WHO: dict[str, Any] = {"name": "王淑芬", "customer_name": "王女士", "product": "存款", "age": 71}


def start(**context: Any) -> CallStart:
    return CallStart(type="call.start", call="c1", seq=1, at=0, agent="7001", context=context)


def learnt(**known: Any) -> Context:
    return Context(type="context", call="c1", seq=2, at=9, set=known)


async def kept(path: Path) -> None:
    log = await SqliteLog.open(path)
    log.append(0, start(**WHO))
    await log.wait(log.append(9, learnt(first_name="淑芬", stage="核身")))
    assert [entry.event for entry in await log.read("c1")] == [
        start(**WHO),
        learnt(first_name="淑芬", stage="核身"),
    ]
    await log.close()


async def test_no_name_lies_in_the_file_and_the_server_reads_it_again(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    await kept(path)
    held = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    for name in ("王淑芬", "王女士", "淑芬"):
        assert name.encode() not in held
    assert "存款".encode() in held
    again = await SqliteLog.open(path)
    (first, second) = [entry.event for entry in await again.read("c1")]
    assert isinstance(first, CallStart)
    assert first.context == WHO
    assert [entry.event for entry in await again.tail("c1", 1)] == [second]
    await again.close()
    assert [entry.event for entry in read_call(path, "c1")] == [first, second]
    assert stat.S_IMODE((tmp_path / f"a.db{SUFFIX}").stat().st_mode) == 0o600


async def test_who_has_the_log_alone_has_no_names(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    await kept(path)
    (tmp_path / f"a.db{SUFFIX}").unlink()
    first, second = (entry.event for entry in read_call(path, "c1"))
    assert isinstance(first, CallStart)
    assert isinstance(second, Context)
    assert first.context == {**WHO, "name": UNKNOWN, "customer_name": UNKNOWN}
    assert second.set == {"first_name": UNKNOWN, "stage": "核身"}
    assert not (tmp_path / f"a.db{SUFFIX}").exists()


async def test_a_lost_key_is_told_and_a_first_one_is_not(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with capture_logs() as told:
        await kept(path)
        await (await SqliteLog.open(path)).close()
    assert told == []
    (tmp_path / f"a.db{SUFFIX}").unlink()
    with capture_logs() as told:
        await (await SqliteLog.open(path)).close()
    (lost,) = told
    assert (lost["event"], lost["file"]) == ("key_lost", f"{path}{SUFFIX}")


async def test_a_key_that_is_none_is_not_made_anew_in_silence(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    await kept(path)
    (tmp_path / f"a.db{SUFFIX}").write_bytes(b"short")
    with pytest.raises(LogError, match="no key of a log"):
        await SqliteLog.open(path)
    with pytest.raises(LogError, match="no key of a log"):
        read_call(path, "c1")


def test_a_sealed_name_cannot_be_moved_to_another_call() -> None:
    seal = Seal(b"k" * KEY_BYTES)
    sealed = seal.seal(start(name="王淑芬"))
    moved = sealed.model_copy(update={"call": "c2"})
    assert seal.open(sealed) == start(name="王淑芬")
    unknown = start(name=UNKNOWN)
    assert seal.open(moved) == unknown.model_copy(update={"call": "c2"})
    assert Seal(b"x" * KEY_BYTES).open(sealed) == unknown


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**31), 2**31) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(["name", "姓名", "product", "$sealed"]), VALUES))
def test_whatever_was_sealed_opens_again(context: dict[str, Any]) -> None:
    seal = Seal(b"k" * KEY_BYTES)
    event = start(**context)
    sealed = seal.seal(event)
    assert seal.open(sealed) == event
    assert (sealed is event) is (not {"name", "姓名"} & context.keys())
