"""The case files of a day's calls as one, with a list of them and of why each was picked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from html import escape

from .case import Form
from .markdown import listed, plain
from .page import document
from .words import Words, day_and_time


@dataclass(frozen=True, slots=True)
class Picked:
    """A call of the list: whose, when (ms since 1970), and why (keys of
    :attr:`~.words.Words.why`; none where it was done well). ``part``: its case file by
    :func:`.case.part`; None where the call could not be played."""

    call: str
    began: int
    agent: str
    why: Sequence[str]
    part: str | None


def bound(
    picked: Sequence[Picked], form: Form, title: str, words: Words, zone: tzinfo | None = UTC
) -> str:
    """Several case files as one."""
    parts = [each.part for each in picked if each.part is not None]
    match form:
        case "html":
            return document(title, parts, words, before=_contents(picked, title, words, zone))
        case "md":
            head = "\n\n".join([f"# {plain(title)}", *_markdown(picked, words, zone)])
            return "\n---\n\n".join([head + "\n", *parts])
        case "jsonl":
            return "".join(parts)


def _markdown(picked: Sequence[Picked], words: Words, zone: tzinfo | None) -> Iterator[str]:
    for name, each in _groups(picked, words):
        yield f"## {name}"
        yield listed(": ".join(map(plain, _told(one, words, zone))) for one in each) or words.none


def _contents(picked: Sequence[Picked], title: str, words: Words, zone: tzinfo | None) -> str:
    numbers = {id(one): n for n, one in enumerate((p for p in picked if p.part is not None), 1)}
    told = f"<h1>{escape(title)}</h1>"
    for name, each in _groups(picked, words):
        rows = "".join(_row(one, numbers.get(id(one)), words, zone) for one in each)
        told += f"<h2>{escape(name)}</h2>"
        told += f"<ul>{rows}</ul>" if rows else f"<p>{words.none}</p>"
    return f"<nav>{told}</nav>"


def _row(one: Picked, number: int | None, words: Words, zone: tzinfo | None) -> str:
    call, *why = map(escape, _told(one, words, zone))
    name = call if number is None else f'<a href="#call-{number}">{call}</a>'
    return f"<li>{': '.join([name, *why])}</li>"


def _groups(picked: Sequence[Picked], words: Words) -> Iterator[tuple[str, list[Picked]]]:
    yield words.look, [one for one in picked if one.why]
    yield words.well, [one for one in picked if not one.why]


def _told(one: Picked, words: Words, zone: tzinfo | None) -> list[str]:
    """Which call, and why."""
    call = " · ".join([day_and_time(one.began, zone), one.agent, one.call])
    why = "; ".join(words.name(words.why, why) for why in one.why)
    return [call, why] if why else [call]
