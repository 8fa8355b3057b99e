"""The case file of a call: one text to keep, print or read by machine."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Literal

from .facts import Frame
from .lines import json_lines
from .markdown import markdown
from .model import Report
from .page import article, page

Form = Literal["html", "md", "jsonl"]
MEDIA = {"html": "text/html", "md": "text/markdown", "jsonl": "application/x-ndjson"}
"""The media type of each (RFC 7763 for Markdown)."""


def written(report: Report, form: Form, frame: Frame) -> str:
    """The case file: a page that prints, Markdown, or JSON Lines."""
    match form:
        case "html":
            return page(report, frame)
        case "md":
            return markdown(report, frame)
        case "jsonl":
            return _data(report, frame.why)


def part(report: Report, form: Form, frame: Frame) -> str:
    """A case file as it goes into :func:`.morning.bound`."""
    return article(report, frame) if form == "html" else written(report, form, frame)


def _data(report: Report, why: Sequence[str]) -> str:
    call, *others = json_lines(report)
    lines = [{**call, "why": list(why)} if why else call, *others]
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in lines)
