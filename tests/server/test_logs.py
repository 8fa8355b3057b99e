"""The process's own log: what is wrong is counted, too."""

from __future__ import annotations

import ast
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

import assist
from assist.server.logs import FAULTS, FAULTS_TOLD, set_up_logging

ROOT = Path(assist.__file__).parent
OTHERS = ("client", "tap", "cli")
"""Packages that a running server has nothing of."""


@pytest.fixture
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level, told = root.handlers[:], root.level, FAULTS_TOLD.copy()
    yield
    FAULTS_TOLD.clear()
    FAULTS_TOLD.update(told)
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.usefixtures("_as_before")
def test_warnings_and_errors_are_counted_and_nothing_else(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up_logging("info")
    logger = structlog.get_logger("assist.test")
    before = FAULTS_TOLD.copy()
    logger.error("retention_failed", reason="disk full")
    logger.warning("archive_behind", reason="disk full")
    logger.info("serving", port=1)
    logging.getLogger("uvicorn.error").error("what a stranger sent")

    assert FAULTS_TOLD - before == {"retention_failed": 1, "archive_behind": 1}
    told = [json.loads(line)["event"] for line in capsys.readouterr().err.splitlines()]
    assert told == ["retention_failed", "archive_behind", "serving", "what a stranger sent"]


def faults_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of = node.func.value
            is_ours = isinstance(of, ast.Name) and of.id == "_logger"
            if is_ours and node.func.attr in ("warning", "error", "critical", "exception"):
                (name, *_) = node.args
                assert isinstance(name, ast.Constant), ast.unparse(node)
                yield str(name.value)


def test_every_fault_that_a_server_tells_is_counted_from_nothing_on() -> None:
    told = {
        name
        for path in ROOT.rglob("*.py")
        if path.relative_to(ROOT).parts[0] not in OTHERS
        for name in faults_in(path)
    }
    assert told == set(FAULTS)
    assert list(FAULTS) == sorted(FAULTS)
