"""The command line: ``assist``. Each command lives in a module of its own, which is imported when
the command is asked for: what all of them need takes a second to import."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from .help import word, worded

_NAMES = (
    "replay",
    "record",
    "report",
    "serve",
    "demo",
    "tap",
    "simulate",
    "doctor",
    "spec",
    "formats",
    "forget",
    "token",
    "rules",
)
"""Modules beside this one, as `assist --help` lists them: each holds a function of its own name, or
an ``app`` of several commands."""


class _Commands(TyperGroup):
    """Knows the commands' names from the start, and each command from when it is asked for."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.commands = {name: TyperCommand(name) for name in _NAMES}
        self._imported: set[str] = set()

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, imported; None if there is none."""
        if cmd_name in self.commands and cmd_name not in self._imported:
            self.commands[cmd_name] = _command(cmd_name)
            self._imported.add(cmd_name)
        return super().get_command(ctx, cmd_name)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The page of all commands."""
        for name in self.list_commands(ctx):
            self.get_command(ctx, name)
        word(self)
        super().format_help(ctx, formatter)


def _command(name: str) -> Any:
    module = import_module(f".{name}", __name__)
    alone = typer.Typer(add_completion=False)
    if isinstance(several := getattr(module, "app", None), typer.Typer):
        alone.add_typer(several, name=name)
        made: Any = get_command(alone).commands[name]  # type: ignore[attr-defined] # a group of one
    else:
        alone.command(name)(getattr(module, name))
        made = get_command(alone)
    return worded(made)


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,  # locals hold customers' words
    help="Overtone (弦外): one timely hint for the agent of a live call.",
)


@app.callback()
def _assist() -> None:
    """What all commands have in common: nothing; without it, Typer would see no group here."""
