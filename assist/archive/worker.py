"""The process that plays calls once more: ``python -m assist.archive.worker``.

It reads jobs from its standard input and answers each on its standard output (:mod:`.frames`), one
after another, and ends when its input does: so it never outlives the server, however that ends. It
runs at a low priority: live calls come first.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

import orjson

from assist.backtest.explaining import explain, tell
from assist.core.cards import wording
from assist.core.engine import Engine
from assist.core.events import EVENT
from assist.core.program import Program
from assist.log.base import Entry, LogError
from assist.log.sqlite import read_call, read_rules
from assist.node.replay import Played, Timed, from_log, play
from assist.report import report_of
from assist.report.case import part, written
from assist.report.facts import Frame
from assist.report.whole import read_whole, whole
from assist.report.words import words_for
from assist.ruleset import load_sources
from assist.ruleset.saying import Lang
from assist.text import default_folder, default_tokenizer

from .frames import frame, read
from .moments import Moments
from .store import pack, unpack
from .summary import summary_of
from .testcase import Wish, as_test

NICE = 10
"""A tenth of the processor when live calls want all of it; all of it when they do not."""
UNKNOWN = "the log does not hold this call"
PROGRAMS_KEPT = 3
"""Rule sets that stay compiled: today's, and those of the calls looked at last. 40 MB each."""

Job = Mapping[str, Any]
Answer = tuple[Any, bytes]


class Refused(Exception):  # noqa: N818 - says what cannot be done
    """The job cannot be done; the text is for people and quotes nothing that was said."""


class Worker:
    """``log``: the log's file; None where jobs bring the call and its rules along."""

    def __init__(self, log: Path | None) -> None:
        self._log = log
        self._sources: dict[str, Mapping[str, str]] = {}
        self._programs: dict[str, Program] = {}
        self._moments = Moments()
        self._jobs: Mapping[str, Callable[[Job, bytes], Answer]] = {
            "report": self._report,
            "case": self._case,
            "explain": self._explain,
            "testcase": self._testcase,
            "forget": self._forget,
        }

    def answer(self, job: Job, beside: bytes) -> Answer:
        """Do a job. ``{"refused": ...}`` says why it cannot be done."""
        try:
            if self._log is None and "digest" in job:
                job = {**job, **orjson.loads(beside)}
                self._sources.update(job["rules"])
            return self._jobs[job["do"]](job, beside)
        except (Refused, LogError) as fault:
            return {"refused": str(fault)}, b""
        except Exception as fault:  # noqa: BLE001 - one call's fault must not stop the others
            trace = fault.__traceback__
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
            return {"refused": f"{type(fault).__name__} at {where}"}, b""

    # -- jobs ----------------------------------------------------------------------------------

    def _report(self, job: Job, _beside: bytes) -> Answer:
        report = report_of(self._played(job))
        return summary_of(report), pack(whole(report))

    def _case(self, job: Job, packed: bytes) -> Answer:
        report = read_whole(unpack(packed))
        words = words_for(job["lang"] or report.language)
        frame = Frame(words, ZoneInfo(job["zone"]), job.get("why", ()))
        write = part if "why" in job else written
        return {}, write(report, job["form"], frame).encode()

    def _explain(self, job: Job, _beside: bytes) -> Answer:
        rules, lang = job["rules_named"], job["lang"]
        at = job["at"]
        source = _Source(self, job)
        engine = self._moments.engine_at(job["call"], at, source, self.program(job["digest"]))
        if engine is None:
            raise Refused(UNKNOWN)
        try:
            found = explain(engine, at, rules)
        except KeyError as missing:
            raise Refused(f"no rule {missing.args[0]!r} was in force then") from missing
        told = [
            {
                "rule": one.rule,
                "need": one.told["need"],
                "mode": one.told["mode"],
                "text": _headline(engine, one.rule, lang),
                "where": one.told["where"],
                "standing": one.standing,
                "lines": [] if one.standing == "silent" and not rules else list(
                    tell(one, lang, brief=not rules)
                ),
            }
            for one in found
        ]  # fmt: skip
        return {"at": at, "rules": told}, b""

    def _testcase(self, job: Job, _beside: bytes) -> Answer:
        report = report_of(self._played(job))
        made = as_test(report, Wish(**job["wish"]), self.program(job["digest"]))
        return asdict(made), b""

    def _forget(self, job: Job, _beside: bytes) -> Answer:
        self._moments.forget(job["calls"])
        return {}, b""

    # -- calls and rules -------------------------------------------------------------------------

    def _played(self, job: Job) -> Iterator[Played]:
        """The call under the rules that were in force; one that lives, up to its last event."""
        entries = self._entries(job)
        steps = play(job["call"], entries, self.program(job["digest"]), self.program_of)
        ended = any(entry.event.type == "call.end" for entry in entries)
        return steps if ended else takewhile(lambda step: step.event is not None, steps)

    def _entries(self, job: Job) -> list[Timed]:
        entries = from_log(self.read(job))
        if not entries:
            raise Refused(UNKNOWN)
        return entries

    def read(self, job: Job, since: int = 0, until: int | None = None) -> Sequence[Entry]:
        """The call of a job: its entries from an offset on, received until so many ms into it."""
        if self._log is not None:
            return read_call(self._log, job["call"], since, until)
        return [
            Entry(offset, received, EVENT.validate_python(event))
            for offset, received, event in job["entries"]
            if offset >= since and (until is None or received <= until)
        ]

    def program_of(self, digest: str) -> Program | None:
        """The rules of a digest; None when they are lost: those given with the job stand in."""
        with suppress(Refused):
            return self.program(digest)
        return None

    def program(self, digest: str) -> Program:
        """The rules of a digest. Raises :class:`Refused` where they are lost."""
        program = self._programs.pop(digest, None)
        if program is None:
            sources = self._sources_of(digest)
            loaded = load_sources(sources, folder=default_folder(), tokenizer=default_tokenizer())
            if loaded.program is None:
                raise Refused("the rules of this call can no longer be read by this version")
            program = loaded.program
        self._programs[digest] = program  # the one used last is the last
        while len(self._programs) > PROGRAMS_KEPT:
            del self._programs[next(iter(self._programs))]
        return program

    def _sources_of(self, digest: str) -> Mapping[str, str]:
        sources = self._sources.get(digest)
        if sources is None and self._log is not None:
            sources = read_rules(self._log, digest)
        if sources is None:
            raise Refused("the log does not hold the rules of this call")
        return sources


class _Source:
    """The call of a job, and the rules that it was held under."""

    def __init__(self, worker: Worker, job: Job) -> None:
        self._read = partial(worker.read, job)
        self.program, self.program_of = worker.program, worker.program_of

    def entries(self, since: int, until: int | None) -> Sequence[Entry]:
        return self._read(since, until)


def _headline(engine: Engine, rule: str, lang: Lang) -> str:
    """What agents see of a rule, by which supervisors know it."""
    return wording(engine.program.rules.rules[rule].text, lang, {}) or ""


def main(jobs: BinaryIO, answers: BinaryIO, log: Path | None) -> None:
    """Answer jobs until there are no more."""
    worker = Worker(log)
    while (job := read(jobs)) is not None:
        told, beside = worker.answer(*job)
        answers.write(frame(told, beside))
        answers.flush()


if __name__ == "__main__":
    os.nice(NICE)
    # Whatever else may print must not come between the answers.
    answers_to = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    main(sys.stdin.buffer, answers_to, Path(sys.argv[1]) if len(sys.argv) > 1 else None)
