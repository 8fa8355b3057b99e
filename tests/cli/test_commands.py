"""The commands together: each is imported when it is asked for, and all are known before."""

from __future__ import annotations

import subprocess
import sys

from typer.testing import CliRunner

from assist.cli import app

RUN = CliRunner()
LISTED = [
    *("replay", "record", "report", "serve", "demo", "tap"),
    *("simulate", "doctor", "spec", "formats", "forget", "rules"),
]


def test_all_are_listed_with_what_they_do() -> None:
    told = RUN.invoke(app, ["--help"], env={"COLUMNS": "200"})

    lines = [line.strip("│ ").split() for line in told.stdout.splitlines()]
    listed = [words[0] for words in lines if len(words) > 2 and words[0] in LISTED]
    assert listed == LISTED


def test_the_package_is_the_command() -> None:
    told = subprocess.check_output([sys.executable, "-m", "assist", "formats"], text=True)

    assert told == RUN.invoke(app, ["formats"]).stdout


def test_a_slip_is_told_with_what_was_meant() -> None:
    told = RUN.invoke(app, ["rulez"])

    assert told.exit_code == 2
    assert "Did you mean 'rules'" in told.stderr


def test_a_command_does_not_wait_for_what_others_import() -> None:
    loaded = "import sys; from assist.cli import rules; print(*sys.modules)"
    modules = subprocess.check_output([sys.executable, "-c", loaded], text=True).split()

    assert "assist.ruleset.load" in modules
    assert {"assist.server.run", "assist.tap.server", "uvicorn"}.isdisjoint(modules)
