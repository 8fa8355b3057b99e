"""The process that plays an edit against recorded calls, and the way to it.

One is started for each rehearsal and ended with it, so that whoever goes away stops it at once,
and no other edit waits for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from subprocess import Popen
from threading import Thread
from time import monotonic
from typing import Any

from assist.backtest.reading import Case, find
from assist.log.base import LogError
from assist.log.schema import connect_read_only
from assist.log.sqlite import read_call
from assist.log.store import read_ended
from assist.node.replay import from_log
from assist.ruleset import compile_sources
from assist.ruleset.memory import Memory
from assist.text import default_folder, default_tokenizer

from . import child
from .rehearsing import Call, rehearse

SECONDS = 60.0
"""How long a rehearsal may take; what was played by then is told, and that it is not all."""
PROGRESS_S = 0.2
"""How often at most progress is told."""
NICENESS = 10
"""Live calls go first, and checks of what somebody types."""
AT_ONCE = 2
"""Rehearsals at once; others wait for their turn."""

Message = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What to play. ``before``, ``after``: texts of the rules by path; ``log``: the file of the
    log, None for one in memory; ``folder``: of labelled or recorded calls; ``most`` calls of the
    log, those that ended last first."""

    before: Mapping[str, str]
    after: Mapping[str, str]
    log: Path | None
    folder: Path | None
    since: datetime | None
    to: datetime | None
    most: int


async def rehearsed(asked: Asked, turns: asyncio.Semaphore) -> AsyncIterator[Message]:
    """Progress, and at last a result or an error. Closing the iterator ends the process."""
    yield {"progress": {"done": 0, "of": 0, "stage": "starting"}}
    async with turns:
        process, pipe = await asyncio.to_thread(child.start, __name__, asked)
        last = False
        try:
            while not last:
                message = await asyncio.to_thread(_next, pipe)
                last = "progress" not in message
                yield message
        finally:
            process.kill()  # nothing is awaited here: whoever asked may be gone
            Thread(target=_end, args=(process, pipe), name="studio-end").start()


def _next(pipe: Connection) -> Message:
    try:
        message: Message = pipe.recv()
    except (EOFError, OSError):
        return {"error": {"code": "studio_failed", "detail": "playing the calls broke off"}}
    return message


def _end(process: Popen[bytes], pipe: Connection) -> None:
    with pipe:
        process.wait()


# -- in the process ----------------------------------------------------------------------------


def run(pipe: Connection) -> None:
    """Play what is asked, and tell of it."""
    asked: Asked = pipe.recv()
    with suppress(OSError):  # nobody listens any more
        try:
            pipe.send(_answer(asked, pipe))
        except LogError as fault:
            pipe.send({"error": {"code": "studio_failed", "detail": str(fault)}})


def _answer(asked: Asked, pipe: Connection) -> Message:
    folder, tokenizer, memory = default_folder(), default_tokenizer(), Memory()
    old = compile_sources(asked.before, folder=folder, memory=memory).rules
    new = compile_sources(asked.after, folder=folder, memory=memory).rules
    if old is None or new is None:
        detail = "with this edit the rules would have errors; mend them first"
        return {"error": {"code": "rules_invalid", "detail": detail}}
    calls = list(_calls(asked))
    if not calls:
        detail = "there is no ended call to play: none is stored for this time"
        return {"error": {"code": "no_recordings", "detail": detail}}
    told_at = 0.0

    def progress(stage: str, done: int, of: int) -> None:
        nonlocal told_at
        now = monotonic()
        if now - told_at >= PROGRESS_S or done == of:
            told_at = now
            pipe.send({"progress": {"done": done, "of": of, "stage": stage}})

    return {
        "result": rehearse(calls, old, new, folder, tokenizer, seconds=SECONDS, progress=progress)
    }


def _calls(asked: Asked) -> Iterator[Call]:
    if asked.folder is not None:
        for case in find([asked.folder]).cases:
            yield Call(case.call, partial(_same, case))
    if asked.log is not None:
        for name in _ended(asked.log, asked):
            yield Call(name, partial(_logged, asked.log, name))


def _ended(log: Path, asked: Asked) -> Sequence[str]:
    with closing(connect_read_only(log)) as connection:
        ended = read_ended(connection, asked.most, None, asked.since, asked.to)
    return [one.call for one in ended]


def _same(case: Case) -> Case:
    return case


def _logged(log: Path, name: str) -> Case:
    return Case(name, "log", None, tuple(from_log(read_call(log, name))))


if __name__ == "__main__":
    run(child.begin(NICENESS))
