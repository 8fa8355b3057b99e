"""What ``--help`` says: as written beside each command, or its Chinese twin.

What else Typer says by itself (``Usage``, what is wrong with an option) it says in English only.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Any

import typer

from .help_chinese import CHINESE
from .tongue import spoken

PANELS_ZH = {
    "ARGUMENTS_PANEL_TITLE": "参数",
    "OPTIONS_PANEL_TITLE": "选项",
    "COMMANDS_PANEL_TITLE": "命令",
    "ERRORS_PANEL_TITLE": "出错了",
    "DEFAULT_STRING": "[默认：{}]",
    "REQUIRED_LONG_STRING": "[必填]",
    "RICH_HELP": "怎么用，看 [blue]'{command_path} {help_option}'[/]。",
}
"""Titles and marks of Typer's pages, by their names in :mod:`typer.rich_utils`."""
CLAUSE = re.compile(r"[，。；：）](?=[\w*])|(?<=[\w`])(?=（)")


def in_chinese(arguments: Sequence[str]) -> bool:
    """Whether it is to be told in Chinese: by ``--lang``, else by the terminal's language."""
    for at, argument in enumerate(arguments):
        if argument == "--lang" and at + 1 < len(arguments):
            return arguments[at + 1] == "zh"
        if argument.startswith("--lang="):
            return argument == "--lang=zh"
    return spoken() == "zh"


def worded(command: Any) -> Any:
    """A command whose page is worded when it is shown, not before: what that takes is no small part
    of the time in which a command starts. So are those of all commands below it."""
    show = command.format_help

    def format_help(context: Any, formatter: Any) -> None:
        word(command)
        show(context, formatter)

    command.format_help = format_help
    for one in getattr(command, "commands", {}).values():
        worded(one)
    if in_chinese(sys.argv[1:]):
        title()  # of what is wrong with an option, too
    return command


def title() -> None:
    """Give Typer's pages their titles in Chinese."""
    from typer import rich_utils  # noqa: PLC0415 - takes longer than all else that is needed here

    for name, text in PANELS_ZH.items():
        setattr(rich_utils, name, text)


def word(command: Any) -> None:
    """Make what stands on a command's page ready to be shown: each paragraph in one piece, and
    brackets as they are, which the page would take for markup."""
    chinese = in_chinese(sys.argv[1:])
    for one in explained(command):
        text = in_one_piece(one.help)
        told = breakable(CHINESE.get(text, text)) if chinese else text
        one.help = told.replace("[", "\\[")


def explained(command: Any) -> list[Any]:
    """What has a help text on a command's page: itself, its parameters, the commands below it."""
    below = getattr(command, "commands", {}).values()
    of = [command, *command.get_params(typer.Context(command)), *below]
    return [one for one in of if getattr(one, "help", None)]


def breakable(text: str) -> str:
    """With a place for a line break behind each clause: a narrow column cuts off a word that does
    not fit, and to it a Chinese sentence is one."""
    return CLAUSE.sub(r"\g<0> ", text)


def in_one_piece(text: str) -> str:
    """Without the line breaks that source code has within a paragraph."""
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))
