"""Hot reload: edits are seen however an editor makes them; the last good set stays."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from assist.ruleset import Loaded, load
from assist.ruleset.watch import Current, watch
from assist.text import default_folder, default_tokenizer

GOOD = "signals:\n  loss: {speaker: customer, phrases: [去世]}\n"
BETTER = "signals:\n  loss: {speaker: customer, phrases: [去世, 过世]}\n"
BAD = "signals:\n  loss: {speaker: custmer, phrases: [去世]}\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bank" / "loss.yaml"
    path.parent.mkdir()
    path.write_text(GOOD, encoding="utf-8")
    return path


def read(path: Path) -> Loaded:
    return load([path.parent], folder=default_folder(), tokenizer=default_tokenizer())


@asynccontextmanager
async def watching(path: Path) -> AsyncIterator[Callable[[], Awaitable[Loaded]]]:
    """Watch a pack; gives what awaits the next load."""
    stop, loads = asyncio.Event(), asyncio.Queue[Loaded]()

    async def collect() -> None:
        async for loaded in watch(
            [path.parent],
            folder=default_folder(),
            tokenizer=default_tokenizer(),
            stop=stop,
            debounce_ms=50,
        ):
            loads.put_nowait(loaded)

    task = asyncio.create_task(collect())
    await asyncio.sleep(0.5)  # until the kernel watches
    try:
        yield lambda: asyncio.wait_for(loads.get(), 20)
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


@pytest.mark.parametrize("save", [replace_by_renaming, rewrite_in_place, move_aside_and_write])
async def test_an_edit_is_seen_however_it_is_saved(
    file: Path, save: Callable[[Path, str], None]
) -> None:
    before = read(file).program
    assert before is not None

    async with watching(file) as next_load:
        save(file, BETTER)
        loaded = await next_load()

    assert loaded.program is not None
    assert loaded.program.rules.digest != before.rules.digest


async def test_an_invalid_edit_is_told_and_a_later_good_one_taken(file: Path) -> None:
    async with watching(file) as next_load:
        file.write_text(BAD, encoding="utf-8")
        bad = await next_load()
        file.write_text(BETTER, encoding="utf-8")
        good = await next_load()

    assert bad.program is None
    assert [(p.line, p.column) for p in bad.errors] == [(2, 19)]
    assert good.program is not None


async def test_a_file_caught_half_written_is_read_once_more(file: Path) -> None:
    async with watching(file) as next_load:
        file.write_text(BETTER[:30], encoding="utf-8")
        await asyncio.sleep(0.25)  # longer than the debounce, shorter than the second look
        file.write_text(BETTER, encoding="utf-8")
        loaded = await next_load()

    assert [str(problem) for problem in loaded.errors] == []


async def test_what_is_no_rule_file_wakes_nobody(file: Path) -> None:
    async with watching(file) as next_load:
        file.with_name("notes.txt").write_text("x", encoding="utf-8")
        file.with_name(".loss.yaml.swp").write_text("x", encoding="utf-8")
        await asyncio.sleep(0.3)
        file.write_text(BETTER, encoding="utf-8")
        loaded = await next_load()

    assert loaded.program is not None


def test_the_last_good_set_stays_in_force(file: Path) -> None:
    first = read(file).program
    assert first is not None
    file.write_text(BAD, encoding="utf-8")
    bad = read(file)
    file.write_text(BETTER, encoding="utf-8")
    good = read(file)

    current = Current(first)
    after_bad = current.after(bad)
    after_good = after_bad.after(good)

    assert (after_bad.program, after_bad.stale) == (first, True)
    assert after_bad.problems == bad.problems
    assert (after_good.program, after_good.stale) == (good.program, False)


def test_an_edit_that_changes_nothing_keeps_the_very_program(file: Path) -> None:
    first = read(file).program
    assert first is not None

    assert Current(first).after(read(file)).program is first
