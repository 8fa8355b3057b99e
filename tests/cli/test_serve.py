"""``assist serve`` and ``assist demo``: what keeps them from starting is told in words."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
import structlog.testing
from structlog.typing import EventDict
from typer.testing import CliRunner, Result

import assist.cli.serve
from assist.cli import app
from assist.ruleset.packs import copied_packs, home
from assist.server.run import Server
from assist.server.settings import Settings

PACK = Path(__file__).parents[1] / "server" / "pack"
RULE = """\
signals:
  our-loss: {speaker: customer, phrases: [不在了]}
rules:
  our-comfort-first:
    need: bereaved
    ability: empathy
    when: our-loss
    hint: {priority: critical, text: 先安慰, say: 您节哀。}
"""
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
        (["--rules", "/nowhere/rules"], "rules: /nowhere/rules: no such file or folder"),
        (["--host", "no.such.host.invalid", "--token", "0123456789abcdef"], "host: no.such.host"),
    ],
)
def test_settings_that_cannot_be_are_told(options: list[str], told: str) -> None:
    result = runner.invoke(app, ["serve", "--log", "memory", *options])
    assert result.exit_code == 2
    assert told in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("SCENARIOS", "/nowhere", "scenarios: /nowhere: there is no such folder"),
        ("BACKTEST_CALLS", "/nowhere", "backtest_calls: /nowhere: there is no such folder"),
        ("FORMATS", "/nowhere", "formats: /nowhere: there is no such folder"),
        ("VENDOR_SECRETS", "twillio=abc", "no format called 'twillio' has signed webhooks"),
        ("PUBLIC_URL", "sidecar.bank.example", "public_url: 'sidecar.bank.example' is no address"),
        ("ORIGINS", "desktop.bank.example", "origins: 'desktop.bank.example' is no origin"),
        ("PING_INTERVAL", "0.00001", "ping_interval: Input should be greater"),
        ("IDLE_TIMEOUT", "inf", "idle_timeout: Input should be less"),
    ],
)
def test_a_setting_that_would_do_nothing_is_told(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, told: str
) -> None:
    monkeypatch.setenv(f"ASSIST_{variable}", value)
    result = runner.invoke(app, ["serve", "--log", "memory"])
    assert result.exit_code == 2
    assert told in " ".join(result.stderr.split())


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


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Result, list[EventDict]]]:
    """``started(*options)``: `assist serve`, stopped as soon as it serves, and what it logged."""
    announce = assist.cli.serve._announce

    def announced(server: Server, settings: Settings) -> None:
        announce(server, settings)
        server.stop()

    monkeypatch.setattr("assist.cli.serve._announce", announced)

    def start(*options: str) -> tuple[Result, list[EventDict]]:
        with structlog.testing.capture_logs() as logged:
            done = runner.invoke(app, ["serve", "--log", "memory", "--port", "0", *options])
        assert done.exit_code == 0, done.output
        return done, logged

    return start


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "loss.yaml").write_text(RULE, encoding="utf-8")
    return tmp_path / "mine"


@pytest.mark.parametrize("named", ["option", "variable"])
def test_that_the_shipped_packs_do_not_run_is_told_with_how_to_have_both(
    started: Callable[..., tuple[Result, list[EventDict]]],
    mine: Path,
    monkeypatch: pytest.MonkeyPatch,
    named: str,
) -> None:
    if named == "variable":
        monkeypatch.setenv("ASSIST_RULES", str(mine))
    done, logged = started(*(["--rules", str(mine)] if named == "option" else []))

    both = f"--rules {home()} --rules {mine}"
    assert f"Running 1 rule of {mine}\n" in done.stdout
    assert f"Warning: only 1 rule of {mine}" in done.stderr
    assert "(bank-en, bank-zh) are left out" in done.stderr
    assert both in done.stderr
    (told,) = [line for line in logged if line["event"] == "shipped_rules_left_out"]
    assert (told["log_level"], told["rules"]) == ("warning", 1)
    assert told["left_out"] == ["bank-en", "bank-zh"]
    assert both in told["how"]


@pytest.mark.parametrize("run", ["by default", "named with them", "a copy", "one of them"])
def test_nothing_is_told_where_they_run(
    started: Callable[..., tuple[Result, list[EventDict]]],
    mine: Path,
    monkeypatch: pytest.MonkeyPatch,
    run: str,
) -> None:
    packs = {
        "by default": [],
        "named with them": [home(), mine],
        "a copy": copied_packs(mine.parent / "rules"),
        "one of them": [home() / "bank-zh", mine],
    }[run]
    if run == "by default":
        monkeypatch.setenv("ASSIST_RULES_LOCAL", str(mine))
    done, logged = started(*(f"--rules={pack}" for pack in packs))

    assert "Warning" not in done.stderr
    assert "shipped_rules_left_out" not in [line["event"] for line in logged]
    (serving,) = [line for line in logged if line["event"] == "serving"]
    assert f"Running {serving['rules']} rules of " in done.stdout
    assert serving["rules"] > 50


def test_an_override_without_the_pack_that_it_changes_is_told_with_what_to_do(
    mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    local = tmp_path / "local"
    local.mkdir()
    override = "overrides: {rules: {another-way: {mode: off}}}\n"
    (local / "o.yaml").write_text(override, encoding="utf-8")
    monkeypatch.setenv("ASSIST_RULES_LOCAL", str(local))
    result = runner.invoke(app, ["serve", "--log", "memory", "--rules", str(mine)])

    assert result.exit_code == 1
    assert "leave them out, or name that pack, too" in result.stderr
