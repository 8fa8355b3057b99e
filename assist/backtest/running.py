"""Many calls under one rule set, on all cores."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context

from assist.core.program import Program, build
from assist.core.rules import RuleSet
from assist.ruleset.uncollected import uncollected
from assist.text import default_folder, default_tokenizer

from .playing import Result, play_case
from .reading import Case

FEW = 100
"""Calls worth a process of their own: starting one and making the rules ready takes it one to two
seconds, in which a core plays some dozens of calls."""
CHUNK = 8

Told = Callable[[int], None]
"""Is told how many calls more are done."""


@dataclass(frozen=True, slots=True)
class Played:
    """How recordings are made of labelled calls: see :func:`assist.backtest.calls.events`."""

    rewrites: float = 0.0
    seed: int = 1


def backtest(
    cases: Sequence[Case],
    program: Program,
    how: Played,
    *,
    jobs: int | None = None,
    told: Told = lambda _done: None,
) -> list[Result]:
    """Play every case; results in the order of ``cases``. ``jobs``: processes at most; None: as
    many as there are cores and calls to keep them busy."""
    wanted = min(jobs or os.cpu_count() or 1, 1 + len(cases) // FEW)
    one = partial(_play_here, program, how)
    if wanted == 1:
        return [_tell(one(case), told) for case in cases]
    with _pool(wanted, program.rules, how) as pool:
        return [_tell(result, told) for result in pool.map(_play_there, cases, chunksize=CHUNK)]


def _tell(result: Result, told: Told) -> Result:
    told(1)
    return result


def _play_here(program: Program, how: Played, case: Case) -> Result:
    return play_case(case, program, default_folder(), rewrites=how.rewrites, seed=how.seed)


@contextmanager
def _pool(processes: int, rules: RuleSet, how: Played) -> Iterator[ProcessPoolExecutor]:
    # forking a process that has threads (a progress bar's) can deadlock it
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _begin, (rules, how))
    with pool:
        yield pool


_there: list[Callable[[Case], Result]] = []


def _begin(rules: RuleSet, how: Played) -> None:
    """In a new process: make the rules ready once, which came compiled."""
    with uncollected():
        program = build(rules, default_folder(), default_tokenizer())
    _there.append(partial(_play_here, program, how))


def _play_there(case: Case) -> Result:
    return _there[0](case)
