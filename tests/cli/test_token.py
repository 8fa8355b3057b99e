"""``assist token``, and the lines by which a desktop's own server makes the same."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from assist.cli import app
from assist.server.overlay_tokens import valid_until

SECRET = "a-secret-of-the-tests-0123456789-abc"
PAGE = Path(__file__).parents[2] / "docs" / "integrators" / "embedding.md"
NODE = shutil.which("node")


def made(*options: str, secret: str = SECRET) -> Any:
    env = {"ASSIST_OVERLAY_SECRET": secret}
    return CliRunner().invoke(app, ["token", "--agent", "7001", *options], env=env)


def hours(token: str, agent: str = "7001") -> float | None:
    until = valid_until([SECRET], token, agent, time.time())
    return None if until is None else round((until - time.time()) / 3600, 1)


def shown(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert isinstance(found, str)
    return found


def test_it_holds_for_half_a_day_or_as_long_as_is_asked() -> None:
    assert hours(made().stdout.strip()) == 12
    assert hours(made("--for", "90m").stdout.strip()) == 1.5
    assert hours(made().stdout.strip(), agent="7002") is None
    assert hours(made(secret=f"{SECRET},{SECRET[::-1]}").stdout.strip()) == 12


@pytest.mark.parametrize(
    ("options", "secret", "told"),
    [
        (("--for", "8d"), SECRET, "--for 8d: write a time of up to 7d"),
        (("--for", "12"), SECRET, "--for 12: write a time"),
        ((), "", "overlay_secret"),
        ((), "short", "must have at least 32 characters"),
    ],
)
def test_what_cannot_be_is_told(options: tuple[str, ...], secret: str, told: str) -> None:
    done = made(*options, secret=secret)
    assert (done.exit_code, told in done.stderr) == (2, True)


def test_without_a_secret_it_says_how_to_have_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ASSIST_OVERLAY_SECRET", raising=False)
    done = CliRunner().invoke(app, ["token", "--agent", "7001"])
    assert (done.exit_code, "openssl rand -hex 32" in done.stderr) == (2, True)


def test_the_page_s_lines_of_python_make_the_same() -> None:
    names: dict[str, Any] = {}
    exec(shown("python"), names)
    assert hours(names["overlay_token"](SECRET, "李 7001"), "李 7001") == 12


@pytest.mark.skipif(NODE is None, reason="no node on the path")
def test_the_page_s_lines_of_node_make_the_same() -> None:
    assert NODE is not None
    source = shown("js") + f'console.log(overlayToken("{SECRET}", "李 7001"));'
    command = [NODE, "--input-type=module", "-e", source]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert hours(told.stdout.strip(), "李 7001") == 12
