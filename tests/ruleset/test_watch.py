"""Hot reload: edits are seen however and whenever they are made."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from assist.ruleset.files import Stamps, stamps
from assist.ruleset.watch import changes

GOOD = "signals:\n  loss: {speaker: customer, phrases: [去世]}\n"
BETTER = "signals:\n  loss: {speaker: customer, phrases: [去世, 过世]}\n"
NEVER_MS = 3_600_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bank" / "loss.yaml"
    path.parent.mkdir()
    path.write_text(GOOD, encoding="utf-8")
    return path


@asynccontextmanager
async def watching(
    path: Path, *, since: Stamps | None = None, look_ms: int = NEVER_MS
) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """Watch a pack; gives what awaits the next change."""
    stop, told = asyncio.Event(), asyncio.Queue[None]()

    async def collect() -> None:
        seen = changes([path.parent], since=since, stop=stop, debounce_ms=50, look_ms=look_ms)
        async for _ in seen:
            told.put_nowait(None)

    task = asyncio.create_task(collect())
    await asyncio.sleep(0.5)  # until the kernel watches
    try:
        yield lambda: asyncio.wait_for(told.get(), 20)
        assert told.empty()
    finally:
        stop.set()
        await task


def replace_by_renaming(path: Path, text: str) -> None:
    new = path.with_name(".loss.yaml.swp")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


def rewrite_in_place(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def move_aside_and_write(path: Path, text: str) -> None:
    path.rename(path.with_name("loss.yaml~"))
    path.write_text(text, encoding="utf-8")


SAVES = [replace_by_renaming, rewrite_in_place, move_aside_and_write]


@pytest.mark.parametrize("save", SAVES)
async def test_an_edit_is_seen_however_it_is_saved(
    file: Path, save: Callable[[Path, str], None]
) -> None:
    async with watching(file) as change:
        save(file, BETTER)
        await change()


@pytest.mark.parametrize("save", [*SAVES, lambda path, _: path.unlink()])
async def test_an_edit_that_the_kernel_did_not_tell_of_is_seen_at_the_next_look(
    file: Path, save: Callable[[Path, str], None]
) -> None:
    read = stamps([file.parent])
    save(file, BETTER)  # before anybody watches
    async with watching(file, since=read, look_ms=100) as change:
        await change()
        await asyncio.sleep(0.5)  # and not once more at the look after that


async def test_an_edit_that_leaves_time_and_size_alone_is_another_file(file: Path) -> None:
    read, was = stamps([file.parent]), file.stat()
    replace_by_renaming(file, BETTER.replace("过", "去")[: was.st_size])
    os.utime(file, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert stamps([file.parent]) != read


async def test_what_is_no_rule_file_wakes_nobody(file: Path) -> None:
    async with watching(file, look_ms=100) as change:
        file.with_name("notes.txt").write_text("x", encoding="utf-8")
        file.with_name(".loss.yaml.swp").write_text("x", encoding="utf-8")
        await asyncio.sleep(0.5)
        file.write_text(BETTER, encoding="utf-8")
        await change()


async def test_a_pack_that_goes_and_comes_back_is_seen(file: Path) -> None:
    async with watching(file, look_ms=100) as change:
        aside = file.parent.rename(file.parent.with_name("aside"))
        await change()
        aside.rename(file.parent)
        await change()
