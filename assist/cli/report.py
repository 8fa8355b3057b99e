"""``assist report``: a call's review, from a recording or from the log."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from assist.report import report_of
from assist.report.case import written
from assist.report.facts import Frame
from assist.report.words import words_for

from .calls import BAD_INPUT, CallId, Calls, Log, Recordings, Rules


class Form(StrEnum):
    """How it is written."""

    HTML = "html"
    MARKDOWN = "md"
    JSONL = "jsonl"


def report(
    recordings: Recordings = None,
    form: Annotated[
        Form, typer.Option("--form", help="A page that prints, a text, or data.")
    ] = Form.MARKDOWN,
    rules: Rules = None,
    log: Log = None,
    call: CallId = None,
) -> None:
    """Review calls: five abilities, four layers, emotion, needs, hints and what was said.

    A page is of one call. Exits with 2 when a recording, a log or a rule could not be read.
    """
    calls = Calls(recordings or (), rules, log, call)
    for number, (_, steps) in enumerate(calls):
        if number and form is Form.HTML:
            raise typer.BadParameter("a page is of one call; the recordings hold more")
        made = report_of(steps)
        text = written(made, form.value, Frame(words_for(made.language), zone=None))
        typer.get_binary_stream("stdout").write(text.encode())
    if calls.failed:
        raise typer.Exit(BAD_INPUT)
