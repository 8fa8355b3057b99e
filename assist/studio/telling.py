"""What the studio tells, ready for JSON: problems, changes and tests, in the people's words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from assist.core.rules import RuleSet
from assist.ruleset import Problem
from assist.ruleset.chinese import problem_in
from assist.ruleset.difference import difference
from assist.ruleset.telling import failures_told, muted_told, story
from assist.ruleset.testing import Outcome

from .sentences import LANGUAGES
from .spans import end_of

MOST_STORY = 60
"""Lines told of a failed test; a longer call says no more at a glance."""

_WHAT: Mapping[str, Mapping[str, str]] = {
    "zh": {"new": "新增", "gone": "删除", "changed": "改动", "rule": "规则", "signal": "信号",
           "emotion": "情绪", "veto": "否决词", "more": "等 {n} 处", "none": "没有改动规则的含义"},
    "en": {"new": "new", "gone": "gone", "changed": "changed", "rule": "rule", "signal": "signal",
           "emotion": "emotion", "veto": "veto", "more": "and {n} more",
           "none": "nothing that rules mean"},
}  # fmt: skip
MOST_SUMMED_UP = 3
_MEANT = re.compile(r"did you mean `([^`]+)`\?")


def problems_told(
    problems: Iterable[Problem], texts: Mapping[str, str], first: str | None = None
) -> list[dict[str, Any]]:
    """Problems by place, with where each ends; those of the file ``first`` first.

    Each in English and in Chinese; ``instead`` is the name that was probably meant there.
    """
    lines: dict[str, list[str]] = {}
    told = []
    for one in sorted(problems, key=lambda p: p.file != first):
        if one.file not in lines:
            lines[one.file] = texts.get(one.file, "").split("\n")
        end_line, end_column = end_of(lines[one.file], one.line, one.column)
        chinese = problem_in(one, "zh")
        meant = _MEANT.match(one.advice or "")
        told.append(
            {
                "path": one.file,
                "severity": one.severity,
                "code": one.code,
                "line": one.line,
                "column": one.column,
                "end_line": end_line,
                "end_column": end_column,
                "message": one.message,
                "hint": one.advice,
                "zh": {"message": chinese.message, "hint": chinese.advice},
                "instead": meant[1] if meant else None,
            }
        )
    return told


def changes_told(old: RuleSet | None, new: RuleSet | None) -> list[dict[str, Any]]:
    """What an edit changes, in both languages; nothing where either set has errors."""
    if old is None or new is None or old.digest == new.digest:
        return []
    english = difference(old, new, "en")
    return [
        {
            "kind": en.kind,
            "name": en.name,
            "what": en.what,
            "lines": {"zh": list(zh.lines), "en": list(en.lines)},
            "used_by": list(en.used_by),
        }
        for zh, en in zip(difference(old, new, "zh"), english, strict=True)
    ]


def summed_up(changes: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The changes in one line, by language."""
    return {lang: _line(changes, lang) for lang in ("zh", "en")}


def _line(changes: Sequence[Mapping[str, Any]], lang: str) -> str:
    words = _WHAT[lang]
    if not changes:
        return words["none"]
    space, comma = ("", "，") if lang == "zh" else (" ", ", ")
    parts = [
        f"{words[one['what']]}{space}{words[one['kind']]} {one['name']}"
        for one in changes[:MOST_SUMMED_UP]
    ]
    if len(changes) > MOST_SUMMED_UP:
        parts.append(words["more"].format(n=len(changes) - MOST_SUMMED_UP))
    return comma.join(parts)


def test_told(outcome: Outcome, was: str | None) -> dict[str, Any]:
    """How a test went; ``was``: how it went before the edit, None where there was none like it."""
    test = outcome.test
    return {
        "name": test.name,
        "path": test.file,
        "line": test.line,
        "column": test.column,
        "status": outcome.status,
        "was": was,
        "failures": failures_told(outcome),
        "muted": {lang: muted_told(outcome, lang) for lang in LANGUAGES},
        "story": {
            lang: [] if outcome.ok else list(islice(story(outcome, lang), MOST_STORY))
            for lang in LANGUAGES
        },
        "rules": sorted(test.tested),
    }
