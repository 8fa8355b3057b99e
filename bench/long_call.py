"""``python -m bench.long_call``: a call of three hours, while it lives and after it has ended.

While it lives its engine must not slow down: what an utterance costs in the third hour is set
against what one costs five minutes into the call. Afterwards the archive plays it in a process of
its own: how much CPU that takes, for how long the event loop beside it ever stood still, and how
long it takes to be told why, late in the call, at the first look and at the second. Two calls: one
that talks as people talk, with every hypothesis of a recogniser; and one of nothing but anger, so
that meters, needs and hints never rest.
"""

from __future__ import annotations

import asyncio
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from assist.archive.archive import Archive
from assist.archive.finding import Wanted
from assist.archive.schema import beside
from assist.core.engine import Engine
from assist.core.events import CallEnd, Event, Fragment, RulesInForce, Speaker
from assist.core.program import Program
from assist.log.base import Log
from assist.log.sqlite import SqliteLog
from assist.ruleset import load
from assist.ruleset.packs import shipped_packs
from assist.text import default_folder, default_tokenizer

from .talk import CHARACTERS_PER_SECOND, LAG_MS, Call, Spoken, conversation

LONG_MS = 3 * 3_600_000
SHORT_MS = 60_000
EARLY_MS = 300_000
SPAN_MS = 600_000
"""Utterances are measured over so much of the call: from :data:`EARLY_MS` on, and at its end."""
ANGER: tuple[tuple[Speaker, str], ...] = (
    ("customer", "我那张卡到底什么时候能解冻"),
    ("agent", "您好，我帮您查一下，请稍等"),
    ("customer", "你们什么破银行，每次都这样"),
    ("agent", "对不起，让您着急了，我这就帮您催"),
)
TICK_S = 0.005
MOST_GROWTH, MOST_CPU_S, MOST_SECOND_S = 1.6, 10.0, 1.0
"""What is aimed at; the CPU of talk only. At minute five, windows of half an hour are not full."""


def angry() -> Iterator[Spoken]:
    """A customer who comes back to the same thing for ever; finals only."""
    for speaker, text in cycle(ANGER):
        duration = int(1000 * len(text) / CHARACTERS_PER_SECOND)
        yield Spoken(speaker, ((duration + LAG_MS, text, True),))


def events(talk: Iterator[Spoken], length: int) -> list[Event]:
    """So many ms of it, as one call."""
    call = Call("long")
    told: list[Event] = [call.start("7")]
    while call.at < length:
        told += call.say(next(talk))
    return [*told, CallEnd(type="call.end", call="long", seq=len(told) + 1, at=call.at)]


def live(program: Program, told: Sequence[Event]) -> tuple[float, float]:
    """ms of CPU that an utterance (its hypotheses and its final) costs: early, and at the end."""
    engine = Engine(program, call="long")
    early, late = [], []
    spent = 0.0
    for event in told:
        before = time.process_time()
        engine.receive(event, event.at)
        engine.hints_to_send()
        engine.quiet_until()
        spent += time.process_time() - before
        if isinstance(event, Fragment) and event.final:
            if EARLY_MS <= event.at < EARLY_MS + SPAN_MS:
                early.append(spent)
            elif event.at >= LONG_MS - SPAN_MS:
                late.append(spent)
            spent = 0.0
    return 1e3 * statistics.mean(early), 1e3 * statistics.mean(late)


@dataclass(frozen=True, slots=True)
class Archived:
    """``cpu``: of the archive's process, its start and the rules' compilation included; ``gap``:
    the longest that the event loop stood still; ``looks``: how long explanations took. All in s;
    ``report``: characters of the report's JSON."""

    cpu: float
    gap: float
    looks: tuple[float, ...]
    report: int


async def archived(program: Program, told: Sequence[Event], looks: Sequence[int]) -> Archived:
    """Have a call derived, then explained at some moments (ms)."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.db"
        log = await SqliteLog.open(path)
        await _append(log, program, told)
        gaps: list[float] = []
        watching = asyncio.create_task(_watch(gaps))
        before = _children_s()
        archive = await _open(log, path, program)
        following = asyncio.create_task(archive.keep_up())
        while True:
            if await archive.find(Wanted(), 1):
                break
            await asyncio.sleep(0.05)
        report = len(await archive.report("long"))
        following.cancel()
        await asyncio.wait([following])
        await archive.close()
        cpu = _children_s() - before

        archive = await _open(log, path, program)
        took = [await _explained(archive, at) for at in (0, *looks)][1:]  # the first starts it
        await archive.close()
        watching.cancel()
        await asyncio.wait([watching])
        await log.close()
        return Archived(cpu, max(gaps), tuple(took), report)


async def _append(log: Log, program: Program, told: Sequence[Event]) -> None:
    digest = program.rules.digest
    await log.keep_rules(digest, program.rules.sources)
    last = log.append(0, RulesInForce(type="rules", call="long", at=0, digest=digest))
    for event in told:
        last = log.append(event.at, event)
    await log.wait(last)


async def _open(log: Log, path: Path, program: Program) -> Archive:
    archive = Archive(log, path=beside(path), source=path, digest=lambda: program.rules.digest)
    await archive.open()
    return archive


async def _explained(archive: Archive, at: int) -> float:
    asked = time.perf_counter()
    await archive.explain("long", at, [], "zh")
    return time.perf_counter() - asked


async def _watch(gaps: list[float]) -> None:
    """How much later than asked for the event loop came round, s."""
    while True:
        before = time.perf_counter()
        await asyncio.sleep(TICK_S)
        gaps.append(time.perf_counter() - before - TICK_S)


def _children_s() -> float:
    """User and system time of processes that this one started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Print the figures; exit 1 when a target was missed."""
    loaded = load(shipped_packs(), folder=default_folder(), tokenizer=default_tokenizer())
    assert loaded.program is not None, loaded.errors
    program = loaded.program
    start = asyncio.run(archived(program, events(conversation(1), SHORT_MS), ()))
    print(f"start of the process and the rules' compilation: {start.cpu:.1f} s of CPU")
    met = True
    for name, talk in (("talk", conversation(1)), ("anger", angry())):
        told = events(talk, LONG_MS)
        finals = sum(isinstance(event, Fragment) and event.final for event in told)
        early, late = live(program, told)
        moments = (LONG_MS - 60_000, LONG_MS - 30_000)
        after = asyncio.run(archived(program, told, moments))
        cpu = after.cpu - start.cpu
        first, second = after.looks
        print(f"{name}: {len(told):,} events, {finals:,} finals")
        grown = late / early
        print(f"  an utterance: {early:.2f} ms at minute 5, {late:.2f} ms in hour 3: {grown:.2f}")
        print(f"  archived: {cpu:.1f} s of CPU, a report of {after.report:,} characters")
        print(f"  longest that the event loop stood still: {1e3 * after.gap:.0f} ms")
        print(f"  explained: {first:.1f} s, then {second:.2f} s")
        met = met and grown <= MOST_GROWTH and second <= MOST_SECOND_S
        met = met and (name == "anger" or cpu <= MOST_CPU_S)
    sys.exit(0 if met else 1)


if __name__ == "__main__":
    main()
