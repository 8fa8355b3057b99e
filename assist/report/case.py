"""The case file of a call: one text to keep, print or read by machine."""

from __future__ import annotations

import json
from typing import Literal

from .lines import json_lines
from .markdown import markdown
from .model import Report
from .page import page
from .words import Words

Form = Literal["html", "md", "jsonl"]


def written(report: Report, form: Form, words: Words) -> str:
    """The case file: a page that prints, Markdown, or JSON Lines."""
    match form:
        case "html":
            return page(report, words)
        case "md":
            return markdown(report, words)
        case "jsonl":
            return "".join(
                json.dumps(each, ensure_ascii=False) + "\n" for each in json_lines(report)
            )
