"""``assist report``: a call's review, from a recording or from the log."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from assist.report import Report, report_of
from assist.report.lines import json_lines
from assist.report.markdown import markdown
from assist.report.page import page
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
        typer.get_binary_stream("stdout").write(_written(report_of(steps), form).encode())
    if calls.failed:
        raise typer.Exit(BAD_INPUT)


def _written(made: Report, form: Form) -> str:
    words = words_for(made.language)
    match form:
        case Form.HTML:
            return page(made, words)
        case Form.MARKDOWN:
            return markdown(made, words)
        case Form.JSONL:
            return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in json_lines(made))
