"""The case file of a call: one text to keep, print or read by machine."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Literal

from .lines import json_lines
from .markdown import markdown
from .model import Report
from .page import article, document, page
from .words import Words

Form = Literal["html", "md", "jsonl"]
MEDIA = {"html": "text/html", "md": "text/markdown", "jsonl": "application/x-ndjson"}
"""The media type of each (RFC 7763 for Markdown)."""


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


def part(report: Report, form: Form, words: Words) -> str:
    """A case file as it goes into :func:`bound`."""
    return article(report, words) if form == "html" else written(report, form, words)


def bound(parts: Sequence[str], form: Form, title: str, words: Words) -> str:
    """Several case files as one."""
    match form:
        case "html":
            return document(title, parts, words)
        case "md":
            return f"# {title}\n\n" + "\n---\n\n".join(parts)
        case "jsonl":
            return "".join(parts)
