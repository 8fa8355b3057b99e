"""The process that compiles: asked from the event loop, started again when it dies."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest

from assist.studio.desk import Broken, Busy, Desk
from assist.studio.trying import Superseded
from assist.studio.writing import NoForm

from .packs import RULES, put

FILE = "bank/rules.yaml"


async def test_it_answers_and_is_started_again_when_it_dies(tmp_path: Path) -> None:
    desk = Desk([put(tmp_path)])
    try:
        assert (await desk.ask("where", "be-quick")) == FILE
        process = desk._process
        assert process is not None
        asked = asyncio.create_task(desk.ask("check", FILE, RULES, True))
        await asyncio.sleep(0)
        os.kill(process.pid, signal.SIGKILL)
        with pytest.raises(Broken):
            await asked
        assert (await desk.ask("where", "acknowledge")) == FILE
        with pytest.raises(NoForm):
            await desk.ask("read_form", FILE, RULES, "none")
        with pytest.raises(Broken, match="KeyError"):
            await desk.ask("nonsense")
    finally:
        desk.close()
    process.wait()


class Gone:
    """A pipe to a process that is dying, which the system does not call dead yet."""

    def send(self, question: object) -> None:
        raise BrokenPipeError


async def test_a_process_that_is_dying_is_not_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk([put(tmp_path)])
    try:
        assert (await desk.ask("where", "be-quick")) == FILE
        first = desk._process
        monkeypatch.setattr(desk, "_pipe", Gone())
        with pytest.raises(Broken, match="BrokenPipeError"):
            await desk.ask("where", "be-quick")
        assert (await desk.ask("where", "be-quick")) == FILE
        assert desk._process is not first
    finally:
        desk.close()


async def test_of_one_session_only_the_last_question_is_answered(tmp_path: Path) -> None:
    desk = Desk([put(tmp_path)])
    try:
        await desk.ask("warm")
        checks = [desk.ask("check", FILE, RULES + f"# {n}\n", True, session="s") for n in range(9)]
        other = desk.ask("check", FILE, RULES, False, session="t")
        *first, last, another = await asyncio.gather(*checks, other, return_exceptions=True)
        assert isinstance(last, dict)
        assert isinstance(another, dict)
        assert sum(isinstance(one, Superseded) for one in first) >= len(first) - 1
        assert all(isinstance(one, Superseded | dict) for one in first)
    finally:
        desk.close()


async def test_too_many_questions_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assist.studio.desk.MOST_WAITING", 1)
    desk = Desk([put(tmp_path)])
    try:
        first = asyncio.create_task(desk.ask("where", "be-quick"))
        while not desk._waiting:
            await asyncio.sleep(0.01)
        with pytest.raises(Busy):
            await desk.ask("where", "be-quick")
        assert await first == FILE
    finally:
        desk.close()


async def test_a_process_that_is_stuck_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assist.studio.desk.PATIENCE_S", 0.01)
    desk = Desk([put(tmp_path)])
    try:
        with pytest.raises(Broken, match="no answer within"):
            await desk.ask("warm")
        assert desk._process is None
    finally:
        desk.close()
