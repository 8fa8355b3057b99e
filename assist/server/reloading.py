"""Rules put in force while calls run: those saved in the console, and those edited elsewhere.

They are compiled in the studio's process; only making them ready to run is done in this one.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import structlog

from assist.core.program import Program, build
from assist.core.quoting import IDEOGRAPHS
from assist.core.rules import RuleSet, Signal
from assist.log.base import LogError
from assist.ruleset import Problem
from assist.ruleset.files import Stamps
from assist.ruleset.watch import SETTLE_MS, changes
from assist.server.stores import IN_MEMORY
from assist.studio.desk import Broken, Busy
from assist.studio.history import HistoryError
from assist.studio.studio import Force, Studio
from assist.text import default_folder, default_tokenizer

from .service import Service

SWITCH_S = 0.0005
"""How long the thread that makes rules ready may keep the event loop waiting each time that it has
something to do; Python's own 5 ms would be added to every hint of that second."""

AGAIN_S = 1.0
"""How long to wait before an edit that could not be followed is followed again."""

_logger = structlog.get_logger("assist.server")


def make_ready(program: Program) -> None:
    """Load the segmenter's dictionary now (0.2 s) if the rules will ask for word borders, or what
    they hear is quoted by them: the first call that does must not hold up all others."""
    signals = program.rules.signals.values()
    compared = any(plan.compared for plan in program.plans.values())
    if compared or any(signal.word or _is_of_ideographs(signal) for signal in signals):
        default_tokenizer().borders("词")


def _is_of_ideographs(signal: Signal) -> bool:
    return any(max(phrase.source) >= IDEOGRAPHS for phrase in signal.phrases)


def studio_of(service: Service, paths: Sequence[Path]) -> Studio:
    """The studio of a server that runs the packs at ``paths``; its history lies beside the log."""
    settings = service.settings
    log = None if settings.log == IN_MEMORY else Path(settings.log)

    async def use(rules: RuleSet) -> str:
        return await put_in_force(service, rules)

    return Studio(
        paths,
        Force(use, lambda: service.node.program.rules.digest),
        local=settings.rules_local,
        history=None if log is None else log.with_name(log.name + ".rules.db"),
    )


async def put_in_force(service: Service, rules: RuleSet) -> str:
    """Run these rules from now on; their digest. Raises :class:`~assist.log.base.LogError` when
    their texts could not be kept."""
    service.rule_problems = 0
    if rules.digest != service.node.program.rules.digest:
        program = await asyncio.to_thread(_built, rules)
        await service.node.use(program)
        _logger.info("rules_loaded", digest=rules.digest, rules=len(rules.rules))
    return rules.digest


async def reload(service: Service, studio: Studio, since: Stamps) -> None:
    """Put every valid edit of the files in force; keep the last good set when one is not, and say
    why. ``since``: the files as they were when the rules in force were read. The packs that are
    watched may become more: see :attr:`Studio.moved`."""
    known = since
    while True:
        studio.moved.clear()
        coming = studio.awaited
        async for _ in changes(studio.paths, since=known, stop=studio.moved, coming=coming):
            await studio.take_local()
            good, problems = await _followed(studio)
            if not good:  # a file may have been half written
                await asyncio.sleep(SETTLE_MS / 1000)
                good, problems = await _followed(studio)
            if not good:
                refuse(service, problems)
            try:
                await studio.notice()
            except HistoryError as fault:
                _logger.error("history_failed", reason=str(fault))  # noqa: TRY400 - no traceback
        known = {}  # what was edited while they moved is seen at the next look


def refuse(service: Service, problems: Sequence[Problem]) -> None:
    """Leave the rules in force as they are, and say what is wrong with the files."""
    errors = [problem for problem in problems if problem.severity == "error"]
    service.rule_problems = len(errors)
    service.node.counts.rules_rejected += 1
    for problem in errors:
        _logger.error("rules_rejected", problem=str(problem))


async def _followed(studio: Studio) -> tuple[bool, Sequence[Problem]]:
    """What came of following the files, asked again until something does: should the studio's
    process fail, it is started again, and should the log's disk be full, an edit is not lost."""
    while True:
        try:
            return await studio.follow()
        except (Broken, Busy, LogError) as fault:
            _logger.warning("reload_failed", reason=repr(fault), again_in_s=AGAIN_S)
            await asyncio.sleep(AGAIN_S)


def _built(rules: RuleSet) -> Program:
    """On a thread: calls go on beside it, and get the interpreter when they ask for it."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_S)
    try:
        program = build(rules, default_folder(), default_tokenizer())
        make_ready(program)
    finally:
        sys.setswitchinterval(usual)
    return program
