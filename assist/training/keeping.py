"""A result as Markdown: for the trainee to keep, since nothing else keeps it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assist.report.facts import Frame
from assist.report.markdown import markdown as of_report
from assist.report.words import clock, words_for

from .catalogue import Entry
from .result import Ended, Result, Reviewed


@dataclass(frozen=True, slots=True)
class _Words:
    title: str
    met: str
    moments: str
    customer: str
    you: str
    nothing: str
    might: str
    then: str
    hint: str
    ended: Mapping[Ended, str]


_ZH = _Words(
    title="陪练",
    met="做到 {met} / {asked}",
    moments="一句一句看",
    customer="客户",
    you="你说",
    nothing="（没有说话）",
    might="可以这样说",
    then="当时坐席说",
    hint="提示里的话",
    ended={
        "unprompted": "主动做到",
        "after_hint": "提示后做到",
        "missed": "还可以做到",
        "undetermined": "还没来得及",
        "not_asked": "这次没有用到",
    },
)
_EN = _Words(
    title="Training",
    met="{met} of {asked} met",
    moments="Moment by moment",
    customer="Customer",
    you="You said",
    nothing="(nothing)",
    might="You might say",
    then="The agent then said",
    hint="From a hint",
    ended={
        "unprompted": "met unprompted",
        "after_hint": "met after a hint",
        "missed": "still to be met",
        "undetermined": "no time left for it",
        "not_asked": "did not come up this time",
    },
)


def markdown(entry: Entry, result: Result) -> str:
    """The whole result. It quotes what was said (masked)."""
    language = entry.scenario.language
    words = _EN if language == "en" else _ZH
    parts = [
        f"# {words.title}: {getattr(entry.scenario.title, language)}",
        words.met.format(met=result.met, asked=result.asked) if result.asked else "",
        f"## {words.moments}",
        *(_moment(each, entry, words) for each in result.moments),
        of_report(result.report, Frame(words_for(language), zone=None)),
    ]
    return "\n\n".join(part for part in parts if part)


def _moment(moment: Reviewed, entry: Entry, words: _Words) -> str:
    title = f" {moment.aim}" if moment.aim else ""
    return "\n".join([f"### {clock(moment.at)}{title}", "", *_lines(moment, entry, words)])


def _lines(moment: Reviewed, entry: Entry, words: _Words) -> Iterator[str]:
    might = words.then if entry.kind == "call" else words.might
    for text in moment.customer:
        yield f"- {words.customer}: {_plain(text)}"
    for text in moment.said or (words.nothing,):
        yield f"- {words.you}: {_plain(text)}"
    for text in moment.good:
        yield f"- {might}: {_plain(text)}"
    for text in moment.hinted:
        yield f"- {words.hint}: {_plain(text)}"
    for wanted in moment.wanted:
        yield f"- {_plain(wanted.text)}: {words.ended[wanted.ended]}"


def _plain(text: str) -> str:
    """What was said is not markup."""
    for mark in "\\`*_[]<>#|":
        text = text.replace(mark, "\\" + mark)
    return text.replace("\n", " ")
