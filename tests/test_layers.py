"""Imports point downwards only, and the pure core reads no clock and does no I/O.

What core may not import from outside is ruff's to refuse (``banned-api`` in pyproject.toml); the
last tests here make sure that it does.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

BELOW: dict[str, tuple[str, ...]] = {
    "assist.core": ("core",),
    "assist.text": ("text", "core.protocols"),
    "assist.privacy": ("privacy", "core"),
    "assist.ruleset": ("ruleset", "core"),
    "assist.formats": ("formats", "core"),
    "assist.mappings": ("mappings", "formats", "ruleset", "core"),
    "assist.transactions": (),
    "assist.atomic": (),
    "assist.emptying": (),
    "assist.log": ("log", "core", "privacy", "transactions", "emptying"),
    "assist.proto": ("proto", "core"),
    "assist.client": ("client", "proto", "core"),
    "assist.memory": ("memory", "core", "transactions", "emptying"),
    "assist.node": (
        "node",
        "memory",
        "log",
        "proto",
        "formats",
        "ruleset",
        "core",
        "text",
        "privacy",
        "atomic",
    ),
    "assist.learning": ("learning", "ruleset", "core"),
    "assist.report": ("report", "node", "core", "privacy"),
    "assist.backtest": ("backtest", "node", "proto", "ruleset", "core", "text", "privacy"),
    "assist.archive": (
        *("archive", "report", "backtest", "node", "log", "ruleset", "core", "text", "privacy"),
        *("transactions", "emptying"),
    ),
    "assist.training": (
        *("training", "report", "backtest", "node", "proto", "ruleset", "core", "privacy"),
    ),
    "assist.studio": (
        *("studio", "backtest", "node", "log", "proto", "ruleset", "core", "text"),
        *("transactions", "atomic"),
    ),
    "assist.tap": ("tap", "client", "formats", "mappings", "core"),
    "assist.doctor": ("doctor",),
    "assist.simulate": (
        "formats",
        "simulate",
        "client",
        "backtest",
        "node",
        "ruleset",
        "core",
        "text",
    ),
    "assist.server": (
        *("server", "node", "log", "proto", "formats", "mappings", "ruleset", "core", "text"),
        *("privacy", "archive", "backtest", "memory", "report", "studio", "training"),
        "client",  # the demo's player is a real client over a real socket
    ),
    "assist.cli": ("",),
    "assist.__main__": ("cli",),
}
"""Layer -> what it may import of ours; nothing may import ``assist.cli`` but itself, and
``python -m assist``."""


def within(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def imports_of_ours(source: str, package: str) -> set[str]:
    """What ``source``, a module of ``package``, imports of ours: ``assist.log.base.Entry``."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")
            base = parents[: len(parents) - node.level + 1] if node.level else []
            origin = ".".join([*base, node.module] if node.module else base)
            found.update(f"{origin}.{alias.name}" for alias in node.names)
    return {name for name in found if within(name, "assist")} - {"assist", "assist.__version__"}


def breaches(module: str, imported: set[str]) -> set[str]:
    """What ``module`` imports that does not lie below it."""
    layer = next((name for name in BELOW if within(module, name)), None)
    allowed = [f"assist.{below}".rstrip(".") for below in BELOW.get(layer or "", ())]
    return {name for name in imported if not any(within(name, low) for low in allowed)}


def modules() -> dict[str, Path]:
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in sorted((ROOT / "assist").rglob("*.py"))
    }


@pytest.mark.parametrize("module", modules())
def test_a_module_imports_only_what_lies_below_it(module: str) -> None:
    path = modules()[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    assert breaches(module, imports_of_ours(path.read_text(encoding="utf-8"), package)) == set()


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("assist.core.engine", "from assist.log import base"),
        ("assist.core.engine", "from assist import text"),
        ("assist.core.engine", "from .. import text"),
        ("assist.core.engine", "import assist.server.app"),
        ("assist.text.fold", "from assist.core.rules import RuleSet"),
        ("assist.privacy.masking", "from assist.text import default_folder"),
        ("assist.log.sqlite", "from ..node import replay"),
        ("assist.node.calls", "from assist.server.app import app"),
        ("assist.server.app", "from assist.cli import app"),
    ],
)
def test_an_import_upwards_or_sideways_is_seen(module: str, line: str) -> None:
    assert breaches(module, imports_of_ours(line, module.rpartition(".")[0]))


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("assist.core.engine", "from .rules import RuleSet"),
        ("assist.text.fold", "from assist.core.protocols import Folder"),
        ("assist.node.calls", "from assist.log.base import Log"),
        ("assist.server.app", "from assist import __version__"),
        ("assist.server.app", "import assist"),
        ("assist.cli.serve", "from assist.server import app"),
    ],
)
def test_an_import_downwards_is_let_through(module: str, line: str) -> None:
    assert not breaches(module, imports_of_ours(line, module.rpartition(".")[0]))


def lint_as(path: str, source: str) -> str:
    """What ruff's banned-api has to say of ``source`` if it stood at ``path``."""
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--select", "TID251"]
    done = subprocess.run(
        [*command, "--output-format", "concise", "--stdin-filename", path, "-"],
        cwd=ROOT,
        input=source,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


@pytest.mark.parametrize(
    "source",
    [
        "import asyncio",
        "from time import monotonic",
        "import random",
        "import os",
        "import logging",
        "import socket",
        "from pathlib import Path",
        "import datetime\nprint(datetime.datetime.now())",
        "import uuid",
    ],
)
def test_the_linter_keeps_the_core_pure(source: str) -> None:
    assert "TID251" in lint_as("assist/core/engine.py", source)
    assert "TID251" not in lint_as("assist/server/app.py", source)


def builtins_that_reach_outside(source: str) -> set[str]:
    return {
        node.id
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Name) and node.id in {"open", "input", "print", "__import__"}
    }


@pytest.mark.parametrize("module", [name for name in modules() if within(name, "assist.core")])
def test_the_core_opens_and_prints_nothing(module: str) -> None:
    assert not builtins_that_reach_outside(modules()[module].read_text(encoding="utf-8"))


def test_an_opened_file_is_seen() -> None:
    assert builtins_that_reach_outside("def f():\n    return open('rules.yaml')") == {"open"}
