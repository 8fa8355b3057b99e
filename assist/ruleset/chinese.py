"""Problems in Chinese.

What is wrong is told in English where it is found, by dozens of functions that know nothing of
languages. Here each message is recognised by its template and told in Chinese, with the same names,
numbers and places in it. A test holds every template of the package against this catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from .chinese_calls import CALLS
from .chinese_content import CONTENT
from .chinese_form import FORM
from .problems import Problem
from .saying import Lang

_HOLE = re.compile(r"\{[0-9]?\}")


def problem_in(problem: Problem, lang: Lang) -> Problem:
    """The same problem told in that language; what has no Chinese stays as it is."""
    if lang == "en":
        return problem
    advice = problem.advice
    return replace(
        problem,
        message=text_in(problem.message, lang),
        advice=None if advice is None else text_in(advice, lang),
    )


def text_in(text: str, lang: Lang) -> str:
    """The same message told in that language; what has no Chinese stays as it is."""
    return text if lang == "en" else chinese(text) or text


def chinese(text: str) -> str | None:
    """A message or a piece of advice in Chinese; None if it is not in the catalogue."""
    whole, templates = _catalogue()
    if text in whole:
        return whole[text]
    for pattern, named, said in templates:
        if found := pattern.fullmatch(text):
            values = zip(found.groups(), named, strict=True)
            return _filled(said, [v if name else chinese(v) or v for v, name in values])
    return None


@cache
def _catalogue() -> tuple[Mapping[str, str], list[tuple[re.Pattern[str], list[bool], str]]]:
    """Messages without holes, and those with holes: the wordiest first, as ``{}: {}`` fits all.

    A hole in backticks holds a name out of the file, which is the same in every language.
    """
    every = {**FORM, **CONTENT, **CALLS}
    whole = {said: zh for said, zh in every.items() if not _HOLE.search(said)}
    holed = sorted(every.keys() - whole.keys(), key=lambda said: -len(said))
    return whole, [(_pattern(said), _named(said), every[said]) for said in holed]


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile("(.+?)".join(map(re.escape, _HOLE.split(template))), re.DOTALL)


def _named(template: str) -> list[bool]:
    return [template[: hole.start()].endswith("`") for hole in _HOLE.finditer(template)]


def _filled(said: str, values: Sequence[str]) -> str:
    """The holes filled in order, or by their numbers."""
    following: Iterator[str] = iter(values)
    return _HOLE.sub(
        lambda hole: values[int(hole[0][1:-1])] if hole[0] != "{}" else next(following), said
    )
