"""``assist serve`` and ``assist demo``: what keeps them from starting is told in words."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assist.cli import app

PACK = Path(__file__).parents[1] / "server" / "pack"
runner = CliRunner()


@pytest.fixture(autouse=True)
def _logging_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """The runner's stderr is gone when the test ends; no handler may hold on to it."""
    monkeypatch.setattr("assist.cli.serve.set_up_logging", lambda _level: None)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--host", "0.0.0.0"], "can be reached by others"),
        (["--token", "short"], "at least 16 characters"),
        (["--port", "70000"], "port"),
    ],
)
def test_settings_that_cannot_be_are_told(options: list[str], told: str) -> None:
    result = runner.invoke(app, ["serve", "--log", "memory", *options])
    assert result.exit_code == 2
    assert told in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr


def test_faulty_rules_are_told_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "faulty.yaml"
    file.write_text("rules:\n  a-rule:\n    nead: bereaved\n", encoding="utf-8")
    result = runner.invoke(app, ["serve", "--log", "memory", "--rules", str(tmp_path)])
    assert result.exit_code == 1
    assert "faulty.yaml:3:5" in result.stderr.replace("\n", "")
    assert "nothing was started" in result.stderr


def test_a_port_in_use_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = runner.invoke(
            app, ["serve", "--log", "memory", "--rules", str(PACK), "--port", port]
        )
    assert result.exit_code == 1
    assert "Cannot listen on" in result.stderr


def test_a_log_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / "log.db").write_bytes(b"this is no log" * 100)
    options = ["--rules", str(PACK), "--port", "0", "--log", str(tmp_path / "log.db")]
    result = runner.invoke(app, ["serve", *options])
    assert result.exit_code == 1
    assert "log cannot be opened" in result.stderr.replace("\n", " ")
