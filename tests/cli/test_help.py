"""``--help``: whole, and in the language of the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from typer import rich_utils
from typer.testing import CliRunner

from assist.cli import _NAMES, _command, app
from assist.cli.help import PANELS_ZH, explained, in_chinese, in_one_piece
from assist.cli.help_chinese import CHINESE

ENGLISH_SENTENCE = re.compile(r"[A-Z][a-z]+(?: [a-z]+){2}")
ROOT = {
    "Overtone (弦外): one timely hint for the agent of a live call.",
    "Show this message and exit.",
    "Install completion for the current shell.",
    "Show completion for the current shell, to copy it or customize the installation.",
}


@pytest.fixture(autouse=True)
def _of_english_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("sys.argv", ["assist"])
    for name in PANELS_ZH:  # a process has one language; these are many
        monkeypatch.setattr(rich_utils, name, getattr(rich_utils, name))


def below(command: Any) -> Iterator[Any]:
    yield command
    for one in getattr(command, "commands", {}).values():
        yield from below(one)


def paths(command: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield path
    for name, one in getattr(command, "commands", {}).items():
        yield from paths(one, (*path, name))


PAGES = [(), *(path for name in _NAMES for path in paths(_command(name), (name,)))]


def page(*command: str) -> str:
    shown = CliRunner().invoke(app, [*command, "--help"])
    assert shown.exit_code == 0, shown.output
    return shown.output


def test_every_text_has_a_twin_and_no_twin_is_left_over() -> None:
    texts = {
        in_one_piece(one.help)
        for name in _NAMES
        for command in below(_command(name))
        for one in explained(command)
    }
    assert texts | ROOT == set(CHINESE)


@pytest.mark.parametrize("path", PAGES, ids=" ".join)
def test_a_chinese_page_is_chinese_and_nothing_of_it_is_cut_off(
    path: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    shown = page(*path)

    assert not ENGLISH_SENTENCE.search(shown)
    assert "…" not in shown.replace("call=…;agent=…", "").replace("wss://…", "")
    assert PANELS_ZH["OPTIONS_PANEL_TITLE"] in shown


def test_what_stands_in_brackets_is_shown() -> None:
    shown = " ".join(page("serve").replace("│", " ").split())

    assert "`memory` to store nothing [var/assist.db]." in shown
    assert "[those shipped]" in shown


def test_lines_of_source_code_are_none_of_the_page() -> None:
    shown = " ".join(page().replace("│", " ").split())

    assert "send its transcripts to the sidecar." in shown
    assert page("rules", "learn").count("Options") == 1


@pytest.mark.parametrize(
    ("arguments", "terminal", "chinese"),
    [
        (["rules", "check", "--help"], "zh_CN.UTF-8", True),
        (["rules", "check", "--help"], "en_GB.UTF-8", False),
        (["rules", "check", "--lang", "zh", "--help"], "en_GB.UTF-8", True),
        (["rules", "check", "--lang=en", "--help"], "zh_CN.UTF-8", False),
    ],
)
def test_the_language_is_the_one_asked_for_or_the_terminals(
    arguments: list[str], terminal: str, chinese: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", terminal)
    assert in_chinese(arguments) is chinese
